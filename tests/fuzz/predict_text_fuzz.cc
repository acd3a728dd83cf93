// Property: any octets become few short words and few features, and the same ones every time.
#include "predict/corpus.h"
#include "predict/pairing.h"
#include "predict/text_features.h"

#include <cstdint>
#include <cstdlib>

using namespace deskhand::predict;

namespace {

void require(bool holds)
{
    if (!holds) std::abort();
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const Question question{input.substr(0, size / 4), input.substr(size / 4)};
    const auto words = words_of(question);
    for (std::size_t i = 0; i < words.text.size(); ++i)
        require(!words.text[i].empty() && words.text[i].size() <= longest_word);

    const FeatureOptions options{.bucket_bits = 12};
    const auto features = features_of(words, options);
    require(features.size() <= 8 * (size + 1));
    for (const auto& feature : features) require(feature.bucket < (1u << options.bucket_bits) && feature.count >= 1);
    const auto again = features_of(words_of(question), options);
    require(again.size() == features.size());

    const auto subject = thread_subject(input);
    require(subject.size() <= size && thread_subject(subject) == subject);
    const Question both[] = {question, question};
    require(near_duplicate_groups(both)[1] == 0);
    return 0;
}
