// A read mail as plain lines, for comparison with the .expected files beside the samples.
#pragma once
#include "mail/format/judgement.h"
#include "mail/format/message.h"

#include <fmt/format.h>

#include <string>

namespace deskhand::tests {

// One line a fact; empty facts are left out. Digests are shown of attachments only, because those
// of unencoded text change with the line ends.
class Rendering {
public:
    Rendering(const mail::Message& message, const mail::Judgement& judgement)
    {
        fact("subject", message.subject);
        addresses("from", message.from);
        addresses("to", message.to);
        addresses("cc", message.cc);
        addresses("reply-to", message.reply_to);
        if (message.return_path) line("return-path", '<' + *message.return_path + '>');
        if (message.date) date(*message.date);
        fact("message-id", message.message_id);
        for (const auto& id : message.in_reply_to) line("in-reply-to", id);
        for (const auto& id : message.references) line("reference", id);
        structure(message.structure, 0);
        for (const auto& leaf : message.leaves) attachment(leaf);
        verdict(judgement);
        for (const auto& defect : message.defects)
            line("defect", defect.what + " (" + defect.where + ')');
        for (const auto& span : message.spans) block(name_of(span.kind), span.text);
    }

    const std::string& text() const { return text_; }

private:
    static const char* name_of(mail::SpanKind kind)
    {
        switch (kind) {
        case mail::SpanKind::own: return "own";
        case mail::SpanKind::signoff: return "signoff";
        case mail::SpanKind::quote: return "quote";
        case mail::SpanKind::forward: return "forward";
        case mail::SpanKind::banner: return "banner";
        case mail::SpanKind::footer: return "footer";
        case mail::SpanKind::device: return "device";
        }
        return "?";
    }

    void line(const std::string& name, const std::string& value)
    {
        text_ += name + ": " + value + '\n';
    }

    void fact(const std::string& name, const std::string& value)
    {
        if (!value.empty()) line(name, value);
    }

    void addresses(const std::string& name, const std::vector<mail::Address>& list)
    {
        for (const auto& address : list) line(name, address.name + " <" + address.addr + '>');
    }

    void date(const mail::MailDate& date)
    {
        line("date", fmt::format("{} {:+05d}{}", date.instant.time_since_epoch().count(),
                                 date.offset.count(),
                                 date.source == mail::DateSource::header ? "" : " received"));
    }

    void structure(const mail::Structure& part, std::size_t depth)
    {
        line("part", std::string(depth * 2, ' ') + part.type);
        for (const auto& child : part.children) structure(child, depth + 1);
    }

    void attachment(const mail::Leaf& leaf)
    {
        if (!leaf.is_attachment) return;
        line("attachment",
             fmt::format("{} \"{}\"{}", leaf.type, leaf.name,
                         leaf.has_leaves || leaf.type.starts_with("text/")
                             ? std::string{}
                             : fmt::format(" {} {}", leaf.size, leaf.sha256.substr(0, 12))));
    }

    void verdict(const mail::Judgement& judgement)
    {
        std::string because;
        for (const auto& reason : judgement.may_answer.because) because += ' ' + reason;
        line("kind", std::string{mail::name_of(judgement.kind)});
        line("may-answer", (judgement.may_answer.answer ? "yes" : "no") + because);
        if (judgement.automatic) line("automatic", judgement.automatic->type);
        if (!judgement.bounce) return;
        for (const auto& report : judgement.bounce->reports)
            line("report",
                 fmt::format("{} {} {} {} {}{}", report.recipient, report.status, report.reply,
                             report.reason, mail::name_of(report.action),
                             report.feedback_type.empty() ? "" : ' ' + report.feedback_type));
        fact("original-id", judgement.bounce->original_message_id);
    }

    void block(const char* kind, const std::string& text)
    {
        text_ += fmt::format("[{}]\n{}", kind, text);
        if (!text.ends_with('\n')) text_ += '\n';
    }

    std::string text_;
};

}
