#include "mail/oauth/oauth_settings.h"

#include <openssl/crypto.h>

namespace deskhand::mail {

void wipe(std::string& secret) noexcept
{
    OPENSSL_cleanse(secret.data(), secret.size());
    secret.clear();
}

}
