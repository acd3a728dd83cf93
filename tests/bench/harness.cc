#include "tests/bench/harness.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace deskhand::bench {
namespace {

bool reached(const Figure& figure)
{
    switch (figure.kind) {
    case Figure::Bar::ratio_at_least: return figure.yardstick > 0 && figure.ours / figure.yardstick >= figure.bar;
    case Figure::Bar::ours_at_least: return figure.ours >= figure.bar;
    case Figure::Bar::ours_at_most: return figure.ours <= figure.bar;
    }
    return false;
}

std::string bar_of(const Figure& figure)
{
    switch (figure.kind) {
    case Figure::Bar::ratio_at_least: return fmt::format("ratio >= {:.2f}", figure.bar);
    case Figure::Bar::ours_at_least: return fmt::format(">= {:.0f}", figure.bar);
    case Figure::Bar::ours_at_most: return fmt::format("<= {:.0f}", figure.bar);
    }
    return {};
}

std::string short_number(double value) { return value < 100 ? fmt::format("{:.2f}", value) : fmt::format("{:.0f}", value); }

}

double seconds_of(const std::function<void()>& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double processor_seconds_of(const std::function<void()>& work)
{
    const auto now = [] {
        timespec t{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
    };
    const auto begin = now();
    work();
    return now() - begin;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

double median_rate(int rounds, double amount, const std::function<void()>& work,
                   double (*clock)(const std::function<void()>&))
{
    std::vector<double> rates;
    for (int round = 0; round < rounds; ++round) rates.push_back(amount / clock(work));
    return median(rates);
}

double syncs_per_second(const std::string& folder)
{
    constexpr int syncs = 200;
    const auto path = folder + "/sync-calibration";
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) throw std::runtime_error{"cannot write " + path};
    const std::string block(4096, 'x');
    const auto seconds = seconds_of([&] {
        for (int n = 0; n < syncs; ++n)
            if (::write(file, block.data(), block.size()) < 0 || ::fdatasync(file) != 0) throw std::runtime_error{"cannot sync " + path};
    });
    ::close(file);
    ::unlink(path.c_str());
    return syncs / seconds;
}

double resident_mib(pid_t process)
{
    std::ifstream status{fmt::format("/proc/{}/statm", process)};
    long whole = 0, resident = 0;
    status >> whole >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

std::string table_of(const std::vector<Figure>& figures)
{
    std::string out = fmt::format("{:<44} {:>11} {:<9} {:>11} {:<34} {:>6}  {:<14}\n", "figure", "ours", "unit", "yardstick", "which", "ratio", "bar");
    for (const auto& figure : figures) {
        const auto ratio = figure.yardstick > 0 ? fmt::format("{:.2f}", figure.ours / figure.yardstick) : std::string{"-"};
        out += fmt::format("{:<44} {:>11} {:<9} {:>11} {:<34} {:>6}  {:<14} {}\n", figure.name, short_number(figure.ours), figure.unit,
                           figure.yardstick > 0 ? short_number(figure.yardstick) : "-", figure.yardstick_name, ratio, bar_of(figure),
                           reached(figure) ? "reached" : "NOT reached");
    }
    return out;
}

std::string json_of(const std::vector<Figure>& figures)
{
    std::string out = "[";
    for (const auto& figure : figures)
        out += fmt::format("{}{{\"name\":\"{}\",\"unit\":\"{}\",\"ours\":{},\"yardstick\":{},\"yardstick_name\":\"{}\",\"bar\":\"{}\",\"reached\":{}}}",
                           out.size() > 1 ? ",\n " : "", figure.name, figure.unit, figure.ours, figure.yardstick, figure.yardstick_name,
                           bar_of(figure), reached(figure));
    return out + "]\n";
}

}
