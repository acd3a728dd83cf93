#include "mail/oauth/token_life.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::chrono::seconds login_takes{20}; // between asking for a token and its use at the server

double seconds(auto duration) { return std::chrono::duration<double>{duration}.count(); }

}

Moment moment_now() { return {std::chrono::steady_clock::now(), std::chrono::system_clock::now()}; }

double used_part(const TokenLife& token, const Moment& now)
{
    const auto spent = std::max(seconds(now.steady - token.begin.steady), seconds(now.wall - token.begin.wall));
    return std::max(0.0, spent) / seconds(token.life);
}

bool renewal_due(const TokenLife& token, const Moment& now, double chance)
{
    return used_part(token, now) >= early_renewal + (renewal - early_renewal) * chance;
}

bool still_valid(const TokenLife& token, const Moment& now)
{
    return used_part(token, now) < 1 - std::min(0.1, seconds(login_takes) / seconds(token.life));
}

std::chrono::steady_clock::time_point session_end(const TokenLife& token, double chance)
{
    const auto part = renewal + (late_renewal - renewal) * chance;
    return token.begin.steady + std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>{seconds(token.life) * part});
}

}
