#include "mail/format/out_of_office.h"

#include "mail/format/ascii.h"
#include "mail/format/phrase_list.h"

#include <algorithm>
#include <charconv>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_text = 4'000;    // octets of the body looked at
constexpr std::size_t most_opening = 1'500; // of those, where any date counts

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

// By beginnings: endings of declension follow.
const Phrases month_names[] = {
    Phrases{"january|januar|janvier|enero|janeiro|gennaio|januari|jan|styczni|ledna|января|"
            "január|ocak|Ocak|tammikuu|ianuarie|siječnj|січня"},
    Phrases{"february|februar|février|fevrier|febrero|fevereiro|febbraio|februari|feb|luteg|"
            "února|февраля|február|şubat|Şubat|helmikuu|februarie|veljač|лютого"},
    Phrases{"march|märz|mars|marzo|março|marco|maart|mar|mär|marca|března|марта|"
            "március|mart|maaliskuu|martie|ožujk|березня"},
    Phrases{"april|avril|abril|aprile|apr|kwietni|dubna|апреля|április|nisan|huhtikuu|"
            "aprilie|travnj|квітня"},
    Phrases{"may|mai|mayo|maio|maggio|mei|maj|května|мая|május|mayıs|toukokuu|svibnj|"
            "травня"},
    Phrases{"june|juni|juin|junio|junho|giugno|jun|czerwca|června|июня|június|haziran|"
            "kesäkuu|iunie|lipnja|червня"},
    Phrases{"july|juli|juillet|julio|julho|luglio|jul|lipca|července|июля|július|temmuz|"
            "heinäkuu|iulie|srpnja|липня"},
    Phrases{"august|août|aout|agosto|augustus|augusti|aug|sierpni|srpna|августа|"
            "augusztus|ağustos|elokuu|kolovoz|серпня"},
    Phrases{"september|septembre|septiembre|setembro|settembre|sept|sep|wrześni|wrzesni|září|"
            "сентября|szeptember|eylül|syyskuu|septembrie|rujna|вересня"},
    Phrases{"october|oktober|octobre|octubre|outubro|ottobre|oct|okt|październik|października|"
            "října|октября|október|ekim|lokakuu|octombrie|жовтня"},
    Phrases{"november|novembre|noviembre|novembro|nov|listopadu|listopada|ноября|kasım|"
            "Kasım|marraskuu|noiembrie|studenog|листопада"},
    Phrases{"december|dezember|décembre|decembre|diciembre|dezembro|dicembre|dec|dez|grudni|"
            "prosince|декабря|aralık|Aralık|joulukuu|decembrie|prosinca|грудня"}};

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
        const auto size = month_names[month].start_size(text, [&](std::size_t n) {
            return n >= 6 || n == text.size() || !(is_letter(text[n]) || is_high(text[n]));
        });
        if (size == 0) continue;
        text.remove_prefix(size);
        while (!text.empty() && (is_letter(text.front()) || is_high(text.front())))
            text.remove_prefix(1);
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

// "2026年11月15日", "11월 15일" at the front, the year optional.
std::optional<Day> ideographic_date(std::string_view text)
{
    const auto take_mark = [&](std::initializer_list<std::string_view> marks) {
        skip(text, " ");
        for (const auto mark : marks)
            if (text.starts_with(mark)) {
                text.remove_prefix(mark.size());
                skip(text, " ");
                return true;
            }
        return false;
    };
    Day day;
    auto number = take_number(text);
    if (number.digits == 4 && take_mark({"年", "년"})) {
        day.year = number.value;
        number = take_number(text);
    }
    day.month = number.value;
    if (number.digits == 0 || !take_mark({"月", "월"})) return {};
    number = take_number(text);
    day.day = number.value;
    return number.digits > 0 && take_mark({"日", "일", "号", "號"}) ? std::optional{day} : std::nullopt;
}

// A date at the front of the text: 2024-08-12, 12.08.2024, 12. August 2024, August 12th, 2024.
std::optional<Day> date_at_front(std::string_view text)
{
    Day day;
    if (text.empty()) return {};
    if (is_digit(text.front()))
        if (auto found = ideographic_date(text)) return found;
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

namespace {

using Days = std::optional<std::chrono::sys_days>;

// The date right behind the words at the front, weekdays and articles passed over.
Days day_behind(std::string_view rest, const Message& message)
{
    rest = trimmed_left(rest);
    for (int words = 0; words < 3; ++words) {
        const auto word = rest.substr(0, rest.find_first_of(" ,\n"));
        if (!is_weekday(word)) break;
        rest.remove_prefix(word.size());
        skip(rest, " ,\n");
    }
    const auto day = date_at_front(rest);
    return day ? calendar_day(*day, message) : std::nullopt;
}

// A date that stands anywhere and lies ahead; figures alone must name the year.
Days plain_day(std::string_view rest, const Message& message)
{
    const auto day = message.date ? date_at_front(rest) : std::nullopt;
    if (!day) return {};
    const auto word = rest.substr(0, rest.find_first_of(" \n"));
    const bool figures = word.find_first_not_of("0123456789./-,") == std::string_view::npos;
    const auto mark = word.find_first_of("./-");
    if (day->year == 0 && figures && mark < word.size() - 1) return {};
    const auto found = calendar_day(*day, message);
    const auto sent = std::chrono::floor<std::chrono::days>(message.date->instant);
    const std::chrono::days longest{day->year == 0 ? 200 : 500};
    return found && *found > sent && *found < sent + longest ? found : std::nullopt;
}

bool begins_word(std::string_view text, std::size_t at)
{
    return at == 0 || !(is_letter(text[at - 1]) || is_digit(text[at - 1]) || text[at - 1] == '.' ||
                        text[at - 1] == '-' || text[at - 1] == '/');
}

// The word before: "from", after which an absence begins.
bool follows_beginning(std::string_view text, std::size_t at)
{
    static const Phrases beginnings{"from|since|starting|vom|von|depuis|du|desde|dal|vanaf|från|fra|od|с|"
                                    "seit|ab|dne|between|entre|zwischen"};
    const auto before = trimmed_right(text.substr(0, at));
    const auto begin = before.find_last_of(" \n(");
    return beginnings.equal(begin == std::string_view::npos ? before : before.substr(begin + 1));
}

}

std::optional<std::chrono::sys_days> return_date(const Message& message)
{
    Days stated, plain;
    const auto later = [](Days& latest, const Days& found) {
        if (found && (!latest || *found > *latest)) latest = found;
    };
    const auto text = std::string_view{message.text}.substr(0, most_text);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!begins_word(text, at) || is_space(text[at])) continue;
        const auto rest = text.substr(at);
        const auto size = until_words.start_size(
            rest, [&](std::size_t n) { return n < rest.size() && is_space(rest[n]); });
        if (size > 0 && (at == 0 || is_space(text[at - 1]))) later(stated, day_behind(rest.substr(size), message));
        if (at < most_opening && !follows_beginning(text, at)) later(plain, plain_day(rest, message));
    }
    return stated ? stated : plain;
}

}
