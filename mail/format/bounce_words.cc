#include "mail/format/bounce_words.h"

namespace deskhand::mail {
namespace {

// In the order in which they decide: what cannot mean anything else, what names our side, the
// mailbox, the way.
const ReasonWords rows[] = {
    {"blocked", Words::certain,
     Phrases{"my name was rejected"}},
    {"rejected", Words::certain,
     Phrases{"sender rejected|sender address rejected|domain of sender|invalid sender|"
             "sender denied|sender is not|sender verify|sender verification|sender was rejected|"
             "sender not pre-approved|sender domain is empty|sender email address rejected|"
             "sender's domain|emetteur invalide|user complaints|from address|provide a valid from|"
             "from: domain is invalid|unroutable sender|not a member of this|are not member|"
             "members-only|by non-member|only members|email address is not verified|"
             "null sender is not|empty envelope sender|batv|backscatter|"
             "is not a registered gateway|returned mail not accepted|"
             "fully qualified email address required|envelope sender|your sender address"}},
    {"filtered", Words::certain,
     Phrases{"couldn't be found, or is unable to receive mail|couldn’t be found, or is unable|"
             "recipient preferences|email preferences of the person|not allowed by recipient|"
             "user rules|is only accepting mail from|refuses to receive this mail|"
             "refuse to receive mail|refuses to accept your mail|refuses to accept mail from|"
             "blocked by the recipient|protected by an anti|resolver.rst.notauth|"
             "resolver.rst.restricted|restricted sms|sender is on the recipient's|"
             "only accepts mail from|requires confirmation"}},
    {"userunknown", Words::certain,
     Phrases{"not listed in domino|address couldn't be found|address couldn’t be found|"
             "user unknown in virtual|delivery error: dd this user|mail.local: unknown user|"
             "unknown user: |this user doesn't have a|recipient address rejected. (|"
             "not listed in public name|resolver.adr.recip|resolver.adr.exrecip|recipnotfound|"
             "not our customer|badrcptto|validrcptto|badrecipientto|"
             "the user's email name is not found|"
             "this recipient e-mail address was not found in the recipient's e-mail system"}},
    {"hostunknown", Words::certain,
     Phrases{"account or domain may not exist|dns lookup failure"}},
    {"requireptr", Words::likely,
     Phrases{"unverifyable sending|unverifiable sending|ptr record|reverse dns|reverse lookup|"
             "reverse hostname|cannot find your reverse|no ptr|rdns|cannot resolve your address|"
             "client host rejected: cannot find your hostname|unresolvable relay host name|"
             "fix reverse|ip name lookup failed|does not resolve to|forward confirmed|"
             "matching forward|hostname verification|client host rejected: cannot find|no reverse|"
             "reverse name|domain does not match ip|name lookup failed for"}},
    {"authfailure", Words::likely,
     Phrases{"dmarc|spf |spf:|(spf|spf)|sender policy framework|sender id |dkim|"
             "is not authenticated|unauthenticated email|unauthenticated mail|"
             "authentication checks|senderid|domainkeys|spf-|sender guidelines|"
             "not been authenticated|is unauthenticated"}},
    {"mailererror", Words::likely,
     Phrases{"mailer error|command failed|x-unix|procmail|exited with|command died|pipe to|"
             "bad interpreter|command time limit|maildrop|x.400|failed with exit|mailbox command|"
             "deliver: |couldn't run|aliases.db|terminated by signal|local delivery failed"}},
    {"virusdetected", Words::likely,
     Phrases{"virus|malware|this message was rejected because it contains prohibited|infected|"
             "potentially executable|trojan"}},
    {"spamdetected", Words::likely,
     Phrases{"message content rejected|content rejected|looks like spam|considered spam|"
             "identified as spam|identified spam|detected as spam|classified as spam|"
             "marked as spam|spam message|message looks|spam content|appears to be spam|"
             "appears to be unsolicited|likely unsolicited|considered unsolicited|spam score|"
             "high spam|spam detected|spam filter|is spam|as spam|unsolicited bulk|"
             "unsolicited mail|unsolicited e-mail|suspected spam|spamassassin|spam is not|no spam|"
             "rejected by content|content filter|rejected due to content|spamming not|"
             "message rejected under suspicion of spam|spam rejected|rejected: spam|"
             "rejected as bulk|bulk email|junk mail|contains spam|contained spam|seems to be spam|"
             "spam-like|probable spam|possible spam|probably spam|blocked by our bulk|spam email|"
             "spam mail|spam or virus|your message has been considered|spam blocked|spammy|"
             "considered as a spam|message scored|reporting spam|adware"}},
    {"badreputation", Words::likely,
     Phrases{"reputation|senderscore|generic rdns|trust score"}},
    {"toomanyconn", Words::likely,
     Phrases{"too many connections|connection rate limit|too many sessions|too many concurrent|"
             "frequency limited|connections exceeded|all available ips are at maximum|"
             "connection limit|maximum connections|concurrent connections|too many smtp|"
             "too many open|connection frequency|too many simultaneous|too many incoming"}},
    {"speeding", Words::likely,
     Phrases{"rate limit|ratelimit|rate-limit|sent too|try again slow|throttl|"
             "is receiving mail at a rate|receiving mail too quickly|sending rate|this hour|"
             "too quickly|too fast|too many messages|too much mail from|exceeded the rate|"
             "deferred due to excessive"}},
    {"blocked", Words::likely,
     Phrases{"no access from mail server|open relay|open proxy|blacklist|black list|blocklist|"
             "block list|denylist|spamhaus|spamcop|barracuda|rbl|dnsbl|listed by|listed at|"
             "listed in|is listed|ip blocked|blocked ip|your ip|ip address is blocked|"
             "ip source bl|banned sending ip|blocked using|client host blocked|"
             "connection refused by|denied by|dynamic ip|dynamic/zombied|dial-up|dialup|dul |"
             "access from ip address|server access forbidden|your server|host blocked|"
             "has been blocked|was blocked|connection dropped|connections not accepted|"
             "mail from your|bad sender ip|sender ip|your network|helo command rejected|"
             "invalid helo|bad helo|cbl.|blocked by|blocked - see|go away|"
             "you are not allowed to connect|not allowed to connect|messages from [|"
             "connection reset by peer|extreme bad|suspicious|mail server at|"
             "smtp server of your isp|from your country|abus detecte|client host rejected|bad ip|"
             "multi-blacklist|surbl|sorbs|mapsexclude|uribl|refused - see|"
             "may not be mail exchanger|this system will not accept messages|"
             "host network not allowed|temporarily deferred|unusual activity|your host|bogus helo|"
             "invalid ip|currently sending spam"}},
    {"norelaying", Words::likely,
     Phrases{"relaying denied|relay access denied|relay not permitted|relaying not|"
             "not permitted to relay|unable to relay|not allowed to relay|relay denied|"
             "relaying is prohibited|no relaying|relay access|"
             "isn't in my list of allowed rcpthosts|not a relay|not an open relay|"
             "insecure mail relay|relay not allowed|relaying mail|we do not relay|"
             "relay prohibited|that domain is not in my list|as a relay|relay operation|"
             "relay is not|not local host"}},
    {"notaccept", Words::likely,
     Phrases{"does not accept mail|does not accept any mail|doesn't accept mail|nullmx|null mx|"
             "smtp protocol returned a permanent error|name server: .: host not found|"
             "no mail accepted|host does not receive mail|couldn't find a mail exchanger|"
             "doesn't receive email|no mx found|does not receive email|does not accept email|"
             "does not receive mail|domain does not accept|does not handle mail|"
             "not accepting any mail for"}},
    {"hostunknown", Words::likely,
     Phrases{"domain does not exist|host unknown|unknown host|host not found|"
             "name or service not known|domain not found|domain is not reachable|"
             "domain must exist|no such domain|non-existent hosts|unrouteable mail domain|"
             "unrouteable address|unroutable mail domain|illegal host/domain|"
             "recipient domain must exist|couldn't find any host|can't find any host|"
             "could not be found|domain name not found|invalid domain|domain lookup failed|"
             "no address associated|unable to find the host|server was not found|"
             "there is no such domain|bad domain|address lookup failed|domain isn't|no such host|"
             "unknown domain|has no mx|no mx or a|no mail exchanger|host or domain|domain unknown|"
             "nxdomain|unknown mail server|host name lookup|bad destination host|"
             "bad destination mailbox address: domain"}},
    {"hasmoved", Words::likely,
     Phrases{"user moved|has been replaced by|address has changed|user has moved|"
             "no longer at this address. please|new address|has moved|changed to|"
             "please use instead|forwarding address|now reachable at"}},
    {"suspend", Words::certain,
     Phrases{"temporary locked|temporarily locked|user locked|mailbox locked|account is locked|"
             "locked account"}},
    {"mailboxfull", Words::likely,
     Phrases{"mailbox full|mailbox is full|over quota|overquota|quota exceeded|exceeded quota|"
             "quota full|exceeds quota|exceed the quota|is out of quota|disk quota|storage limit|"
             "mailbox size|mailbox limit|inbox is full|is full|mailfolder is full|"
             "user is overquota|not enough storage|insufficient user storage|quota|"
             "mailbox exceeded|too much mail data|account is full|box full|mail box full|"
             "out of storage|exceeded storage|exceed mailbox|full mailbox|over the maximum|"
             "no space left|mailbox exceeds|exceeds allowed size|exceeded its disk|"
             "not enough space|not sufficient disk|space has been used up|mailbox has exceeded|"
             "would exceed maximum|maximum allowed storage|too many messages on the server|"
             "mail file size exceeds|mailbox would exceed|boite du destinataire pleine|"
             "boîte pleine|postfach voll|postfach ist voll|buzón lleno|casella piena|caixa cheia|"
             "メールボックスが一杯|容量超過|storage allocation|receiving messages because it is full|"
             "mail box is full|mailbox is over|inbox full"}},
    {"suspend", Words::likely,
     Phrases{"account has been disabled|account is disabled|account disabled|account deactivated|"
             "account has been suspended|account suspended|account is suspended|"
             "account is inactive|account inactive|mailbox disabled|mailbox is disabled|"
             "mailbox is inactive|mailbox is frozen|mailbox inactive|inactive account|"
             "inactive user|user suspended|is a deactivated mailbox|disabled mailbox|"
             "disabled or discontinued|temporarily suspended|not currently active|"
             "address no longer accepts mail|email account that you tried to reach is disabled|"
             "email account that you tried to reach is inactive|recipient suspend|"
             "user is inactive|has been suspended|vacation mode|domain is temporarily suspended|"
             "account is blocked|compte du destinataire est bloque|account blocked|user disabled|"
             "disabled user|user is suspended|currently suspended|user is terminated|"
             "user or domain is disabled|extended inactivity|deactivated|destinataire archivee|"
             "temporarily inactive|temporarily disabled|has been deactivated|"
             "account has been locked|mailbox has been disabled|no longer accepts mail|"
             "account expired|expired account|user account is disabled|"
             "account that you tried to reach is over"}},
    {"userunknown", Words::likely,
     Phrases{"user unknown|unknown user|no such user|no such mailbox|no such address|"
             "no such recipient|no such person|no such account|user not found|user doesn't exist|"
             "user does not exist|mailbox unavailable or access denied|does not exist|"
             "doesn't exist|not exist|no mailbox here|no mailbox by that name|no user|"
             "unknown address|unknown recipient|unknown mailbox|unknown account|address unknown|"
             "recipient unknown|mailbox unknown|unknown local|undeliverable address|"
             "invalid recipient|invalid mailbox|invalid user|invalid address|not a valid mailbox|"
             "not a valid recipient|not a valid user|mailbox not found|recipient not found|"
             "address not found|account not found|is not known|not known here|not listed in|"
             "addressee unknown|not in directory|bad destination|can't find user|cannot find user|"
             "recipient rejected|recipient address rejected: access denied|"
             "this user doesn't have a|not a known user|is not a known|has no mailbox|no account|"
             "unroutable address|no longer available|no longer valid|no longer on|"
             "no longer employed|no longer with|no longer in use|email address could not be found|"
             "unbekannt|inconnu|desconocid|invalid or|no valid recipient|not available. please|"
             "adresse d au moins un destinataire invalide|adresse destinataire invalide|"
             "does not have an account|doesn't have an account|is not a registered|bad mailbox|"
             "discontinued|non-existent|nonexistent|unknown in virtual|bad address|"
             "address invalid|bad-recipient|can't accept user|destination addresses were unknown|"
             "unable to find user|not an active address|not present in directory|nessun utente|"
             "no existe|no such id|no mail box|no mailbox found|name is not recognized|"
             "recipient name is not|unknown-user|not have a final email delivery point|"
             "not known at this|check spelling|recipient does not|recipient is not local|"
             "recipient not exist|recipient not ok|recipient is not|no one at this address|"
             "wrong or no longer|unknown e-mail|unknown email|user missing home|user not active|"
             "user not known|user not exist|user known|receiver not found|not found in the|"
             "ambiguous|no match|user is not|is not a user|not a user|is not on this|"
             "not on our system|local user|mailbox does not|mailbox invalid|"
             "mailbox is unavailable|mailbox not present|addressee not|adressat|empfänger nicht|"
             "empfänger existiert|empfaenger|utilisateur inconnu|inexistant|non esiste|não existe|"
             "nao existe|inesistente|niet bekend|onbekend|okänd|ukjent|ukendt|nieznany|"
             "пользователь не найден|неизвестн|не существует|不存在|存在しません|見つかりません|宛先不明|404 user|"
             "wasn't found|was not found at|not found on"}},
    {"mesgtoobig", Words::likely,
     Phrases{"message too big|message size exceeds|message too large|"
             "exceeded maximum inbound message size|message file too big|max message size|"
             "maximum message size|message length exceeds|message is too large|size limit|"
             "message exceeds|line limit exceeded|message header size|too large|mail size exceeds|"
             "exceeds maximum size|exceeds size|size exceeds|fixed maximum message|message size"}},
    {"expired", Words::likely,
     Phrases{"envelope expired|failing for a long time|delivery expired|retry timeout exceeded|"
             "retry time not reached|message expired|too long in queue|in the queue too long|"
             "could not be delivered for|delivery time expired|has been in the queue|"
             "queue too long|been queued for|has been delayed|unable to connect to|"
             "connection timed out|connection attempts failed|delivery attempt|not been collected|"
             "could not be delivered within|i'm not going to try again|giving up|frozen|"
             "delivery temporarily suspended|attempts:| attempts)|timed out|"
             "server did not respond|multiple retries|allowed queue period|will be retried|"
             "still undelivered|still being retried|not yet been delivered|will keep trying|"
             "will continue to try|retry limit|operation timed out|try again for|delivery delayed|"
             "could not find a gateway"}},
    {"networkerror", Words::likely,
     Phrases{"routing loop|mail loop|loops back to myself|too many hops|hop count exceeded|"
             "malformed name server|malformed or unexpected name server|name server|"
             "network is unreachable|dns query failed|unable to resolve|maximum forwarding loop|"
             "connect error|lost connection|connection refused|no route to host|"
             "establish an smtp connection|host down|looping|loop detected|host is unreachable|"
             "host unreachable|mx servers unreachable|could not connect|couldn't connect|"
             "cannot connect|can't connect|connection failed|unable to contact|loop was found|"
             "address family mismatch|connection to the remote|dns failure|dns server|dns error|"
             "dns problem|network error|servers unreachable|temporarily unable to resolve"}},
    {"exceedlimit", Words::likely,
     Phrases{"too many recipients|sending limit|daily limit|maximum number of recipients|"
             "recipient limit"}},
    {"securityerror", Words::likely,
     Phrases{"authentication required|authentication failed|authentication turned on|"
             "authentication failure|authentication credentials|executable files are not|"
             "must issue a starttls|verification failed|verification failure|"
             "account not subscribed to|sorry, that domain isn't|unauthenticated senders|starttls|"
             "tls required|tls is required|encryption|certificate|smtp auth|not authenticated|"
             "authorization failed|advertise auth"}},
    {"onhold", Words::likely,
     Phrases{"greylist|graylist|grey list|gray list|grey-list|try again in|please try again later"}},
    {"policyviolation", Words::likely,
     Phrases{"policy|you have exceeded|blocked attachment|illegal attachment|attachment type|"
             "attachments|because the recipient is not accepting mail with attachments|"
             "header are not accepted|protocol violation|denied [bouncedeny]|policies|mass mailer|"
             "prohibited|banned or|offensive|organizational settings|administrative prohibition|"
             "content restriction|not allowed attachment"}},
    {"notcompliantrfc", Words::likely,
     Phrases{"not rfc 5322 compliant|rfc 5322|rfc 2822|rfc5322|rfc2822|rfc 822|duplicate header|"
             "bare lf|multiple from|header field given|missing header|header error|"
             "headers are missing|non-compliant|not compliant|bare line|bare cr|smtp smuggling"}},
    {"contenterror", Words::likely,
     Phrases{"malformed|bad header|8-bit character|improper use of 8-bit|mime format|mime type|"
             "mime header|invalid mime|broken mime|bad message|message content|charset|smtputf8|"
             "8bitmime"}},
    {"systemfull", Words::likely,
     Phrases{"disk full|insufficient disk|insufficient system storage|out of disk|"
             "mail system full|insufficient storage"}},
    {"systemerror", Words::likely,
     Phrases{"duplicated message-id|queue file write error|local error|local configuration|"
             "server configuration|system config|internal error|internal server|lotus notes|"
             "can't create user output|service unavailable|temporary failure|"
             "timeout waiting for input|system error|i/o error|permission denied|delivery agent|"
             "transaction failed|proxy session|temporarily unavailable|operating system error|"
             "resources temporarily|try later|system problem|configuration error|"
             "interrupted system call|service currently|unable to look up|file system|"
             "software error"}},
    {"filtered", Words::likely,
     Phrases{"recipient refused|refused to accept|rejected by recipient|user reject|is restricted|"
             "not accepting mail|because the recipient|delivery not authorized|"
             "you are not allowed to send|mailbox unavailable|not authorized to send|"
             "permission to send|has been rejected|recipient address rejected|"
             "requested action not taken|bounced address|message filtered|not accepting messages|"
             "mailbox protected|challenge"}},
    {"rejected", Words::likely,
     Phrases{"your domain|access denied|rejected|not allowed|refused|denied|not permitted|"
             "unauthorized"}},
    {"syntaxerror", Words::likely,
     Phrases{"syntax error|command unrecognized|parameter not implemented|command not recognized|"
             "unrecognized command|protocol error"}},
};

}

std::span<const ReasonWords> reason_words() { return rows; }

}
