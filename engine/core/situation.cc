#include "engine/core/situation.h"

#include "engine/core/names.h"

namespace deskhand::engine {
namespace {

constexpr Named<Evidence> evidences[] = {{Evidence::none, "none"},
                                         {Evidence::staff_token, "staff token"},
                                         {Evidence::requester_token, "requester token"},
                                         {Evidence::reference, "reference"},
                                         {Evidence::subject_number, "subject number"},
                                         {Evidence::conversation, "conversation"},
                                         {Evidence::stranger, "stranger"}};

}

std::string_view name_of(Evidence evidence) { return name_in(evidences, evidence); }

}
