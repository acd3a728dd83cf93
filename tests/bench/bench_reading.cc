// Reading mail: our whole reading beside GMime alone doing the same decoding.
#include "mail/format/judgement.h"
#include "mail/format/parse_message.h"
#include "tests/bench/harness.h"
#include "tests/bench/sample_mails.h"

#include <gmime/gmime.h>

namespace deskhand::bench {
namespace {

void decode_part(GMimeObject*, GMimeObject* part, gpointer user)
{
    auto& octets = *static_cast<std::size_t*>(user);
    if (GMIME_IS_TEXT_PART(part)) {
        if (char* text = g_mime_text_part_get_text(GMIME_TEXT_PART(part))) {
            octets += std::string_view{text}.size();
            g_free(text);
        }
    } else if (GMIME_IS_PART(part)) {
        if (auto* content = g_mime_part_get_content(GMIME_PART(part))) {
            GMimeStream* nowhere = g_mime_stream_null_new();
            octets += static_cast<std::size_t>(g_mime_data_wrapper_write_to_stream(content, nowhere));
            g_object_unref(nowhere);
        }
    }
}

// GMime: parse, main headers, every text to UTF-8, every attachment decoded.
std::size_t read_with_gmime_alone(const std::string& mail)
{
    std::size_t octets = 0;
    GMimeStream* stream = g_mime_stream_mem_new_with_buffer(mail.data(), mail.size());
    GMimeParser* parser = g_mime_parser_new_with_stream(stream);
    g_object_unref(stream);
    GMimeMessage* message = g_mime_parser_construct_message(parser, nullptr);
    g_object_unref(parser);
    if (!message) return 0;
    octets += g_mime_message_get_subject(message) != nullptr;
    octets += g_mime_message_get_date(message) != nullptr;
    octets += static_cast<std::size_t>(internet_address_list_length(g_mime_message_get_from(message)));
    g_mime_message_foreach(message, decode_part, &octets);
    g_object_unref(message);
    return octets;
}

std::vector<Figure> read_mails()
{
    const auto mails = sample_mails(4000);
    std::size_t seen = 0;
    g_mime_init();
    const auto count = static_cast<double>(mails.size());
    const auto ours = median_rate(5, count, [&] {
        for (const auto& mail : mails) seen += mail::judge(mail::parse_message(mail)).because.size();
    }, processor_seconds_of);
    const auto alone = median_rate(5, count, [&] {
        for (const auto& mail : mails) seen += read_with_gmime_alone(mail);
    }, processor_seconds_of);
    return {{.name = "read and judge a mail" + std::string(seen == 0 ? "!" : ""), .unit = "mails/s", .ours = ours,
             .yardstick_name = "GMime alone, all parts decoded", .yardstick = alone, .bar = 0.6}};
}

double median_microseconds(const std::vector<std::string>& mails, const std::function<std::size_t(const std::string&)>& read)
{
    std::vector<double> each;
    std::size_t seen = 0;
    for (const auto& mail : mails) each.push_back(1e6 * processor_seconds_of([&] { seen += read(mail); }));
    return seen == 0 ? 0 : median(std::move(each));
}

// One mail of 10 KB on one core: parsed, its own words found, its kind judged.
std::vector<Figure> read_one_mail()
{
    g_mime_init();
    const auto mails = sample_mails(1000, 10'000);
    const auto ours = median_microseconds(mails, [](const auto& mail) {
        const auto message = mail::parse_message(mail);
        return mail::own_text(message).size() + mail::judge(message).because.size() + 1;
    });
    const auto alone = median_microseconds(mails, read_with_gmime_alone);
    return {{.name = "parse, own words and kind of a 10 KB mail", .unit = "us", .ours = ours, .yardstick_name = "GMime alone, all parts decoded",
             .yardstick = alone, .kind = Figure::Bar::ours_at_most, .bar = 150}};
}

// Mails of two megabytes, nearly all of it one base64 file, and of plain text.
std::vector<Figure> read_large_mails()
{
    g_mime_init();
    const auto files = sample_mails(30, 2'000'000);
    std::size_t octets = 0, seen = 0;
    for (const auto& mail : files) octets += mail.size();
    const auto megabytes = static_cast<double>(octets) / 1e6;
    const auto ours = median_rate(3, megabytes, [&] {
        for (const auto& mail : files) seen += mail::parse_message(mail).leaves.size();
    }, processor_seconds_of);
    const auto alone = median_rate(3, megabytes, [&] {
        for (const auto& mail : files) seen += read_with_gmime_alone(mail);
    }, processor_seconds_of);
    return {{.name = "plain parsing" + std::string(seen == 0 ? "!" : ""), .unit = "MB/s", .ours = ours,
             .yardstick_name = "GMime alone, all parts decoded", .yardstick = alone, .kind = Figure::Bar::ours_at_least, .bar = 100}};
}

}

std::vector<Benchmark> reading_benchmarks()
{
    return {{"reading", read_mails}, {"reading one mail", read_one_mail}, {"reading large mails", read_large_mails}};
}

}
