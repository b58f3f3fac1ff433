"""Verifying the log of decisions: does every seal follow from the one before?"""

from collections.abc import Iterator

from contenthub.publishing.decisions import Decision, LogHead, seal_of


def broken_links() -> Iterator[tuple[int, str]]:
    """Yield (number of the row, what is wrong) for every row that does not follow from the one before; in order."""
    before, count, last = "", 0, 0
    for row in Decision.objects.order_by("pk").iterator(chunk_size=1000):
        count, last = count + 1, row.pk
        if not row.seal:
            yield row.pk, "has no seal: it was not written by the hub"
            continue
        if row.previous != before:
            yield row.pk, "does not follow from the row before it: a row was taken out or put in"
        if seal_of(row, row.previous) != row.seal:
            yield row.pk, "was changed after it was sealed"
        before = row.seal
    head = LogHead.objects.filter(pk=1).first()
    if (head.seal, head.count) != (before, count) if head else count:
        yield last, f"is the last of {count}, and the log once had {head.count if head else 0}: rows are missing"
