"""FactForm: the timeline of a fact as rows of value, from, until."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import BlockField
from wagtail.models import Locale

from content_models.blocks import RootStructBlock, forget
from content_models.factform.errors import block_error
from content_models.factform.values import FORMS
from content_models.facts import fact_kind
from content_models.timeline import check_timeline, says_the_same


def timeline_block(kind: str, locales: Iterable[str]) -> RootStructBlock:
    """Return a new block tree for facts of a kind."""
    row = blocks.StructBlock(
        [
            ("value", FORMS[kind].block(locales)),
            ("valid_from", blocks.DateTimeBlock(required=False, label=_("From"), help_text=_("Empty: always."))),
            ("valid_until", blocks.DateTimeBlock(required=False, label=_("Until"), help_text=_("Empty: no end."))),
        ],
        label=_("Value"),
    )
    rows = blocks.ListBlock(row, min_num=1, label=_("Values, each with its period"))
    root = RootStructBlock([("values", rows)], required=False, label=fact_kind(kind).label)
    root.set_name("timeline")
    forget(root)
    return root


def to_form(kind: str, timeline: Any) -> dict[str, Any]:
    """Return what the block holds for a stored timeline."""
    rows = timeline if isinstance(timeline, list) else []
    return {
        "values": [
            {
                "value": FORMS[kind].to_form(row.get("value")),
                "valid_from": parse_datetime(row["valid_from"]) if row.get("valid_from") else None,
                "valid_until": parse_datetime(row["valid_until"]) if row.get("valid_until") else None,
            }
            for row in rows
            if isinstance(row, Mapping)
        ]
    }


def from_form(kind: str, form: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the timeline that was filled in."""
    rows = [row["value"] if row.get("type") == "item" else row for row in form.get("values") or []]
    return [
        {
            "value": FORMS[kind].from_form(row["value"]),
            "valid_from": row["valid_from"].isoformat() if row.get("valid_from") else None,
            "valid_until": row["valid_until"].isoformat() if row.get("valid_until") else None,
        }
        for row in rows
    ]


class TimelineField(BlockField):
    """The timeline of a fact. It has changed when it says something else, not when the same was typed otherwise."""

    def __init__(self, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(**options)

    def has_changed(self, initial_value: Any, data_value: Any) -> bool:
        try:
            forms = [self.block.get_prep_value(value) for value in (initial_value, self.clean(data_value))]
        except ValidationError:
            return True
        before, now = (from_form(self.kind, form) for form in forms)
        return not says_the_same(self.kind, before, now)


class FactForm(WagtailAdminModelForm):
    """Gives the timeline the fields of the fact's kind; the kind is chosen once, when a fact is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = self.instance.kind or (self.data.get(self.add_prefix("kind"), "") if self.is_bound else "")
        if self.kind in FORMS:
            locales = list(Locale.objects.values_list("language_code", flat=True))
            block = timeline_block(self.kind, locales)
            self.fields["timeline"] = TimelineField(self.kind, block=block, required=False, label=_("Values over time"))
            self.initial["timeline"] = block.to_python(to_form(self.kind, self.instance.timeline) or {})

    def clean_timeline(self) -> Any:
        """Return the timeline that was filled in; the one that is stored, to the letter, when that says the same."""
        value = self.cleaned_data["timeline"]
        if not isinstance(value, blocks.StructValue):
            return value
        timeline = from_form(self.kind, value.block.get_prep_value(value))
        if problems := check_timeline(self.kind, timeline):
            raise block_error(problems, value.block)
        stored = self.instance.timeline
        if says_the_same(self.kind, stored, timeline):
            return stored
        return [{**one, "value": fact_kind(self.kind).normalise(one["value"])} for one in timeline]
