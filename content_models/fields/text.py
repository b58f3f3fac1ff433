"""Text on one line, and text of several lines."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import blocks

from content_models.fields.kind import FieldKind, common, option, wrong_type
from content_models.pattern import PatternTooSlow, compile_pattern, matches
from content_models.problem import Problem
from content_models.spec import FieldSpec


def limited(spec: FieldSpec, locale: str) -> dict[str, Any]:
    """Return the arguments of a block for text; its help says how long a text may be, for browsers cut it silently."""
    found, high = common(spec, locale), option(spec, "max_length")
    if high:
        most = _("At most %d characters.") % high
        found["help_text"] = f"{found['help_text']} {most}".strip()
    return {**found, "max_length": high, "min_length": option(spec, "min_length")}


class Text(FieldKind):
    """One line of text."""

    key = "text"
    label = gettext_lazy("Text")
    icon = "pilcrow"
    indexed = True

    def definition_blocks(self) -> list[tuple[str, blocks.Block]]:
        return [
            ("min_length", blocks.IntegerBlock(required=False, min_value=0, label=gettext_lazy("Shortest length"))),
            ("max_length", blocks.IntegerBlock(required=False, min_value=1, label=gettext_lazy("Greatest length"))),
            (
                "pattern",
                blocks.CharBlock(
                    required=False,
                    label=gettext_lazy("Pattern"),
                    help_text=gettext_lazy("A regular expression that the whole text must fit."),
                ),
            ),
            ("unique", blocks.BooleanBlock(required=False, label=gettext_lazy("Unique among published items"))),
        ]

    def check_definition(self, spec: FieldSpec, path: str) -> Iterator[Problem]:
        low, high = option(spec, "min_length"), option(spec, "max_length")
        if low and high and low > high:
            yield Problem(path, _("The shortest length is above the greatest."), code="range")
        if pattern := option(spec, "pattern"):
            try:
                compile_pattern(pattern)
            except ValueError as error:
                yield Problem(path, _("The pattern cannot be read: %s.") % error, code="pattern")

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return blocks.CharBlock(**limited(spec, locale))

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield wrong_type(path, _("text"), value)
            return
        if (high := option(spec, "max_length")) and len(value) > high:
            too_many = len(value) - high
            message = ngettext("%d character too long.", "%d characters too long.", too_many) % too_many
            yield Problem(path, message, _("At most %d characters.") % high, "max_length")
        if (low := option(spec, "min_length")) and len(value) < low:
            yield Problem(path, _("Too short."), _("At least %d characters.") % low, "min_length")
        if pattern := option(spec, "pattern"):
            yield from self._check_pattern(spec, pattern, value, path)

    def _check_pattern(self, spec: FieldSpec, pattern: str, value: str, path: str) -> Iterator[Problem]:
        example = _("For example: %s") % spec.example if spec.example else ""
        try:
            if not matches(pattern, value):
                yield Problem(path, _("“%s” does not have the form asked for.") % value[:60], example, "pattern")
        except PatternTooSlow:
            hint = _("Ask the owner of the content model for a simpler pattern.")
            yield Problem(path, _("The pattern of this field takes too long."), hint, "pattern_slow")

    def texts(self, spec: FieldSpec, value: Any) -> Iterator[str]:
        yield value

    def terms(self, spec: FieldSpec, value: Any) -> Iterator[str | float]:
        yield value[:200]


class LongText(Text):
    """Several lines of plain text."""

    key = "long_text"
    label = gettext_lazy("Long text")
    indexed = False

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return blocks.TextBlock(rows=3, **limited(spec, locale))
