"""The change log, read so that no line is ever passed over.

Numbers are given out before a transaction commits, so on PostgreSQL line 6 may be visible while line 5 is still on its
way. Lines without a gap before them are safe. A gap is either a transaction still running or one that was rolled back:
the table's lock tells, because it is granted only when nobody is writing.
"""

from django.db import OperationalError, connection, transaction
from django.db.models import Max

from contenthub.publishing.snapshots import Change

AT_A_TIME = 500


def settled(after: int, limit: int = AT_A_TIME) -> list[Change]:
    """Return the next lines behind `after`, in order, as far as no earlier line can still appear."""
    rows = list(Change.objects.filter(seq__gt=after).order_by("seq")[:limit])
    if connection.vendor == "sqlite" or not rows or rows[-1].seq == after + len(rows):
        return rows
    head = settled_head()
    if head is None:
        return [row for place, row in enumerate(rows, 1) if row.seq == after + place]
    return list(Change.objects.filter(seq__gt=after, seq__lte=head).order_by("seq")[:limit])


def settled_head() -> int | None:
    """Return the last line before which all is settled; None when somebody is writing just now: ask again."""
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"LOCK TABLE {Change._meta.db_table} IN SHARE MODE NOWAIT")
            return Change.objects.aggregate(last=Max("seq"))["last"] or 0
    except OperationalError:
        return None
