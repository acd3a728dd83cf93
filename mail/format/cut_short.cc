#include "mail/format/cut_short.h"

#include "mail/format/ascii.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

// Fields that each delivery writes anew, above the mail as it was sent.
constexpr std::string_view written_on_top[] = {"Return-Path:",   "Received:",      "Delivered-To:",  "X-Original-To:", "Envelope-To:",
                                               "X-Envelope-To:", "Delivery-Date:", "X-Delivered-To:", "X-Fetchmail-Note:"};

// The first field with its folded lines; the rest of the mail when it has no end.
std::string_view first_field(std::string_view mail)
{
    std::size_t at = 0;
    do {
        const auto end = mail.find('\n', at);
        if (end == mail.npos) return mail;
        at = end + 1;
    } while (at < mail.size() && (mail[at] == ' ' || mail[at] == '\t'));
    return mail.substr(0, at);
}

std::string_view without_top(std::string_view mail)
{
    if (starts_nocase(mail, "From ")) mail.remove_prefix(std::min(mail.find('\n'), mail.size() - 1) + 1); // of an mbox
    while (std::any_of(std::begin(written_on_top), std::end(written_on_top), [&](auto name) { return starts_nocase(mail, name); }))
        mail.remove_prefix(first_field(mail).size());
    return mail;
}

// A Message-ID field that has its end stands in the header.
bool is_named(std::string_view mail)
{
    while (!mail.empty() && mail.front() != '\n' && mail.front() != '\r') {
        const auto field = first_field(mail);
        if (starts_nocase(field, "Message-ID:")) return field.find('>') != field.npos && field.back() == '\n';
        mail.remove_prefix(field.size());
    }
    return false;
}

}

bool is_beginning_of(std::string_view piece, std::string_view whole)
{
    piece = without_top(piece);
    whole = without_top(whole);
    return piece.size() < whole.size() && whole.substr(0, piece.size()) == piece && is_named(piece);
}

}
