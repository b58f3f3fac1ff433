"""Put a finished mail together: headers that nobody can add to, a text and an HTML part, the same bytes every time.

Standards: RFC 5322 (message), 2369 and 8058 (unsubscribing), 2919 (list id), 3834 (automatic mail).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from channels.kinds.public import host
from channels.kinds.read import mapping, text
from channels.output import Context, Finding
from channels.portable_text import safe_href
from channels.unsubscribe import PLACEHOLDER

STAMP = "X-ContentHub-Stamp"
NOWHERE = "example.org"
MAX_LINE = 900
FAR_BACK = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Letterbox:
    """Who writes to whom, and how to stop it: from the channel's settings, with sound defaults.

    `unsubscribe` is empty where a page for it was not named.
    """

    sender: Address
    reader: Address
    list_id: str
    list_name: str
    unsubscribe: str
    unsubscribe_mail: str
    findings: tuple[Finding, ...] = ()

    @property
    def way_out(self) -> str:
        """Return the address by which a reader leaves the list: of a page, else to write to."""
        return self.unsubscribe or self.by_mail

    @property
    def by_mail(self) -> str:
        """Return the address to write to, with the token of the reader where the list goes by tokens."""
        subject = f"?subject={PLACEHOLDER}" if PLACEHOLDER in self.unsubscribe else ""
        return f"mailto:{self.unsubscribe_mail}{subject}"

    @property
    def domain(self) -> str:
        """Return the domain the mail comes from."""
        return self.sender.domain


@dataclass(frozen=True)
class Mail:
    """One mail, ready to be written."""

    subject: str
    plain: str
    html: str
    stamps: Sequence[str]
    moment: datetime
    name: str
    listed: bool = True
    """Whether it goes to a list that one can leave; a letter to one person does not."""


def letterbox(context: Context, reader_name: str, *, letter: bool = False) -> Letterbox:
    """Return the addresses of a channel, from its settings.

    They are `from`, `letter_from` (who writes a `letter`, where that is another), `to`, `unsubscribe` (an https address
    with `{token}`, in whose place the transport puts who it is), `unsubscribe_mail` and `list_id`. Without
    `unsubscribe` one leaves the list by mail: there is no page for it.
    """
    settings, findings = context.settings, list[Finding]()
    name = context.organisation.name or context.title
    own = text(mapping(context.organisation.contact).get("email"))
    usual = _address("", own, name) or Address(one_line(name), "noreply", _ascii(host(context)) or NOWHERE)
    named = "letter_from" if letter and settings.get("letter_from") else "from"
    sender = _read(settings.get(named), named, name, usual, findings)
    reader = _read(settings.get("to"), "to", "", Address(reader_name, "lezer", NOWHERE), findings)
    token = re.sub(r"[^a-z0-9-]+", "-", context.channel.lower()).strip("-") or "mail"
    web = _unsubscribe(text(settings.get("unsubscribe")).strip(), findings)
    mail = _read(
        settings.get("unsubscribe_mail"), "unsubscribe_mail", "", Address("", "unsubscribe", sender.domain), findings
    )
    list_id = text(settings.get("list_id")).lower()
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", list_id):
        list_id = f"{token}.{sender.domain}"
    return Letterbox(sender, reader, list_id, one_line(context.title), web, mail.addr_spec, tuple(findings))


def write(mail: Mail, box: Letterbox) -> bytes:
    """Return the mail as bytes; the same mail gives the same bytes."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = box.sender
    message["To"] = box.reader
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(mail.moment)
    message["Message-ID"] = f"<{_digest(mail, 'id')}@{box.domain}>"
    if mail.listed:
        message["List-Id"] = f"{_phrase(box.list_name)}<{box.list_id}>"
        ways = [one for one in (box.unsubscribe, box.by_mail) if one]
        message["List-Unsubscribe"] = ", ".join(f"<{one}>" for one in ways)
        if box.unsubscribe:
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    for stamp in mail.stamps:
        message[STAMP] = re.sub(r"[^!-~]", "", stamp)
    message.set_content(mail.plain + "\n", cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{_digest(mail, 'boundary')}")
    return message.as_bytes()


def moment(value: object) -> datetime:
    """Return the moment of an answer; a missing one is far back, never now."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else FAR_BACK
    except ValueError:
        return FAR_BACK
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).replace(microsecond=0)


def one_line(value: str) -> str:
    """Return a text that can stand in a header: one line, no control or direction marks."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", " ", value).split())


class _Policy(type(SMTP)):  # type: ignore[misc]
    """Fold headers that machines read only where that adds nothing: between facts, and between addresses."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name not in _BREAKS:
            return bytes(super().fold_binary(name, value))
        pieces, line = list[str](), f"{name}: "
        for part in re.split(_BREAKS[name], str(value)):
            if len(line) + len(part) > MAX_LINE:
                pieces.append(line)
                line = " "
            line += part
        return "\r\n".join([*pieces, line, ""]).encode("ascii", "replace")


_BREAKS = {STAMP: r"(?<=-)", "List-Unsubscribe": r"(?<=,)(?= <mailto)"}
_POLICY = _Policy(cte_type="7bit", linesep="\r\n", raise_on_defect=False)


def _unsubscribe(given: str, findings: list[Finding]) -> str:
    """Return the address of the page to unsubscribe, with a placeholder for who it is; empty when there is none."""
    if not given:
        return ""
    address = safe_href(given.replace("{token}", PLACEHOLDER))
    if not address or not address.startswith("https:") or not address.isascii():
        message = (
            f"{given!r} is no https address; readers unsubscribe by mail. Write: https://a.nl/afmelden?wie={{token}}."
        )
        findings.append(Finding("warning", message, "unsubscribe"))
        return ""
    if PLACEHOLDER not in address:
        message = f"{given!r} does not say who unsubscribes with one click. Put {{token}} where that comes."
        findings.append(Finding("warning", message, "unsubscribe"))
    return address


def _read(value: object, name: str, display: str, usual: Address, findings: list[Finding]) -> Address:
    given = one_line(text(value))
    if not given:
        return usual
    shown, address = parseaddr(given)
    found = _address(shown, address, display)
    if found:
        return found
    findings.append(
        Finding("warning", f"{given!r} is no e-mail address; {usual.addr_spec} is used. Write: Name <a@b.nl>.", name)
    )
    return usual


def _address(shown: str, address: str, display: str) -> Address | None:
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}", address):
        return None
    try:
        return Address(one_line(shown or display), addr_spec=address)
    except (MessageError, ValueError, IndexError):
        return None


def _ascii(value: str) -> str:
    return value if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", value) else ""


def _phrase(name: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9 ]", "", name).strip()
    return f"{plain} " if plain else ""


def _digest(mail: Mail, use: str) -> str:
    parts = (use, mail.name, mail.moment.isoformat(), *mail.stamps)
    if use == "boundary":
        parts += (mail.plain, mail.html)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
