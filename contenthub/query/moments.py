"""As of which moment a question is answered: as its document or its caller says, and whether that can be known."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from contenthub.publishing.models import Snapshot
from contenthub.query.errors import QueryError
from contenthub.query.plan.compile import RootField


def moment_of(
    given: datetime | None,
    roots: Iterable[RootField],
    arguments: Mapping[str, Mapping[str, Any]],
    now: datetime,
    *,
    is_preview: bool,
) -> datetime | None:
    """Return the moment, None for now. `given` holds where the document names none. Raises QueryError."""
    wanted = {arguments[one.key].get("at") or given for one in roots if one.root is not None}
    if len(wanted) > 1:
        raise QueryError("One answer shows one moment: give every field the same “at”, or ask twice.")
    at = next(iter(wanted), None)
    if at is None:
        return None
    if at > now:
        if is_preview:
            return at
        raise QueryError("“at” lies in the future. Only a preview shows what is not published yet.")
    first = Snapshot.objects.order_by("pk").values_list("published_at", flat=True).first()
    if first is None or at < first:
        since = f" before {first.isoformat(timespec='seconds')}" if first else ""
        raise QueryError(f"Nothing was published{since or ' yet'}: “at” lies too early.")
    return at
