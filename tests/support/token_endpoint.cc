#include "tests/support/token_endpoint.h"

#include "mail/oauth/token_json.h"
#include "mail/oauth/web_url.h"
#include "tests/support/server_process.h"

#include <fmt/format.h>

#include <fstream>

namespace deskhand::tests {
namespace {

std::string http_text(const TokenReply& reply)
{
    return fmt::format("HTTP/1.1 {} Whatever\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nConnection: close\r\n{}Content-Length: {}\r\n\r\n{}",
                       reply.status, reply.headers, reply.body.size(), reply.body);
}

std::map<std::string, std::string> fields_of(std::string_view form)
{
    std::map<std::string, std::string> fields;
    while (!form.empty()) {
        const auto end = form.find('&');
        const auto field = form.substr(0, end);
        const std::string key{field.substr(0, field.find('='))};
        fields[key] = mail::form_value(form, key).value_or("");
        form.remove_prefix(end == std::string_view::npos ? form.size() : end + 1);
    }
    return fields;
}

}

TokenReply tokens_granted(const std::string& access_token, int life, const std::string& refresh_token)
{
    mail::JsonFields fields{{"token_type", "Bearer"}, {"access_token", access_token}, {"expires_in", std::int64_t{life}}};
    if (!refresh_token.empty()) fields.emplace_back("refresh_token", refresh_token);
    return {200, mail::json_object(fields)};
}

TokenReply token_refused(const std::string& error, const std::string& description, int status)
{
    return {status, mail::json_object({{"error", error}, {"error_description", description}})};
}

TokenEndpoint::TokenEndpoint(Answer answer, std::optional<CertificateFiles> tls)
    : answer_{std::move(answer)}, tls_{std::move(tls)},
      introspection_{[this](LoopbackConnection& connection, LoopbackServer&) {
          const auto line = connection.hear_line();
          connection.hear_until("\r\n\r\n");
          connection.say(http_text(introspect(line)));
          connection.hang_up();
      }},
      server_{[this](LoopbackConnection& connection, LoopbackServer&) { play(connection); }}
{}

void TokenEndpoint::play(LoopbackConnection& connection)
{
    if (tls_) connection.start_tls(*tls_);
    const auto first = connection.hear_line(); // POST /token HTTP/1.1
    std::size_t length = 0;
    for (auto line = connection.hear_line(); !line.empty(); line = connection.hear_line())
        if (line.starts_with("Content-Length: ")) length = std::stoul(line.substr(16));
    TokenCall call{first.substr(5, first.rfind(' ') - 5), fields_of(connection.hear_octets(length))};
    {
        const std::lock_guard lock{mutex_};
        calls_.push_back(call);
    }
    connection.say(http_text(answer_(call)));
    connection.hang_up();
}

std::string TokenEndpoint::url(const std::string& path) const
{
    return fmt::format("{}://localhost:{}{}", tls_ ? "https" : "http", server_.port(), path);
}

std::vector<TokenCall> TokenEndpoint::calls() const
{
    const std::lock_guard lock{mutex_};
    return calls_;
}

void TokenEndpoint::honour(const std::string& access_token, const std::string& user)
{
    const std::lock_guard lock{mutex_};
    honoured_[access_token] = user;
}

void TokenEndpoint::revoke(const std::string& access_token)
{
    const std::lock_guard lock{mutex_};
    honoured_.erase(access_token);
}

TokenReply TokenEndpoint::introspect(const std::string& line)
{
    const auto token = mail::form_value(line.substr(0, line.rfind(' ')), "token").value_or("");
    const std::lock_guard lock{mutex_};
    const auto found = honoured_.find(token);
    introspection_.note(found == honoured_.end() ? token + ": no" : found->second + ": yes");
    if (found == honoured_.end()) return {200, R"({"active":false})"};
    return {200, R"({"active":true,"email":")" + found->second + "\"}"};
}

DovecotOptions TokenEndpoint::dovecot_options() const
{
    const auto file = folder_.path() / "dovecot-oauth2.conf";
    std::ofstream{file} << fmt::format("introspection_mode = get\nintrospection_url = http://127.0.0.1:{}/introspect?token=\n"
                                       "username_attribute = email\nactive_attribute = active\nactive_value = true\n",
                                       introspection_.port());
    give_to(unprivileged_user(), folder_.path());
    DovecotOptions options;
    options.more = fmt::format("auth_mechanisms = plain login xoauth2 oauthbearer\n"
                               "passdb {{\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {}\n}}\n", file.string());
    return options;
}

}
