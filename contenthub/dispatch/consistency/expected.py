"""What an output of an item must hold and must not hold, from what is published: its title, sections and facts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from channels.extract import plain
from content_models.facts import NoValue, fact_kind
from content_models.models import ContentModel, FactVersion
from content_models.spec import FieldSpec, ModelSpec, walk
from contenthub.publishing.current import current_stamps
from contenthub.publishing.sentences import fields_on
from contenthub.publishing.snapshots import Dependency, Publication
from contenthub.publishing.uses import READABLE

SECTIONS = ("text", "long_text", "rich_text", "blocks", "group", "list", "table", "procedure")
"""Kinds of fields that an output shows as words of its own."""

TITLES = ("subject_line",)
"""Fields by which a channel may call an item instead of by its title: a letter by what it is about."""

WORDS = ("text", "title", "label", "caption")
MACHINE = ("_type", "_key", "block", "style", "listItem", "fact", "image", "item", "format", "kind", "id", "to")
LONG_ENOUGH = 8
SPOKEN = "spoken"
PROBE = 60
BATCH = 500


@dataclass(frozen=True)
class FactForms:
    """A fact with every way to write or to say its value of now, and those of every value it had or will have."""

    label: str
    now: frozenset[str]
    said: frozenset[str]
    other: frozenset[str]
    short: str


@dataclass(frozen=True)
class Expected:
    """What is published of one item, as an output has to show it.

    One of the `titles` has to be there. `sections` are the label and the first words of each required field.
    `own` is all text that the item says by itself.
    """

    publication: Publication
    stamp: str
    titles: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    facts: tuple[FactForms, ...] = ()
    internal: tuple[FactForms, ...] = ()
    own: str = ""

    @property
    def is_readable(self) -> bool:
        """Whether readers still get the content itself."""
        return self.publication.status in READABLE

    @property
    def old(self) -> Iterator[tuple[str, str]]:
        """Yield label and form of every value that must not be met, unless the item says the same by itself."""
        every = (*self.facts, *self.internal)
        allowed = {form for fact in every for form in fact.now | fact.said}
        for fact in every:
            for form in sorted(fact.other - allowed):
                yield fact.label, form


@dataclass
class Expectations:
    """Works out what to expect at a moment, keeping facts and models that items share."""

    now: datetime
    specs: dict[str, ModelSpec] = field(default_factory=dict)
    known: dict[tuple[str, str], FactForms | None] = field(default_factory=dict)
    versions: dict[str, list[FactVersion]] = field(default_factory=dict)

    def of(self, publications: Sequence[Publication]) -> list[Expected]:
        """Return what to expect of each publication, in order, in a few statements for each five hundred."""
        self.specs = self.specs or {model.key: model.spec for model in ContentModel.objects.all() if model.spec}
        found: list[Expected] = []
        for start in range(0, len(publications), BATCH):
            found += self._batch(publications[start : start + BATCH])
        return found

    def _batch(self, publications: Sequence[Publication]) -> list[Expected]:
        stamps = current_stamps(publications)
        paths: dict[int, list[tuple[str, str]]] = {one.snapshot_id: [] for one in publications}
        uses = Dependency.objects.filter(kind="fact", snapshot__in=list(paths)).order_by("pk")
        for snapshot, target, path in uses.values_list("snapshot_id", "target", "path"):
            paths[snapshot].append((str(target), path))
        self._read_versions({uuid for pairs in paths.values() for uuid, _ in pairs})
        return [self._expected(one, stamps[one.pk], paths[one.snapshot_id]) for one in publications]

    def _expected(self, publication: Publication, stamp: str, uses: Sequence[tuple[str, str]]) -> Expected:
        spec = self.specs.get(publication.model)
        document = publication.snapshot.document
        fields = dict(walk(spec.fields)) if spec else {}
        shown: dict[str, bool] = {}
        for uuid, path in uses:
            shown[uuid] = shown.get(uuid, False) or all(
                one.public and not one.metadata for one in fields_on(fields, path)
            )
        forms = {uuid: self._forms(uuid, publication.locale) for uuid in shown}
        return Expected(
            publication,
            stamp,
            tuple(one for one in (publication.title, *map(document.get, TITLES)) if isinstance(one, str)),
            tuple(_sections(spec, document, publication.locale)) if spec else (),
            tuple(one for uuid, public in shown.items() if public and (one := forms[uuid])),
            tuple(one for uuid, public in shown.items() if not public and (one := forms[uuid])),
            plain(" ".join([publication.title, *_words(document)])),
        )

    def _read_versions(self, uuids: Iterable[str]) -> None:
        fresh = [uuid for uuid in uuids if uuid not in self.versions]
        self.versions |= {uuid: [] for uuid in fresh}
        for row in FactVersion.objects.filter(fact__uuid__in=fresh).select_related("fact").order_by("number"):
            self.versions[str(row.fact.uuid)].append(row)

    def _forms(self, uuid: str, locale: str) -> FactForms | None:
        if (uuid, locale) not in self.known:
            self.known[uuid, locale] = fact_forms(self.versions[uuid], locale, self.now)
        return self.known[uuid, locale]


def fact_forms(versions: Sequence[FactVersion], locale: str, now: datetime) -> FactForms | None:
    """Return a fact in every form, now and at any other time; None when it has no value now."""
    holding = [
        one
        for one in versions
        if one.published_at <= now
        and (one.valid_from is None or one.valid_from <= now)
        and (one.valid_until is None or now < one.valid_until)
    ]
    current = max(holding, key=lambda one: (one.published_at, one.number), default=None)
    if current is None or current.value is None:
        return None
    kind = current.fact.kind
    spoken = [form for form in fact_kind(kind).formats if form.startswith(SPOKEN)]
    shown, said = written(kind, current.value, locale), written(kind, current.value, locale, spoken)
    short = next(iter(written(kind, current.value, locale, ["short"])), "")
    others = (
        written(kind, one.value, locale, forms) for one in versions if one.value is not None for forms in ((), spoken)
    )
    return FactForms(str(current.fact), shown, said, frozenset().union(*others) - shown - said, short)


def written(kind: str, value: Any, locale: str, forms: Sequence[str] = ()) -> frozenset[str]:
    """Return a value in formats of its kind, as it compares: in these, or in all that are for the eye."""
    found = set()
    for form in forms or [one for one in fact_kind(kind).formats if not one.startswith(SPOKEN)]:
        try:
            found.add(plain(fact_kind(kind).format(value, form, locale)))
        except (NoValue, LookupError, TypeError, ValueError, ArithmeticError):
            continue
    return frozenset(found - {""})


def _sections(spec: ModelSpec, document: Mapping[str, Any], locale: str) -> Iterator[tuple[str, str]]:
    """Yield label and first words of each required field that readers see."""
    for one in spec.fields:
        if one.required and one.public and not one.metadata and one.kind in SECTIONS:
            words = (plain(text) for text in _shown(one, document.get(one.key)))
            if probe := next((text for text in words if len(text) >= LONG_ENOUGH), ""):
                yield one.label_in(locale), probe[:PROBE]


def _shown(spec: FieldSpec, value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        yield from _words(value, WORDS)


def _words(value: Any, keys: Sequence[str] = ()) -> Iterator[str]:
    """Yield the texts of a document in order: those under these keys, or all but what only machines read."""
    if isinstance(value, Mapping):
        if keys and "file" in value:
            return  # a picture: not every medium shows it
        for key, one in value.items():
            if not isinstance(one, str):
                yield from _words(one, keys)
            elif key in keys or (not keys and key not in MACHINE):
                yield one
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, str):
                yield one
            else:
                yield from _words(one, keys)
