#include "mail/format/html_references.h"

#include "mail/format/ascii.h"
#include "mail/format/charset.h"

#include <algorithm>
#include <charconv>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_reference = 12; // octets with both marks

struct Named {
    std::string_view name, text;
};

// HTML 4.01 section 24, in the order of their octets.
constexpr Named named[] = {
    {"AElig", "Æ"},
    {"Aacute", "Á"},
    {"Acirc", "Â"},
    {"Agrave", "À"},
    {"Alpha", "Α"},
    {"Aring", "Å"},
    {"Atilde", "Ã"},
    {"Auml", "Ä"},
    {"Beta", "Β"},
    {"Ccedil", "Ç"},
    {"Chi", "Χ"},
    {"Dagger", "‡"},
    {"Delta", "Δ"},
    {"ETH", "Ð"},
    {"Eacute", "É"},
    {"Ecirc", "Ê"},
    {"Egrave", "È"},
    {"Epsilon", "Ε"},
    {"Eta", "Η"},
    {"Euml", "Ë"},
    {"Gamma", "Γ"},
    {"Iacute", "Í"},
    {"Icirc", "Î"},
    {"Igrave", "Ì"},
    {"Iota", "Ι"},
    {"Iuml", "Ï"},
    {"Kappa", "Κ"},
    {"Lambda", "Λ"},
    {"Mu", "Μ"},
    {"Ntilde", "Ñ"},
    {"Nu", "Ν"},
    {"OElig", "Œ"},
    {"Oacute", "Ó"},
    {"Ocirc", "Ô"},
    {"Ograve", "Ò"},
    {"Omega", "Ω"},
    {"Omicron", "Ο"},
    {"Oslash", "Ø"},
    {"Otilde", "Õ"},
    {"Ouml", "Ö"},
    {"Phi", "Φ"},
    {"Pi", "Π"},
    {"Prime", "″"},
    {"Psi", "Ψ"},
    {"Rho", "Ρ"},
    {"Scaron", "Š"},
    {"Sigma", "Σ"},
    {"THORN", "Þ"},
    {"Tau", "Τ"},
    {"Theta", "Θ"},
    {"Uacute", "Ú"},
    {"Ucirc", "Û"},
    {"Ugrave", "Ù"},
    {"Upsilon", "Υ"},
    {"Uuml", "Ü"},
    {"Xi", "Ξ"},
    {"Yacute", "Ý"},
    {"Yuml", "Ÿ"},
    {"Zeta", "Ζ"},
    {"aacute", "á"},
    {"acirc", "â"},
    {"acute", "´"},
    {"aelig", "æ"},
    {"agrave", "à"},
    {"alefsym", "ℵ"},
    {"alpha", "α"},
    {"amp", "&"},
    {"and", "∧"},
    {"ang", "∠"},
    {"apos", "'"},
    {"aring", "å"},
    {"asymp", "≈"},
    {"atilde", "ã"},
    {"auml", "ä"},
    {"bdquo", "„"},
    {"beta", "β"},
    {"brvbar", "¦"},
    {"bull", "•"},
    {"cap", "∩"},
    {"ccedil", "ç"},
    {"cedil", "¸"},
    {"cent", "¢"},
    {"chi", "χ"},
    {"circ", "ˆ"},
    {"clubs", "♣"},
    {"cong", "≅"},
    {"copy", "©"},
    {"crarr", "↵"},
    {"cup", "∪"},
    {"curren", "¤"},
    {"dArr", "⇓"},
    {"dagger", "†"},
    {"darr", "↓"},
    {"deg", "°"},
    {"delta", "δ"},
    {"diams", "♦"},
    {"divide", "÷"},
    {"eacute", "é"},
    {"ecirc", "ê"},
    {"egrave", "è"},
    {"empty", "∅"},
    {"emsp", " "},
    {"ensp", " "},
    {"epsilon", "ε"},
    {"equiv", "≡"},
    {"eta", "η"},
    {"eth", "ð"},
    {"euml", "ë"},
    {"euro", "€"},
    {"exist", "∃"},
    {"fnof", "ƒ"},
    {"forall", "∀"},
    {"frac12", "½"},
    {"frac14", "¼"},
    {"frac34", "¾"},
    {"frasl", "⁄"},
    {"gamma", "γ"},
    {"ge", "≥"},
    {"gt", ">"},
    {"hArr", "⇔"},
    {"harr", "↔"},
    {"hearts", "♥"},
    {"hellip", "…"},
    {"iacute", "í"},
    {"icirc", "î"},
    {"iexcl", "¡"},
    {"igrave", "ì"},
    {"image", "ℑ"},
    {"infin", "∞"},
    {"int", "∫"},
    {"iota", "ι"},
    {"iquest", "¿"},
    {"isin", "∈"},
    {"iuml", "ï"},
    {"kappa", "κ"},
    {"lArr", "⇐"},
    {"lambda", "λ"},
    {"lang", "〈"},
    {"laquo", "«"},
    {"larr", "←"},
    {"lceil", "⌈"},
    {"ldquo", "“"},
    {"le", "≤"},
    {"lfloor", "⌊"},
    {"lowast", "∗"},
    {"loz", "◊"},
    {"lrm", "\xE2\x80\x8E"},
    {"lsaquo", "‹"},
    {"lsquo", "‘"},
    {"lt", "<"},
    {"macr", "¯"},
    {"mdash", "—"},
    {"micro", "µ"},
    {"middot", "·"},
    {"minus", "−"},
    {"mu", "μ"},
    {"nabla", "∇"},
    {"nbsp", "\xC2\xA0"},
    {"ndash", "–"},
    {"ne", "≠"},
    {"ni", "∋"},
    {"not", "¬"},
    {"notin", "∉"},
    {"nsub", "⊄"},
    {"ntilde", "ñ"},
    {"nu", "ν"},
    {"oacute", "ó"},
    {"ocirc", "ô"},
    {"oelig", "œ"},
    {"ograve", "ò"},
    {"oline", "‾"},
    {"omega", "ω"},
    {"omicron", "ο"},
    {"oplus", "⊕"},
    {"or", "∨"},
    {"ordf", "ª"},
    {"ordm", "º"},
    {"oslash", "ø"},
    {"otilde", "õ"},
    {"otimes", "⊗"},
    {"ouml", "ö"},
    {"para", "¶"},
    {"part", "∂"},
    {"permil", "‰"},
    {"perp", "⊥"},
    {"phi", "φ"},
    {"pi", "π"},
    {"piv", "ϖ"},
    {"plusmn", "±"},
    {"pound", "£"},
    {"prime", "′"},
    {"prod", "∏"},
    {"prop", "∝"},
    {"psi", "ψ"},
    {"quot", "\""},
    {"rArr", "⇒"},
    {"radic", "√"},
    {"rang", "〉"},
    {"raquo", "»"},
    {"rarr", "→"},
    {"rceil", "⌉"},
    {"rdquo", "”"},
    {"real", "ℜ"},
    {"reg", "®"},
    {"rfloor", "⌋"},
    {"rho", "ρ"},
    {"rlm", "\xE2\x80\x8F"},
    {"rsaquo", "›"},
    {"rsquo", "’"},
    {"sbquo", "‚"},
    {"scaron", "š"},
    {"sdot", "⋅"},
    {"sect", "§"},
    {"shy", "\xC2\xAD"},
    {"sigma", "σ"},
    {"sigmaf", "ς"},
    {"sim", "∼"},
    {"spades", "♠"},
    {"sub", "⊂"},
    {"sube", "⊆"},
    {"sum", "∑"},
    {"sup", "⊃"},
    {"sup1", "¹"},
    {"sup2", "²"},
    {"sup3", "³"},
    {"supe", "⊇"},
    {"szlig", "ß"},
    {"tau", "τ"},
    {"there4", "∴"},
    {"theta", "θ"},
    {"thetasym", "ϑ"},
    {"thinsp", " "},
    {"thorn", "þ"},
    {"tilde", "˜"},
    {"times", "×"},
    {"trade", "™"},
    {"uArr", "⇑"},
    {"uacute", "ú"},
    {"uarr", "↑"},
    {"ucirc", "û"},
    {"ugrave", "ù"},
    {"uml", "¨"},
    {"upsih", "ϒ"},
    {"upsilon", "υ"},
    {"uuml", "ü"},
    {"weierp", "℘"},
    {"xi", "ξ"},
    {"yacute", "ý"},
    {"yen", "¥"},
    {"yuml", "ÿ"},
    {"zeta", "ζ"},
    {"zwj", "\xE2\x80\x8D"},
    {"zwnj", "\xE2\x80\x8C"},
};

std::string utf8(unsigned long code)
{
    if (code >= 0x80 && code < 0xA0)
        return to_utf8(std::string(1, static_cast<char>(code)), "windows-1252").text;
    if (code < 0x20 && code != '\n' && code != '\t') return code == '\r' ? "\n" : "";
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return "\xEF\xBF\xBD";
    const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80) return {static_cast<char>(code)};
    if (code < 0x800) return {static_cast<char>(0xC0 | (code >> 6)), tail(0)};
    if (code < 0x10000) return {static_cast<char>(0xE0 | (code >> 12)), tail(6), tail(0)};
    return {static_cast<char>(0xF0 | (code >> 18)), tail(12), tail(6), tail(0)};
}

HtmlReference numeric(std::string_view text)
{
    const bool hex = text.size() > 2 && lower(text[2]) == 'x';
    const std::size_t from = hex ? 3 : 2;
    const auto digits = text.substr(0, longest_reference);
    if (digits.size() <= from) return {};
    unsigned long code = 0;
    const auto [end, error] =
        std::from_chars(digits.data() + from, digits.data() + digits.size(), code, hex ? 16 : 10);
    if (error != std::errc{}) return {};
    const auto size = static_cast<std::size_t>(end - digits.data());
    return {utf8(code), size + (text.substr(size).starts_with(';') ? 1 : 0)};
}

}

HtmlReference html_reference(std::string_view text)
{
    if (text.substr(1).starts_with('#')) return numeric(text);
    std::size_t size = 1;
    while (size < text.size() && size < longest_reference &&
           (is_letter(text[size]) || is_digit(text[size])))
        ++size;
    const auto name = text.substr(1, size - 1);
    const auto* found = std::lower_bound(
        std::begin(named), std::end(named), name,
        [](const Named& row, std::string_view wanted) { return row.name < wanted; });
    if (found == std::end(named) || found->name != name) return {};
    return {std::string{found->text}, size + (text.substr(size).starts_with(';') ? 1 : 0)};
}

}
