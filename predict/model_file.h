// The trained model on disk: versioned, checksummed, replaced whole or not at all.
#pragma once
#include "predict/model.h"

#include <cstdint>
#include <filesystem>
#include <stdexcept>

namespace deskhand::predict {

// Raised when the meaning of the octets changes; older files are then refused, a model is learnt anew.
inline constexpr std::uint32_t model_file_version = 1;

// The text says which file, what is wrong with it and what to do.
struct ModelFileError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Writes beside the file, syncs, renames over it and syncs the folder: after a crash there is the old model
// or the new one. The octets depend on the model alone. Throws ModelFileError; the old file then stays.
void write_model(const std::filesystem::path& file, const Model& model);

// Throws ModelFileError for a file that is missing, unreadable, not a model, of another version, cut off
// or changed; never gives a model that could misbehave.
Model read_model(const std::filesystem::path& file);

}
