"""Read what makes an item a letter, and choose the template of an item; shared by mail and print.

A letter is any item with fields named `subject_line`, `salutation`, `closing` or `signatory`; each may be missing.
Its `summary` is for colleagues: it is no part of the letter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from channels.kinds.arrange.plain import said
from channels.kinds.arrange.words import Words
from channels.kinds.read import for_readers, mapping, text
from channels.output import Context, Finding

LETTER = "letter"
BELOW = ("enclosures",)
SUBJECT = "subject_line"
PARTS = (SUBJECT, "salutation", "closing", "signatory", "summary")

Fields = list[Mapping[str, Any]]


@dataclass(frozen=True)
class Letter:
    """The parts of a letter; `rest` stands between salutation and closing, `below` under the signature: enclosures."""

    subject: str
    salutation: str
    closing: str
    signatory: tuple[str, ...]
    rest: Fields
    below: Fields


def read_letter(item: Mapping[str, Any], words: Words) -> Letter:
    """Return an item as a letter; the title stands in for a missing subject line."""
    fields = shown_fields(item)
    named = {text(one.get("key")): one for one in fields}
    lines = {key: _lines(named.get(key, {}), words) for key in PARTS}
    return Letter(
        subject=" ".join(lines[SUBJECT]) or text(item.get("title")),
        salutation=" ".join(lines["salutation"]),
        closing=" ".join(lines["closing"]) or words.say("regards"),
        signatory=lines["signatory"],
        rest=[one for one in fields if one.get("key") not in (*PARTS, *BELOW)],
        below=[one for one in fields if one.get("key") in BELOW],
    )


def shown_fields(item: Mapping[str, Any]) -> Fields:
    """Return the fields that a reader of mail or paper gets: none for colleagues or systems, and no keywords."""
    return [one for one in for_readers(item.get("fields")) if one.get("kind") != "tags"]


def summary_of(item: Mapping[str, Any]) -> str:
    """Return the summary of an item on one line, or the text it opens with."""
    fields = shown_fields(item)
    named = [one for one in fields if one.get("key") == "summary"]
    opening = [one for one in fields if one.get("kind") in ("long_text", "rich_text")]
    for one in [*named, *opening]:
        if words := " ".join((text(one.get("text")) or text(one.get("value"))).split()):
            return words
    return ""


def choose_template(
    item: Mapping[str, Any], context: Context, defaults: Mapping[str, str], known: Collection[str], rest: str
) -> tuple[str, tuple[Finding, ...]]:
    """Return the template of an item: what the channel's setting `templates` says for its model, else the usual one."""
    model = text(item.get("model"))
    usual = defaults.get(model, rest)
    wished = text(mapping(context.settings.get("templates")).get(model))
    if not wished or wished in known:
        return wished or usual, ()
    problem = f"There is no template {wished!r}; {usual!r} is used. Choose one of: {', '.join(sorted(known))}."
    return usual, (Finding("warning", problem, f"templates.{model}"),)


def cut(words: str, most: int) -> str:
    """Return a text of at most this many characters, cut between words."""
    if len(words) <= most:
        return words
    whole = words[: most - 1].rpartition(" ")[0] or words[: most - 2]
    return whole.rstrip(" ,;:–-·(") + " …"


def _lines(one: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    """Return a field as lines: a group gives one line for each member."""
    value = one.get("value")
    if "fields" in (group := mapping(value)):
        return tuple(line for member in for_readers(group.get("fields")) for line in _lines(member, words))
    whole = said(text(one.get("kind")), value, words)
    return tuple(line.strip() for line in whole.splitlines() if line.strip())
