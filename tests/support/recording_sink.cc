#include "tests/support/recording_sink.h"

#include <algorithm>
#include <utility>

namespace deskhand::tests {
namespace {

std::string between_brackets(const std::string& text)
{
    const auto open = text.find('<');
    return open == std::string::npos ? std::string{} : text.substr(open + 1, text.find('>', open) - open - 1);
}

std::string message_id_in(const std::string& bytes)
{
    constexpr std::string_view name = "\r\nMessage-ID:";
    const auto at = bytes.find(name);
    return at == std::string::npos ? std::string{} : between_brackets(bytes.substr(at, 1'000));
}

}

RecordingSink::RecordingSink(std::function<void(std::size_t)> before_answer)
    : before_answer_{std::move(before_answer)}, server_{[this](LoopbackConnection& client, LoopbackServer&) { converse(client); }}
{
}

void RecordingSink::converse(LoopbackConnection& client)
{
    client.say("220 sink ESMTP\r\n");
    TakenMail mail;
    for (;;) {
        const auto line = client.hear_line();
        const auto verb = line.substr(0, 4);
        if (verb == "EHLO") client.say("250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n");
        else if (verb == "QUIT") return client.say("221 bye\r\n");
        else if (verb == "DATA") {
            client.say("354 go on\r\n");
            mail.bytes = client.hear_until("\r\n.\r\n");
            mail.message_id = message_id_in("\r\n" + mail.bytes);
            take(std::exchange(mail, {}));
            client.say("250 2.0.0 taken\r\n");
        } else {
            if (verb == "RCPT") mail.recipient = between_brackets(line);
            client.say("250 ok\r\n");
        }
    }
}

void RecordingSink::take(TakenMail mail)
{
    std::size_t now = 0;
    {
        const std::lock_guard lock{mutex_};
        mails_.push_back(std::move(mail));
        now = mails_.size();
    }
    if (before_answer_) before_answer_(now);
}

std::size_t RecordingSink::count() const
{
    const std::lock_guard lock{mutex_};
    return mails_.size();
}

std::vector<TakenMail> RecordingSink::mails() const
{
    const std::lock_guard lock{mutex_};
    return mails_;
}

}
