"""Number, yes or no, date, moment, web address."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from content_models.fields.kind import FieldKind, common, option, wrong_type
from content_models.problem import Problem
from content_models.spec import FieldSpec


class Number(FieldKind):
    """A number, whole or with decimals."""

    key = "number"
    label = gettext_lazy("Number")
    icon = "order"
    reads_as = "Float"
    indexed = True

    def definition_blocks(self) -> list[tuple[str, blocks.Block]]:
        return [
            ("min", blocks.DecimalBlock(required=False, label=gettext_lazy("Lowest"))),
            ("max", blocks.DecimalBlock(required=False, label=gettext_lazy("Highest"))),
            ("unique", blocks.BooleanBlock(required=False, label=gettext_lazy("Unique among published items"))),
        ]

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return blocks.DecimalBlock(min_value=option(spec, "min"), max_value=option(spec, "max"), **common(spec, locale))

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        if raw in ("", None) or isinstance(raw, bool):
            return None if raw in ("", None) else raw
        try:
            number = Decimal(str(raw))
        except InvalidOperation:
            return raw
        if not number.is_finite():
            return raw
        return int(number) if number == number.to_integral_value() and abs(number) < 2**53 else float(number)

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield wrong_type(path, _("a number"), value)
            return
        low, high = option(spec, "min"), option(spec, "max")
        if low is not None and value < float(low):
            yield Problem(path, _("Too low."), _("At least %s.") % low, "min")
        if high is not None and value > float(high):
            yield Problem(path, _("Too high."), _("At most %s.") % high, "max")

    def terms(self, spec: FieldSpec, value: Any) -> Iterator[str | float]:
        yield float(value)


class Boolean(FieldKind):
    """Yes or no."""

    key = "boolean"
    label = gettext_lazy("Yes or no")
    icon = "tick"
    reads_as = "Boolean"
    indexed = True

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return blocks.BooleanBlock(**(common(spec, locale) | {"required": False}))

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield wrong_type(path, _("yes or no"), value)

    def terms(self, spec: FieldSpec, value: Any) -> Iterator[str | float]:
        yield float(value)


class Date(FieldKind):
    """A day."""

    key = "date"
    label = gettext_lazy("Date")
    icon = "date"
    reads_as = "Date"
    indexed = True

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return blocks.DateBlock(**common(spec, locale))

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        return raw.isoformat() if isinstance(raw, date) else raw or None

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        try:
            date.fromisoformat(value)
        except (TypeError, ValueError):
            yield Problem(path, _("This is not a date."), _("Write it as 2027-01-31."), "date")

    def terms(self, spec: FieldSpec, value: Any) -> Iterator[str | float]:
        yield value


class Moment(FieldKind):
    """A day with a time."""

    key = "datetime"
    label = gettext_lazy("Date and time")
    icon = "date"
    reads_as = "DateTime"
    indexed = True

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return blocks.DateTimeBlock(**common(spec, locale))

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        """Return the moment in UTC, ISO 8601, to the second; a moment without zone is in the hub's zone."""
        try:
            moment = parse_datetime(raw) if isinstance(raw, str) else raw
        except ValueError:
            return raw
        if not isinstance(moment, datetime):
            return raw or None
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        return moment.astimezone(UTC).isoformat(timespec="seconds")

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        try:
            datetime.fromisoformat(value)
        except (TypeError, ValueError):
            yield Problem(path, _("This is not a date with a time."), _("Write it as 2027-01-31 13:30."), "datetime")

    def terms(self, spec: FieldSpec, value: Any) -> Iterator[str | float]:
        yield value


class Url(FieldKind):
    """A web address."""

    key = "url"
    label = gettext_lazy("Web address")
    icon = "link-external"
    indexed = True

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return blocks.URLBlock(**common(spec, locale))

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        try:
            parts = urlsplit(value)
            fine = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in value
        except (TypeError, ValueError, AttributeError):
            fine = False
        if not fine:
            hint = _("Write the whole address, starting with https://")
            yield Problem(path, _("“%s” is not a web address.") % str(value)[:80], hint, "url")

    def terms(self, spec: FieldSpec, value: Any) -> Iterator[str | float]:
        yield value[:200]
