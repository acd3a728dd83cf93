// A stream whose dialogue is written to a file, for whoever asks why a server behaves as it does.
#pragma once
#include "mail/net/poco_stream.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace deskhand::mail {

// Lines of both sides with the time, at most 200 octets of each; of mails only how many octets they had (IMAP literals; POP3: all
// lines but replies). While muted, as when somebody logs in, only how many octets went by: secrets are left out by the state of the
// dialogue, not by what they look like. The file has mode 0600 and is moved to FILE.1 at 4 MB. A file that cannot be written is no
// reason to stop reading mail: then there is no log.
class LoggedStream final : public SocketStream {
public:
    enum class Protocol { imap, pop3 };

    LoggedStream(std::unique_ptr<SocketStream> inner, std::filesystem::path file, Protocol protocol);

    void mute() { muted_ = true; }
    void unmute() { muted_ = false; }

    std::string read() override;
    void write(std::string_view bytes) override;
    bool readable_within(std::chrono::milliseconds most) override { return inner_->readable_within(most); }
    void set_patience(std::chrono::milliseconds patience) override { inner_->set_patience(patience); }
    void start_tls(const std::string& host) override;
    int descriptor() const override { return inner_->descriptor(); }

private:
    // What is known of one side's octets so far.
    struct Side {
        char mark;
        std::string line{};          // begun and not ended
        std::uint64_t literal = 0;   // octets of a mail still to come
        std::uint64_t left_out = 0;  // octets not shown since the last line
    };

    void note(Side& side, std::string_view octets);
    void end_line(Side& side);
    void put(char mark, std::string_view text);

    std::unique_ptr<SocketStream> inner_;
    std::filesystem::path file_;
    Protocol protocol_;
    bool muted_ = false;
    Side client_{'C'}, server_{'S'};
};

// `stream` itself when `file` is empty.
std::unique_ptr<SocketStream> logged(std::unique_ptr<SocketStream> stream, const std::filesystem::path& file, LoggedStream::Protocol protocol);

// Mutes the log of a stream that has one, for as long as it lives.
class Muted {
public:
    explicit Muted(SocketStream& stream) : log_{dynamic_cast<LoggedStream*>(&stream)}
    {
        if (log_) log_->mute();
    }
    ~Muted()
    {
        if (log_) log_->unmute();
    }
    Muted(const Muted&) = delete;
    Muted& operator=(const Muted&) = delete;

private:
    LoggedStream* log_;
};

}
