"""How an editor fills in one value of a fact: a block per fact kind, and the way to the stored JSON and back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content_models.factform.hours import hours_block, hours_from_form, hours_to_form

Convert = Callable[[Any], Any]


def same(value: Any) -> Any:
    return value


def without_empty(value: Any) -> Any:
    """Leave out what was not filled in."""
    return (
        {name: part for name, part in value.items() if part not in ("", None)} if isinstance(value, Mapping) else value
    )


@dataclass(frozen=True)
class ValueForm:
    """A block for one kind of fact. `to_form` and `from_form` turn the stored value into the block's and back."""

    block: Callable[[Iterable[str]], blocks.Block]
    to_form: Convert = same
    from_form: Convert = same


def line(label: Any, *, required: bool = True, help_text: Any = "") -> blocks.Block:
    return blocks.CharBlock(label=label, required=required, help_text=help_text)


def group(*members: tuple[str, blocks.Block], to_form: Convert = same) -> ValueForm:
    return ValueForm(lambda _locales: blocks.StructBlock(list(members), label=_("Value")), to_form, without_empty)


def per_locale(locales: Iterable[str]) -> blocks.Block:
    members = [(code, blocks.TextBlock(label=code, rows=1, required=False)) for code in locales]
    return blocks.StructBlock(members, label=_("Value by language"))


def address_block() -> blocks.Block:
    return blocks.StructBlock(
        [
            ("street", line(_("Street"), required=False)),
            ("number", line(_("House number"), required=False)),
            ("addition", line(_("Addition"), required=False)),
            ("lines", blocks.TextBlock(label=_("Or: lines as they are"), rows=2, required=False)),
            ("postcode", line(_("Postcode"), required=False)),
            ("city", line(_("City"))),
            ("country", line(_("Country code"), required=False, help_text=_("Only when it must be shown"))),
        ],
        label=_("Address"),
    )


def address_to_form(value: Any) -> Any:
    return {**value, "lines": "\n".join(value.get("lines", []))} if isinstance(value, Mapping) else {}


def address_from_form(form: Any) -> Any:
    lines = [text.strip() for text in (form.get("lines") or "").splitlines() if text.strip()]
    return without_empty({**form, "lines": lines or None})


def as_typed(number: Any) -> Any:
    """Return a stored number as an editor writes it in the language of the admin: 16,60 in Dutch."""
    return number.replace(",", ".").replace(".", get_format("DECIMAL_SEPARATOR")) if isinstance(number, str) else number


def amount_to_form(value: Any) -> Any:
    return {**value, "amount": as_typed(value.get("amount"))} if isinstance(value, Mapping) else value


def one(block: type[blocks.Block], **more: Any) -> ValueForm:
    return ValueForm(lambda _locales: block(label=_("Value"), **more))


FORMS: dict[str, ValueForm] = {
    "money": group(
        ("amount", line(_("Amount"), help_text=_("With a point: 16.60"))),
        ("currency", blocks.CharBlock(label=_("Currency"), default="EUR", max_length=3)),
        to_form=amount_to_form,
    ),
    "phone": group(
        (
            "number",
            line(_("Phone number"), help_text=_("With the country: +31 14 123 45 67. A short number needs a region.")),
        ),
        ("region", line(_("Region of a short number"), required=False, help_text=_("For example NL"))),
        ("extension", line(_("Extension"), required=False)),
        ("label", line(_("Label"), required=False)),
    ),
    "email": one(blocks.EmailBlock),
    "address": ValueForm(lambda _locales: address_block(), address_to_form, address_from_form),
    "opening_hours": ValueForm(lambda _locales: hours_block(), hours_to_form, hours_from_form),
    "date": one(blocks.CharBlock, help_text=_("Year, month and day: 2027-01-31")),
    "period": group(
        ("from", line(_("From"), help_text=_("Year, month and day: 2027-01-31"))),
        ("to", line(_("Up to and including"), required=False)),
    ),
    "percentage": ValueForm(
        lambda _locales: blocks.CharBlock(label=_("Value"), help_text=_("Without the sign: 21")), as_typed
    ),
    "quantity": group(
        ("amount", line(_("Quantity"))),
        ("unit", line(_("Unit"), help_text=_("day, week, working_day, kilogram …"))),
        to_form=amount_to_form,
    ),
    "url": group(
        ("href", blocks.URLBlock(label=_("Web address"))),
        ("text", line(_("Text to show instead"), required=False)),
    ),
    "text": ValueForm(per_locale, from_form=without_empty),
}
