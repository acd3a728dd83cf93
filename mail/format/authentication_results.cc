#include "mail/format/authentication_results.h"

#include "mail/format/ascii.h"

#include <algorithm>

namespace deskhand::mail {

namespace {

constexpr std::size_t most_results = 64; // of one field; a field with more is not believed

// Reads the value from its start on; the first thing out of place ends it.
class FieldReader {
public:
    explicit FieldReader(std::string_view text) : rest_{text} {}

    std::optional<AuthenticationField> read()
    {
        AuthenticationField field;
        field.host = lowered(value());
        if (field.host.empty() || !skip()) return {};
        if (!rest_.empty() && is_digit(rest_.front()) && (token() != "1" || !skip())) return {}; // version
        if (!take(';') || !skip()) return {};
        if (is_none()) return field;
        do {
            if (rest_.empty() && !field.results.empty()) break; // a last semicolon with nothing behind, as many servers write
            auto result = read_result();
            if (!result || field.results.size() == most_results) return {};
            field.results.push_back(std::move(*result));
        } while (take(';') && skip());
        return rest_.empty() ? std::optional{std::move(field)} : std::nullopt;
    }

private:
    bool is_none()
    {
        const auto start = rest_;
        if (lowered(token()) == "none" && skip() && rest_.empty()) return true;
        rest_ = start;
        return false;
    }

    std::optional<MethodResult> read_result()
    {
        MethodResult result;
        result.method = lowered(token());
        if (result.method.empty() || !skip()) return {};
        if (take('/') && (!skip() || token().empty() || !skip())) return {};
        if (!take('=') || !skip()) return {};
        result.result = lowered(token());
        if (result.result.empty() || !skip()) return {};
        while (!rest_.empty() && rest_.front() != ';') {
            auto property = read_property();
            if (!property) return {};
            result.properties.push_back(std::move(*property));
        }
        return result;
    }

    // "reason=..." or "smtp.mailfrom=...".
    std::optional<std::pair<std::string, std::string>> read_property()
    {
        auto name = lowered(token());
        if (name.empty() || !skip()) return {};
        if (take('.')) {
            if (!skip()) return {};
            const auto detail = lowered(token());
            if (detail.empty() || !skip()) return {};
            name += '.' + detail;
        }
        if (!take('=') || !skip()) return {};
        auto found = property_value();
        if (!found || !skip()) return {};
        return std::pair{std::move(name), std::move(*found)};
    }

    // A token, a quoted string, or an address whose local part may be quoted or missing.
    std::optional<std::string> property_value()
    {
        if (!rest_.empty() && rest_.front() == '"') {
            auto text = quoted();
            if (!text) return {};
            if (take('@')) *text += '@' + std::string{word()};
            return text;
        }
        const auto found = word();
        return found.empty() ? std::nullopt : std::optional{std::string{found}};
    }

    // Token or quoted string (RFC 2045 "value").
    std::string value()
    {
        if (!skip()) return {};
        if (!rest_.empty() && rest_.front() == '"') return quoted().value_or("");
        return std::string{token_of([](char c) { return is_letter(c) || is_digit(c) || std::string_view{"-._:[]"}.find(c) != std::string_view::npos; })};
    }

    std::string token()
    {
        return std::string{token_of([](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; })};
    }

    std::string_view word()
    {
        return token_of([](char c) { return static_cast<unsigned char>(c) > ' ' && c != ';' && c != '(' && c != ')' && c != '"' && c != '\x7F'; });
    }

    template <class Accept>
    std::string_view token_of(Accept accept)
    {
        std::size_t size = 0;
        while (size < rest_.size() && accept(rest_[size])) ++size;
        const auto found = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return found;
    }

    std::optional<std::string> quoted()
    {
        std::string out;
        rest_.remove_prefix(1);
        while (!rest_.empty() && rest_.front() != '"') {
            if (rest_.front() == '\\') rest_.remove_prefix(1);
            if (rest_.empty()) return {};
            out += rest_.front();
            rest_.remove_prefix(1);
        }
        return take('"') ? std::optional{std::move(out)} : std::nullopt;
    }

    bool take(char c)
    {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    // Blanks and comments, nested ones too; false for a comment that does not end.
    bool skip()
    {
        int depth = 0;
        for (; !rest_.empty(); rest_.remove_prefix(1)) {
            const char c = rest_.front();
            if (c == '(') ++depth;
            else if (depth == 0 && !is_space(c)) return true;
            else if (c == ')') --depth;
            else if (c == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
        }
        return depth == 0;
    }

    std::string_view rest_;
};

bool is_one_of(std::string_view host, std::span<const std::string> hosts)
{
    return std::any_of(hosts.begin(), hosts.end(), [&](const auto& each) { return !each.empty() && equal_nocase(each, host); });
}

// The host behind the first "from" or "by" of a Received value (RFC 5321 section 4.4).
std::string_view host_behind(std::string_view clause, std::string_view received)
{
    while (!received.empty()) {
        received = trimmed_left(received);
        const auto end = std::min(received.find_first_of(" \t;("), received.size());
        const auto word = received.substr(0, end);
        received.remove_prefix(std::max<std::size_t>(end, received.empty() ? 0 : 1));
        if (!equal_nocase(word, clause)) continue;
        const auto host = trimmed_left(received);
        return host.substr(0, host.find_first_of(" \t;("));
    }
    return {};
}

// How many of the fields kept as written our own servers wrote, from the top.
std::size_t our_part(const std::vector<Header>& trace, std::span<const std::string> hosts)
{
    const auto is_received = [](const Header& each) { return equal_nocase(each.name, "Received"); };
    const auto names_ours = [&](std::string_view clause, const Header& each) { return is_one_of(host_behind(clause, each.value), hosts); };
    const bool any_ours = std::any_of(trace.begin(), trace.end(), [&](const auto& each) { return is_received(each) && names_ours("by", each); });
    bool came_in = false; // the mail was taken from another's server
    int others = 0;
    for (std::size_t at = 0; at < trace.size(); ++at) {
        if (!is_received(trace[at])) continue;
        if (came_in || (!any_ours && ++others == 2)) return at;
        came_in = names_ours("by", trace[at]) && !names_ours("from", trace[at]);
    }
    return trace.size();
}

std::vector<AuthenticationField> fields_that_count(const Message& message, std::span<const std::string> hosts)
{
    const auto& trace = message.as_written;
    const auto end = our_part(trace, hosts);
    std::vector<AuthenticationField> fields;
    for (std::size_t at = 0; at < end; ++at) {
        auto field = equal_nocase(trace[at].name, "Authentication-Results") ? read_authentication_field(trace[at].value) : std::nullopt;
        if (field && is_one_of(field->host, hosts)) fields.push_back(std::move(*field));
        else if (!fields.empty()) break;
    }
    return fields;
}

std::string_view domain_in(std::string_view text)
{
    const auto at = text.rfind('@');
    return at == text.npos ? text : text.substr(at + 1);
}

// The same, or one below the other; the upper one has a dot of its own.
bool are_aligned(std::string_view a, std::string_view b)
{
    if (a.size() < b.size()) std::swap(a, b);
    if (b.find('.') == b.npos) return false;
    return equal_nocase(a, b) || (ends_nocase(a, b) && a[a.size() - b.size() - 1] == '.');
}

bool speaks_for(const MethodResult& result, std::span<const std::string_view> properties, std::string_view domain)
{
    return std::any_of(result.properties.begin(), result.properties.end(), [&](const auto& each) {
        return std::find(properties.begin(), properties.end(), each.first) != properties.end() && are_aligned(domain_in(each.second), domain);
    });
}

// Results of one method, of all fields together.
struct Verdict {
    std::string shown; // a pass for the domain, else the first result
    bool passes = false, fails = false;

    void add(const MethodResult& result, bool for_domain)
    {
        const bool pass = result.result == "pass" && for_domain;
        if (shown.empty() || pass) shown = result.result;
        passes = passes || pass;
        fails = fails || result.result == "fail" || result.result == "permerror" || result.result == "policy";
    }
};

}

std::optional<AuthenticationField> read_authentication_field(std::string_view value) { return FieldReader{value}.read(); }

std::optional<Authentication> authentication_of(const Message& message, std::span<const std::string> trusted_hosts)
{
    const auto fields = fields_that_count(message, trusted_hosts);
    if (fields.empty()) return {};
    const auto* author = author_of(message);
    const auto domain = author ? domain_in(author->addr) : std::string_view{};
    constexpr std::string_view of_spf[] = {"smtp.mailfrom", "smtp.mail"}, of_dkim[] = {"header.d", "header.i"}, of_dmarc[] = {"header.from"};
    Verdict spf, dkim, dmarc;
    for (const auto& field : fields)
        for (const auto& result : field.results) {
            const bool names_from = std::any_of(result.properties.begin(), result.properties.end(), [](const auto& each) { return each.first == "header.from"; });
            if (result.method == "spf") spf.add(result, speaks_for(result, of_spf, domain));
            if (result.method == "dkim") dkim.add(result, speaks_for(result, of_dkim, domain));
            if (result.method == "dmarc") dmarc.add(result, !names_from || speaks_for(result, of_dmarc, domain));
        }
    Authentication found{.trusted_host = fields.front().host, .spf = spf.shown, .dkim = dkim.shown, .dmarc = dmarc.shown};
    const bool by_dmarc = dmarc.shown == "pass" || dmarc.shown == "fail";
    found.aligned = author && !dmarc.fails && (by_dmarc ? dmarc.passes : spf.passes || dkim.passes);
    found.failed = dmarc.fails || (!by_dmarc && !spf.passes && !dkim.passes && (spf.fails || dkim.fails));
    return found;
}

}
