"""Facts, subjects and translations of one request, all in one statement; or none, when they are on the shelf."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from channels.models import Channel
from contenthub.query.store.facts import EVERYBODY, OUT_OF_REACH, FactLine, Version
from contenthub.query.store.loaded import READABLE, LoadedFact, LoadedSubject, Translation
from contenthub.query.store.shelf import Shelf
from contenthub.query.store.sql import Row, Where, hyphened, moment, select, uuid_parameters
from contenthub.query.store.visible import fact_reach, seen_by

FACTS = """SELECT 'fact' AS what, CAST(f.uuid AS text) AS one, f.key, f.kind, f.label,
 CAST(f.labels AS text), v.number, CAST(v.value AS text), v.valid_from, v.valid_until, v.published_at, {1}
 FROM content_models_factversion v JOIN content_models_fact f ON f.id = v.fact_id WHERE """
NOTHING = "CAST(NULL AS {0}), CAST(NULL AS {0}), CAST(NULL AS {0})"
SUBJECTS = """SELECT 'subject' AS what, CAST(b.uuid AS text) AS one, b.key, '', b.title,
 CAST(b.titles AS text), 0, '', {0}, b.path FROM content_models_subject b WHERE """
TRANSLATIONS = """SELECT 'translation' AS what, CAST(contenthub_publication.uuid AS text) AS one,
 contenthub_publication.key, contenthub_publication.locale, contenthub_publication.title, '', 0,
 contenthub_publication.status, {0}, '' FROM contenthub_publication WHERE """


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
    out_of_reach: set[str] = field(default_factory=set)
    """Facts that the channel may meet in an item, but not ask for by themselves."""
    reach_depends: bool = False
    """Whether what the channel may ask for depends on what is published."""
    until: datetime | None = None
    """The moment at which a value that was read begins or ends to hold."""

    def fetch(self, now: datetime, channel: Channel | None, shelf: Shelf) -> None:
        """Load everything wanted that is not on the shelf with one statement, and put it there."""
        if not (self.fact_ids or self.fact_keys or self.subject_paths or self.translated):
            return
        lines = {uuid: line for uuid in self.fact_ids if (line := shelf.fact(uuid)) is not None}
        lines |= {line.uuid: line for key in self.fact_keys if (line := shelf.fact_of(key)) is not None}
        self.subjects = {path: one for path in self.subject_paths if (one := shelf.subject(path)) is not None}
        self.translations = {uuid: all_ for uuid in self.translated if (all_ := shelf.translated(uuid)) is not None}
        parts = [*self._facts(lines), *self._subjects(), *self._translations(seen_by(channel))]
        if parts:
            reach = fact_reach(channel)
            statement = " UNION ALL ".join(f"{head.format(nothing(), reach.text)}{where.text}" for head, where in parts)
            before = reach.values if parts[0][0] is FACTS else []
            found = select(statement, [*before, *(value for _head, where in parts for value in where.values)])
            shelf.facts = fact_lines(row[1:] for row in found if row[0] == "fact")
            missing = self.fact_ids - set(lines) - set(shelf.facts)
            shelf.facts |= {uuid: FactLine(uuid, "", "", "", {}, [], EVERYBODY) for uuid in missing}
            lines |= shelf.facts
            shelf.subjects = read_subjects(row[1:] for row in found if row[0] == "subject")
            self.subjects |= shelf.subjects
            translations = read_translations(row[1:] for row in found if row[0] == "translation")
            shelf.translations = {uuid: translations.get(uuid, []) for uuid in self.translated - set(self.translations)}
            self.translations |= shelf.translations
        self._hold(lines.values(), now)

    def _hold(self, lines: Iterable[FactLine], now: datetime) -> None:
        for line in lines:
            fact, until = line.at(now)
            if until is not None and (self.until is None or until < self.until):
                self.until = until
            if fact is not None:
                self.facts[fact.uuid] = self.facts_by_key[fact.key] = fact
                if line.reach == OUT_OF_REACH:
                    self.out_of_reach.add(fact.uuid)
                self.reach_depends = self.reach_depends or line.reach != EVERYBODY

    def _facts(self, known: dict[str, FactLine]) -> Iterable[tuple[str, Where]]:
        ids = uuid_parameters(self.fact_ids - set(known))
        keys = sorted(self.fact_keys - {line.key for line in known.values()})
        by_id, by_key = Where().among("f.uuid", ids), Where().among("f.key", keys)
        if ids and keys:
            yield FACTS, Where().add(f"({by_id.text} OR {by_key.text})", *by_id.values, *by_key.values)
        elif ids or keys:
            yield FACTS, by_id if ids else by_key

    def _subjects(self) -> Iterable[tuple[str, Where]]:
        if keys := {key for path in self.subject_paths - set(self.subjects) for key in path.split("/") if key}:
            yield SUBJECTS, Where().among("b.key", sorted(keys))

    def _translations(self, seen: Where) -> Iterable[tuple[str, Where]]:
        if ids := uuid_parameters(self.translated - set(self.translations)):
            here = Where().among("contenthub_publication.uuid", ids)
            yield TRANSLATIONS, here.among("contenthub_publication.status", sorted(READABLE)).extend(seen)


def nothing() -> str:
    return NOTHING.format("timestamptz" if connection.vendor == "postgresql" else "text")


def fact_lines(rows: Iterable[Row]) -> dict[str, FactLine]:
    """Return each fact with all its versions, by uuid."""
    found: dict[str, FactLine] = {}
    for uuid, key, kind, label, labels, number, value, start, end, at, reach in rows:
        version = Version(number, _value(value), moment(start), moment(end), moment(at))
        if (line := found.get(hyphened(uuid))) is None:
            line = FactLine(hyphened(uuid), key, kind, label, _labels(labels), [], reach)
            found[line.uuid] = line
        line.versions.append(version)
    return found


def _value(text: str | None) -> Any:
    """Return a value, the names in it in the order of the alphabet: PostgreSQL keeps them in an order of its own."""
    found = orjson.loads(text) if text is not None else None
    return orjson.loads(orjson.dumps(found, option=orjson.OPT_SORT_KEYS)) if isinstance(found, dict) else found


def _labels(text: str | None) -> dict[str, str]:
    found = orjson.loads(text or "{}")
    return found if isinstance(found, dict) else {}


def read_subjects(rows: Iterable[Row]) -> dict[str, LoadedSubject]:
    found: dict[str, LoadedSubject] = {}
    for uuid, key, _kind, title, titles, *_rest, path in sorted(rows, key=lambda row: len(row[-1])):
        parent = found.get(path[: -len(key) - 1])
        found[path] = LoadedSubject(hyphened(uuid), key, title, _labels(titles), path, parent)
    return found


def read_translations(rows: Iterable[Row]) -> dict[str, list[Translation]]:
    found: dict[str, list[Translation]] = {}
    for uuid, key, locale, title, _none, _zero, status, *_rest in sorted(rows, key=lambda row: str(row[2])):
        found.setdefault(hyphened(uuid), []).append(Translation(locale, key, title, status))
    return found
