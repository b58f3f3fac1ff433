"""Charts as SVG: a line of shares or times over days, without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT, EDGE = 600, 120, 18


@dataclass(frozen=True)
class Chart:
    """A line through one value a day; days without one are left out. `points`: for `<polyline>`."""

    points: str = ""
    first: str = ""
    last: str = ""
    highest: float = 1.0
    x: float = 0.0
    y: float = 0.0

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return HEIGHT


def chart(values: Sequence[tuple[date, float | None]], today: date, days: int, highest: float = 0.0) -> Chart:
    """Return the line of the last days, today at the right edge. The scale ends at the highest value, or further up."""
    known = [(day, value) for day, value in values if value is not None and day > today - timedelta(days=days)]
    if not known:
        return Chart()
    top = max([highest, *(value for _day, value in known)]) or 1.0
    step = (WIDTH - 2 * EDGE) / max(1, days - 1)
    spots = [
        (WIDTH - EDGE - (today - day).days * step, round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / top, 1))
        for day, value in known
    ]
    points = " ".join(f"{x:.1f},{y}" for x, y in spots)
    return Chart(points, f"{known[0][0]}", f"{known[-1][0]}", top, round(spots[-1][0], 1), spots[-1][1])
