// What the program tells its caller (documented in `deskhand --help`).
#pragma once

namespace deskhand::engine {

enum class ExitCode : int {
    done = 0,
    failed = 1,       // the work could not be done; the message says why
    usage = 2,        // wrong arguments
    problems = 3,     // configuration or rules have errors
    not_found = 4,    // no such ticket, mail or row
    try_again = 75    // EX_TEMPFAIL (sysexits.h): nothing was committed, deliver again
};

}
