"""One of a fixed set of options, and free tags."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from content_models.fields.kind import FieldKind, common, option, wrong_type
from content_models.labels import label_in
from content_models.problem import Problem
from content_models.spec import KEY, FieldSpec

TAGS = 50
TAG_LENGTH = 60


class Choice(FieldKind):
    """One of the options that the modeller gave."""

    key = "choice"
    label = gettext_lazy("Choice")
    icon = "list-ul"
    reads_as = "String"
    indexed = True

    def definition_blocks(self) -> list[tuple[str, blocks.Block]]:
        one = blocks.StructBlock(
            [
                ("value", blocks.CharBlock(label=gettext_lazy("Key"), max_length=40)),
                ("label", blocks.CharBlock(label=gettext_lazy("Label"))),
                ("labels", labels_block()),
            ],
            label=gettext_lazy("Option"),
        )
        return [("choices", blocks.ListBlock(one, label=gettext_lazy("Options"), min_num=1))]

    def check_definition(self, spec: FieldSpec, path: str) -> Iterator[Problem]:
        values = [str(one.get("value", "")) for one in option(spec, "choices") or []]
        if not values:
            yield Problem(path, _("A choice needs at least one option."), code="choices")
        for value in values:
            if not KEY.fullmatch(value.replace("-", "_")):
                yield Problem(path, _("“%s” cannot be the key of an option.") % value, code="choices")
        if len(set(values)) < len(values):
            yield Problem(path, _("Two options have the same key."), code="choices")

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        choices = [(one["value"], choice_label(one, locale)) for one in option(spec, "choices") or []]
        return blocks.ChoiceBlock(choices=choices, **common(spec, locale))

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        known = [one["value"] for one in option(spec, "choices") or []]
        if value not in known:
            message = _("“%s” is not one of the options.") % str(value)[:60]
            yield Problem(path, message, _("Choose from: %s.") % ", ".join(known), "choice")

    def terms(self, spec: FieldSpec, value: Any) -> Iterator[str | float]:
        yield value


class Tags(FieldKind):
    """Words by which an item is found."""

    key = "tags"
    label = gettext_lazy("Tags")
    icon = "tag"
    reads_as = "Tags"
    indexed = True

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        arguments = common(spec, locale)
        return blocks.ListBlock(
            blocks.CharBlock(label=_("Tag"), max_length=TAG_LENGTH),
            default=[],
            collapsed=True,
            min_num=1 if spec.required else None,
            max_num=TAGS,
            **arguments,
        )

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        if not isinstance(raw, list):
            return raw or None
        words = [one.get("value") if isinstance(one, dict) else one for one in raw]
        return list(dict.fromkeys(word.strip() for word in words if isinstance(word, str) and word.strip())) or None

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield wrong_type(path, _("a list of words"), value)
        elif len(value) > TAGS:
            yield Problem(path, _("Too many tags."), _("At most %d.") % TAGS, "max_items")
        elif any(len(word) > TAG_LENGTH for word in value):
            yield Problem(path, _("A tag is too long."), _("At most %d characters.") % TAG_LENGTH, "max_length")

    def texts(self, spec: FieldSpec, value: Any) -> Iterator[str]:
        yield from value

    def terms(self, spec: FieldSpec, value: Any) -> Iterator[str | float]:
        yield from value


def labels_block() -> blocks.Block:
    """Return the block for labels in other languages."""
    one = blocks.StructBlock(
        [
            ("locale", blocks.CharBlock(label=gettext_lazy("Language"), max_length=20)),
            ("label", blocks.CharBlock(label=gettext_lazy("Label"))),
        ]
    )
    return blocks.ListBlock(one, default=[], label=gettext_lazy("Labels in other languages"), required=False)


def choice_label(one: dict[str, Any], locale: str) -> str:
    return label_in(locale, one.get("labels") or {}, one.get("label") or one["value"])
