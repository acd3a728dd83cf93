# Makes a mailbox file (mbox) of history.txt: every request, followed by the answer of the staff.
# The queue stands in X-Deskhand-Queue, as an export of an older helpdesk would have it.
BEGIN {
    people = split("maria tom juergen helene erik anika omar nadia sofia liam ines jose", person, " ")
    split("Jan Feb Mar Apr May Jun Jul Aug Sep", month, " ")
    full["ann"] = "Ann Lee"; full["ben"] = "Ben Okafor"; full["carla"] = "Carla Conti"; full["dave"] = "Dave Nowak"
    number = 0
}
/^#/ || /^[ \t]*$/ { next }
/^topic: / { queue = $2; staff = $3; answer = ""; next }
/^> / { answer = answer substr($0, 3) "\n"; next }
{
    split($0, part, / \| /)
    number++
    who = person[number % people + 1]
    # Every topic is spread over the year: what comes last checks what was learnt before.
    passed = number * 37 % 251
    day = sprintf("%02d %s 2026", passed % 28 + 1, month[int(passed / 28) + 1])
    id = "past." number "@example.com"
    print "From " who "@example.com Thu Jan  1 00:00:00 2026"
    header(who " <" who "@example.com>", "IT help desk <help@example.org>", part[1], day " 08:00:00 +0000", id)
    print "\nHello,\n\n" part[2] "\n\nThanks\n" who "\n"
    print "From " staff "@example.org Thu Jan  1 00:00:00 2026"
    header(full[staff] " <" staff "@example.org>", who " <" who "@example.com>", "Re: " part[1], day " 09:30:00 +0000",
           "past.answer." number "@example.org")
    print "In-Reply-To: <" id ">\nReferences: <" id ">"
    print "\nHello,\n\n" answer "\nKind regards\n" full[staff] "\n"
    print "> " part[2] "\n"
}
function header(from, to, subject, date, id) {
    print "From: " from "\nTo: " to "\nSubject: " subject "\nDate: " date "\nMessage-ID: <" id ">"
    print "X-Deskhand-Queue: " queue
    print "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit"
}
