#include "mail/format/smtp_stage.h"

#include "mail/format/phrase_list.h"

namespace deskhand::mail {
namespace {

constexpr std::size_t words_looked_at = 4'000; // octets

struct StageWords {
    Stage stage;
    Phrases phrases;
};

const StageWords rows[] = {
    {Stage::connect,
     Phrases{"reply to ehlo|reply to helo|reply to initial|after ehlo|after helo|after initial|"
             "after lhlo|>>> ehlo|>>> helo|like our ehlo|like our helo|initial connection|"
             "initial server greeting|refused to talk to me|connection greeting|"
             "helo command|ehlo command|banner|smtp:helo|smtp:ehlo|smtp:conn"}},
    {Stage::sender, Phrases{"reply to mail from|after mail from|after pipelined mail|>>> mail|"
                            "like our mail from|mail from command|smtp:mail|mail from response|"
                            "for mail from command|does not like sender"}},
    {Stage::recipient,
     Phrases{"reply to rcpt|after rcpt|after pipelined rcpt|>>> rcpt|like our rcpt|rcpt to command|"
             "smtp:rcpt|rcpt to response|for rcpt to command|rcpt to:|rcpt to <|"
             "does not like recipient|(state 12)|(state 13)|(state 14)"}},
    {Stage::content,
     Phrases{"end of data|reply to data|after data|after pipelined sending|>>> data|like our data|"
             "for text command|for data command|data command|smtp:data|smtp:eom|"
             "failed after i sent the message|(state 15)|(state 16)|(state 17)|(state 18)"}},
};

}

Stage stage_in(std::string_view words)
{
    words = words.substr(0, words_looked_at);
    auto stage = Stage::unknown;
    auto nearest = words.size();
    for (const auto& row : rows)
        row.phrases.within(words.substr(0, nearest), [&](std::size_t at, std::size_t) {
            nearest = at;
            stage = row.stage;
            return true;
        });
    return stage;
}

}
