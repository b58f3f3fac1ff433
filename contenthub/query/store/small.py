"""Facts, subjects and translations of one request, all in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    DateTimeField,
    F,
    IntegerField,
    JSONField,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from channels.models import Channel
from content_models.models import FactVersion, Subject
from contenthub.query.store.loaded import LoadedFact, LoadedSubject, Translation
from contenthub.query.store.visible import visible

COLUMNS = ("what", "id_", "key_", "kind_", "label_", "number_", "json_", "from_", "until_", "at_", "path_")


@dataclass
class Small:
    """What is to be loaded, and after `fetch` what was found."""

    fact_ids: set[str] = field(default_factory=set)
    fact_keys: set[str] = field(default_factory=set)
    subject_paths: set[str] = field(default_factory=set)
    translated: set[str] = field(default_factory=set)
    facts: dict[str, LoadedFact] = field(default_factory=dict)
    facts_by_key: dict[str, LoadedFact] = field(default_factory=dict)
    subjects: dict[str, LoadedSubject] = field(default_factory=dict)
    translations: dict[str, list[Translation]] = field(default_factory=dict)

    def fetch(self, now: datetime, channel: Channel | None) -> None:
        """Load everything wanted with one statement, or with none when nothing is wanted."""
        parts = [part for part in (self._facts(now), self._subjects(), self._translations(channel)) if part is not None]
        if not parts:
            return
        found = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
        rows: dict[str, list[tuple[Any, ...]]] = {"fact": [], "subject": [], "translation": []}
        for what, *row in found:
            rows[what].append(tuple(row))
        self._take_facts(rows["fact"])
        self._take_subjects(rows["subject"])
        self._take_translations(rows["translation"])

    def _facts(self, now: datetime) -> "QuerySet[Any, Any] | None":
        ids = uuids(self.fact_ids)
        if not ids and not self.fact_keys:
            return None
        wanted = Q(fact__uuid__in=ids) | Q(fact__key__in=self.fact_keys) if self.fact_keys else Q(fact__uuid__in=ids)
        found = FactVersion.objects.holding(now).filter(wanted).order_by()
        return columns(found, "fact", F("fact__uuid"), F("fact__key"), F("fact__kind"), F("fact__label")).values_list(
            *COLUMNS[:5], "number", "value", "valid_from", "valid_until", "published_at", "path_"
        )

    def _subjects(self) -> "QuerySet[Any, Any] | None":
        keys = {key for path in self.subject_paths for key in path.split("/") if key}
        if not keys:
            return None
        found = columns(
            Subject.objects.order_by().filter(key__in=keys), "subject", F("uuid"), F("key"), None, F("title")
        )
        return found.values_list(*COLUMNS[:5], "number_", "titles", "from_", "until_", "at_", "path")

    def _translations(self, channel: Channel | None) -> "QuerySet[Any, Any] | None":
        if not self.translated:
            return None
        found = visible(channel).filter(uuid__in=uuids(self.translated), status="live")
        return columns(found, "translation", F("uuid"), F("key"), F("locale"), F("title")).values_list(*COLUMNS)

    def _take_facts(self, rows: list[tuple[Any, ...]]) -> None:
        """Keep of each fact the version that was published last."""
        for uuid, key, kind, label, number, value, start, end, _at, _path in sorted(
            rows, key=lambda row: (row[8], row[4]), reverse=True
        ):
            fact = LoadedFact(str(uuid), key, kind, label, number, value, start, end)
            self.facts.setdefault(fact.uuid, fact)
            self.facts_by_key.setdefault(key, self.facts[fact.uuid])

    def _take_subjects(self, rows: list[tuple[Any, ...]]) -> None:
        for uuid, key, _kind, title, _number, titles, _from, _until, _at, path in sorted(
            rows, key=lambda row: len(row[9])
        ):
            parent = self.subjects.get(path[: -len(key) - 1])
            self.subjects[path] = LoadedSubject(str(uuid), key, title, titles or {}, path, parent)

    def _take_translations(self, rows: list[tuple[Any, ...]]) -> None:
        for uuid, key, locale, title, *_rest in sorted(rows, key=lambda row: str(row[2])):
            self.translations.setdefault(str(uuid), []).append(Translation(locale, key, title))


def columns(found: "QuerySet[Any]", what: str, uuid: Any, key: Any, kind: Any, label: Any) -> "QuerySet[Any]":
    """Give a query the columns that all three have in common, with nothing where it has nothing."""
    text: Any = CharField()
    moment: Any = DateTimeField()
    return found.annotate(
        what=Value(what, output_field=text),
        id_=Cast(uuid, UUIDField()),
        key_=Cast(key, text),
        kind_=Cast(kind, text) if kind is not None else Value("", output_field=text),
        label_=Cast(label, text),
        number_=Value(0, output_field=IntegerField()),
        json_=Cast(Value(None), JSONField()),
        from_=Cast(Value(None), moment),
        until_=Cast(Value(None), moment),
        at_=Cast(Value(None), moment),
        path_=Value("", output_field=text),
    )


def uuids(texts: Iterable[str]) -> list[UUID]:
    """Return the uuids among texts, sorted; what is none cannot be found anyway."""
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except (ValueError, TypeError, AttributeError):
            continue
    return sorted(found)
