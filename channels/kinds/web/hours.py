"""Opening hours on a page: the week, the days with other hours under a term of their own, then the note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from channels.kinds.arrange.html import lines
from channels.kinds.read import mapping
from channels.portable_text import unbroken
from channels.portable_text.html import fact_html


def hours_html(fact: Mapping[str, Any]) -> SafeString | None:
    """Return opening hours that were divided (`arrange.hours`) as blocks, and None for anything else."""
    divided = mapping(fact.get("divided"))
    return format_html('<div class="hours">{}</div>', _parts(fact, divided)) if divided else None


def _parts(fact: Mapping[str, Any], divided: Mapping[str, tuple[str, str]]) -> SafeString:
    return format_html_join("", "{}", ((_part(fact, name, *part),) for name, part in divided.items()))


def _part(fact: Mapping[str, Any], name: str, heading: str, told: str) -> SafeString:
    if name == "others":
        days = format_html_join("", "<dd>{}</dd>", ((day,) for day in unbroken(told).splitlines()))
        return format_html("<dl><dt>{}</dt>{}</dl>", heading, days)
    shown = mark_safe(fact_html(fact, told)) if name == "week" else lines(unbroken(told))  # noqa: S308 (escaped there)
    return format_html("<dl><dt>{}</dt><dd>{}</dd></dl>" if heading else "{}<p>{}</p>", heading, shown)
