"""Content blocks of GOV.UK as facts: contact details, pensions, taxes, periods of time."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.text import slugify

from content_models.facts import fact_kind
from contenthub.importing.govuk.documents import Document
from contenthub.importing.records import BadFile, ImportedFact

MONEY = re.compile(r"£\s*([0-9,]+(?:\.[0-9]{1,2})?)\s*")
PERCENTAGE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%")
PREFIX = "content_block_"
HIDDEN = {"show", "order", "type", "source", "title", "label", "name", "frequency"}


def facts_of(document: Document) -> Iterator[ImportedFact]:
    """Yield a fact for every value in a content block. Raises BadFile when there is none."""
    found = list(_facts(document))
    if not found:
        raise BadFile("This content block holds no value that can become a fact.")
    yield from found


def references_of(document: Document, fact: ImportedFact) -> list[str]:
    """Return the ways in which a text may embed this fact."""
    inner = fact.key.removeprefix(base_key(document)).strip("-")
    names = [
        name for name in (document.text("content_id"), document.text("content_id_alias"), base_key(document)) if name
    ]
    path = fact.source.partition("#")[2]
    return [f"{name}/{path}" for name in names if path] + ([] if inner and path else names)


def base_key(document: Document) -> str:
    return slugify(document.text("content_id_alias") or document.path.rsplit("/", 1)[-1])[:40]


def _facts(document: Document) -> Iterator[ImportedFact]:
    if isinstance(period := document.details.get("date_time"), dict):
        bounds = {"from": _moment(period.get("start")), "to": _moment(period.get("end"))}
        yield _fact(document, "", document.title, "period", bounds)
        return
    for path, name, value in _leaves(document.details, "", document.title):
        kind, found = _typed(path, value)
        if found is not None:
            yield _fact(document, path, name, kind, found)


def _moment(value: Any) -> str | None:
    """Return the day of `{date, time}`, which comes as text or as year, month and day."""
    day = value.get("date") if isinstance(value, dict) else None
    if isinstance(day, dict):
        day = "-".join(str(day.get(part, "")).zfill(2) for part in ("year", "month", "day"))
    return str(day) if day else None


def _leaves(value: Any, path: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield (path, name, text) of every text in a content block, named after the titles around it."""
    if isinstance(value, str) and value.strip():
        yield path, name, value.strip()
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _leaves(one, f"{path}/{number}".strip("/"), name)
    elif isinstance(value, dict):
        own = next((value[key] for key in ("title", "label", "name") if isinstance(value.get(key), str)), "")
        here = f"{name}: {own}" if own else name
        for key, child in value.items():
            if key not in HIDDEN:
                yield from _leaves(child, f"{path}/{key}".strip("/"), here)


def _typed(path: str, text: str) -> tuple[str, Any]:
    """Return (kind, value) of a text; None when it is a description and not a value."""
    last = path.rsplit("/", 1)[-1]
    if match := MONEY.fullmatch(text):
        return "money", {"amount": match[1].replace(",", ""), "currency": "GBP"}
    if match := PERCENTAGE.fullmatch(text):
        return "percentage", match[1]
    candidates = {
        "email_address": ("email", text),
        "telephone_number": ("phone", {"number": text, "region": "GB"}),
        "url": ("url", {"href": text}),
        "call_charges_info_url": ("url", {"href": text}),
    }
    if last in candidates:
        kind, value = candidates[last]
        return (kind, value) if not fact_kind(kind).check(value) else ("text", {"en": text})
    return ("text", {"en": text}) if last in {"street_address", "postal_code", "value", "town_or_city"} else ("", None)


def _fact(document: Document, path: str, label: str, kind: str, value: Any) -> ImportedFact:
    key = "-".join(part for part in (base_key(document), slugify(path.replace("/", "-"))) if part)[:80].strip("-")
    return ImportedFact(
        file=document.file,
        uuid=str(uuid5(NAMESPACE_URL, f"govuk:{document.uuid}#{path}")),
        key=key,
        kind=kind,
        label=label[:120],
        timeline=[{"value": value, "valid_from": None, "valid_until": None}],
        source=f"{document.path}#{path}" if path else document.path,
    )
