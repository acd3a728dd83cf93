#include "mail/protocol/lmtp_input.h"

#include "mail/protocol/smtp_data.h"

#include <algorithm>
#include <utility>

namespace deskhand::mail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Cause = StreamError::Cause;

constexpr std::size_t longest_line = 2048;          // RFC 5321 says 512, extensions add to it
constexpr std::size_t longest_refused = 64 * 1024;  // of which the end is waited for
constexpr std::size_t most_of_header = 64 * 1024;   // kept of a mail that is too large
constexpr std::string_view line_end = "\r\n", final_dot = ".\r\n";

bool is_control(char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 127; }

LmtpInput::Line line_of(std::string_view text)
{
    using Fault = LmtpInput::Line::Fault;
    if (text.empty() || text.back() != '\r') return {{}, Fault::bare_line_end};
    text.remove_suffix(1);
    if (text.size() > longest_line) return {{}, Fault::too_long};
    if (std::any_of(text.begin(), text.end(), is_control)) return {{}, Fault::control_octet};
    return {std::string{text}};
}

// Beyond `most` only the header remains, however the octets were cut on their way.
void keep(LmtpInput::Data& data, std::string_view octets, std::uint64_t size, std::uint64_t most)
{
    const bool large = size > most;
    if (data.withheld == 0) {
        data.octets += octets.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(octets.size(), most - data.octets.size())));
        if (large) data.octets = std::string{header_block(std::string_view{data.octets}.substr(0, most_of_header))};
    }
    if (large) data.withheld = size;
}

}

void LmtpInput::hear_more(Moment until, milliseconds patience)
{
    const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now());
    if (left <= milliseconds::zero()) throw StreamError{Cause::deadline, "the client is too slow"};
    stream_.set_patience(std::min(left, patience));
    auto octets = stream_.read();
    if (at_ == heard_.size()) heard_ = std::move(octets);
    else heard_ = heard_.substr(at_) + octets;
    at_ = 0;
}

LmtpInput::Line LmtpInput::line(milliseconds within)
{
    const auto until = steady_clock::now() + within;
    std::size_t searched = 0;
    for (;;) {
        const auto end = heard_.find('\n', at_ + searched);
        if (end != std::string::npos) {
            const auto text = std::string_view{heard_}.substr(at_, end - at_);
            at_ = end + 1;
            return line_of(text);
        }
        searched = heard_.size() - at_;
        if (searched > longest_refused) throw StreamError{Cause::malformed, "a command line without an end"};
        hear_more(until, within);
    }
}

bool LmtpInput::take(Data& data, std::uint64_t& size, std::uint64_t most)
{
    while (at_ < heard_.size()) {
        if (line_start_ && rest().front() == '.') {
            if (rest().substr(0, final_dot.size()) == final_dot) {
                at_ += final_dot.size();
                return true;
            }
            if (final_dot.substr(0, rest().size()) == rest()) return false; // may still become the end
            ++at_;
        }
        const auto end = heard_.find(line_end, at_);
        auto stop = end == std::string::npos ? heard_.size() : end + line_end.size();
        line_start_ = end != std::string::npos;
        if (!line_start_ && heard_.back() == '\r') --stop; // perhaps the half of a line end
        const auto piece = std::string_view{heard_}.substr(at_, stop - at_);
        size += piece.size();
        keep(data, piece, size, most);
        at_ = stop;
        if (!line_start_) return false;
    }
    return false;
}

LmtpInput::Data LmtpInput::data(std::uint64_t most, const Patience& patience)
{
    const auto until = steady_clock::now() + patience.whole;
    Data data;
    std::uint64_t size = 0;
    line_start_ = true;
    while (!take(data, size, most)) hear_more(until, patience.block);
    return data;
}

}
