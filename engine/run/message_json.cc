#include "engine/run/message_json.h"

#include "engine/core/names.h"
#include "mail/format/dates.h"
#include "mail/format/forwarded.h"
#include "mail/format/own_html.h"
#include "mail/format/thread_marks.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

namespace deskhand::engine {
namespace {

constexpr Named<mail::SpanKind> span_kinds[] = {{mail::SpanKind::own, "own"},         {mail::SpanKind::signoff, "signoff"},
                                                {mail::SpanKind::quote, "quote"},     {mail::SpanKind::forward, "forward"},
                                                {mail::SpanKind::banner, "banner"},   {mail::SpanKind::footer, "footer"},
                                                {mail::SpanKind::device, "device"}};

constexpr Named<mail::DateSource> date_sources[] = {{mail::DateSource::header, "header"},
                                                    {mail::DateSource::received, "received"},
                                                    {mail::DateSource::arrival, "arrival"}};

void write_addresses(JsonWriter& json, std::string_view key, const std::vector<mail::Address>& addresses)
{
    json.key(key).begin_array();
    for (const auto& one : addresses)
        json.begin_object().text_or_null("name", one.name).text_or_null("addr", one.addr).end_object();
    json.end_array();
}

// A content type, or [type, [children]].
void write_structure(JsonWriter& json, const mail::Structure& structure)
{
    if (structure.children.empty() && !structure.type.starts_with("multipart/")) {
        json.value(structure.type);
        return;
    }
    json.begin_array().value(structure.type).begin_array();
    for (const auto& child : structure.children) write_structure(json, child);
    json.end_array().end_array();
}

void write_parts(JsonWriter& json, const mail::Message& message)
{
    json.key("structure");
    write_structure(json, message.structure);
    json.key("leaves").begin_array();
    for (const auto& leaf : message.leaves)
        json.begin_object().member("type", leaf.type).text_or_null("charset", leaf.charset).text_or_null("name", leaf.name)
            .member("size", leaf.size).member("sha256", leaf.sha256).end_object();
    json.end_array();
    json.key("attachments").begin_array();
    for (const auto& leaf : message.leaves) {
        const bool is_report = leaf.type.starts_with("message/"); // for programs, but a part a person can ask for
        if (!leaf.is_attachment && !leaf.is_within && !is_report) continue;
        json.begin_object().text_or_null("name", leaf.name).member("type", leaf.type).member("size", leaf.size)
            .member("sha256", leaf.sha256).text_or_null("cid", leaf.content_id).member("inline", leaf.is_inline).end_object();
    }
    json.end_array();
}

// Numbers of the lines of the text that spans of these kinds touch.
void write_line_numbers(JsonWriter& json, std::string_view key, const mail::Message& message, std::initializer_list<mail::SpanKind> kinds)
{
    json.key(key).begin_array();
    std::int64_t line = 0, last = -1;
    for (const auto& span : message.spans) {
        const bool wanted = std::find(kinds.begin(), kinds.end(), span.kind) != kinds.end();
        bool blank = true;
        for (const char c : span.text) {
            if (c != '\n') blank = blank && (c == ' ' || c == '\t');
            if (wanted && !blank && last != line) {
                json.value(line);
                last = line;
            }
            if (c == '\n') {
                ++line;
                blank = true;
            }
        }
    }
    json.end_array();
}

void write_words(JsonWriter& json, const mail::Message& message)
{
    json.member("text", message.text).text_or_null("html", message.html);
    json.key("spans").begin_array();
    for (const auto& span : message.spans)
        json.begin_object().member("kind", name_of(span.kind)).member("text", span.text).end_object();
    json.end_array();
    json.member("own_text", mail::own_text(message)).text_or_null("own_html", mail::own_html(message));
    write_line_numbers(json, "own_lines", message, {mail::SpanKind::own});
    write_line_numbers(json, "signature_lines", message, {mail::SpanKind::signoff, mail::SpanKind::device});
}

// The date as RFC 3339 where it is one; `date_text` is what stands there.
void write_forwarded(JsonWriter& json, const ReadMail& read)
{
    const auto kind = read.judgement.kind;
    const bool report = kind == mail::Kind::bounce || kind == mail::Kind::complaint || kind == mail::Kind::receipt;
    const auto forwarded = report ? std::nullopt : mail::forwarded_in(read.message);
    json.key("forwarded");
    if (!forwarded) {
        json.null();
        return;
    }
    const auto date = mail::read_date_value(forwarded->date, mail::DateSource::header);
    json.begin_object().member("type", forwarded->wrapping == mail::Wrapping::attached ? "attached" : "inline");
    write_addresses(json, "from", forwarded->from);
    write_addresses(json, "to", forwarded->to);
    write_addresses(json, "cc", forwarded->cc);
    json.text_or_null("date", date ? rfc3339(*date) : std::string{}).text_or_null("date_text", forwarded->date);
    json.text_or_null("subject", forwarded->subject).text_or_null("text", forwarded->text);
    json.text_or_null("above", forwarded->above).text_or_null("below", forwarded->below).end_object();
}

void write_bounce(JsonWriter& json, const mail::Bounce& bounce)
{
    json.begin_object().key("reports").begin_array();
    for (const auto& report : bounce.reports)
        json.begin_object().text_or_null("recipient", report.recipient).text_or_null("final_recipient", report.final_recipient)
            .text_or_null("status", report.status)
            .text_or_null("reply", report.reply).text_or_null("reason", report.reason).member("action", mail::name_of(report.action))
            .member("hard", report.hard).text_or_null("feedback_type", report.feedback_type)
            .text_or_null("diagnostic", report.diagnostic).end_object();
    json.end_array().text_or_null("original_message_id", bounce.original_message_id).end_object();
}

std::string day(std::chrono::sys_days at)
{
    const std::chrono::year_month_day date{at};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

void write_judgement(JsonWriter& json, const mail::Judgement& judged)
{
    json.member("kind", mail::name_of(judged.kind)).texts("kind_because", judged.because);
    json.key("automatic");
    if (judged.automatic)
        json.begin_object().member("type", judged.automatic->type)
            .text_or_null("until", judged.automatic->until ? day(*judged.automatic->until) : std::string{}).end_object();
    else json.null();
    json.key("may_answer").begin_object().member("answer", judged.may_answer.answer).texts("because", judged.may_answer.because).end_object();
    json.key("bounce");
    if (judged.bounce) write_bounce(json, *judged.bounce);
    else json.null();
}

// Who vouches for it, and what ties it to other mails.
void write_origin(JsonWriter& json, const ReadMail& read)
{
    json.key("auth");
    if (const auto& auth = read.authentication)
        json.begin_object().member("trusted_host", auth->trusted_host).text_or_null("spf", auth->spf).text_or_null("dkim", auth->dkim)
            .text_or_null("dmarc", auth->dmarc).member("aligned", auth->aligned).end_object();
    else json.null();
    const auto marks = marks_of(read);
    json.key("thread").begin_object().texts("message_ids", marks.answers).texts("named", marks.named);
    json.text_or_null("thread_index", marks.thread_index).text_or_null("subject", marks.subject).text_or_null("former_subject", marks.former_subject);
    json.member("is_reply", marks.is_reply).text_or_null("author", marks.writer).texts("people", marks.people);
    json.member("quoted_runs", marks.quoted.size()).end_object();
}

}

std::string_view name_of(mail::SpanKind kind) { return name_in(span_kinds, kind); }

std::string rfc3339(const mail::MailDate& date)
{
    const auto local = date.instant + date.offset;
    const auto minutes = std::abs(date.offset.count());
    const auto today = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::hh_mm_ss time{local - today};
    return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", day(today), time.hours().count(), time.minutes().count(),
                       time.seconds().count(), date.offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

void write_message(JsonWriter& json, std::string_view file, const ReadMail& read)
{
    const auto& message = read.message;
    json.begin_object().member("format", message_format).member("file", file).member("size", message.size);
    json.member("sha256", message.sha256).member("subject", message.subject);
    write_addresses(json, "from", message.from);
    write_addresses(json, "to", message.to);
    write_addresses(json, "cc", message.cc);
    write_addresses(json, "reply_to", message.reply_to);
    json.member("sender_unknown", message.from.empty() || message.from.front().addr.find('@') == std::string::npos);
    json.text_or_null("date", message.date ? rfc3339(*message.date) : std::string{});
    json.text_or_null("date_source", message.date ? name_in(date_sources, message.date->source) : std::string_view{});
    json.text_or_null("message_id", message.message_id);
    json.texts("in_reply_to", message.in_reply_to).texts("references", message.references);
    write_words(json, message);
    write_parts(json, message);
    write_forwarded(json, read);
    write_judgement(json, read.judgement);
    write_origin(json, read);
    json.key("defects").begin_array();
    for (const auto& defect : message.defects) json.begin_object().member("what", defect.what).text_or_null("where", defect.where).end_object();
    json.end_array().end_object();
}

std::string message_json(std::string_view file, const ReadMail& read)
{
    JsonWriter json;
    write_message(json, file, read);
    return json.text();
}

}
