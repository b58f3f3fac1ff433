"""From an editor's raw body to the document that a snapshot freezes, and what is to be known of it.

Pure: no database, no clock. A document is a dict of field key -> value with facts and references unresolved;
docs/developers.md gives the shape of each kind's value.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from content_models.fields import Use, field_kinds, kind_of
from content_models.fields.nested import Group
from content_models.fields.table import lines_of
from content_models.problem import Problem
from content_models.spec import FieldSpec, ModelSpec

ROOT = Group(kind_of)
DEEPEST = 6
RESERVED = {"uuid", "key", "locale", "title", "model", "subject", "status", "notice", "replaced_by", "version"} | {
    "published_at",
    "first_published_at",
    "review_by",
    "address",
    "schema_type",
    "stamp",
    "translations",
    "fields",
}
"""Keys that every item answers by itself, so that no field may have them."""


def store_document(spec: ModelSpec, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of an item's raw body."""
    return ROOT.store_members(spec.fields, raw)


def editor_body(spec: ModelSpec, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plain body (`{"block": "text", …}` for blocks, tables as objects) as an editor's form stores it."""
    return {field.key: _editor_value(field, plain[field.key]) for field in spec.fields if field.key in plain}


def _editor_value(spec: FieldSpec, value: Any) -> Any:
    if spec.kind == "table" and isinstance(value, Mapping):
        return lines_of(dict(value))
    if spec.kind == "group" and isinstance(value, Mapping):
        return {one.key: _editor_value(one, value[one.key]) for one in spec.fields if one.key in value}
    if spec.kind == "list" and isinstance(value, list):
        return [_editor_value(spec.fields[0], one) for one in value]
    if spec.kind == "blocks" and isinstance(value, list):
        groups = {group.key: group for group in spec.fields}
        return [
            {"type": one["block"], "value": _editor_value(groups[one["block"]], one)} if "block" in one else one
            for one in value
        ]
    return value


def check_document(spec: ModelSpec, document: Mapping[str, Any]) -> list[Problem]:
    """Return every way in which a document breaks its model."""
    return list(ROOT.check_members(spec.fields, document, ""))


def uses_of(spec: ModelSpec, document: Mapping[str, Any]) -> list[Use]:
    """Return what a document depends on, in reading order."""
    return list(ROOT.uses(as_field(spec), document, ""))


def text_of(spec: ModelSpec, document: Mapping[str, Any]) -> str:
    """Return the public words of a document, for full text."""
    return "\n".join(text for text in ROOT.texts(as_field(spec), document) if text)


def terms_of(spec: ModelSpec, document: Mapping[str, Any]) -> Iterator[tuple[str, str | float]]:
    """Yield (`model.field`, term) for every indexed field on the outermost level."""
    for field in spec.fields:
        value = document.get(field.key)
        kind = kind_of(field)
        if value is not None and kind.indexed:
            for term in kind.terms(field, value):
                yield f"{spec.key}.{field.key}", term


def as_field(spec: ModelSpec) -> FieldSpec:
    return FieldSpec(key=spec.key, kind="group", label=spec.name, fields=spec.fields)


def check_spec(spec: ModelSpec) -> list[Problem]:
    """Return every way in which a content model cannot be used."""
    problems = list(_check_fields(spec.fields, "", 1))
    if not spec.fields:
        problems.append(Problem("", _("A content model needs at least one field."), code="children"))
    problems += [
        Problem(field.key, _("“%s” is a key that every item has by itself.") % field.key, code="reserved")
        for field in spec.fields
        if field.key in RESERVED
    ]
    return problems


def _check_fields(fields: Sequence[FieldSpec], prefix: str, depth: int) -> Iterator[Problem]:
    known = {kind.key for kind in field_kinds()}
    for spec in fields:
        path = f"{prefix}{spec.key}"
        if spec.kind not in known:
            yield Problem(path, _("“%s” is not a field kind.") % spec.kind, code="kind")
            continue
        if depth > DEEPEST:
            yield Problem(path, _("Fields are nested more than %d deep.") % DEEPEST, code="depth")
            return
        if spec.fields and kind_of(spec).children == "none":
            yield Problem(path, _("This kind of field holds no other fields."), code="children")
        yield from kind_of(spec).check_definition(spec, path)
        yield from _check_fields(spec.fields, f"{path}.", depth + 1)


def check_change(old: ModelSpec, new: ModelSpec) -> list[Problem]:
    """Return what a new version may not change: keys and kinds of published fields stay."""
    return list(_check_kept(old.fields, new.fields, ""))


def _check_kept(old: Sequence[FieldSpec], new: Sequence[FieldSpec], prefix: str) -> Iterator[Problem]:
    after = {spec.key: spec for spec in new}
    for spec in old:
        path, kept = f"{prefix}{spec.key}", after.get(spec.key)
        if kept is None:
            if not spec.deprecated:
                hint = _("Mark it as deprecated and publish that first.")
                yield Problem(path, _("A published field cannot be removed at once."), hint, "removed")
        elif kept.kind != spec.kind:
            hint = _("Add a new field and convert the values.")
            yield Problem(path, _("The kind of a published field cannot change."), hint, "kind_changed")
        else:
            yield from _check_kept(spec.fields, kept.fields, f"{path}.")
