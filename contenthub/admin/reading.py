"""A document as a person reads it: every field in words, with the facts and items that it names, never their ids.

Whoever decides has to see what readers will get. Facts are shown with the value they have now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from content_models.fields import kind_of
from content_models.fields.choice import choice_label
from content_models.fields.kind import Use, member_values
from content_models.models import HubImage, Item
from content_models.spec import FieldSpec, ModelSpec
from contenthub.dispatch.blast import written
from contenthub.publishing.facts import Current, current_facts, drafted_facts

MISSHAPEN = frozenset({"type", "date", "datetime"})
"""Problems of a value that is not what its kind holds, so that it cannot be read."""


@dataclass(frozen=True)
class Names:
    """What the ids in a document stand for, in one language."""

    facts: Mapping[str, Current]
    items: Mapping[str, str]
    images: Mapping[str, str]
    locale: str

    def fact(self, uuid: str, form: str) -> str:
        found = self.facts.get(uuid)
        if found is None:
            return _("(unknown fact)")
        said = written(found.kind, found.value, form or "short", self.locale)
        return said if said != "–" else _("(%s: no value now)") % found.label


def names_in(spec: ModelSpec, documents: Iterable[Mapping[str, Any]], locale: str, now: datetime) -> Names:
    """Look up everything that these documents name, each kind of it at once."""
    uses = [use for document in documents for use in _uses(spec, document)]
    wanted = {kind: {use.uuid for use in uses if use.kind == kind} for kind in ("fact", "item", "image")}
    facts = current_facts(wanted["fact"], now)
    items = Item.objects.filter(translation_key__in=wanted["item"]).select_related("locale")
    images = HubImage.objects.filter(uuid__in=wanted["image"]).values_list("uuid", "title")
    return Names(
        {**facts, **drafted_facts(wanted["fact"] - set(facts))},
        # The last one counts, so what is in the language itself comes last.
        {str(one.uuid): one.title for one in sorted(items, key=lambda one: one.locale.language_code == locale)},
        {str(uuid): title for uuid, title in images},
        locale,
    )


def _uses(spec: ModelSpec, document: Mapping[str, Any]) -> Iterator[Use]:
    for field, value in member_values(document, spec.fields):
        if _is_sound(field, value):
            yield from kind_of(field).uses(field, value, field.key)


def _is_sound(field: FieldSpec, value: Any) -> bool:
    """Tell whether a value has the shape of its kind: what was sent back need not have."""
    return all(problem.code not in MISSHAPEN for problem in kind_of(field).check(field, value, field.key))


def words(field: FieldSpec, value: Any, names: Names) -> str:
    """Return what a value says, line by line; empty when there is none."""
    if value in (None, "", [], {}):
        return ""
    if not _is_sound(field, value):
        return str(value)
    return "\n".join(line for line in _lines(field, _filled(value, names), names) if line)


def _filled(value: Any, names: Names) -> Any:
    """Return a value in which the facts inside texts carry their own words."""
    if isinstance(value, list):
        return [_filled(one, names) for one in value]
    if not isinstance(value, Mapping):
        return value
    if value.get("_type") == "fact" and "text" not in value:
        return {**value, "text": names.fact(str(value.get("fact")), str(value.get("format") or "short"))}
    return {key: _filled(one, names) for key, one in value.items()}


def _lines(field: FieldSpec, value: Any, names: Names) -> Iterator[str]:
    read = READ.get(field.kind)
    texts = read(field, value, names) if read else kind_of(field).texts(field, value)
    yield from list(texts) or [str(value)]


def _fact(_field: FieldSpec, value: Any, names: Names) -> Iterator[str]:
    yield names.fact(value["fact"], value.get("format") or "short")


def _references(_field: FieldSpec, value: Any, names: Names) -> Iterator[str]:
    for uuid in value if isinstance(value, list) else [value]:
        yield names.items.get(uuid) or _("(unknown item)")


def _image(_field: FieldSpec, value: Any, names: Names) -> Iterator[str]:
    title = names.images.get(value["image"], "")
    yield f"{title}: {value['alt']}" if value.get("alt") else _("%s (decoration only)") % title


def _yes_or_no(_field: FieldSpec, value: Any, _names: Names) -> Iterator[str]:
    yield _("yes") if value else _("no")


def _day(_field: FieldSpec, value: Any, _names: Names) -> Iterator[str]:
    yield date_format(date.fromisoformat(value), "DATE_FORMAT")


def _moment(_field: FieldSpec, value: Any, _names: Names) -> Iterator[str]:
    yield date_format(localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")


def _choices(field: FieldSpec, value: Any, names: Names) -> Iterator[str]:
    known = {one.get("value"): choice_label(one, names.locale) for one in field.options.get("choices", ())}
    for one in value if isinstance(value, list) else [value]:
        yield known.get(one) or str(one)


def _list(field: FieldSpec, value: Any, names: Names) -> Iterator[str]:
    for inner in value:
        yield from _lines(field.fields[0], inner, names)


def _group(field: FieldSpec, value: Any, names: Names) -> Iterator[str]:
    for member, inner in member_values(value, field.fields):
        said = "\n".join(line for line in _lines(member, inner, names) if line)
        if said:
            yield f"{member.label_in(names.locale)}: {said}"


def _blocks(field: FieldSpec, value: Any, names: Names) -> Iterator[str]:
    groups = {group.key: group for group in field.fields}
    for row in value:
        if group := groups.get(row.get("block", "")):
            yield from _group(group, row, names)


READ: Mapping[str, Callable[[FieldSpec, Any, Names], Iterator[str]]] = {
    "fact": _fact,
    "reference": _references,
    "image": _image,
    "boolean": _yes_or_no,
    "choice": _choices,
    "date": _day,
    "datetime": _moment,
    "list": _list,
    "group": _group,
    "blocks": _blocks,
}
"""How a kind of field is read; the others give their own texts."""
