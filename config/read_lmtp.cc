#include "config/read_lmtp.h"

#include "config/quantity.h"

#include <fmt/format.h>

#include <charconv>

namespace deskhand::config {
namespace {

constexpr unsigned most_open = 0777;

// "0660"; three or four octal digits.
std::optional<unsigned> file_mode(std::string_view text)
{
    unsigned mode = 0;
    const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
    const bool whole = error == std::errc{} && stopped == text.data() + text.size();
    return whole && text.size() >= 3 && text.size() <= 4 && mode <= most_open ? std::optional{mode} : std::nullopt;
}

mail::ListenAddress read_listen(Section& section)
{
    const std::string remedy = "write an address and a port, `listen: 127.0.0.1:2424`, or a socket file, `listen: unix:/run/deskhand/lmtp`";
    const auto text = section.required_text("listen", remedy);
    const auto address = mail::parse_listen_address(text);
    if (!address && !text.empty())
        section.error("listen", fmt::format("{}: `{}` is no address to listen on", section.name(), text), remedy);
    auto listen = address.value_or(mail::ListenAddress{});
    if (address && listen.unix_socket.empty() && listen.port == 0)
        section.error("listen", fmt::format("{}: port 0 is none", section.name()), remedy);
    const auto mode = section.text("mode");
    if (!mode) return listen;
    if (address && listen.unix_socket.empty())
        section.error("mode", fmt::format("{}: `mode` is of a socket file, not of a port", section.name()), "remove it");
    if (const auto bits = file_mode(*mode)) listen.mode = *bits;
    else
        section.error("mode", fmt::format("{}: `{}` is no file mode", section.name(), *mode),
                      "write 0660 (who is in the socket's group may hand mail in) or 0666 (everybody on this machine)");
    return listen;
}

}

bool is_lmtp(const Node& node)
{
    const auto* type = node.kind == Node::Kind::map ? find(node, "type") : nullptr;
    return type && type->text == "lmtp";
}

mail::LmtpSettings read_lmtp(const Node& node, std::size_t number, Report& report)
{
    const auto* named = find(node, "name");
    Section section{node, named ? fmt::format("mailbox `{}`", named->text) : fmt::format("mailbox {}", number), report};
    section.text("type");
    mail::LmtpSettings settings;
    settings.name = section.required_text("name", "give it a short name that stays, e.g. `name: push`");
    settings.listen = read_listen(section);
    for (const auto& recipient : section.texts("recipients")) {
        if (address_of(recipient)) settings.recipients.push_back(lower(recipient));
        else section.error("recipients", fmt::format("{}: `{}` is no address", section.name(), recipient), "write it like support@example.org");
    }
    section.refuse_unknown_keys();
    return settings;
}

}
