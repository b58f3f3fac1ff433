"""Schedules of HSDS, which follow iCalendar, as the hours of a week."""

from collections.abc import Sequence

from contenthub.importing.hsds.tables import Row

DAYS = {"MO": "mon", "TU": "tue", "WE": "wed", "TH": "thu", "FR": "fri", "SA": "sat", "SU": "sun"}


def week_of(rows: Sequence[Row]) -> dict[str, list[list[str]]]:
    """Return {day: [[from, until], …]} of the rows that name days of the week; what they say otherwise is left."""
    week: dict[str, list[list[str]]] = {}
    for row in rows:
        opens, closes = row.get("opens_at", "")[:5], row.get("closes_at", "")[:5]
        if row.get("freq", "WEEKLY").upper() != "WEEKLY" or not opens or not closes:
            continue
        for code in row.get("byday", "").upper().split(","):
            day = DAYS.get(code.strip()[-2:])
            if day and [opens, closes] not in week.setdefault(day, []):
                week[day].append([opens, "24:00" if closes == "00:00" else closes])
    return {day: sorted(ranges) for day, ranges in week.items()}
