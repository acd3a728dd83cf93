# What Python's own email package sees in mails: one line a value, "field hex-of-UTF-8", for comparison with
# what was composed. usage: read_with_python.py FILE...
import email
import email.policy
import sys


def show(field, value):
    octets = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
    print(field, octets.hex())


# Names without blanks: Python 3.11 keeps those between the encoded words of a name, against RFC 2047 section 6.2.
def show_addresses(field, header):
    for address in header.addresses if header else ():
        show(field, f"{address.display_name.replace(' ', '')}|{address.addr_spec}")


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    show("subject", mail["Subject"] or "")
    for name in ("From", "To", "Cc", "Reply-To"):
        show_addresses(name.lower(), mail[name])
    show("date", str(int(mail["Date"].datetime.timestamp())))
    show("message-id", mail["Message-ID"])
    for name in ("In-Reply-To", "References"):
        for one in (mail[name] or "").split():
            show(name.lower(), one)
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        if body:
            show(kind, body.get_content().replace("\r\n", "\n"))
    for part in mail.iter_attachments():
        show("attachment", part.get_filename() or "")
        show("octets", part.get_payload(decode=True))
    print("end")
