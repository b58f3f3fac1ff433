"""Reading and writing rows of items, one by one and in bulk."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Revision

from content_models.models import Item

BATCH = 200
CHUNK = 5000
"""Ids asked for in one query."""


def items_by_identity(uuids: Sequence[str]) -> dict[tuple[str, str], Item]:
    """Return what is there already by (uuid, locale)."""
    found: dict[tuple[str, str], Item] = {}
    for start in range(0, len(uuids), CHUNK):
        rows = Item.objects.filter(translation_key__in=uuids[start : start + CHUNK]).select_related("locale")
        found |= {(row.uuid, row.locale.language_code): row for row in rows}
    return found


def latest(item: Item) -> tuple[str, dict[str, Any]]:
    """Return (title, raw body) of the newest draft."""
    newest = item.get_latest_revision_as_object() if item.live and item.has_unpublished_changes else item
    return newest.title, newest.raw_body


def save_one(item: Item, actor: Any) -> Revision:
    """Save a draft; the row of what is live stays as it was published."""
    if not item.live:
        item.save()
    return item.save_revision(user=actor, clean=False)


def save_in_bulk(items: Sequence[Item], actor: Any) -> list[Revision]:
    """Write new items with their first revision: the rows that `save_one` writes, in a few statements."""
    Item.objects.bulk_create(items, batch_size=BATCH)
    content_type, now = ContentType.objects.get_for_model(Item), timezone.now()
    revisions = [
        Revision(
            content_type=content_type,
            base_content_type=content_type,
            object_id=str(item.pk),
            user=actor,
            content=item.serializable_data(),
            object_str=str(item),
            created_at=now,
        )
        for item in items
    ]
    Revision.objects.bulk_create(revisions, batch_size=BATCH)
    for item, revision in zip(items, revisions, strict=True):
        item.latest_revision = revision
    Item.objects.bulk_update(items, ["latest_revision"], batch_size=BATCH)
    return revisions
