// The one start of GMime.
#pragma once

namespace deskhand::mail {

// Starts GMime on the first call, safe from any thread; it is never shut down, because its tables
// are read until the last thread ends.
void use_gmime();

}
