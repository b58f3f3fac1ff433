"""Opening hours as an editor fills them in: a week as a grid of times, and the days that differ."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminDateInput

from content_models.factform.holidays import choices, closed_days
from content_models.widgets import HoursWidget

DAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}


class HoursBlock(blocks.CharBlock):
    """The hours of one day: a line of text, filled in as pairs of times."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.field.widget = HoursWidget()


class DayBlock(blocks.CharBlock):
    """A day, as text, chosen from a calendar."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.field.widget = AdminDateInput()


ADDED = _("Saving adds a line above for each of them on which you would be open. Change or remove it as you like.")


class HolidaysBlock(blocks.ChoiceBlock):
    """Holidays that saving fills in; nothing of the choice itself is stored."""

    def __init__(self, **options: Any) -> None:
        options.pop("choices", None)
        super().__init__(choices=choices, required=False, **options)


def hours_block() -> blocks.Block:
    week = blocks.StructBlock(
        [(day, HoursBlock(label=name)) for day, name in DAYS.items()],
        label=_("Week"),
        help_text=_("For example 09:00-12:30, 13:30-17:00. Empty: closed."),
        form_classname="struct-block contenthub-week",
    )
    exception = blocks.StructBlock(
        [
            ("date", DayBlock(label=_("Date"), help_text=_("Year, month and day: 2027-01-31"))),
            ("until", DayBlock(label=_("Until"), required=False, help_text=_("The last day, if it is several."))),
            ("hours", HoursBlock(label=_("Open"))),
            ("label", blocks.CharBlock(label=_("Occasion"), required=False, help_text=_("nl=Kerst; en=Christmas"))),
        ],
        label=_("Other day"),
    )
    return blocks.StructBlock(
        [
            ("week", week),
            ("exceptions", blocks.ListBlock(exception, default=[], label=_("Holidays and other days that differ"))),
            ("holidays", HolidaysBlock(label=_("Closed on public holidays"), help_text=ADDED)),
            ("note", blocks.CharBlock(label=_("Note"), required=False)),
        ],
        label=_("Opening hours"),
    )


def hours_to_form(value: Any) -> Any:
    """Return the stored value as lines of text."""
    if not isinstance(value, Mapping):
        return {}
    return {
        "week": {day: as_line(value.get("week", {}).get(day, [])) for day in DAYS},
        "exceptions": [
            {
                "date": one.get("date", ""),
                "until": one.get("until", ""),
                "hours": as_line(one.get("hours", [])),
                "label": label_text(one.get("label", "")),
            }
            for one in value.get("exceptions", [])
        ],
        "note": label_text(value.get("note", "")),
    }


def hours_from_form(form: Any) -> Any:
    week = {day: as_pairs(text) for day, text in (form.get("week") or {}).items() if text.strip()}
    exceptions = [_exception(row.get("value", row)) for row in form.get("exceptions") or []]
    exceptions += closed_days(form.get("holidays") or "", week, exceptions)
    note = label_value(form.get("note") or "")
    return {"week": week} | ({"exceptions": exceptions} if exceptions else {}) | ({"note": note} if note else {})


def _exception(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: row[name] for name in ("date", "until") if row.get(name)}
    label = label_value(row.get("label") or "")
    return {**found, "hours": as_pairs(row.get("hours") or ""), **({"label": label} if label else {})}


def as_line(pairs: Any) -> str:
    return ", ".join("-".join(str(part) for part in pair) for pair in pairs or [])


def as_pairs(text: str) -> list[list[str]]:
    """Return [["09:00", "12:30"], …]; what is no pair of times is left for the fact kind to refuse."""
    return [[part.strip() for part in span.replace("–", "-").split("-")] for span in text.split(",") if span.strip()]


def label_text(label: Any) -> str:
    """Return a label in several languages on one line: `nl=Kerst; en=Christmas`."""
    return "; ".join(f"{code}={text}" for code, text in label.items()) if isinstance(label, Mapping) else str(label)


def label_value(text: str) -> Any:
    """Return what a line means: a text per language, or one text for all."""
    if "=" not in text:
        return text
    return dict(part.strip().split("=", 1) for part in text.split(";") if "=" in part)
