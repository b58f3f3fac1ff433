"""Sign a finished mail, so that its receiver can tell that it comes from the domain it says (DKIM, RFC 6376).

The signature covers what a reader sees and what mail programs act on: also the headers for unsubscribing, as RFC 8058
asks. From, Subject and Date are named once more than they stand there, so that nobody can add another one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr

import dkim

from channels.transports.base import TransportError

COVERED = (
    *("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"),
    *("Content-Transfer-Encoding", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted"),
)
FROZEN = ("From", "Subject", "Date")


@dataclass(frozen=True)
class Key:
    """A private key (PEM) and the name under which the domain publishes its other half: SELECTOR._domainkey.DOMAIN."""

    selector: str
    pem: bytes


def signed(content: bytes, key: Key) -> bytes:
    """Return the mail with a signature of the domain in its From. Raises TransportError."""
    head = content.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
    names = [name for name in COVERED if re.search(rf"^{name}:", head, re.IGNORECASE | re.MULTILINE)]
    sender = re.search(r"^From:((?:.*)(?:\r?\n[ \t].*)*)", head, re.IGNORECASE | re.MULTILINE)
    domain = parseaddr(" ".join(sender[1].split()) if sender else "")[1].rpartition("@")[2]
    if not domain:
        raise TransportError("A mail without an address in its From cannot be signed (DKIM).", permanent=True)
    try:
        signature = dkim.sign(
            content,
            key.selector.encode(),
            domain.encode("idna"),
            key.pem,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name.lower().encode() for name in (*names, *FROZEN)],
        )
    except (dkim.DKIMException, ValueError) as problem:
        raise TransportError(f"The mail cannot be signed (DKIM): {problem}. Look at HUB_DKIM_KEY.") from problem
    return bytes(signature) + content
