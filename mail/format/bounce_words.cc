#include "mail/format/bounce_words.h"

namespace deskhand::mail {

// In the order in which they decide: what cannot mean anything else, what names our side, the
// mailbox, the way.
namespace {

// In the order in which they decide: what cannot mean anything else, what names our side, the
// mailbox, the way.
const ReasonWords rows[] = {
    {"blocked", Words::certain, Phrases{"my name was rejected"}},
    {"rejected", Words::certain,
     Phrases{
         "sender rejected|sender address rejected|domain of sender|invalid sender|sender denied|"
         "sender is not|sender verify|emetteur invalide|user complaints|from address"}},
    {"userunknown", Words::certain,
     Phrases{"not listed in domino|address couldn't be found|user unknown in virtual"}},
    {"hostunknown", Words::certain, Phrases{"account or domain may not exist|dns lookup failure"}},
    {"filtered", Words::certain, Phrases{"recipient preferences|not allowed by recipient"}},
    {"mailererror", Words::likely,
     Phrases{"command failed|x-unix|procmail|exited with|command died|pipe to|bad interpreter|"
             "command time limit|maildrop"}},
    {"requireptr", Words::likely,
     Phrases{
         "ptr record|reverse dns|reverse lookup|reverse hostname|cannot find your reverse|no ptr|"
         "rdns|cannot resolve your address|client host rejected: cannot find your hostname|"
         "unresolvable relay host name|fix reverse|ip name lookup failed|does not resolve to"}},
    {"authfailure", Words::likely,
     Phrases{
         "dmarc|spf |spf:|(spf|spf)|sender policy framework|sender id |dkim|is not authenticated|"
         "unauthenticated email|unauthenticated mail|authentication checks|senderid"}},
    {"virusdetected", Words::likely,
     Phrases{"virus|malware|this message was rejected because it contains prohibited|infected|"
             "potentially executable"}},
    {"spamdetected", Words::likely,
     Phrases{
         "looks like spam|considered spam|identified as spam|identified spam|detected as spam|"
         "classified as spam|marked as spam|spam message|message looks|spam content|"
         "appears to be spam|appears to be unsolicited|likely unsolicited|considered unsolicited|"
         "spam score|high spam|spam detected|spam filter|is spam|as spam|unsolicited bulk|"
         "unsolicited mail|suspected spam|spamassassin|spam is not|no spam|rejected by content|"
         "content filter|rejected due to content|spamming not|"
         "message rejected under suspicion of spam"}},
    {"toomanyconn", Words::likely,
     Phrases{"too many connections|connection rate limit|too many sessions|too many concurrent|"
             "frequency limited|connections exceeded|all available ips are at maximum"}},
    {"speeding", Words::likely,
     Phrases{"rate limit|ratelimit|sent too|try again slow|throttl|is receiving mail at a rate|"
             "receiving mail too quickly|sending rate|this hour|too quickly|too fast"}},
    {"badreputation", Words::likely, Phrases{"reputation|senderscore|generic rdns"}},
    {"blocked", Words::likely,
     Phrases{
         "blacklist|black list|blocklist|block list|spamhaus|spamcop|barracuda|rbl|dnsbl|listed by|"
         "listed at|listed in|is listed|ip blocked|blocked ip|your ip|ip address is blocked|"
         "banned sending ip|blocked using|client host blocked|connection refused by|denied by|"
         "dynamic ip|dynamic/zombied|dial-up|access from ip address|server access forbidden|"
         "your server|host blocked|has been blocked|connection dropped|connections not accepted|"
         "mail from your|bad sender ip|your network|helo command rejected|invalid helo|bad "
         "helo|cbl.|"
         "blocked by|go away|you are not allowed to connect|messages from ["}},
    {"norelaying", Words::likely,
     Phrases{
         "relaying denied|relay access denied|relay not permitted|relaying not|"
         "not permitted to relay|unable to relay|not allowed to relay|relay denied|"
         "relaying is prohibited|no relaying|relay access|isn't in my list of allowed rcpthosts|"
         "not a relay|not an open relay|insecure mail relay"}},
    {"notaccept", Words::likely,
     Phrases{
         "does not accept mail|does not accept any mail|doesn't accept mail|nullmx|null mx|"
         "smtp protocol returned a permanent error|name server: .: host not found|no mail accepted|"
         "host does not receive mail|couldn't find a mail exchanger|"
         "malformed or unexpected name server reply|doesn't receive email|no mx found|does not "
         "receive email"}},
    {"hostunknown", Words::likely,
     Phrases{
         "domain does not exist|host unknown|unknown host|host not found|name or service not known|"
         "domain not found|domain is not reachable|domain must exist|no such domain|"
         "non-existent hosts|unrouteable mail domain|unrouteable address|illegal host/domain|"
         "recipient domain must exist|couldn't find any host|can't find any host|could not be "
         "found|"
         "domain name not found|invalid domain|domain lookup failed|no address associated|"
         "unable to find the host|server was not found|there is no such domain|bad domain|"
         "address lookup failed"}},
    {"hasmoved", Words::likely,
     Phrases{"user moved|has been replaced by|address has changed|user has moved|"
             "no longer at this address. please|new address"}},
    {"mailboxfull", Words::likely,
     Phrases{
         "mailbox full|mailbox is full|over quota|overquota|quota exceeded|exceeded quota|quota "
         "full|"
         "exceeds quota|exceed the quota|is out of quota|disk quota|storage limit|mailbox size|"
         "mailbox limit|inbox is full|is full|mailfolder is full|user is overquota|"
         "not enough storage|insufficient user storage|quota|mailbox exceeded|too much mail data|"
         "account is full|box full|mail box full|out of storage|exceeded storage|exceed mailbox|"
         "full mailbox|over the maximum|no space left|mailbox exceeds"}},
    {"suspend", Words::likely,
     Phrases{
         "account has been disabled|account is disabled|account disabled|account deactivated|"
         "account has been suspended|account suspended|account is suspended|account is inactive|"
         "account inactive|mailbox disabled|mailbox is disabled|mailbox is inactive|"
         "mailbox is frozen|mailbox inactive|inactive account|inactive user|user suspended|"
         "is a deactivated mailbox|disabled mailbox|disabled or discontinued|temporarily suspended|"
         "not currently active|address no longer accepts mail|"
         "email account that you tried to reach is disabled|"
         "email account that you tried to reach is inactive|recipient suspend|user is inactive|"
         "has been suspended|vacation mode|account is locked|domain is temporarily suspended|"
         "account is blocked|compte du destinataire est bloque|account blocked"}},
    {"userunknown", Words::likely,
     Phrases{
         "user unknown|unknown user|no such user|no such mailbox|no such address|no such recipient|"
         "no such person|no such account|user not found|user doesn't exist|user does not exist|"
         "mailbox unavailable or access denied|does not exist|doesn't exist|not exist|"
         "no mailbox here|no mailbox by that name|no user|unknown address|unknown recipient|"
         "unknown mailbox|unknown account|address unknown|recipient unknown|mailbox unknown|"
         "unknown local|undeliverable address|invalid recipient|invalid mailbox|invalid user|"
         "invalid address|not a valid mailbox|not a valid recipient|not a valid user|"
         "mailbox not found|recipient not found|address not found|recipnotfound|account not found|"
         "is not known|not known here|not listed in|not our customer|addressee unknown|"
         "not in directory|bad destination|can't find user|cannot find user|recipient rejected|"
         "recipient address rejected: access denied|delivery error: dd this user|"
         "this user doesn't have a|not a known user|is not a known|has no mailbox|no account|"
         "unroutable address|no longer available|no longer valid|no longer on|no longer employed|"
         "no longer with|no longer in use|email address could not be found|unbekannt|inconnu|"
         "desconocid|invalid or|no valid recipient|not available. please|"
         "adresse d au moins un destinataire invalide|does not have an account|"
         "doesn't have an account|is not a registered|bad mailbox|discontinued|non-existent|"
         "nonexistent|unknown in virtual"}},
    {"mesgtoobig", Words::likely,
     Phrases{"message too big|message size exceeds|message too large|"
             "exceeded maximum inbound message size|message file too big|max message size|"
             "maximum message size|message length exceeds|message is too large|size limit|"
             "message exceeds|line limit exceeded|message header size"}},
    {"expired", Words::likely,
     Phrases{
         "delivery expired|retry timeout exceeded|retry time not reached|message expired|"
         "too long in queue|could not be delivered for|delivery time expired|has been in the queue|"
         "queue too long|been queued for|has been delayed|unable to connect to|connection timed "
         "out|"
         "connection attempts failed|delivery attempt|not been collected|"
         "could not be delivered within|i'm not going to try again|giving up|frozen|"
         "delivery temporarily suspended|attempts:| attempts)"}},
    {"networkerror", Words::likely,
     Phrases{"routing loop|mail loop|loops back to myself|too many hops|hop count exceeded|"
             "malformed name server|name server|network is unreachable|dns query failed|"
             "unable to resolve|maximum forwarding loop|connect error|lost connection|connection "
             "refused|"
             "no route to host|establish an smtp connection|host down|looping|loop detected"}},
    {"exceedlimit", Words::likely, Phrases{"too many recipients|sending limit"}},
    {"securityerror", Words::likely,
     Phrases{"authentication required|authentication failed|authentication turned on|"
             "executable files are not|must issue a starttls|verification failed|"
             "account not subscribed to|sorry, that domain isn't|unauthenticated senders"}},
    {"onhold", Words::likely, Phrases{"greylist|graylist|grey list"}},
    {"policyviolation", Words::likely,
     Phrases{"policy|you have exceeded|blocked attachment|"
             "because the recipient is not accepting mail with attachments|header are not accepted|"
             "protocol violation|denied [bouncedeny]"}},
    {"notcompliantrfc", Words::likely,
     Phrases{"not rfc 5322 compliant|rfc 5322|rfc 2822|rfc5322|duplicate header|bare lf|multiple "
             "from"}},
    {"contenterror", Words::likely,
     Phrases{"malformed|bad header|8-bit character|improper use of 8-bit|mime format|mime type|"
             "mime header|invalid mime"}},
    {"systemfull", Words::likely,
     Phrases{"disk full|insufficient system storage|out of disk|mail system full"}},
    {"systemerror", Words::likely,
     Phrases{"local error|local configuration|server configuration|system config|internal error|"
             "internal server|lotus notes|can't create user output|service unavailable|temporary "
             "failure|"
             "timeout waiting for input|system error|i/o error|permission denied|delivery agent|"
             "unknown mailer error"}},
    {"filtered", Words::likely,
     Phrases{
         "recipient refused|refused to accept|rejected by recipient|user reject|is restricted|"
         "not accepting mail|because the recipient|delivery not authorized|"
         "you are not allowed to send|mailbox unavailable|not authorized to send|only accepts mail|"
         "permission to send|has been rejected|recipient address rejected"}},
    {"rejected", Words::likely,
     Phrases{"your domain|access denied|rejected|not allowed|refused|denied"}},
    {"syntaxerror", Words::likely,
     Phrases{"syntax error|command unrecognized|parameter not implemented|command not recognized"}},
};

}

std::span<const ReasonWords> reason_words() { return rows; }

}
