"""Which decisions a piece of content needs before it is published. Plain: what it is in, slots out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contenthub.governance.rights import Book, Seat

CONTENT = "content"
RIGHTS = {"item": "content", "fact": "facts", "model": "models"}
"""What is published -> the decision that it needs first of all."""


@dataclass(frozen=True)
class Matter:
    """What is to be decided about. `model` and `locale` are empty for facts and content models."""

    what: str
    path: str
    model: str = ""
    locale: str = ""


@dataclass(frozen=True)
class Carrier:
    """A channel in use, and what it carries: scopes of (path of a subject or None, model, locale); none: everything."""

    key: str
    name: str
    locales: tuple[str, ...] = ()
    scopes: tuple[tuple[str | None, str, str], ...] = ()

    def carries(self, matter: Matter) -> bool:
        if self.locales and matter.locale not in self.locales:
            return False
        return not self.scopes or any(
            (path is None or matter.path.startswith(path))
            and model in {"", matter.model}
            and locale in {"", matter.locale}
            for path, model, locale in self.scopes
        )


@dataclass(frozen=True)
class Demand:
    """One decision that is needed: `slot` names it (`content`, `channel:web`)."""

    slot: str
    decision: str
    seat: Seat
    channel: str | None = None
    name: str = ""


def demands_of(matter: Matter, book: Book, carriers: Iterable[Carrier] = ()) -> list[Demand]:
    """Return the subject's decision first, then a sign-off per channel that carries this and has a mandate for it."""
    right = RIGHTS[matter.what]
    found = [Demand(CONTENT, right, book.seat(right, matter.path))]
    if matter.what != "item":
        return found
    for carrier in carriers:
        if carrier.carries(matter) and (seat := book.seat("signoff", matter.path, carrier.key)).demanded:
            found.append(Demand(f"channel:{carrier.key}", "signoff", seat, carrier.key, carrier.name))
    return found


@dataclass(frozen=True)
class Signature:
    """A decision that fills a slot: who took it, by which mandate."""

    slot: str
    kind: str
    person: int | None
    grant: int | None
    name: str = ""
    pk: int = 0
    reason: str = ""


def holds(demand: Demand, signature: Signature, book: Book, path: str, authors: Iterable[int]) -> bool:
    """Tell whether a signature fills this slot now: its mandate still stands, and it is not the author's own."""
    right, channel = demand.decision, demand.channel
    if signature.kind == "withhold":
        right, channel = CONTENT, None
    if not book.still(signature.grant, signature.person, right, path, channel):
        return False
    grant = book.grant(signature.grant)
    return not (grant and grant.four_eyes and signature.person in set(authors))


def carriers_of(channels: Sequence[Any], scopes: Sequence[Any], paths: Mapping[UUID, str]) -> list[Carrier]:
    """Return channels and their scopes as plain data; a scope of an unknown subject carries nothing."""
    return [
        Carrier(
            key=channel.key,
            name=channel.name,
            locales=tuple(channel.locales),
            scopes=tuple(
                (None if one.subject is None else paths.get(one.subject, "\0"), one.model, one.locale)
                for one in scopes
                if one.channel_id == channel.pk
            ),
        )
        for channel in channels
    ]
