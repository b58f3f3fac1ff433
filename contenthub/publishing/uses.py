"""Where used: what shows an item, a fact or an image, in what is published and in what is still a draft."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from wagtail.models import Revision

from content_models.models import Item
from contenthub.publishing.intake import intake_of
from contenthub.publishing.snapshots import Dependency, Publication

READABLE = (Publication.Status.LIVE, Publication.Status.WITHDRAWN)
"""States in which readers still see the content of an item."""


@dataclass(frozen=True)
class PublishedUse:
    """One published item that shows the thing, at one path or more of its document."""

    publication: Publication
    paths: tuple[str, ...]


@dataclass(frozen=True)
class DraftUse:
    """One item whose newest, unpublished version shows the thing."""

    item: Item
    paths: tuple[str, ...]


def published_uses(kind: str, uuid: Any) -> list[PublishedUse]:
    """Return what readers see now that shows an item, a fact or an image, from the hub's own table."""
    paths: dict[int, list[str]] = defaultdict(list)
    rows = Dependency.objects.filter(kind=kind, target=uuid, snapshot__in=current_snapshots())
    for snapshot, path in rows.order_by("pk").values_list("snapshot_id", "path"):
        paths[snapshot].append(path)
    found = Publication.objects.filter(snapshot__in=list(paths)).select_related("snapshot").order_by("title", "locale")
    return [PublishedUse(row, tuple(paths[row.snapshot_id])) for row in found]


def current_snapshots() -> Any:
    return Publication.objects.filter(status__in=READABLE).order_by().values("snapshot")


def draft_uses(kind: str, uuid: Any) -> list[DraftUse]:
    """Return the unpublished newest versions that show the thing, found by its uuid in their text and then read."""
    return [
        DraftUse(item, paths)
        for item in drafts_with(str(uuid))
        if (paths := tuple(use.path for use in intake_of(item).uses if (use.kind, use.uuid) == (kind, str(uuid))))
    ]


def drafts_with(text: str) -> Iterator[Item]:
    """Yield the newest version of every item that has unpublished changes in which this text stands."""
    rows = Item.objects.filter(Q(has_unpublished_changes=True) | Q(live=False)).exclude(latest_revision=None)
    newest = Revision.objects.filter(pk__in=rows.values("latest_revision"), content__body__icontains=text)
    for revision in newest.order_by("pk"):
        yield revision.as_object()


def names_of_uses(kind: str, uuid: Any, most: int = 10) -> list[str]:
    """Return the titles of what uses a thing, published first, with how many more there are."""
    titles = [f"{use.publication.title} ({use.publication.locale})" for use in published_uses(kind, uuid)]
    drafts = [f"{use.item} ({use.item.locale.language_code})" for use in draft_uses(kind, uuid)]
    every = list(dict.fromkeys([*titles, *drafts]))
    return every[:most] + ([f"+ {len(every) - most}"] if len(every) > most else [])


def count_uses(kind: str, uuids: Iterable[Any]) -> dict[str, int]:
    """Return how many published items show each of these, in one statement."""
    rows = Dependency.objects.filter(kind=kind, target__in=list(uuids), snapshot__in=current_snapshots())
    found: dict[str, set[int]] = defaultdict(set)
    for target, snapshot in rows.order_by().values_list(F("target"), F("snapshot")):
        found[str(target)].add(snapshot)
    return {uuid: len(snapshots) for uuid, snapshots in found.items()}
