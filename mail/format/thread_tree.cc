#include "mail/format/thread_tree.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace deskhand::mail {

namespace {

constexpr auto missing = TreeLine::missing;
constexpr std::size_t root = 0; // of all trees; no mail

struct Node {
    std::size_t mail = missing;
    std::size_t parent = missing;
    std::vector<std::size_t> children{};
};

class Forest {
public:
    explicit Forest(const std::vector<TreeMail>& mails) : mails_{mails}, nodes_(1)
    {
        for (std::size_t mail = 0; mail < mails.size(); ++mail) add(mail);
        for (std::size_t node = 1; node < nodes_.size(); ++node)
            if (nodes_[node].parent == missing) link(node, root);
    }

    // Unseen mails nobody answers go; those that are answered make way for their answers, but for a thread's
    // beginning that several mails answer.
    void prune()
    {
        for (const auto node : children_first()) {
            if (node == root || nodes_[node].mail != missing) continue;
            const auto parent = nodes_[node].parent;
            const auto& children = nodes_[node].children;
            if (!children.empty() && parent == root && children.size() > 1) continue;
            unlink(node);
            for (const auto child : std::exchange(nodes_[node].children, {})) {
                nodes_[child].parent = missing;
                link(child, parent);
            }
        }
    }

    void sort()
    {
        for (const auto node : children_first())
            std::stable_sort(nodes_[node].children.begin(), nodes_[node].children.end(),
                             [this](std::size_t a, std::size_t b) { return place_of(a) < place_of(b); });
    }

    void gather()
    {
        std::unordered_map<std::string, std::size_t> first; // thread of each subject that the others join
        const auto threads = nodes_[root].children;
        for (const auto thread : threads) {
            const auto& subject = head(thread).subject;
            if (subject.empty()) continue;
            const auto [at, is_new] = first.try_emplace(subject, thread);
            const bool earlier_is_seen = nodes_[at->second].mail != missing;
            if (!is_new && earlier_is_seen && (nodes_[thread].mail == missing || (head(at->second).is_reply && !head(thread).is_reply)))
                at->second = thread;
        }
        for (const auto thread : threads)
            if (const auto at = first.find(head(thread).subject); at != first.end() && at->second != thread) join(thread, at->second);
    }

    std::vector<TreeLine> lines() const
    {
        std::vector<TreeLine> lines;
        std::vector<std::pair<std::size_t, int>> ahead;
        push_children(root, 0, ahead);
        while (!ahead.empty()) {
            const auto [node, level] = ahead.back();
            ahead.pop_back();
            lines.push_back({nodes_[node].mail, level});
            push_children(node, level + 1, ahead);
        }
        return lines;
    }

private:
    void add(std::size_t mail)
    {
        const auto& id = mails_[mail].message_id;
        auto node = id.empty() ? new_node() : node_of(id);
        if (nodes_[node].mail != missing) node = new_node();
        nodes_[node].mail = mail;
        auto parent = missing;
        for (const auto& reference : mails_[mail].references) {
            if (reference.empty()) continue;
            const auto next = node_of(reference);
            if (parent != missing && nodes_[next].parent == missing && !is_above(next, parent)) link(next, parent);
            parent = next;
        }
        unlink(node); // its own references know better than another mail's
        if (parent != missing && !is_above(node, parent)) link(node, parent);
    }

    std::size_t new_node()
    {
        nodes_.emplace_back();
        return nodes_.size() - 1;
    }

    std::size_t node_of(const std::string& id)
    {
        if (const auto known = by_id_.find(id); known != by_id_.end()) return known->second;
        return by_id_.emplace(id, new_node()).first->second;
    }

    // Whether `node` is `below` or stands above it.
    bool is_above(std::size_t node, std::size_t below) const
    {
        for (auto at = below; at != missing; at = nodes_[at].parent)
            if (at == node) return true;
        return false;
    }

    void link(std::size_t child, std::size_t parent)
    {
        nodes_[child].parent = parent;
        nodes_[parent].children.push_back(child);
    }

    void unlink(std::size_t child)
    {
        const auto parent = std::exchange(nodes_[child].parent, missing);
        if (parent != missing) std::erase(nodes_[parent].children, child);
    }

    std::vector<std::size_t> children_first() const
    {
        std::vector<std::size_t> order{root};
        for (std::size_t at = 0; at < order.size(); ++at) order.insert(order.end(), nodes_[order[at]].children.begin(), nodes_[order[at]].children.end());
        std::reverse(order.begin(), order.end());
        return order;
    }

    // An unseen mail stands where its first answer does.
    std::pair<std::chrono::sys_seconds, std::size_t> place_of(std::size_t node) const
    {
        while (nodes_[node].mail == missing && !nodes_[node].children.empty()) node = nodes_[node].children.front();
        const auto mail = nodes_[node].mail;
        return mail == missing ? std::pair{std::chrono::sys_seconds{}, mail} : std::pair{mails_[mail].sent, mail};
    }

    const TreeMail& head(std::size_t thread) const { return mails_[place_of(thread).second]; }

    void join(std::size_t thread, std::size_t first)
    {
        const bool seen = nodes_[thread].mail != missing, first_seen = nodes_[first].mail != missing;
        unlink(thread);
        if (!seen && !first_seen) {
            for (const auto child : std::exchange(nodes_[thread].children, {})) link(child, first);
        } else if (!first_seen || (head(thread).is_reply && !head(first).is_reply)) {
            link(thread, first);
        } else { // neither answers the other: both answer something unseen, which takes the place of the first
            const auto moved = new_node();
            nodes_[moved] = std::exchange(nodes_[first], Node{});
            for (const auto child : nodes_[moved].children) nodes_[child].parent = moved;
            nodes_[first].parent = root;
            link(moved, first);
            link(thread, first);
        }
    }

    void push_children(std::size_t node, int level, std::vector<std::pair<std::size_t, int>>& ahead) const
    {
        const auto& children = nodes_[node].children;
        for (auto child = children.rbegin(); child != children.rend(); ++child) ahead.emplace_back(*child, level);
    }

    const std::vector<TreeMail>& mails_;
    std::vector<Node> nodes_;
    std::unordered_map<std::string, std::size_t> by_id_;
};

}

std::vector<TreeLine> trees_of(const std::vector<TreeMail>& mails, Gathering gathering)
{
    Forest forest{mails};
    forest.prune();
    forest.sort();
    if (gathering == Gathering::by_subject_too) {
        forest.gather();
        forest.sort();
    }
    return forest.lines();
}

}
