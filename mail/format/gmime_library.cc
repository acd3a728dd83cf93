#include "mail/format/gmime_library.h"

#include <gmime/gmime.h>

namespace deskhand::mail {

void use_gmime()
{
    static const bool started = [] {
        g_mime_init();
        return true;
    }();
    static_cast<void>(started);
}

}
