"""A question and its answer, as data: who asks what, and what came of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from channels.models import Token
from contenthub.query.kept.watch import Place
from contenthub.query.registry import Current
from contenthub.query.store.drafts import NONE, Drafts


@dataclass(frozen=True)
class Answer:
    """What a query answered. `executed` is False when it was refused before: then there is no data at all."""

    data: dict[str, Any] | None = None
    errors: Sequence[dict[str, Any]] = field(default_factory=list)
    executed: bool = True
    retry_after: int = 0
    """Seconds to wait before asking again, when that is all it takes."""
    extensions: Mapping[str, Any] = field(default_factory=dict)
    """For a developer's token: what the query cost, and what it may cost."""

    @property
    def code(self) -> str | None:
        """The code of the first error."""
        return self.errors[0]["extensions"]["code"] if self.errors else None

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as GraphQL writes it."""
        errors = {"errors": list(self.errors)} if self.errors else {}
        extensions = {"extensions": dict(self.extensions)} if self.extensions else {}
        return {**errors, "data": self.data, **extensions} if self.executed else errors


@dataclass(frozen=True)
class Asked:
    """One question: who asks, a stored document's text or one of the caller's own, and with which variables."""

    token: Token
    text: str
    variables: Mapping[str, Any]
    operation_name: str | None
    generation: int | None
    """Of what is kept in memory; None: nothing is taken from there or put there."""
    schema: Current
    """By which it is answered; also one that is not in use (yet), to see what it would answer."""
    place: Place | None = None
    """In the change log, where answers are shared with other processes."""
    drafts: Drafts = NONE
    """Laid over what is published: then the answer is a preview."""
    at: datetime | None = None
    """The moment as of which it is answered; None: as the document says, else now."""

    @property
    def channel(self) -> int:
        return self.token.channel_id or 0

    @property
    def key(self) -> tuple[Any, ...]:
        """Everything that decides the answer, beside what is published and the moment."""
        variables = orjson.dumps(self.variables, option=orjson.OPT_SORT_KEYS)
        rights = (self.token.allows("internal"), self.token.allows("adhoc"))
        return (
            self.schema.stamp,
            self.channel,
            rights,
            hashlib.blake2b(self.text.encode(errors="surrogatepass")).digest(),
            self.operation_name,
            variables,
            self.at,
        )


def refused(message: str, code: str, *, retry_after: int = 0) -> Answer:
    errors = [{"message": message, "extensions": {"code": code}}]
    return Answer(errors=errors, executed=False, retry_after=retry_after)
