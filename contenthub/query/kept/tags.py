"""Tags: what an answer depends on, and what a commit touches. A commit evicts the answers that share a tag with it."""

from collections.abc import Iterable, Iterator

from contenthub.query.kept.watch import Line

CHANGES = "changes"
FACTS = "facts"


def of_item(uuid: str) -> str:
    return f"i-{uuid}"


def of_fact(uuid: str) -> str:
    return f"f-{uuid}"


def of_key(key: str) -> str:
    """The tag of a look for an item by key: also of one that is not there yet."""
    return f"k-{key}"


def of_list(model: str, locale: str) -> str:
    """The tag of a list of one model, or of any (`*`), in a locale."""
    return f"l-{model}-{locale}"


def touched(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the tags that lines of the change log touch."""
    for line in lines:
        yield CHANGES
        if line.what == "fact":
            yield from (of_fact(line.uuid), FACTS)
        else:
            yield from (of_item(line.uuid), of_key(line.key))
            yield from (of_list(line.model, line.locale), of_list("*", line.locale))
