#include "mail/format/out_of_office.h"

#include "mail/format/ascii.h"
#include "mail/format/phrase_list.h"

#include <algorithm>
#include <charconv>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_text = 4'000; // octets of the body looked at

const Phrases automatic_subjects{
    "automatic reply|auto reply|auto-reply|autoreply|autoresponse|auto "
    "response|auto-response|automated reply|"
    "automatic response|automated response|out of office|out-of-office|ooo:|vacation reply|on "
    "vacation|"
    "automatische antwort|abwesenheitsnotiz|abwesenheit|abwesend|automatische abwesenheit|"
    "réponse automatique|absence du bureau|absent du bureau|respuesta automática|fuera de la "
    "oficina|fuera de oficina|"
    "resposta automática|fora do escritório|risposta automatica|fuori sede|fuori "
    "ufficio|automatisch antwoord|"
    "afwezigheidsbericht|afwezig|automatiskt svar|autosvar|automatisk "
    "svar|frånvaro|fravær|automaattinen vastaus|poissa|"
    "automatyczna odpowiedź|autoodpowiedź|automatická odpověď|автоматический "
    "ответ|автоответ|automatikus válasz|"
    "otomatik yanıt|自动回复|自動回覆|自動応答|不在|자동 회신|부재중"};

const Phrases absence_words{
    "out of office|out of the office|on vacation|on holiday|on leave|annual leave|away from|i am "
    "away|i'm away|currently away|"
    "be away|be out|am out|will return|be back|i'm out|parental leave|maternity leave|sick "
    "leave|not in the office|"
    "abwesen|nicht im büro|nicht im haus|im urlaub|urlaub|wieder erreichbar|wieder im büro|"
    "absent|en congé|en vacances|de retour|fuera de la oficina|de vacaciones|ausente|férias|fora "
    "do escritório|"
    "in ferie|assente|fuori sede|fuori ufficio|met vakantie|afwezig|met verlof|semester|på "
    "semester|frånvaro|ferie|fravær|poissa|lomalla|"
    "urlop|nieobecn|dovolen|nepřítom|отпуск|отсутств|szabadság|nem "
    "tartózkod|izinde|休暇|不在|休假|外出|부재|휴가"};

const Phrases until_words{
    "until|through|till|return on|returning on|returning|return|back on|back in the office "
    "on|back|bis zum|bis einschließlich|bis|ab dem|wieder ab|am|jusqu'au|au|le|hasta el|hasta|"
    "até|dal|fino al|t/m|tot en met|tot|till och med|til|do|до|by"};

const Phrases month_names[] = {
    Phrases{"january|januar|janvier|enero|janeiro|gennaio|januari|jan"},
    Phrases{"february|februar|février|febrero|fevereiro|febbraio|februari|feb"},
    Phrases{"march|märz|mars|marzo|março|maart|mar|mär"},
    Phrases{"april|avril|abril|aprile|apr"},
    Phrases{"may|mai|mayo|maio|maggio|mei|maj"},
    Phrases{"june|juni|juin|junio|junho|giugno|jun"},
    Phrases{"july|juli|juillet|julio|julho|luglio|jul"},
    Phrases{"august|août|agosto|augustus|augusti|aug"},
    Phrases{"september|septembre|septiembre|setembro|settembre|sept|sep"},
    Phrases{"october|oktober|octobre|octubre|outubro|ottobre|oct|okt"},
    Phrases{"november|novembre|noviembre|novembro|nov"},
    Phrases{"december|dezember|décembre|diciembre|dezembro|dicembre|dec|dez"}};

// Words that may stand between "until" and the date.
const Phrases weekdays{"monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|"
                       "mittwoch|donnerstag|freitag|samstag|sonntag|"
                       "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|"
                       "jueves|viernes|mon|tue|wed|thu|fri|sat|sun|the|on|den|dem|el"};

struct Number {
    unsigned value = 0;
    std::size_t digits = 0;
};

Number take_number(std::string_view& text)
{
    Number number;
    while (number.digits < text.size() && number.digits < 4 && is_digit(text[number.digits]))
        ++number.digits;
    std::from_chars(text.data(), text.data() + number.digits, number.value);
    text.remove_prefix(number.digits);
    return number;
}

unsigned take_month_name(std::string_view& text)
{
    for (unsigned month = 0; month < 12; ++month) {
        const auto size = month_names[month].start_size(
            text, [&](std::size_t n) { return n == text.size() || !is_letter(text[n]); });
        if (size == 0) continue;
        text.remove_prefix(size);
        return month + 1;
    }
    return 0;
}

void skip(std::string_view& text, std::string_view marks)
{
    while (!text.empty() && marks.find(text.front()) != std::string_view::npos)
        text.remove_prefix(1);
}

struct Day {
    unsigned year = 0, month = 0, day = 0; // year 0: not stated
};

unsigned full_year(Number year)
{
    return year.digits == 2 ? 2000 + year.value : year.digits == 4 ? year.value : 0;
}

// A date at the front of the text: 2024-08-12, 12.08.2024, 12. August 2024, August 12th, 2024.
std::optional<Day> date_at_front(std::string_view text)
{
    Day day;
    if (text.empty()) return {};
    if (const auto month = take_month_name(text)) {
        day.month = month;
        skip(text, " .");
        day.day = take_number(text).value;
        for (const auto* ending : {"st", "nd", "rd", "th"})
            if (starts_nocase(text, ending)) text.remove_prefix(2);
        skip(text, " ,");
        day.year = full_year(take_number(text));
        return day;
    }
    const auto first = take_number(text);
    if (first.digits == 0) return {};
    for (const auto* ending : {"st", "nd", "rd", "th"})
        if (starts_nocase(text, ending)) text.remove_prefix(2);
    if (first.digits == 4 && (text.starts_with('-') || text.starts_with('/'))) {
        text.remove_prefix(1);
        day = {first.value, take_number(text).value, 0};
        skip(text, "-/");
        day.day = take_number(text).value;
        return day;
    }
    const char mark = text.empty() ? '\0' : text.front();
    skip(text, " .,");
    if (starts_nocase(text, "of ") || starts_nocase(text, "de ")) text.remove_prefix(3);
    if (const auto month = take_month_name(text)) {
        skip(text, " .,");
        if (starts_nocase(text, "de ")) text.remove_prefix(3);
        return Day{full_year(take_number(text)), month, first.value};
    }
    if (mark != '.' && mark != '/') return {};
    skip(text, "/");
    const auto second = take_number(text);
    if (second.digits == 0 || second.digits > 2) return {};
    skip(text, "./");
    const auto year = full_year(take_number(text));
    // with slashes a first number above 12 is the day; otherwise American order
    if (mark == '/' && first.value <= 12) return Day{year, first.value, second.value};
    return Day{year, second.value, first.value};
}

std::optional<std::chrono::sys_days> calendar_day(Day day, const Message& message)
{
    using namespace std::chrono;
    const auto sent = message.date ? floor<days>(message.date->instant) : sys_days{};
    if (day.year == 0 && !message.date) return {};
    const auto sent_year = year_month_day{sent}.year();
    year_month_day date{day.year ? year{static_cast<int>(day.year)} : sent_year, month{day.month},
                        std::chrono::day{day.day}};
    if (!date.ok()) return {};
    if (day.year == 0 && sys_days{date} < sent)
        date = year_month_day{sent_year + years{1}, month{day.month}, std::chrono::day{day.day}};
    return date.ok() ? std::optional{sys_days{date}} : std::nullopt;
}

bool is_weekday(std::string_view word) { return weekdays.equal(word); }

}

bool subject_says_automatic(std::string_view subject)
{
    // a word of its own, not the beginning of a longer one
    return automatic_subjects.start_size(subject, [&](std::size_t size) {
        return size == subject.size() || !is_letter(subject[size]);
    }) > 0;
}

bool speaks_of_absence(const Message& message)
{
    return absence_words.within(message.subject) ||
           absence_words.within(std::string_view{message.text}.substr(0, most_text));
}

std::optional<std::chrono::sys_days> return_date(const Message& message)
{
    std::optional<std::chrono::sys_days> latest;
    const auto text = std::string_view{message.text}.substr(0, most_text);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at > 0 && !is_space(text[at - 1])) continue;
        auto rest = text.substr(at);
        const auto size = until_words.start_size(
            rest, [&](std::size_t n) { return n < rest.size() && is_space(rest[n]); });
        if (size == 0) continue;
        rest = trimmed_left(rest.substr(size));
        for (int words = 0; words < 3; ++words) {
            const auto word = rest.substr(0, rest.find_first_of(" ,\n"));
            if (!is_weekday(word)) break;
            rest.remove_prefix(word.size());
            skip(rest, " ,\n");
        }
        const auto day = date_at_front(rest);
        const auto found = day ? calendar_day(*day, message) : std::nullopt;
        if (found && (!latest || *found > *latest)) latest = found;
    }
    return latest;
}

}
