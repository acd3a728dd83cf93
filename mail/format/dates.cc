#include "mail/format/dates.h"

#include "mail/format/ascii.h"
#include "mail/format/encoded_words.h"

#include <algorithm>
#include <array>
#include <string>

namespace deskhand::mail {
namespace {

using std::chrono::minutes;

constexpr std::size_t longest_date = 200; // octets looked at

struct Zone {
    std::string_view name;
    int minutes;
};

// RFC 5322 section 4.3, and those that mailers write besides, in capitals; others
// count as UTC.
constexpr Zone zones[] = {
    {"EDT", -240}, {"EST", -300}, {"CDT", -300}, {"CST", -360}, {"MDT", -360},
    {"MST", -420}, {"PDT", -420}, {"PST", -480}, {"CET", 60},   {"CEST", 120},
    {"MET", 60},   {"MEST", 120}, {"WET", 0},    {"WEST", 60},  {"BST", 60},
    {"EET", 120},  {"EEST", 180}, {"MSK", 180},  {"JST", 540},  {"KST", 540},
    {"HKT", 480},  {"AEST", 600}, {"AEDT", 660}, {"NZST", 720}, {"NZDT", 780},
};

// Comments (RFC 5322 section 3.2.2) become blanks; of one that is never closed only its mark does.
std::string without_comments(std::string_view text)
{
    if (std::count(text.begin(), text.end(), '(') > std::count(text.begin(), text.end(), ')')) {
        std::string out{text};
        std::replace_if(
            out.begin(), out.end(), [](char c) { return c == '(' || c == ')'; }, ' ');
        return out;
    }
    std::string out;
    std::size_t open = 0;
    for (const char c : text) {
        if (c == '(') ++open;
        if (open == 0)
            out += c == '\n' || c == '\r' ? ' ' : c;
        else if (c == ')' && --open == 0)
            out += ' ';
    }
    return out;
}

// 1 to 12, by the first three letters; 0 for anything else.
int month_named(std::string_view word)
{
    constexpr std::string_view names = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (word.size() < 3) return 0;
    const auto start = lowered(word.substr(0, 3));
    for (const auto& [other, month] :
         {std::pair{"mai", 5}, std::pair{"okt", 10}, std::pair{"dez", 12}})
        if (start == other) return month;
    for (std::size_t at = 0; at < names.size(); at += 3)
        if (names.substr(at, 3) == start) return static_cast<int>(at / 3) + 1;
    return 0;
}

// RFC 5322 section 4.3: two digits mean 1950 to 2049, three count from 1900.
int whole_year(int year)
{
    if (year < 50) return year + 2000;
    return year < 1000 ? year + 1900 : year;
}

struct Number {
    int value = 0;
    std::size_t digits = 0;
};

// Reads the words and numbers of a date in the order they come.
class DateReader {
public:
    explicit DateReader(std::string_view text) : rest_{text} {}

    std::optional<MailDate> read()
    {
        while (!rest_.empty()) {
            if (is_digit(rest_.front()))
                read_number();
            else if (is_letter(rest_.front()))
                read_word();
            else if (has_time_ && (rest_.front() == '+' || rest_.front() == '-'))
                read_offset();
            else
                rest_.remove_prefix(1);
        }
        return date();
    }

private:
    Number take_number()
    {
        Number number;
        while (number.digits < rest_.size() && is_digit(rest_[number.digits])) {
            if (number.digits < 8) number.value = number.value * 10 + (rest_[number.digits] - '0');
            ++number.digits;
        }
        rest_.remove_prefix(number.digits);
        return number;
    }

    // The number behind `mark`, blanks around it allowed.
    std::optional<Number> take_behind(char mark)
    {
        const auto before = rest_;
        rest_ = trimmed_left(rest_);
        if (rest_.starts_with(mark)) {
            rest_ = trimmed_left(rest_.substr(1));
            if (!rest_.empty() && is_digit(rest_.front())) return take_number();
        }
        rest_ = before;
        return {};
    }

    void read_number()
    {
        const auto number = take_number();
        if (!has_time_ && number.digits <= 2)
            for (const char mark : {':', '.'})
                if ((mark == ':' || year_) && read_time(number.value, mark)) return;
        if (!has_time_ || !month_)
            for (const char mark : {'-', '/', '.'})
                if (!day_ && read_numeric_date(number, mark)) return;
        const bool year_first = year_ && !day_ && !month_ && number.value <= 12;
        if (!day_ && number.digits <= 2 && !year_first)
            day_ = number.value;
        else if (!month_ && number.digits <= 2 && number.value <= 12)
            month_ = number.value;
        else if (!year_)
            year_ = number.value;
        else if (has_time_ && !has_offset_ && number.digits == 4)
            set_offset(1, number);
    }

    bool read_time(int hour, char mark)
    {
        const auto minute = take_behind(mark);
        if (!minute) return false;
        const auto second = take_behind(mark);
        hour_ = hour;
        minute_ = minute->value;
        second_ = second ? second->value : 0;
        take_behind('.'); // a fraction
        has_time_ = true;
        return true;
    }

    // "2003-07-01", "01.07.2003", "07/01/2003" (month first, unless it cannot be one).
    bool read_numeric_date(Number first, char mark)
    {
        const auto before = rest_;
        const auto second = take_behind(mark), third = second ? take_behind(mark) : std::nullopt;
        if (!third || first.digits > 4 ||
            (first.digits < 4 && third->digits != 4 && third->digits != 2)) {
            rest_ = before;
            return false;
        }
        const bool year_first = first.digits == 4, month_first = mark == '/' && first.value <= 12;
        year_ = year_first ? first.value : third->value;
        month_ = year_first || !month_first ? second->value : first.value;
        day_ = year_first ? third->value : month_first ? second->value : first.value;
        is_written_out_ = true;
        return true;
    }

    void read_word()
    {
        std::size_t size = 0;
        while (size < rest_.size() && is_letter(rest_[size])) ++size;
        const auto written = rest_.substr(0, size);
        const auto word = lowered(written);
        rest_.remove_prefix(size);
        // "mar., 3 nov.": a weekday can look like a month; the one behind the day is none
        const bool first_may_be_weekday = month_before_day_ && day_ && !year_;
        if (const auto month = month_named(word); month != 0 && (!is_written_out_ || first_may_be_weekday)) {
            month_ = month;
            month_before_day_ = !day_;
            is_written_out_ = true;
            return;
        }
        if (!has_time_) return;
        if (word == "pm" && hour_ < 12) hour_ += 12;
        if (word == "am" && hour_ == 12) hour_ = 0;
        if (has_offset_) return;
        if (word == "dst") offset_ += 60;
        for (const auto& zone : zones)
            if (zone.name == written) offset_ = zone.minutes;
    }

    void read_offset()
    {
        const int sign = rest_.front() == '-' ? -1 : 1;
        rest_.remove_prefix(1);
        if (rest_.empty() || !is_digit(rest_.front()) || has_offset_) return;
        auto number = take_number();
        if (const auto minute = number.digits <= 2 ? take_behind(':') : std::nullopt)
            number = {number.value * 100 + minute->value, 4};
        set_offset(sign, number);
    }

    void set_offset(int sign, Number number)
    {
        const int hours = number.digits <= 2 ? number.value : number.value / 100;
        const int rest = number.digits <= 2 ? 0 : number.value % 100;
        has_offset_ = true;
        offset_ = hours > 24 || rest > 59 ? 0 : sign * (hours * 60 + rest);
    }

    std::optional<MailDate> date() const
    {
        if (!day_ || !month_ || !year_ || !(is_written_out_ || has_time_)) return {};
        const std::chrono::year_month_day day{std::chrono::year{whole_year(*year_)},
                                              std::chrono::month{static_cast<unsigned>(*month_)},
                                              std::chrono::day{static_cast<unsigned>(*day_)}};
        if (!day.ok() || whole_year(*year_) > 9999 || hour_ > 24 || minute_ > 59 || second_ > 60)
            return {};
        MailDate read;
        read.offset = minutes{offset_};
        read.instant = std::chrono::sys_days{day} + std::chrono::hours{hour_} + minutes{minute_} +
                       std::chrono::seconds{std::min(second_, 59)} - read.offset;
        return read;
    }

    std::string_view rest_;
    std::optional<int> day_, month_, year_;
    int hour_ = 0, minute_ = 0, second_ = 0;
    int offset_ = 0; // minutes
    bool has_time_ = false, has_offset_ = false, month_before_day_ = false;
    bool is_written_out_ = false; // the month by its name, or all three numbers together
};

}

std::optional<MailDate> read_date_value(std::string_view raw, DateSource source)
{
    std::string decoded; // some mailers encode whatever they write
    if (raw.substr(0, longest_date).find("=?") != std::string_view::npos) raw = decoded = decode_header_text(raw.substr(0, longest_date));
    auto date = DateReader{without_comments(trimmed(raw).substr(0, longest_date))}.read();
    if (date) date->source = source;
    return date;
}

std::optional<MailDate> date_of_received(std::string_view raw)
{
    const auto mark = raw.rfind(';');
    return mark == std::string_view::npos
               ? std::nullopt
               : read_date_value(raw.substr(mark + 1), DateSource::received);
}

}
