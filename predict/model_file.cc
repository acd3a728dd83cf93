#include "predict/model_file.h"

#include "predict/model_bytes.h"
#include "predict/octets.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace deskhand::predict {
namespace {

// Header: magic, version (4), size of the body (8), checksum of the body (8). The line end and the octet
// above 127 show a file that was copied as text.
constexpr std::string_view magic{"deskhand model\r\n\x9d\n", 18};
constexpr std::size_t header_size = 18 + 4 + 8 + 8;

[[noreturn]] void refuse(const std::filesystem::path& file, std::string_view what, std::string_view remedy)
{
    throw ModelFileError{fmt::format("model file {}: {}; {}", file.string(), what, remedy)};
}

constexpr std::string_view learn_again = "delete it and run `deskhand learn` to make a new one";
constexpr std::string_view check_access = "check that the folder exists, is writable for this account and has room";

// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }
    bool open() const { return number_ >= 0; }
    // False when the last octets could not be written.
    bool close()
    {
        const bool good = number_ < 0 || ::close(number_) == 0;
        number_ = -1;
        return good;
    }

private:
    int number_;
};

// Four lanes of multiply and rotate over 8-octet words: gigabytes a second, any changed octet changes it.
std::uint64_t checksum_of(std::string_view octets)
{
    std::array<std::uint64_t, 4> lanes{0x9e3779b97f4a7c15, 0xbf58476d1ce4e5b9, 0x94d049bb133111eb, 0xd6e8feb86659fd93};
    const auto stir = [](std::uint64_t lane, std::uint64_t word) {
        return std::rotl(lane ^ (word * 0x9fb21c651e98df25ULL), 29) * 0xd6e8feb86659fd93ULL;
    };
    for (std::size_t at = 0; at < octets.size(); at += 32) {
        std::array<std::uint64_t, 4> words{};
        std::memcpy(words.data(), octets.data() + at, std::min<std::size_t>(32, octets.size() - at));
        for (std::size_t lane = 0; lane < lanes.size(); ++lane) lanes[lane] = stir(lanes[lane], words[lane]);
    }
    auto sum = stir(octets.size(), lanes[0]);
    for (std::size_t lane = 1; lane < lanes.size(); ++lane) sum = stir(sum, lanes[lane]);
    return sum ^ (sum >> 31);
}

std::string header_for(std::string_view body)
{
    OctetWriter out;
    out.put(model_file_version);
    out.put<std::uint64_t>(body.size());
    out.put(checksum_of(body));
    return std::string{magic} + std::move(out).taken();
}

bool write_all(int descriptor, std::string_view octets)
{
    while (!octets.empty()) {
        const auto written = ::write(descriptor, octets.data(), octets.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        octets.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

// Makes the name durable; a file system without synced folders is no reason to lose the model.
void sync_folder(const std::filesystem::path& folder)
{
    const Descriptor opened{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.open()) ::fsync(opened.number());
}

std::string contents_of(const std::filesystem::path& file)
{
    const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!opened.open())
        refuse(file, std::strerror(errno), errno == ENOENT ? "run `deskhand learn` to make one" : "make it readable for this account");
    struct stat facts{};
    if (::fstat(opened.number(), &facts) != 0 || !S_ISREG(facts.st_mode))
        refuse(file, "is no regular file", "name a file in the setting for the model");
    std::string octets(static_cast<std::size_t>(facts.st_size), '\0');
    std::size_t have = 0;
    while (have < octets.size()) {
        const auto got = ::read(opened.number(), octets.data() + have, octets.size() - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) refuse(file, std::strerror(errno), "check the disk");
        if (got == 0) break; // shorter than it was a moment ago
        have += static_cast<std::size_t>(got);
    }
    octets.resize(have);
    return octets;
}

}

void write_model(const std::filesystem::path& file, const Model& model)
{
    const auto body = octets_of(model.parts());
    auto name = file.string() + ".XXXXXX";
    Descriptor opened{::mkstemp(name.data())};
    if (!opened.open()) refuse(file, std::strerror(errno), check_access);
    const bool whole = ::fchmod(opened.number(), 0640) == 0 && write_all(opened.number(), header_for(body)) &&
                       write_all(opened.number(), body) && ::fsync(opened.number()) == 0 && opened.close() &&
                       ::rename(name.c_str(), file.c_str()) == 0;
    if (!whole) {
        const auto reason = errno;
        ::unlink(name.c_str());
        refuse(file, std::strerror(reason), check_access);
    }
    sync_folder(file.parent_path());
}

Model read_model(const std::filesystem::path& file)
{
    const auto octets = contents_of(file);
    const std::string_view all{octets};
    if (all.substr(0, magic.size()) != magic) refuse(file, "is not a model of this program", learn_again);
    if (all.size() < header_size) refuse(file, "is cut off in its header", learn_again);
    OctetReader header{all.substr(magic.size())};
    const auto version = header.take<std::uint32_t>();
    if (version != model_file_version)
        refuse(file, fmt::format("has version {}, this program reads version {}", version, model_file_version), learn_again);
    const auto size = header.take<std::uint64_t>();
    const auto sum = header.take<std::uint64_t>();
    const auto body = all.substr(header_size);
    if (body.size() != size) refuse(file, fmt::format("has {} octets of {}", body.size(), size), learn_again);
    if (checksum_of(body) != sum) refuse(file, "is damaged (its checksum differs)", learn_again);
    auto parts = parts_from(body);
    if (!parts) refuse(file, "holds impossible values", learn_again);
    return Model{std::make_shared<const Model::Parts>(std::move(*parts))};
}

}
