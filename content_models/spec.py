"""A content model as frozen data: what a form, a check, a snapshot and a schema are all made from.

A definition is plain JSON (in a ModelVersion, in a TOML model pack); `ModelSpec.read` turns it into these
classes and `ModelSpec.as_definition` back, exactly.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from content_models.labels import label_in

KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
KEY_LENGTH = 40


class SpecError(ValueError):
    """A definition cannot be read: the message says where and why."""


def camel(key: str) -> str:
    """Return a snake_case key as GraphQL writes it: `opening_hours` -> `openingHours`."""
    head, *tail = key.split("_")
    return head + "".join(part.capitalize() for part in tail)


def pascal(key: str) -> str:
    """Return a snake_case key as a GraphQL type name: `contact_point` -> `ContactPoint`."""
    return "".join(part.capitalize() for part in key.split("_"))


def plural_of(key: str) -> str:
    """Return the plural a modeller would expect: `faq` -> `faqs`, `story` -> `stories`."""
    if key.endswith("y") and key[-2:-1] not in "aeiou":
        return key[:-1] + "ies"
    return key + ("es" if key.endswith(("s", "x", "ch", "sh")) else "s")


@dataclass(frozen=True)
class FieldSpec:
    """One field: its key and kind never change once published."""

    key: str
    kind: str
    label: str
    labels: Mapping[str, str] = field(default_factory=dict)
    help_text: str = ""
    example: str = ""
    required: bool = False
    public: bool = True
    metadata: bool = False
    """Whether it is for systems: delivered to every channel, but not shown, printed or read aloud."""
    deprecated: bool = False
    section: str = ""
    """Under which heading of the form the field stands."""
    options: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple["FieldSpec", ...] = ()

    @property
    def name(self) -> str:
        """The field's name in GraphQL."""
        return camel(self.key)

    def label_in(self, locale: str) -> str:
        return label_in(locale, self.labels, self.label)

    @classmethod
    def read(cls, raw: Mapping[str, Any], where: str) -> "FieldSpec":
        """Read one field definition; options may stand beside the other keys (TOML) or under `options` (JSON)."""
        if not isinstance(raw, Mapping):
            message = _("%(where)s: a field must be a table, not %(given)s.")
            raise SpecError(message % {"where": where, "given": type(raw).__name__})
        key, kind = raw.get("key"), raw.get("kind")
        here = f"{where}.{key or '?'}"
        check_key(key, here)
        if not isinstance(kind, str) or not kind:
            raise SpecError(_("%s: kind is missing.") % here)
        given = {**raw.get("options", {}), **{k: v for k, v in raw.items() if k not in FIELD_KEYS}}
        options = {name: value for name, value in given.items() if says_something(value)}
        children = tuple(cls.read(child, here) for child in raw.get("fields", ()))
        check_unique([child.key for child in children], here)
        return cls(
            key=str(key),
            kind=kind,
            label=str(raw.get("label") or str(key).replace("_", " ").capitalize()),
            labels=dict(raw.get("labels", {})),
            help_text=str(raw.get("help_text", "")),
            example=str(raw.get("example", "")),
            required=bool(raw.get("required", False)),
            public=bool(raw.get("public", True)),
            metadata=bool(raw.get("metadata", False)),
            deprecated=bool(raw.get("deprecated", False)),
            section=str(raw.get("section", "")),
            options=options,
            fields=children,
        )

    def as_definition(self) -> dict[str, Any]:
        """Return the JSON definition, without what is default."""
        full = {
            "key": self.key,
            "kind": self.kind,
            "label": self.label,
            "labels": dict(self.labels),
            "help_text": self.help_text,
            "example": self.example,
            "required": self.required,
            "section": self.section,
            "options": dict(self.options),
            "fields": [child.as_definition() for child in self.fields],
        }
        defaults = {"public": True, "metadata": False, "deprecated": False}
        changed = {name: getattr(self, name) for name, usual in defaults.items() if getattr(self, name) != usual}
        return {name: value for name, value in full.items() if value not in ({}, [], "", False)} | changed


@dataclass(frozen=True)
class ModelSpec:
    """One version of a content model."""

    key: str
    version: int
    name: str
    plural: str
    labels: Mapping[str, str]
    description: str
    user_need: str
    schema_type: str
    fields: tuple[FieldSpec, ...]

    @property
    def type_name(self) -> str:
        return pascal(self.key)

    @property
    def query_name(self) -> str:
        return camel(self.key)

    @property
    def query_plural(self) -> str:
        return camel(self.plural)

    def field(self, key: str) -> FieldSpec | None:
        return next((spec for spec in self.fields if spec.key == key), None)

    def name_in(self, locale: str) -> str:
        return label_in(locale, self.labels, self.name)

    @classmethod
    def read(cls, raw: Mapping[str, Any], version: int = 0) -> "ModelSpec":
        """Read a definition. Raises SpecError naming the field that is wrong."""
        key = raw.get("key")
        check_key(key, "model")
        fields = tuple(FieldSpec.read(item, str(key)) for item in raw.get("fields", ()))
        check_unique([item.key for item in fields], str(key))
        plural = str(raw.get("plural") or plural_of(str(key)))
        check_key(plural, f"{key}: plural")
        if plural == key:
            raise SpecError(_("%s: the plural must differ from the key.") % key)
        return cls(
            key=str(key),
            version=version,
            name=str(raw.get("name") or str(key).replace("_", " ").capitalize()),
            plural=plural,
            labels=dict(raw.get("labels", {})),
            description=str(raw.get("description", "")),
            user_need=str(raw.get("user_need", "")),
            schema_type=str(raw.get("schema_type", "")),
            fields=fields,
        )

    def as_definition(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "name": self.name,
            "plural": self.plural,
            "labels": dict(self.labels),
            "description": self.description,
            "user_need": self.user_need,
            "schema_type": self.schema_type,
            "fields": [item.as_definition() for item in self.fields],
        }


FIELD_KEYS = {
    "key",
    "kind",
    "label",
    "labels",
    "help_text",
    "example",
    "required",
    "public",
    "metadata",
    "deprecated",
    "section",
    "options",
    "fields",
}


def says_something(option: object) -> bool:
    """Return whether an option differs from its being absent; the number 0 does."""
    return option is not None and option is not False and option not in ("", [], {})


def check_key(key: object, where: str) -> None:
    """Refuse a key that GraphQL, JSON and a person could not all read."""
    if not isinstance(key, str) or not KEY.fullmatch(key) or len(key) > KEY_LENGTH:
        message = _(
            "%(where)s: “%(key)s” is not a key. Use lower-case letters, digits and single underscores,"
            " starting with a letter, %(most)d characters at most."
        )
        raise SpecError(message % {"where": where, "key": key, "most": KEY_LENGTH})


def check_unique(keys: Sequence[str], where: str) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise SpecError(_("%(where)s: the key “%(key)s” is used twice.") % {"where": where, "key": key})


def walk(fields: Sequence[FieldSpec], prefix: str = "") -> Iterator[tuple[str, FieldSpec]]:
    """Yield (dotted path, field) for every field, outer before inner."""
    for item in fields:
        path = f"{prefix}{item.key}"
        yield path, item
        yield from walk(item.fields, f"{path}.")
