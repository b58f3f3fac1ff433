"""Send a produced mail to one address through Django's e-mail back end.

The bytes stay as they were produced, Message-ID included, so that a mail program recognises a repeat; only `To` becomes
the reader's address, and the token of that reader comes where a placeholder stands for it. Errors of RFC 5321: 4xx may
pass, 5xx will not.
"""

from __future__ import annotations

import re
import smtplib
from email import message_from_bytes
from email.message import Message
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from channels.transports.base import Parcel, TransportError
from channels.transports.dkim import Key, signed
from channels.unsubscribe import TOKEN, token_of, with_token

MEDIA_TYPE = "message/rfc822"
_TO = re.compile(rb"^To:.*(?:\r?\n[ \t].*)*\r?\n", re.IGNORECASE | re.MULTILINE)


class Smtp:
    """The transport of mail: `target` is the reader's address, `content` the finished mail."""

    key = "smtp"

    def send(self, parcel: Parcel) -> None:
        """Hand the mail to the server. Raises TransportError."""
        try:
            get_connection().send_messages([Finished(self.addressed(parcel), parcel.target)])
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise _explained(error) from error

    def addressed(self, parcel: Parcel) -> bytes:
        """Return the mail as it leaves: to this reader, and signed where the hub has a key."""
        content = with_token(readdress(parcel.content, parcel.target), token_for(parcel))
        key: Key | None = settings.HUB_DKIM
        return signed(content, key) if key else content


def token_for(parcel: Parcel) -> str:
    """Return by what the list knows this reader: what the shipment says (`token`), else the hub's own token.

    Raises TransportError for a token that does not fit in an address.
    """
    given = parcel.payload.get("token")
    if given is None:
        return token_of(parcel.channel, parcel.target)
    if not isinstance(given, str) or not TOKEN.fullmatch(given):
        message = "The token of a reader is 16 to 70 letters, digits, - or _. Leave it out, and the hub makes one."
        raise TransportError(message, permanent=True)
    return given


class Finished(EmailMessage):
    """A mail that is sent as the bytes it already is."""

    def __init__(self, content: bytes, reader: str) -> None:
        self.finished: Message = _Verbatim(content)
        super().__init__(from_email=parseaddr(str(self.finished["From"]))[1], to=[reader])

    def message(self, **_more: Any) -> Any:
        """Return the mail; asking for its bytes gives those it was made of."""
        return self.finished


class _Verbatim(Message):
    """A parsed mail that does not write itself anew."""

    def __init__(self, content: bytes) -> None:
        super().__init__(policy=SMTP)
        self.__dict__ |= message_from_bytes(content, policy=SMTP).__dict__
        self._content = content

    def as_bytes(self, *_args: object, **_more: object) -> bytes:
        return self._content

    def as_string(self, *_args: object, **_more: object) -> str:
        return self._content.decode("utf-8", "replace")


def readdress(content: bytes, reader: str) -> bytes:
    """Return the mail with this reader in `To`. Raises TransportError for what is no mail or no address."""
    if not re.fullmatch(r"[!-~]+@[!-~]+", reader) or set(reader) & set('<>,;:"\\()[]'):
        raise TransportError(f"{reader!r} is no e-mail address. Write: name@example.org.", permanent=True)
    head, gap, body = content.partition(b"\r\n\r\n")
    if not gap or not re.search(rb"^Message-ID:", head, re.IGNORECASE | re.MULTILINE):
        raise TransportError("What was produced is no mail with a Message-ID.", permanent=True)
    others = _TO.sub(b"", head + b"\r\n")
    return others + b"To: " + reader.encode("ascii") + b"\r\n\r\n" + body


def _explained(error: Exception) -> TransportError:
    """Return what the server's answer means for the parcel."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return TransportError(f"{code} {_words(answer)}", permanent=code >= 500)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        words = f"The mail server refuses the hub's account: {error.smtp_code}. Look at EMAIL_URL."
        return TransportError(words, down=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return TransportError(f"{error.smtp_code} {_words(error.smtp_error)}", permanent=error.smtp_code >= 500)
    permanent = isinstance(error, ValueError | smtplib.SMTPNotSupportedError)
    return TransportError(f"{type(error).__name__}: {error}", permanent=permanent, down=not permanent)


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
