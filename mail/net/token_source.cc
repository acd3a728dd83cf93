#include "mail/net/token_source.h"

namespace deskhand::mail {

Login TokenLogin::next()
{
    auto login = login_;
    if (!supply_) return login;
    presented_ = false;
    used_ = supply_->token();
    presented_ = true;
    login.secret = used_->value;
    return login;
}

void TokenLogin::accepted() { presented_ = refused_before_ = false; }

bool TokenLogin::refused()
{
    if (!presented_) return false;
    presented_ = false;
    const auto age = supply_->forget(*used_);
    const bool again = age == TokenSource::Age::older && !refused_before_;
    refused_before_ = true;
    return again;
}

std::optional<std::chrono::steady_clock::time_point> TokenLogin::session_end() const
{
    return used_ ? std::optional{used_->session_end} : std::nullopt;
}

}
