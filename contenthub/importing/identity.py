"""Ids and keys for content that has none of its own: the same ones each time."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.text import slugify

KEY_LENGTH = 110
FACT_KEY_LENGTH = 80


def uuid_of(*parts: object) -> str:
    """Return the id of something that is named by these parts; a part that is a UUID by itself is the id."""
    if len(parts) == 2:
        try:
            return str(UUID(str(parts[1])))
        except ValueError:
            pass
    return str(uuid5(NAMESPACE_URL, ":".join(str(part) for part in parts)))


def key_of(text: str, otherwise: str = "item") -> str:
    """Return a key for an item."""
    return slugify(text, allow_unicode=True)[:KEY_LENGTH].strip("-_") or otherwise


def fact_key_of(*parts: str) -> str:
    """Return a key for a fact: the last part stays whole, what stands before it is cut when it is too long."""
    *before, last = [slugify(part) for part in parts]
    head = "-".join(part for part in before if part)[: FACT_KEY_LENGTH - len(last) - 1].strip("-")
    return f"{head}-{last}".strip("-")[:FACT_KEY_LENGTH].strip("-") or "fact"
