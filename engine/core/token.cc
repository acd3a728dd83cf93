#include "engine/core/token.h"

#include "engine/core/folded.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <charconv>
#include <stdexcept>

namespace deskhand::engine {
namespace {

// What a token stands in; one is worth nothing in the place of another. No unique part of an id is one of these.
constexpr std::string_view in_address = "address", in_text = "text", in_thread = "thread";
constexpr std::size_t most_marks = 8;
constexpr std::size_t token_letters = 26; // 26 x 5 = 130 bits
constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648 section 6

char letter_of(Audience audience) { return audience == Audience::staff ? 's' : 'r'; }

std::optional<Audience> audience_of(char letter)
{
    if (letter == 's') return Audience::staff;
    if (letter == 'r') return Audience::requester;
    return {};
}

std::string base32(const unsigned char* bytes, std::size_t letters)
{
    std::string out;
    unsigned buffer = 0;
    int bits = 0;
    for (std::size_t at = 0; out.size() < letters; ++at) {
        buffer = (buffer << 8) | bytes[at];
        bits += 8;
        while (bits >= 5 && out.size() < letters) {
            bits -= 5;
            out += alphabet[(buffer >> bits) & 31u];
        }
    }
    return out;
}

// A whole number > 0 at the start of the text, which loses it.
std::optional<std::int64_t> take_number(std::string_view& text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value < 0) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

// "r1042-20530" to its claim; the day counts from 1970.
std::optional<TokenClaim> claim_of(std::string_view word)
{
    if (word.empty()) return {};
    const auto audience = audience_of(word.front());
    word.remove_prefix(1);
    const auto ticket = take_number(word);
    if (!audience || !ticket || *ticket == 0 || word.empty() || word.front() != '-') return {};
    word.remove_prefix(1);
    const auto day = take_number(word);
    constexpr std::int64_t last_day = 1'000'000;
    if (!day || *day > last_day || !word.empty()) return {};
    return TokenClaim{TicketId{*ticket}, *audience, std::chrono::sys_days{std::chrono::days{*day}}};
}

bool same(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string word_of(const TokenClaim& claim)
{
    return letter_of(claim.audience) + std::to_string(number(claim.ticket)) + "-" + std::to_string(claim.issued.time_since_epoch().count());
}

}

TokenMint::TokenMint(std::string key, std::string host) : key_{std::move(key)}, host_{folded(host)}
{
    if (key_.size() < 32) throw std::invalid_argument{"the token key must have 32 octets"};
}

std::string TokenMint::token(const TokenClaim& claim, std::string_view unique,
                             std::string_view person) const
{
    const std::string said = word_of(claim) + "\n" + folded(unique) + "\n" + folded(person);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
         reinterpret_cast<const unsigned char*>(said.data()), said.size(), digest, &size);
    return base32(digest, token_letters);
}

std::string TokenMint::message_id(const TokenClaim& claim, std::string_view unique,
                                  std::string_view person) const
{
    return word_of(claim) + "." + std::string{unique} + "." + token(claim, unique, person) + "@" + host_;
}

std::optional<TokenClaim> TokenMint::verify_message_id(std::string_view id,
                                                       std::string_view person) const
{
    const auto id_folded = folded(id);
    const std::string_view view{id_folded};
    const auto at = view.rfind('@');
    if (at == view.npos || view.substr(at + 1) != host_) return {};
    const auto first = view.find('.');
    const auto last = view.rfind('.', at);
    if (first == view.npos || first >= last || last == view.npos) return {};
    const auto claim = claim_of(view.substr(0, first));
    if (!claim) return {};
    const auto unique = view.substr(first + 1, last - first - 1);
    const auto given = view.substr(last + 1, at - last - 1);
    if (unique == in_address || unique == in_text || unique == in_thread) return {};
    return same(given, token(*claim, unique, person)) ? claim : std::nullopt;
}

std::string TokenMint::reply_address(const std::string& address, const TokenClaim& claim,
                                     std::string_view person) const
{
    const auto at = address.rfind('@');
    if (at == address.npos) return address;
    return address.substr(0, at) + "+" + word_of(claim) + "." + token(claim, in_address, person) +
           address.substr(at);
}

std::optional<TokenClaim> TokenMint::verify_reply_address(std::string_view address,
                                                          std::string_view person) const
{
    const auto id_folded = folded(address);
    const std::string_view view{id_folded};
    const auto at = view.rfind('@');
    const auto plus = view.find('+');
    if (at == view.npos || plus == view.npos || plus > at) return {};
    const auto detail = view.substr(plus + 1, at - plus - 1);
    const auto dot = detail.find('.');
    if (dot == detail.npos) return {};
    const auto claim = claim_of(detail.substr(0, dot));
    if (!claim) return {};
    return same(detail.substr(dot + 1), token(*claim, in_address, person)) ? claim : std::nullopt;
}

std::string TokenMint::thread_id(const TokenClaim& claim, std::string_view person) const
{
    const TokenClaim undated{claim.ticket, claim.audience};
    return word_of(undated) + ".thread." + token(undated, in_thread, person) + "@" + host_;
}

std::string TokenMint::text_mark(const TokenClaim& claim, std::string_view person) const
{
    return "[" + word_of(claim) + "." + token(claim, in_text, person) + "]";
}

std::optional<TokenClaim> TokenMint::verify_text(std::string_view text, std::string_view person) const
{
    std::size_t marks = 0;
    for (auto open = text.find('['); open != text.npos && marks < most_marks; open = text.find('[', open + 1)) {
        constexpr std::size_t longest_mark = 80;
        const auto near = folded(text.substr(open + 1, longest_mark));
        const auto inside = std::string_view{near}.substr(0, near.find(']'));
        const auto dot = inside.find('.');
        if (dot == inside.npos || inside.size() != dot + 1 + token_letters) continue;
        const auto claim = claim_of(inside.substr(0, dot));
        if (!claim || claim->audience != Audience::requester) continue;
        ++marks;
        if (same(inside.substr(dot + 1), token(*claim, in_text, person))) return claim;
    }
    return {};
}

bool TokenMint::looks_ours(std::string_view id) const
{
    const auto id_folded = folded(id);
    const std::string_view view{id_folded};
    const auto at = view.rfind('@');
    return at != view.npos && view.substr(at + 1) == host_ && claim_of(view.substr(0, view.find('.'))).has_value();
}

}
