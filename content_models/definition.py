"""The form in which a modeller defines fields: field definitions as blocks, and back to plain JSON.

Stored as a StreamField of ContentModel: one block type per field kind, in it the options all kinds have,
the kind's own options, and the fields inside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from content_models.fields import field_kind, field_kinds
from content_models.fields.choice import labels_block
from content_models.spec import KEY

DEPTH = 3
"""How deep a modeller can nest fields in the form; a model pack may go deeper."""

COMMON = ("key", "label", "labels", "help_text", "example", "required", "public", "metadata", "deprecated", "section")


class DefinitionField(StreamField):
    """A StreamField whose blocks stay out of migrations, since they never change a column."""

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, ([],), kwargs


def common_blocks() -> list[tuple[str, blocks.Block]]:
    return [
        ("label", blocks.CharBlock(label=_("Label"), max_length=80)),
        (
            "key",
            blocks.RegexBlock(
                regex=rf"^{KEY.pattern}\Z",
                max_length=40,
                label=_("Key"),
                help_text=_("Lower-case letters, digits and underscores. Never changes once published."),
            ),
        ),
        ("required", blocks.BooleanBlock(required=False, label=_("Required to publish"))),
        ("help_text", blocks.CharBlock(required=False, label=_("Help for the editor"))),
        ("example", blocks.CharBlock(required=False, label=_("Example"))),
        ("public", blocks.BooleanBlock(required=False, default=True, label=_("Public (off: only for agents)"))),
        (
            "metadata",
            blocks.BooleanBlock(
                required=False,
                label=_("For systems"),
                help_text=_("For systems: delivered, but not shown, printed or read aloud."),
            ),
        ),
        ("deprecated", blocks.BooleanBlock(required=False, label=_("Deprecated (hidden from forms)"))),
        (
            "section",
            blocks.CharBlock(
                required=False,
                max_length=80,
                label=_("Section of the form"),
                help_text=_("Fields with the same section stand together under this heading, which can be folded."),
            ),
        ),
        ("labels", labels_block()),
    ]


def definition_block(key: str, depth: int) -> blocks.StructBlock:
    """Return the block in which a field of this kind is defined."""
    kind = field_kind(key)
    members = [*common_blocks(), *kind.definition_blocks()]
    if kind.children == "one":
        members.append(("fields", fields_block(depth + 1, max_num=1, label=_("Element"))))
    elif kind.children == "many":
        members.append(("fields", fields_block(depth + 1, label=_("Fields in this group"))))
    elif kind.children == "groups":
        groups = blocks.StreamBlock([("group", definition_block("group", depth + 1))], label=_("Groups to choose from"))
        members.append(("fields", groups))
    return blocks.StructBlock(members, label=kind.label, icon=kind.icon, collapsed=depth > 1)


def fields_block(depth: int = 1, *, max_num: int | None = None, label: Any = "") -> blocks.StreamBlock:
    """Return the row of field definitions; at the deepest level no kind that holds fields is offered."""
    kinds = [kind for kind in field_kinds() if kind.children == "none" or depth < DEPTH]
    arguments = {"label": label} if label else {}
    return blocks.StreamBlock(
        [(kind.key, definition_block(kind.key, depth)) for kind in kinds], required=False, max_num=max_num, **arguments
    )


def definition_from_stream(stream: Iterable[Any]) -> list[dict[str, Any]]:
    """Return plain JSON definitions of a stream's raw data."""
    return [_definition(child["type"], child["value"]) for child in stream]


def _definition(kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    definition: dict[str, Any] = {"kind": kind, "options": {}}
    for name, given in value.items():
        if name == "fields":
            definition["fields"] = definition_from_stream(given)
        elif name == "labels":
            definition["labels"] = _labels_from_list(given)
        elif name in COMMON:
            definition[name] = given
        else:
            definition["options"][name] = _plain_option(name, given)
    return definition


def _plain_option(name: str, given: Any) -> Any:
    values = _list_values(given) if isinstance(given, list) else given
    if name == "choices":
        return [{**one, "labels": _labels_from_list(one.get("labels") or [])} for one in values]
    return values


def _list_values(given: Sequence[Any]) -> list[Any]:
    return [one["value"] if isinstance(one, Mapping) and one.get("type") == "item" else one for one in given]


def _labels_from_list(given: Any) -> dict[str, str]:
    if isinstance(given, Mapping):
        return dict(given)
    return {one["locale"]: one["label"] for one in _list_values(given)}


def _labels_as_list(labels: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"locale": locale, "label": label} for locale, label in labels.items()]


def stream_from_definition(definitions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a stream's raw data of plain JSON definitions: the inverse of `definition_from_stream`."""
    return [{"type": one["kind"], "value": _stream_value(one)} for one in definitions]


def _stream_value(definition: Mapping[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = {name: definition[name] for name in COMMON if name in definition}
    value["labels"] = _labels_as_list(definition.get("labels", {}))
    for name, option in definition.get("options", {}).items():
        if name == "choices":
            option = [{**one, "labels": _labels_as_list(one.get("labels") or {})} for one in option]
        value[name] = option
    if "fields" in definition:
        value["fields"] = stream_from_definition(definition["fields"])
    return value
