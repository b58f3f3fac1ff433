"""What a fact says over time, in words: for who decides about it, and for who compares two versions of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content_models.facts import fact_kind
from content_models.timeline import Entry, check_timeline, moment, read_timeline

BOUNDS = ("valid_from", "valid_until")
NEWLINE = "\n"


def draft_words(kind: str, timeline: Sequence[Mapping[str, Any]]) -> str:
    """Return the values of a draft in words; where something is wrong with them, as they were filled in."""
    if not check_timeline(kind, timeline):
        return timeline_words(kind, read_timeline(kind, timeline))
    return timeline_words(
        kind, [Entry(one.get("value"), *(_moment(one.get(name)) for name in BOUNDS)) for one in timeline]
    )


def _moment(text: Any) -> datetime | None:
    try:
        return moment(text)
    except (TypeError, ValueError):
        return None


def timeline_words(kind: str, entries: Iterable[Entry]) -> str:
    """Return values in words, each with its period, in the language of the interface."""
    locale = get_language() or "en"
    return NEWLINE.join(_entry_words(kind, one, locale) for one in entries)


def _entry_words(kind: str, entry: Entry, locale: str) -> str:
    said = _("no value") if entry.value is None else value_words(kind, entry.value, locale)
    period = _period_words(entry)
    return f"{period}:{NEWLINE if NEWLINE in said else ' '}{said}" if period else said


def _period_words(entry: Entry) -> str:
    start, end = (at and date_format(localtime(at), "DATETIME_FORMAT") for at in (entry.valid_from, entry.valid_until))
    if start and end:
        return _("From %(start)s until %(end)s") % {"start": start, "end": end}
    if start:
        return _("From %s") % start
    return _("Until %s") % end if end else ""


def value_words(kind: str, value: Any, locale: str) -> str:
    """Return all that a value of a fact says: as it is written in a language, then its texts in the others.

    What is no value of its kind is shown as it was filled in.
    """
    if fact_kind(kind).check(value):
        return " ".join(str(part) for part in value.values()) if isinstance(value, Mapping) else str(value)
    value = fact_kind(kind).normalise(value)
    if kind == "text":
        return NEWLINE.join(f"{code}: {text}" for code, text in value.items())
    said = fact_kind(kind).format(value, "long", locale)
    if not isinstance(value, Mapping):
        return said
    if name := value.get("label") or value.get("text"):
        said = f"{said} ({name})"
    return NEWLINE.join([said, *_elsewhere(value, locale)])


def _elsewhere(value: Mapping[str, Any], locale: str) -> Iterator[str]:
    """Yield what the notes of opening hours say in other languages than the one that is read."""
    notes = [*(one.get("label") for one in value.get("exceptions", ())), value.get("note")]
    told = [note for note in notes if isinstance(note, Mapping)]
    for code in sorted({code for note in told for code in note} - {locale}):
        yield f"{code}: {'; '.join(note[code] for note in told if note.get(code))}"
