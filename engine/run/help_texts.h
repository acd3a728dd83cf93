// What the program says about itself: descriptions, examples, exit codes.
#pragma once

namespace deskhand::engine::help {

inline constexpr auto program =
    "Deskhand answers a help desk's mail: it fetches requests, decides by rules and experience what becomes of\n"
    "them, tells the right people, and sends what has to go out, exactly once in and at least once out.";

// Said by commands that only write down what a desk then does.
inline constexpr auto who_does_it = "a running desk does it within seconds, else `deskhand run --once`";

inline constexpr auto program_footer = R"(Begin with
  deskhand init                 ask a few questions, write a configuration
  deskhand check                find every mistake in it
  deskhand doctor               try the mailboxes, the relay and the database
  deskhand run --once           one pass over everything due, then a summary
  deskhand run                  the desk itself, until SIGTERM; SIGHUP reads the configuration again
                                (only another database takes a restart)

The configuration is --config, else $DESKHAND_CONFIG, else ./deskhand.yaml, else /etc/deskhand/deskhand.yaml.

Exit codes
  0   done
  1   the work could not be done; the message says why
  2   wrong arguments
  3   the configuration or the rules have errors
  4   no such ticket, mail or row
  75  ingest only: nothing was taken in, deliver the mail again)";

inline constexpr auto init = R"(Examples
  deskhand init                              ask everything on the terminal
  deskhand init /etc/deskhand                into another folder
  deskhand init --yes --desk-address help@example.org --mailbox dovecot --outgoing local --staff ann@example.org)";

inline constexpr auto check = R"(Prints every problem as file:line:column, with what to do. Exit code 3 when any of them is an error.
Examples
  deskhand check
  deskhand check --json | jq '.problems[] | select(.severity == "error")')";

inline constexpr auto doctor = R"(Logs in to every mailbox and the relay but fetches, changes and sends nothing. Exit code 1 when anything fails.
Examples
  deskhand doctor
  deskhand doctor --json | jq '.checks[] | select(.result != "ok")')";

inline constexpr auto run = R"(Examples
  deskhand run                  in the foreground, log lines on standard error
  deskhand run --once           fetch, decide and send what is due, print a summary, end
One desk at a time works on a database; the other commands may be used while it runs.)";

inline constexpr auto ingest = R"(For a mail server's pipe. Exit code 0 only after the mail is committed, else 75, which queues it again.
Say --size where the mail server knows it: of a program that dies, the end of its output looks like the end of the mail.
Where the mail server speaks LMTP, a mailbox of `type: lmtp` is the better way in.
Examples
  deskhand ingest < mail.eml
  deskhand ingest --mailbox pipe --recipient "$RECIPIENT" --size "$SIZE")";

inline constexpr auto read = R"(Shows what Deskhand sees in a mail; decides and changes nothing. "-" is standard input.
With --json each mail is one object on one line, described in engine/README.md ("format": 1).
Examples
  deskhand read mail.eml
  deskhand read --json Maildir/cur/* | jq -r '[.kind, .subject] | @tsv')";

inline constexpr auto explain = R"(Shows what would be decided about a mail now, and why; changes nothing. Where there is no database yet, the mail
counts as the first that ever came.
Examples
  deskhand explain mail.eml
  deskhand explain --mailbox support --recipient help+vpn@example.org mail.eml
  deskhand explain --json - < mail.eml)";

inline constexpr auto learn = R"(Each source is an mbox file, a Maildir folder, the name of a configured mailbox, or "tickets".
Examples
  deskhand learn --from tickets
  deskhand learn --from archive.mbox --from Maildir)";

inline constexpr auto summary = R"(Examples
  deskhand summary
  deskhand summary --since 24h --json)";

inline constexpr auto ticket = R"(Examples
  deskhand ticket list --queue network
  deskhand ticket show 1042
  echo "It is plugged in now." | deskhand ticket reply 1042 -
  deskhand ticket note 1042 "waits for a part"
  deskhand ticket assign 1042 ann
  deskhand ticket merge 1043 1042          1043 lives on in 1042
  deskhand ticket unmerge 1043             and no longer
  deskhand ticket split 1042 77            mail 77 becomes a ticket of its own
  deskhand ticket move 1042 77 1043        mail 77 goes from 1042 to 1043)";

inline constexpr auto queue = R"(States: ready, leased, dotted, delivered, held, given-up, dropped.
Examples
  deskhand queue list                      what has not been delivered
  deskhand queue list --state held
  deskhand queue show 17
  deskhand queue release 17
  deskhand queue release --uncertain       all that may have arrived already: copies are possible)";

inline constexpr auto person = R"(An address whose mail came back for good, or whose owner wants none, gets no automatic mail until it is lifted.
Examples
  deskhand person list --suppressed
  deskhand person lift rita@example.org)";

inline constexpr auto mailbox = R"(Is mail still coming in, and where has this one gone?
  deskhand mailbox status
  deskhand mailbox why "<20261125.7@example.org>"
  deskhand mailbox reconcile support
Exit code 1 of status and reconcile: somebody should look.
`login` is for mailboxes with an `oauth` block whose grant is device or browser: config/oauth.md has the steps.
  deskhand mailbox login inbox      says where to sign in, waits, saves the token, tries the mailbox
  deskhand mailbox login outgoing   the relay)";

inline constexpr auto quarantine = R"(Mail that could not be decided, or that a rule holds for a person.
Examples
  deskhand quarantine list
  deskhand quarantine show 230
  deskhand quarantine retry 230)";

inline constexpr auto rules = R"(Decides stored mail again and shows what would differ for what the rules order; changes and sends nothing.
Limits on automatic mail are lifted. Mail that was never decided is left out.
Examples
  deskhand rules replay --since 30d                      the configured rules against what was decided
  deskhand rules replay --since 30d --rules new.yaml     the configured rules against these)";

inline constexpr auto completion = R"(Examples
  source <(deskhand completion bash)
  deskhand completion zsh > "${fpath[1]}/_deskhand"
  deskhand completion fish > ~/.config/fish/completions/deskhand.fish)";

}
