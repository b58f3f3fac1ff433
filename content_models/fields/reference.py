"""A reference to another item, or to several; and a fact."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from content_models.blocks import FactReferenceBlock, ItemReferenceBlock, is_uuid
from content_models.facts import fact_kinds
from content_models.fields.kind import FieldKind, Use, check_length, common, option, wrong_type
from content_models.problem import Problem
from content_models.spec import FieldSpec


class Reference(FieldKind):
    """Points to one item, or to many, of the allowed content models."""

    key = "reference"
    label = gettext_lazy("Reference")
    icon = "link"
    reads_as = "Reference"
    indexed = True

    def definition_blocks(self) -> list[tuple[str, blocks.Block]]:
        models = blocks.ListBlock(
            blocks.CharBlock(label=gettext_lazy("Key of a content model")),
            default=[],
            required=False,
            label=gettext_lazy("Allowed content models (none: all)"),
        )
        return [
            ("models", models),
            ("many", blocks.BooleanBlock(required=False, label=gettext_lazy("Several items"))),
            ("max", blocks.IntegerBlock(required=False, min_value=1, label=gettext_lazy("Most"))),
        ]

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        models = option(spec, "models") or ()
        if not option(spec, "many"):
            return ItemReferenceBlock(models, **common(spec, locale))
        inner = ItemReferenceBlock(models, label=spec.label_in(locale))
        minimum = 1 if spec.required else None
        return blocks.ListBlock(inner, default=[], min_num=minimum, max_num=option(spec, "max"), **common(spec, locale))

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        if not option(spec, "many"):
            return str(raw) if raw else None
        if not isinstance(raw, list):
            return raw or None
        uuids = [one.get("value") if isinstance(one, dict) else one for one in raw]
        return list(dict.fromkeys(str(uuid) for uuid in uuids if uuid)) or None

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        many = bool(option(spec, "many"))
        values = value if many else [value]
        if not isinstance(values, list) or not all(isinstance(one, str) and is_uuid(one) for one in values):
            yield wrong_type(path, _("references") if many else _("a reference"), value)
        elif many:
            yield from check_length(spec, values, path)

    def uses(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Use]:
        models = tuple(option(spec, "models") or ())
        if not option(spec, "many"):
            yield Use("item", value, path, models=models)
            return
        for number, uuid in enumerate(value):
            yield Use("item", uuid, f"{path}.{number}", models=models)

    def terms(self, spec: FieldSpec, value: Any) -> Iterator[str | float]:
        yield from value if isinstance(value, list) else [value]


class FactField(FieldKind):
    """One fact, in one of its formats."""

    key = "fact"
    label = gettext_lazy("Fact")
    icon = "pick"
    reads_as = "Fact"
    indexed = True

    def definition_blocks(self) -> list[tuple[str, blocks.Block]]:
        kinds = blocks.MultipleChoiceBlock(
            choices=lambda: [(kind.key, kind.label) for kind in fact_kinds()],
            required=False,
            label=gettext_lazy("Allowed kinds of fact (none: all)"),
        )
        return [
            ("kinds", kinds),
            ("format", blocks.CharBlock(required=False, default="short", label=gettext_lazy("Format"))),
        ]

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return FactReferenceBlock(option(spec, "kinds") or (), **common(spec, locale))

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        if isinstance(raw, dict):
            return raw if raw.get("fact") else None
        return {"fact": str(raw), "format": option(spec, "format") or "short"} if raw else None

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict) or not is_uuid(str(value.get("fact"))):
            yield wrong_type(path, _("a fact"), value)

    def uses(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Use]:
        kinds = tuple(option(spec, "kinds") or ())
        yield Use("fact", value["fact"], path, kinds=kinds, format=value.get("format", "short"))

    def terms(self, spec: FieldSpec, value: Any) -> Iterator[str | float]:
        yield value["fact"]
