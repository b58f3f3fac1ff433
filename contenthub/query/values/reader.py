"""What resolvers need of one request beside what is loaded: the right to internal fields, and how values are said."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from channels.portable_text import to_html, to_markdown, to_plain
from content_models.facts import NoValue, fact_kind
from content_models.richtext import Node, map_nodes
from contenthub.publishing.stamps import Stamp, short_fact
from contenthub.query.store.loaded import Loaded, LoadedFact
from contenthub.query.store.reading import Reading
from contenthub.query.store.refers import refers_to

logger = logging.getLogger(__name__)

SPOKEN = "spoken"


class Reader:
    """A `Reading` with the words for it. `internal` says whether fields for agents only may be seen."""

    def __init__(self, reading: Reading, *, hub: str, base_url: str, internal: bool = False) -> None:
        self.reading, self.hub, self.base_url, self.internal = reading, hub, base_url, internal

    def fact(self, uuid: str) -> LoadedFact | None:
        return self.reading.fact(uuid)

    def fact_text(self, fact: LoadedFact, form: str, locale: str) -> str:
        """Return a fact's value as text, empty when it has none in this locale."""
        text = fact.texts.get((form, locale))
        if text is None:
            text = fact.texts[form, locale] = format_fact(fact, form, locale)
        return text

    def fact_node(self, uuid: str, form: str, locale: str) -> dict[str, Any]:
        """Return a resolved fact as it stands in Portable Text and in generic fields."""
        fact = self.fact(uuid)
        if fact is None:
            return {"_type": "fact", "fact": uuid, "key": "", "label": "", "kind": "", "format": form} | {
                "text": "",
                "spoken": "",
                "value": None,
                "version": 0,
            }
        return {
            "_type": "fact",
            "fact": uuid,
            "key": fact.key,
            "label": fact.label_in(locale),
            "kind": fact.kind,
            "format": form,
            "text": self.fact_text(fact, form, locale),
            "spoken": self.fact_text(fact, spoken_as(fact.kind, form), locale),
            "value": fact.value,
            "version": fact.version,
        }

    def link(self, uuid: str, item: Loaded) -> dict[str, Any]:
        """Return what a link from an item tells about its target."""
        target = self.reading.name(uuid, item.languages)
        if target is None:
            missing = {"key": "", "locale": item.locale, "title": "", "model": "", "status": "missing", "address": ""}
            return {"item": uuid, **missing}
        return {
            "item": uuid,
            "key": target.key,
            "locale": target.locale,
            "title": target.title,
            "model": target.model,
            "status": target.status,
            "address": target.address,
        }

    def text(self, item: Loaded, nodes: Any, form: str) -> Any:
        """Return a rich text of an item in a form (see `FORMS`).

        What was made once is given again while every fact and item that the text refers to is the same object.
        """
        facts, links = refers_to(item, nodes)
        found = [*map(self.fact, facts), *(self.reading.name(uuid, item.languages) for uuid in links)]
        known = item.memo.get((form, id(nodes)))
        if (
            known is None
            or len(known[0]) != len(found)
            or any(a is not b for a, b in zip(known[0], found, strict=True))
        ):
            known = (found, FORMS[form](self.nodes(item, nodes)))
            if nodes:  # an empty list need not be the item's own
                item.memo[form, id(nodes)] = known
        return known[1]

    def nodes(self, item: Loaded, nodes: Any) -> list[Node]:
        """Return Portable Text with its facts and item links resolved for an item's locale."""

        def child(node: Node) -> Node:
            if node.get("_type") != "fact":
                return node
            resolved = self.fact_node(str(node["fact"]), str(node.get("format") or "short"), item.locale)
            return {**resolved, "marks": node["marks"]} if node.get("marks") else resolved

        def definition(node: Node) -> Node:
            return {**node, **self.link(str(node["item"]), item)} if node.get("_type") == "itemLink" else node

        return map_nodes(nodes, child=child, definition=definition) if isinstance(nodes, list) else []

    def stamp(self, item: Loaded, facts: Sequence[str]) -> str:
        """Return the line by which an output tells what it shows."""
        found = [self.fact(uuid) for uuid in facts]
        known = item.memo.get("stamp")
        if (
            known is not None
            and len(known[0]) == len(found)
            and all(a is b for a, b in zip(known[0], found, strict=True))
        ):
            return str(known[1])
        versions = {short_fact(uuid): fact.version for uuid, fact in zip(facts, found, strict=True) if fact is not None}
        ending = "" if item.status == "live" else item.status
        text = str(Stamp(self.hub, item.uuid, item.locale, item.number, versions, ending=ending))
        item.memo["stamp"] = (found, text)
        return text


@lru_cache(maxsize=4096)
def said(kind: str, value: bytes, form: str, locale: str) -> str:
    """Return a value (as JSON) in words, which its kind works out of nothing else. Raises what the kind raises."""
    return fact_kind(kind).format(orjson.loads(value), form, locale)


def spoken_as(kind: str, form: str) -> str:
    """Return the format in which a value is said that stands in this format; of an unknown kind the usual one."""
    try:
        return fact_kind(kind).spoken_as.get(form, SPOKEN)
    except LookupError:
        return SPOKEN


def format_fact(fact: LoadedFact, form: str, locale: str) -> str:
    if fact.value is None:
        return ""
    try:
        return said(fact.kind, orjson.dumps(fact.value), form, locale)
    except NoValue:
        return ""
    except (LookupError, TypeError, ValueError, ArithmeticError):
        logger.warning("Fact %s version %s cannot be written as %s.", fact.key, fact.version, form, exc_info=True)
        return ""


def address_of(definition: Mapping[str, Any]) -> str | None:
    """Return where a resolved item link leads, None when there is nothing to read."""
    return str(definition.get("address")) if definition.get("status") in ("live", "withdrawn") else None


FORMS: Mapping[str, Callable[[list[Node]], Any]] = {
    "portableText": lambda nodes: nodes,
    "plain": to_plain,
    "html": lambda nodes: to_html(nodes, href=address_of),
    "markdown": lambda nodes: to_markdown(nodes, href=address_of),
}
"""How rich text can be asked for."""
