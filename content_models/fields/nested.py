"""Fields that hold fields: a group, a list, and blocks (a row of groups, each one of several)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from content_models.fields.kind import LONGEST, FieldKind, Use, check_length, common, member_values, option, wrong_type
from content_models.problem import Problem
from content_models.spec import FieldSpec

KindOf = Callable[[FieldSpec], FieldKind]


class Nested(FieldKind):
    """What the three have in common: they ask the kinds of the fields inside them."""

    def __init__(self, kind_of: KindOf) -> None:
        self.kind_of = kind_of

    def store_members(self, fields: tuple[FieldSpec, ...], raw: Mapping[str, Any]) -> dict[str, Any]:
        stored = {spec.key: self.kind_of(spec).store(spec, raw.get(spec.key)) for spec in fields}
        return {key: value for key, value in stored.items() if value is not None}

    def check_members(self, fields: tuple[FieldSpec, ...], value: Mapping[str, Any], path: str) -> Iterator[Problem]:
        prefix = f"{path}." if path else ""
        for spec in fields:
            member = value.get(spec.key)
            if member is not None:
                yield from self.kind_of(spec).check(spec, member, prefix + spec.key)
            elif spec.required:
                yield Problem(prefix + spec.key, _("“%s” is required.") % spec.label, code="required")

    def member_blocks(self, fields: tuple[FieldSpec, ...], locale: str) -> list[tuple[str, blocks.Block]]:
        return [(spec.key, self.kind_of(spec).block(spec, locale)) for spec in fields if not spec.deprecated]


class Group(Nested):
    """Several fields that belong together."""

    key = "group"
    label = gettext_lazy("Group")
    icon = "folder-open-1"
    reads_as = "Group"
    children = "many"

    def check_definition(self, spec: FieldSpec, path: str) -> Iterator[Problem]:
        if not spec.fields:
            yield Problem(path, _("A group needs at least one field."), code="children")

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return blocks.StructBlock(self.member_blocks(spec.fields, locale), **common(spec, locale))

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        return (self.store_members(spec.fields, raw) or None) if isinstance(raw, Mapping) else raw

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if isinstance(value, Mapping):
            yield from self.check_members(spec.fields, value, path)
        else:
            yield wrong_type(path, _("a group"), value)

    def uses(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Use]:
        for member, inner in member_values(value, spec.fields):
            yield from self.kind_of(member).uses(member, inner, f"{path}.{member.key}" if path else member.key)

    def texts(self, spec: FieldSpec, value: Any) -> Iterator[str]:
        for member, inner in member_values(value, spec.fields):
            if member.public:
                yield from self.kind_of(member).texts(member, inner)


class ListOf(Nested):
    """Any number of values of one kind."""

    key = "list"
    label = gettext_lazy("List")
    icon = "list-ul"
    reads_as = "List"
    children = "one"

    def definition_blocks(self) -> list[tuple[str, blocks.Block]]:
        return [
            ("min", blocks.IntegerBlock(required=False, min_value=0, label=gettext_lazy("Fewest"))),
            ("max", blocks.IntegerBlock(required=False, min_value=1, label=gettext_lazy("Most"))),
        ]

    def check_definition(self, spec: FieldSpec, path: str) -> Iterator[Problem]:
        if len(spec.fields) != 1:
            yield Problem(path, _("A list needs exactly one field: its element."), code="children")

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        element = self.kind_of(spec.fields[0]).block(spec.fields[0], locale)
        low = option(spec, "min") or (1 if spec.required else None)
        return blocks.ListBlock(element, default=[], min_num=low, max_num=option(spec, "max"), **common(spec, locale))

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        if not isinstance(raw, list):
            return raw or None
        element = spec.fields[0]
        values = [one["value"] if is_list_item(one) else one for one in raw]
        stored = [self.kind_of(element).store(element, value) for value in values]
        return [value for value in stored if value is not None] or None

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield wrong_type(path, _("a list"), value)
            return
        yield from check_length(spec, value, path)
        element = spec.fields[0]
        for number, inner in enumerate(value[:LONGEST]):
            yield from self.kind_of(element).check(element, inner, f"{path}.{number}")

    def uses(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Use]:
        element = spec.fields[0]
        for number, inner in enumerate(value):
            yield from self.kind_of(element).uses(element, inner, f"{path}.{number}")

    def texts(self, spec: FieldSpec, value: Any) -> Iterator[str]:
        element = spec.fields[0]
        for inner in value:
            yield from self.kind_of(element).texts(element, inner)


class Blocks(Nested):
    """A row of groups; an editor chooses each time which group comes next."""

    key = "blocks"
    label = gettext_lazy("Blocks")
    icon = "grip"
    reads_as = "Blocks"
    children = "groups"

    def definition_blocks(self) -> list[tuple[str, blocks.Block]]:
        return [("max", blocks.IntegerBlock(required=False, min_value=1, label=gettext_lazy("Most")))]

    def check_definition(self, spec: FieldSpec, path: str) -> Iterator[Problem]:
        if not spec.fields or any(group.kind != "group" for group in spec.fields):
            yield Problem(path, _("Blocks need groups to choose from."), code="children")

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        groups = [
            (group.key, self.kind_of(group).block(group, locale)) for group in spec.fields if not group.deprecated
        ]
        return blocks.StreamBlock(groups, max_num=option(spec, "max"), **common(spec, locale))

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        if not isinstance(raw, list):
            return raw or None
        groups = {group.key: group for group in spec.fields}
        stored = []
        for one in raw:
            kind = one.get("type") or one.get("block") if isinstance(one, Mapping) else None
            if kind in groups:
                members = self.store_members(groups[kind].fields, one.get("value", one))
                stored.append({"block": kind, **members})
            else:
                stored.append(one)
        return stored or None

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield wrong_type(path, _("a row of blocks"), value)
            return
        yield from check_length(spec, value, path)
        for number, group, one in self._rows(spec, value):
            if group is None:
                yield Problem(f"{path}.{number}", _("This kind of block is not in the content model."), code="block")
            else:
                yield from self.check_members(group.fields, one, f"{path}.{number}")

    def uses(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Use]:
        for number, group, one in self._rows(spec, value):
            if group is not None:
                yield from self.kind_of(group).uses(group, one, f"{path}.{number}")

    def texts(self, spec: FieldSpec, value: Any) -> Iterator[str]:
        for _number, group, one in self._rows(spec, value):
            if group is not None:
                yield from self.kind_of(group).texts(group, one)

    @staticmethod
    def _rows(spec: FieldSpec, value: list[Any]) -> Iterator[tuple[int, FieldSpec | None, Any]]:
        groups = {group.key: group for group in spec.fields}
        for number, one in enumerate(value[:LONGEST]):
            yield number, groups.get(one.get("block", "")) if isinstance(one, Mapping) else None, one


def is_list_item(one: Any) -> bool:
    """Return whether this is how Wagtail stores an element of a list."""
    return isinstance(one, Mapping) and one.get("type") == "item" and "value" in one
