// Figures beside their yardsticks: measured in the same run, printed as a table and as JSON.
#pragma once
#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace deskhand::bench {

// One measured figure. `yardstick` is what a bare program without us reaches here and now, in the
// same unit; the ratio is what counts, the bar is the ratio (or the figure) asked for.
struct Figure {
    std::string name;
    std::string unit;
    double ours = 0;
    std::string yardstick_name;
    double yardstick = 0; // 0 = the figure stands by itself
    enum class Bar { ratio_at_least, ours_at_least, ours_at_most } kind = Bar::ratio_at_least;
    double bar = 0;
};

// A group of figures that share their preparation.
struct Benchmark {
    std::string name;
    std::function<std::vector<Figure>()> run;
};

// Every benchmark there is, in the order of the table.
std::vector<Benchmark> all_benchmarks();
std::vector<Benchmark> reading_benchmarks();  // parsing
std::vector<Benchmark> fetching_benchmarks(); // IMAP
std::vector<Benchmark> intake_benchmarks();   // journal and decide
std::vector<Benchmark> store_benchmarks();   // what our layer over SQLite costs
std::vector<Benchmark> view_benchmarks();    // lists and searches of a million tickets
std::vector<Benchmark> sending_benchmarks();  // outbox to SMTP
std::vector<Benchmark> predicting_benchmarks(); // the model
std::vector<Benchmark> desk_benchmarks();     // lists, memory
std::vector<Benchmark> resting_benchmarks();  // a thousand mailboxes at rest

// Seconds of wall clock `work` takes.
double seconds_of(const std::function<void()>& work);
// Seconds of this process's processor time.
double processor_seconds_of(const std::function<void()>& work);
// Median over `rounds` of a rate: `amount` divided by the seconds of `work`.
double median_rate(int rounds, double amount, const std::function<void()>& work,
                   double (*clock)(const std::function<void()>&) = seconds_of);
double median(std::vector<double> values);

// fdatasync of appended 4 KiB blocks in `folder`, per second: what the disk allows at this minute.
double syncs_per_second(const std::string& folder);

// Resident memory of a process now, MiB.
double resident_mib(pid_t process);

std::string table_of(const std::vector<Figure>& figures);
std::string json_of(const std::vector<Figure>& figures);

}
