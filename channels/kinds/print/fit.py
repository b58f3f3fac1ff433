"""Say in millimetres and lines what does not fit on the panels of a leaflet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from channels.output import Finding

LEAST = 0.5
"""Millimetres that nobody sees."""


def fit_findings(marks: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Return an error for each panel that is too full; `marks` are what the template measured."""
    return [
        _finding(mark, mark["need"] - mark["have"])
        for mark in marks
        if mark["kind"] == "fit" and mark["need"] - mark["have"] > LEAST
    ]


def _finding(mark: Mapping[str, Any], over: float) -> Finding:
    lines = max(1, round(over / mark["line"]))
    shown = "about 1 line" if lines == 1 else f"about {lines} lines"
    message = f"panel {mark['panel']}: {over:.0f} mm, {shown}, too long"
    return Finding("error", f"{message}. {mark['hint']}", f"panel {mark['panel']}")
