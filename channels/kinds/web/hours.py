"""Opening hours on a page: the week, below it the days with other hours under a term of their own, then the note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from channels.kinds.arrange.html import lines
from channels.kinds.arrange.words import Words
from channels.kinds.read import mapping, text
from channels.portable_text import unbroken
from channels.portable_text.html import fact_html


def hours_html(fact: Mapping[str, Any], say: Words) -> SafeString | None:
    """Return opening hours that were divided (`arrange.hours`) as blocks, and None for anything else."""
    divided = mapping(fact.get("divided"))
    if not divided:
        return None
    week = mark_safe(fact_html(fact, text(divided.get("week"))))  # noqa: S308 (escaped there)
    others, note = (unbroken(text(divided.get(one))) for one in ("others", "note"))
    days = format_html_join("", "<dd>{}</dd>", ((day,) for day in others.splitlines()))
    return format_html(
        '<div class="hours"><p>{}</p>{}{}</div>',
        week,
        format_html("<dl><dt>{}</dt>{}</dl>", say.say("other_days"), days) if days else "",
        format_html("<p>{}</p>", lines(note)) if note else "",
    )
