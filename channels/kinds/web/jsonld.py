"""Say in schema.org terms what a page is: only what is known, and only with the properties the type has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from channels.kinds.read import for_readers, mapping, mappings, sequence, text
from channels.kinds.usual import DAY
from channels.portable_text import to_plain

CONTEXT = "https://schema.org"
DATED = ("date", "datetime")
ARTICLES = ("Article", "NewsArticle", "BlogPosting", "TechArticle")

Thing = dict[str, Any]

_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(thing: Mapping[str, Any]) -> SafeString:
    """Return a node as JSON that may stand inside a `script` element."""
    known = {key: value for key, value in thing.items() if value not in ("", None, [])}
    dumped = json.dumps({"@context": CONTEXT, **known}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(dumped.translate(_ESCAPES))  # noqa: S308 (escaped here)


def page(kind: str, *, name: str, locale: str, site: str, url: str, description: str = "") -> Thing:
    """Return a page of the site."""
    owner = "WebSite" if kind != "WebSite" else ""
    return {
        "@type": kind,
        "name": name,
        "inLanguage": locale,
        "url": url,
        "description": description,
        "isPartOf": {"@type": owner, "name": site} if owner else None,
        "publisher": {"@type": "Organization", "name": site},
    }


def item_page(base: Thing, item: Mapping[str, Any], schema_type: str) -> Thing:
    """Return the page of an item, as the type of its content model when the item has what that type asks for."""
    dates = {"datePublished": text(item.get("firstPublishedAt")), "dateModified": text(item.get("publishedAt"))}
    thing: Thing = {**base, **dates, "keywords": _keywords(item.get("fields"))}
    fields = for_readers(item.get("fields"))
    title = text(item.get("title"))
    if schema_type in ARTICLES:
        own = next((text(one.get("value")) for one in fields if one.get("key") == DAY and one.get("kind") in DATED), "")
        day = {"datePublished": own} if own else {}
        return {**thing, "@type": schema_type, "headline": title, **day}
    if schema_type == "FAQPage" and (answer := _prose(fields)):
        reply = {"@type": "Answer", "text": answer}
        return {
            **thing,
            "@type": "FAQPage",
            "mainEntity": [{"@type": "Question", "name": title, "acceptedAnswer": reply}],
        }
    if main := _main_entity(schema_type, title, fields, base):
        return {**thing, "mainEntity": main}
    return thing


def _keywords(fields: object) -> list[Thing | str]:
    """Return what systems are told of an item: a choice with its code, anything else in words."""
    found: list[Thing | str] = []
    for one in mappings(fields):
        if one.get("metadata") and not one.get("internal"):
            chosen = mapping(one.get("value"))
            if chosen.get("_type") == "choice":
                found.append({"@type": "DefinedTerm", "name": text(one.get("text")), "termCode": text(chosen["value"])})
            elif one.get("kind") == "tags":
                found += [tag for tag in map(text, sequence(one.get("value"))) if tag]
            elif told := " ".join(text(one.get("text")).split()):
                found.append(told)
    return found


def _main_entity(schema_type: str, title: str, fields: Iterable[Mapping[str, Any]], base: Thing) -> Thing | None:
    entity: Thing = {"@type": schema_type, "name": title}
    if schema_type == "GovernmentService":
        operator = {**base["publisher"], "@type": "GovernmentOrganization"}
        return {**entity, "description": base["description"], "serviceOperator": operator}
    if schema_type == "HowTo" and (steps := list(_steps(fields))):
        return {**entity, "step": [{"@type": "HowToStep", "text": step} for step in steps]}
    if schema_type == "ContactPoint":
        found = {
            fact["kind"]: text(fact.get("text")) for fact in _facts(fields) if fact.get("kind") in ("phone", "email")
        }
        reach = {name: found[kind] for kind, name in (("phone", "telephone"), ("email", "email")) if found.get(kind)}
        return {**entity, **reach} if reach else None
    return None


def _prose(fields: Iterable[Mapping[str, Any]]) -> str:
    texts = (
        to_plain(one.get("value")) if one.get("kind") == "rich_text" else text(one.get("value"))
        for one in fields
        if one.get("kind") in ("rich_text", "long_text")
    )
    return "\n\n".join(words for words in texts if words)


def _steps(fields: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for one in fields:
        if one.get("kind") == "procedure":
            nodes = mappings(mapping(one.get("value")).get("nodes"))
            yield from (text(step.get("text")) for node in nodes for step in mappings(node.get("steps")))
        elif one.get("kind") == "list":
            yield from (step for step in sequence(one.get("value")) if isinstance(step, str) and step)


def _facts(fields: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for one in fields:
        value = one.get("value")
        candidates = [value, *sequence(value), *mappings(mapping(value).get("fields"))]
        for candidate in map(mapping, candidates):
            found = mapping(candidate.get("value")) if candidate.get("kind") == "fact" else candidate
            if found.get("_type") == "fact":
                yield found
