"""Tags: what an answer depends on, and what a commit touches. A commit evicts the answers that share a tag with it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from contenthub.query.kept.watch import Line

CHANGES = "changes"
FACTS = "facts"
SETTLED = 60.0
"""Seconds after which what happened is taken to be committed, clocks of several machines included."""


DIGITS = 12
"""How much of a uuid stands in a tag, from its end. Headers are bounded on the way (nginx passes 4 KB on, unless told
otherwise), and two that end alike are only evicted together."""


def of_item(uuid: str) -> str:
    return f"i-{uuid[-DIGITS:]}"


def of_fact(uuid: str) -> str:
    return f"f-{uuid[-DIGITS:]}"


def of_key(key: str) -> str:
    """The tag of a look for an item by key: also of one that is not there yet."""
    return f"k-{key}"


def of_list(model: str, locale: str) -> str:
    """The tag of a list of one model, or of any (`*`), in a locale."""
    return f"l-{model}-{locale}"


def settled(tag: str) -> str:
    """The tag of an answer as of a moment so long ago that nothing is published there any more, but for late lines."""
    return f"@{tag}"


def touched(lines: Iterable[Line], now: float) -> Iterator[str]:
    """Yield the tags that lines of the change log touch, read at `now` (seconds since 1970).

    What is published now changes nothing of the past: only a line that comes late does, and one that redacts.
    """
    for line in lines:
        found = [*_touched(line)]
        yield from found
        if line.what == "redacted" or is_late(line, now):
            yield from map(settled, found)


def is_late(line: Line, now: float) -> bool:
    """Return whether a line tells of something that happened longer ago than `SETTLED`."""
    try:
        at = datetime.fromisoformat(line.at)
    except ValueError:
        return True
    return now - at.replace(tzinfo=at.tzinfo or UTC).timestamp() >= SETTLED


def _touched(line: Line) -> Iterator[str]:
    yield CHANGES
    if line.what == "fact":
        yield from (of_fact(line.uuid), FACTS)
    else:
        yield from (of_item(line.uuid), of_key(line.key))
        yield from (of_list(line.model, line.locale), of_list("*", line.locale))
