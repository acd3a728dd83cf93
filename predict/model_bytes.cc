#include "predict/model_bytes.h"

#include "predict/octets.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>

namespace deskhand::predict {
namespace {

void put(OctetWriter& out, const Vocabulary& vocabulary)
{
    const auto& options = vocabulary.options();
    out.put<std::uint32_t>(options.bucket_bits);
    out.put<std::uint64_t>(options.seed);
    out.put<std::uint32_t>(options.shortest_letters);
    out.put<std::uint32_t>(options.longest_letters);
    out.put(std::vector<float>{vocabulary.rarity().begin(), vocabulary.rarity().end()});
}

void put(OctetWriter& out, const Classifier& classifier)
{
    out.put(classifier.labels);
    out.put(classifier.row_of_bucket);
    out.put(classifier.scale);
    out.put(classifier.rows);
    out.put(classifier.bias);
    out.put(classifier.calibration.temperature);
    out.put(classifier.calibration.unseen);
    out.put(classifier.calibration.threshold);
}

void put(OctetWriter& out, const ReplyIndex& index)
{
    out.put(index.starts);
    std::vector<std::uint32_t> requests, uses;
    std::vector<float> weights;
    for (const auto& posting : index.postings) {
        requests.push_back(posting.request);
        weights.push_back(posting.weight);
    }
    out.put(requests);
    out.put(weights);
    out.put(index.reply_of_request);
    std::vector<std::string> texts, sources;
    for (const auto& reply : index.replies) {
        texts.push_back(reply.text);
        sources.push_back(reply.source);
        uses.push_back(reply.uses);
    }
    out.put(texts);
    out.put(sources);
    out.put(uses);
    for (const double weight : index.weights) out.put(weight);
    out.put(index.unseen);
    out.put(index.threshold);
}

bool all_finite(std::span<const float> values)
{
    // Exponent bits all set = infinite or not a number; the maximum over plain integers is quick.
    std::uint32_t worst = 0;
    for (const float value : values) worst = std::max(worst, std::bit_cast<std::uint32_t>(value) & 0x7fffffffu);
    return worst < 0x7f800000u;
}

bool plausible(const FeatureOptions& options)
{
    return options.bucket_bits >= 8 && options.bucket_bits <= 24 && options.shortest_letters >= 1 &&
           options.shortest_letters <= options.longest_letters && options.longest_letters <= 8;
}

bool plausible(const Vocabulary& vocabulary)
{
    const auto& options = vocabulary.options();
    return plausible(options) && vocabulary.rarity().size() == std::size_t{1} << options.bucket_bits &&
           all_finite(vocabulary.rarity());
}

bool plausible(const Calibration& calibration)
{
    return std::isfinite(calibration.temperature) && calibration.temperature > 0 && calibration.unseen >= 0 &&
           calibration.unseen < 1;
}

bool plausible(const Classifier& classifier, std::size_t buckets)
{
    const auto labels = classifier.labels.size();
    if (labels == 0) return classifier.scale.empty() && classifier.rows.empty() && classifier.bias.empty();
    if (classifier.bias.size() != labels || classifier.row_of_bucket.size() != buckets) return false;
    const auto rows = classifier.scale.size();
    if (classifier.rows.size() != rows * classifier.stride()) return false;
    const auto greatest = *std::max_element(classifier.row_of_bucket.begin(), classifier.row_of_bucket.end());
    return greatest < static_cast<std::int64_t>(rows) && all_finite(classifier.scale) && all_finite(classifier.bias) &&
           plausible(classifier.calibration);
}

bool all_below(std::span<const std::uint32_t> values, std::size_t limit)
{
    return values.empty() || *std::max_element(values.begin(), values.end()) < limit;
}

bool plausible(const ReplyIndex& index, std::size_t buckets)
{
    if (index.empty()) return index.reply_of_request.empty() && index.postings.empty();
    if (index.starts.size() != buckets + 1 || index.starts.front() != 0 || index.starts.back() != index.postings.size())
        return false;
    const auto& postings = index.postings;
    const auto requests = index.reply_of_request.size();
    const bool probable = index.unseen >= 0 && index.unseen <= 1 &&
                          std::all_of(index.weights.begin(), index.weights.end(), [](double w) { return std::isfinite(w); });
    return probable && std::is_sorted(index.starts.begin(), index.starts.end()) &&
           all_below(index.reply_of_request, index.replies.size()) &&
           std::all_of(postings.begin(), postings.end(),
                       [&](const auto& p) { return p.request < requests && std::isfinite(p.weight) && p.weight >= 0; });
}

Vocabulary take_vocabulary(OctetReader& in)
{
    FeatureOptions options;
    options.bucket_bits = in.take<std::uint32_t>();
    options.seed = in.take<std::uint64_t>();
    options.shortest_letters = in.take<std::uint32_t>();
    options.longest_letters = in.take<std::uint32_t>();
    return {options, in.take_values<float>()};
}

Classifier take_classifier(OctetReader& in)
{
    Classifier classifier;
    classifier.labels = in.take_texts();
    classifier.row_of_bucket = in.take_values<std::int32_t>();
    classifier.scale = in.take_values<float>();
    classifier.rows = in.take_values<std::int8_t>();
    classifier.bias = in.take_values<float>();
    classifier.calibration.temperature = in.take<double>();
    classifier.calibration.unseen = in.take<double>();
    classifier.calibration.threshold = in.take_optional();
    return classifier;
}

// Throws when the lists are not of the lengths they should be.
ReplyIndex take_replies(OctetReader& in)
{
    ReplyIndex index;
    index.starts = in.take_values<std::uint32_t>();
    const auto requests = in.take_values<std::uint32_t>();
    const auto weights = in.take_values<float>();
    index.reply_of_request = in.take_values<std::uint32_t>();
    auto texts = in.take_texts();
    auto sources = in.take_texts();
    const auto uses = in.take_values<std::uint32_t>();
    for (auto& weight : index.weights) weight = in.take<double>();
    index.unseen = in.take<double>();
    index.threshold = in.take_optional();
    const bool fits = requests.size() == weights.size() && texts.size() == sources.size() && texts.size() == uses.size();
    if (!fits) throw OctetsMalformed{};
    for (std::size_t i = 0; i < requests.size(); ++i) index.postings.push_back({requests[i], weights[i]});
    for (std::size_t i = 0; i < texts.size(); ++i)
        index.replies.push_back({std::move(texts[i]), std::move(sources[i]), uses[i]});
    return index;
}

}

std::string octets_of(const Model::Parts& parts)
{
    OctetWriter out;
    out.put(parts.example_count);
    out.put<std::int64_t>(parts.trained_at.time_since_epoch().count());
    put(out, parts.vocabulary);
    put(out, parts.queues);
    put(out, parts.assignees);
    put(out, parts.answers);
    return std::move(out).taken();
}

std::optional<Model::Parts> parts_from(std::string_view octets)
{
    try {
        OctetReader in{octets};
        Model::Parts parts;
        parts.example_count = in.take<std::uint64_t>();
        parts.trained_at = std::chrono::sys_seconds{std::chrono::seconds{in.take<std::int64_t>()}};
        parts.vocabulary = take_vocabulary(in);
        parts.queues = take_classifier(in);
        parts.assignees = take_classifier(in);
        parts.answers = take_replies(in);
        const auto buckets = parts.vocabulary.rarity().size();
        const bool sound = in.at_end() && plausible(parts.vocabulary) && plausible(parts.queues, buckets) &&
                           plausible(parts.assignees, buckets) && plausible(parts.answers, buckets);
        return sound ? std::optional{std::move(parts)} : std::nullopt;
    } catch (const OctetsMalformed&) {
        return std::nullopt;
    }
}

}
