#include "engine/run/times.h"

#include "engine/run/log.h"

namespace deskhand::engine {

std::string minute_of(Instant at)
{
    if (at == Instant{}) return "-";
    auto text = written(at).substr(0, 16);
    text[10] = ' ';
    return text;
}

}
