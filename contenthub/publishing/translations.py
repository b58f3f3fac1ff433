"""Which translations are behind: their source was published after they were last written or published."""

from collections.abc import Iterable

from content_models.models import Item
from contenthub.publishing.snapshots import Publication


def outdated(items: Iterable[Item]) -> dict[int, Publication]:
    """Return by primary key the source of each item that is behind it; the source is the language published first."""
    every = list(items)
    rows: dict[str, list[Publication]] = {}
    wanted = {item.translation_key for item in every}
    live = Publication.objects.filter(uuid__in=wanted, status=Publication.Status.LIVE)
    for row in live.order_by("first_published_at", "pk"):
        rows.setdefault(str(row.uuid), []).append(row)
    found = {}
    for item in every:
        live_in = rows.get(item.uuid, [])
        own = [row.published_at for row in live_in if row.locale == item.locale.language_code]
        moments = [*own, *([item.latest_revision.created_at] if item.latest_revision else [])]
        source = next(iter(live_in), None)
        if source and moments and source.locale != item.locale.language_code and source.published_at > max(moments):
            found[item.pk] = source
    return found


def source_of(item: Item) -> Publication | None:
    """Return what an item is a translation of: the language published first, None when that is its own or nothing."""
    live = Publication.objects.filter(uuid=item.uuid, status=Publication.Status.LIVE).select_related("snapshot")
    found = live.order_by("first_published_at", "pk").first()
    return None if found is None or found.locale == item.locale.language_code else found
