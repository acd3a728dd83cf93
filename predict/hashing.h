// The seeded 64-bit hash behind every feature: the same on every machine, part of the model file's meaning.
#pragma once
#include <cstdint>
#include <string_view>

namespace deskhand::predict {

inline constexpr std::uint64_t hash_start(std::uint64_t seed)
{
    return 0xcbf29ce484222325ULL ^ (seed * 0x9e3779b97f4a7c15ULL);
}

// One octet or one smaller hash more; call hash_end before using the value as a place.
inline constexpr std::uint64_t hash_step(std::uint64_t state, std::uint64_t value)
{
    state = (state ^ value) * 0x100000001b3ULL;
    return state ^ (state >> 29);
}

inline constexpr std::uint64_t hash_end(std::uint64_t state)
{
    state = (state ^ (state >> 32)) * 0xd6e8feb86659fd93ULL;
    return state ^ (state >> 32);
}

inline constexpr std::uint64_t hash_of(std::string_view bytes, std::uint64_t seed)
{
    auto state = hash_start(seed);
    for (const char byte : bytes) state = hash_step(state, static_cast<unsigned char>(byte));
    return hash_end(state);
}

// Random numbers that are a function of the seed alone (SplitMix64, Steele et al. 2014);
// the standard library's distributions differ between implementations.
class Dice {
public:
    explicit constexpr Dice(std::uint64_t seed) : state_{seed} {}

    constexpr std::uint64_t next()
    {
        auto z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    // In [0, bound); the bias is below 2^-32 for bounds below 2^32. `bound` > 0.
    constexpr std::uint64_t below(std::uint64_t bound) { return (next() >> 32) * bound >> 32; }

private:
    std::uint64_t state_;
};

}
