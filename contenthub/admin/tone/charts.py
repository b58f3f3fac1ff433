"""Small charts of the measures over the months, drawn as SVG from plain numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from contenthub.tone.profile import Band, Profile, mean

WIDTH, HEIGHT = 300, 90
SHIFTED = 0.5
"""Part of a band's width by which the newest month must differ from those before it to be called a drift."""
BEFORE = 3
"""Months that the newest is compared with."""
PERCENT = {"passive"}


@dataclass(frozen=True)
class Month:
    """What was published in one month, as a mean."""

    name: str
    number: int
    profile: Profile


@dataclass(frozen=True)
class Chart:
    """One measure over the months: a line, the band that is meant, and in words whether it moved away."""

    name: str
    label: str
    points: str
    dots: tuple[tuple[str, str], ...]
    band_top: str
    band_height: str
    now: str
    meant: str
    drift: str


def months_of(rows: Iterable[tuple[datetime, Profile]], most: int) -> list[Month]:
    """Return the months in which something was published, oldest first, the last `most` of them."""
    found: dict[str, list[Profile]] = defaultdict(list)
    for at, profile in rows:
        found[f"{timezone.localtime(at):%Y-%m}"].append(profile)
    means = ((name, len(group), mean(group)) for name, group in sorted(found.items())[-most:])
    return [Month(name, number, profile) for name, number, profile in means if profile]


def charts_of(months: Sequence[Month], bands: Mapping[str, Band], labels: Mapping[str, Any]) -> list[Chart]:
    """Return a chart for each measure that has a band."""
    return [_chart(name, str(labels[name]), months, band) for name, band in bands.items()] if months else []


def _chart(name: str, label: str, months: Sequence[Month], band: Band) -> Chart:
    values = [getattr(month.profile, name) for month in months]
    highest = max(*values, band.most, 1e-9) * 1.1
    step = WIDTH / len(values)
    dots = tuple(
        (f"{step * (place + 0.5):.1f}", f"{HEIGHT * (1 - value / highest):.1f}") for place, value in enumerate(values)
    )
    return Chart(
        name=name,
        label=label,
        points=" ".join(f"{x},{y}" for x, y in dots),
        dots=dots,
        band_top=f"{HEIGHT * (1 - band.most / highest):.1f}",
        band_height=f"{HEIGHT * (band.most - band.least) / highest:.1f}",
        now=told(name, values[-1]),
        meant=told_band(name, band),
        drift=_drift(name, values, band),
    )


def _drift(name: str, values: Sequence[float], band: Band) -> str:
    before = values[-1 - BEFORE : -1]
    if not before:
        return ""
    usual = sum(before) / len(before)
    if abs(values[-1] - usual) <= SHIFTED * (band.most - band.least):
        return ""
    words = _("Went up from %s") if values[-1] > usual else _("Went down from %s")
    return words % told(name, usual)


def told_band(name: str, band: Band) -> str:
    """Return a band as it is read."""
    return f"{told(name, band.least).removesuffix(' %')}–{told(name, band.most)}"


def told(name: str, value: float) -> str:
    """Return a measured value as it is read: a share in percent."""
    if name in PERCENT:
        return f"{round(100 * value)} %"
    return str(number_format(value, decimal_pos=0 if value >= 20 or value == int(value) else 1))
