#include "mail/format/charset_guess.h"

#include "mail/format/ascii.h"
#include "mail/format/charset.h"

#include <array>
#include <cstddef>

namespace deskhand::mail {
namespace {

constexpr std::size_t looked_at = 64 << 10; // octets; more do not change the answer

using Histogram = std::array<std::size_t, 256>;

struct Runs { // of consecutive octets above 127
    std::size_t count = 0, octets = 0, odd = 0;
};

struct Evidence {
    Histogram single{}; // every octet
    Runs runs;
};

Evidence look_at(std::string_view octets)
{
    Evidence evidence;
    std::size_t run = 0;
    const auto close = [&] {
        if (run == 0) return;
        ++evidence.runs.count;
        evidence.runs.octets += run;
        evidence.runs.odd += run % 2;
        run = 0;
    };
    for (const char c : octets) {
        ++evidence.single[static_cast<unsigned char>(c)];
        if (is_high(c))
            ++run;
        else
            close();
    }
    close();
    return evidence;
}

std::size_t sum(const Histogram& histogram, std::size_t from, std::size_t to)
{
    std::size_t total = 0;
    for (auto i = from; i <= to; ++i) total += histogram[i];
    return total;
}

// First octets of the double-octet characters found, and how many octets fit no pair.
struct Pairs {
    Histogram lead{};
    std::size_t good = 0, bad = 0;
};

struct PairShape {
    unsigned char lead_low, lead_high;
    bool trail_below_high; // trail octets 0x40-0x7E are legal too
};

Pairs pairs_of(std::string_view octets, PairShape shape)
{
    Pairs pairs;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const auto lead = static_cast<unsigned char>(octets[i]);
        if (lead < 0x80) continue;
        const auto trail = i + 1 < octets.size() ? static_cast<unsigned char>(octets[i + 1]) : 0u;
        const bool high_trail = shape.trail_below_high ? trail >= 0x80 && trail != 0xFF
                                                       : trail >= 0xA1 && trail != 0xFF;
        const bool low_trail = shape.trail_below_high && trail >= 0x40 && trail <= 0x7E;
        if (lead >= shape.lead_low && lead <= shape.lead_high && (high_trail || low_trail)) {
            ++pairs.good;
            ++pairs.lead[lead];
            ++i;
        } else {
            ++pairs.bad;
        }
    }
    return pairs;
}

double share(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

// The double-octet charset whose commonest lead octets these are; empty when none fits.
std::string east_asian(std::string_view octets, const Runs& runs)
{
    const auto shift_jis = pairs_of(octets, {0x81, 0xFC, true});
    const auto kana = shift_jis.lead[0x82] + shift_jis.lead[0x83];
    if (shift_jis.bad * 10 <= shift_jis.good && share(kana, shift_jis.good) > 0.3) return "cp932";

    const auto euc = pairs_of(octets, {0xA1, 0xFE, false});
    if (euc.bad * 50 <= euc.good && runs.odd * 20 <= runs.count) {
        if (share(euc.lead[0xA4] + euc.lead[0xA5], euc.good) > 0.3) return "euc-jp-ms";
        if (share(sum(euc.lead, 0xB0, 0xC8), euc.good) > 0.8) return "cp949";
        if (share(sum(euc.lead, 0xA1, 0xD7), euc.good) > 0.6) return "gb18030";
    }
    const auto big5 = pairs_of(octets, {0xA1, 0xF9, true});
    if (big5.bad * 50 <= big5.good && share(sum(big5.lead, 0xA1, 0xC6), big5.good) > 0.7)
        return "big5-hkscs";
    return {};
}

// Cyrillic, Greek, Thai: whole words of high octets, small letters the most.
std::string other_alphabet(const Histogram& octets, std::size_t high)
{
    const auto low_c0 = share(sum(octets, 0xC0, 0xDF), high),
               top_e0 = share(sum(octets, 0xE0, 0xFF), high);
    const auto thai =
        share(sum(octets, 0xA1, 0xCE) + sum(octets, 0xD0, 0xDB) + sum(octets, 0xE0, 0xE9), high);
    const auto iso_cyrillic = share(sum(octets, 0xD0, 0xEF), high);
    const auto greek =
        share(sum(octets, 0xE1, 0xFE) - octets[0xF2] + sum(octets, 0xDC, 0xDF), high);
    // the commonest Greek letters (alpha, omicron, iota, tau, epsilon) and the accented vowels
    const auto greek_marks = share(octets[0xE1] + octets[0xEF] + octets[0xE9] + octets[0xF4] +
                                       octets[0xE5] + sum(octets, 0xDC, 0xDF) + octets[0xFC],
                                   high);
    if (thai > 0.95 && share(sum(octets, 0xA1, 0xBF), high) > 0.3) return "cp874";
    if (greek > 0.85 && greek_marks > 0.5 && sum(octets, 0xDC, 0xDF) > 0) return "windows-1253";
    if (low_c0 > 0.7 && low_c0 > top_e0) return "koi8-r";
    if (top_e0 > 0.6) return "windows-1251";
    if (iso_cyrillic > 0.8) return "iso-8859-5";
    return {};
}

}

std::string guess_charset(std::string_view octets, std::string_view prior)
{
    octets = octets.substr(0, looked_at);
    const auto evidence = look_at(octets);
    if (!prior.empty() && prior != "us-ascii" && prior != "utf-8") return std::string{prior};
    const auto high = evidence.runs.octets;
    const auto letters = sum(evidence.single, 'a', 'z') + sum(evidence.single, 'A', 'Z');
    if (high < 4) return "windows-1252";
    if (auto found = east_asian(octets, evidence.runs); !found.empty() && high >= 6) return found;
    if (share(high, evidence.runs.count) > 2.0 && high * 3 > letters)
        if (auto found = other_alphabet(evidence.single, high); !found.empty()) return found;
    // dotless i, s and g with cedilla and breve: Turkish
    const auto turkish = evidence.single[0xFD] + evidence.single[0xFE] + evidence.single[0xF0];
    return turkish * 2 > high ? "windows-1254" : "windows-1252";
}

}
