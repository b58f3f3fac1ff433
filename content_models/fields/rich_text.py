"""Formatted text with facts and links to items inside it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import blocks

from content_models.fields.kind import FieldKind, Use, common, option, wrong_type
from content_models.problem import Problem
from content_models.richtext import plain_text, references, to_portable_text
from content_models.spec import FieldSpec

FEATURES = (
    *("h2", "h3", "h4", "h5", "h6", "bold", "italic", "code", "superscript", "subscript", "strikethrough"),
    *("ol", "ul", "hr", "blockquote"),
)
ALWAYS = ("link", "item-link", "external-link", "fact")
"""Features that are never off: the editor would silently drop what it does not know."""


class RichText(FieldKind):
    """Text with headings, lists, links and facts."""

    key = "rich_text"
    label = gettext_lazy("Rich text")
    icon = "edit"
    reads_as = "RichText"

    def definition_blocks(self) -> list[tuple[str, blocks.Block]]:
        return [("max_length", blocks.IntegerBlock(required=False, min_value=1, label=gettext_lazy("Greatest length")))]

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return blocks.RichTextBlock(features=[*FEATURES, *ALWAYS], **common(spec, locale))

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        return to_portable_text(raw) or None if isinstance(raw, str) else raw

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield wrong_type(path, _("rich text"), value)
            return
        high = option(spec, "max_length")
        if high and (length := len(plain_text(value))) > high:
            message = ngettext("%d character too long.", "%d characters too long.", length - high) % (length - high)
            yield Problem(path, message, _("At most %d characters.") % high, "max_length")

    def uses(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Use]:
        yield from uses_in_text(value, path)

    def texts(self, spec: FieldSpec, value: Any) -> Iterator[str]:
        yield plain_text(value)


def uses_in_text(nodes: list[Any], path: str) -> Iterator[Use]:
    """Yield the facts and items that Portable Text nodes point at."""
    for kind, uuid, inner in references(nodes):
        number, row, place = inner.split(".")
        node = nodes[int(number)][row][int(place)]
        yield Use(kind, uuid, f"{path}.{inner}", format=node.get("format", "short") if kind == "fact" else "")
