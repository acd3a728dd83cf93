// Property: octets either are refused or give a model that can be asked anything and comes back the same.
#include "predict/model_bytes.h"

#include <cstdint>
#include <cstdlib>
#include <memory>

using namespace deskhand::predict;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    auto parts = parts_from(input);
    if (!parts) return 0;
    if (octets_of(*parts) != input) std::abort();
    const Model model{std::make_shared<const Model::Parts>(std::move(*parts))};
    const auto prediction = model.predict({"printer", "the printer is jammed on floor 3"});
    if (prediction.queues.size() > most_ranked || prediction.answers.size() > most_answers) std::abort();
    return 0;
}
