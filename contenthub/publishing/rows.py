"""Marking items as published: what Wagtail's own action writes, in few statements for any number of items.

Wagtail's action asks some twenty questions per item. Whatever is more than plainly publishing (a schedule, going back
to an older revision) is left to it; a test compares the rows that both write.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, DateTimeField, F, Value
from django.db.models.functions import Coalesce
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry, WorkflowState
from wagtail.models.workflows import Revision
from wagtail.signals import published

from content_models.models import Item
from contenthub.publishing.intake import Intake
from contenthub.publishing.prepared import Prepared

CONTENT = (
    *("content_model_id", "model_version", "title", "key", "subject_id", "owner_id", "review_by"),
    *("go_live_at", "expire_at"),
)
"""Columns that a revision may set, beside the body; in an import they are those of the row already."""


def mark_published(intakes: Sequence[Intake], actor: Any, now: datetime) -> None:
    """Mark the rows of these items as published with these revisions."""
    titles = [intake.revision.content_object.title for intake in intakes]
    state = {"live": True, "expired": False, "last_published_at": now}
    state["first_published_at"] = Coalesce("first_published_at", Value(now, output_field=DateTimeField()))
    alike = []
    for intake in intakes:
        newest = intake.item.latest_revision_id == intake.revision.pk
        changed = changed_columns(intake)
        if newest and not changed:
            alike.append(intake.item.pk)
            continue
        row = Item.objects.filter(pk=intake.item.pk)
        row.update(**state, **changed, has_unpublished_changes=not newest, live_revision=intake.revision)
    if alike:
        rows = Item.objects.filter(pk__in=alike)
        rows.update(**state, has_unpublished_changes=False, live_revision=F("latest_revision"))
    _clear_schedules(intakes)
    _log(intakes, titles, actor, now)
    for intake in intakes:
        item = intake.item
        item.live, item.expired, item.last_published_at, item.live_revision = True, False, now, intake.revision
        item.first_published_at = item.first_published_at or now
        published.send(sender=Item, instance=item, revision=intake.revision)
    _cancel_workflows(intakes, actor)


def changed_columns(intake: Intake) -> dict[str, Any]:
    """Return what the revision has and the row has not."""
    item, row = intake.item, intake.revision.content_object
    changed = {name: getattr(item, name) for name in CONTENT if getattr(item, name) != getattr(row, name)}
    return changed if item.raw_body == row.raw_body else {**changed, "body": item.raw_body}


def _clear_schedules(intakes: Sequence[Intake]) -> None:
    kind = ContentType.objects.get_for_model(Item)
    if scheduled := [pk for (pk,) in SCHEDULED(kind.pk, [str(intake.item.pk) for intake in intakes])]:
        Revision.objects.filter(pk__in=scheduled).update(approved_go_live_at=None)


SCHEDULED = Prepared(
    lambda kind, pks: Revision.objects.filter(
        content_type=kind, object_id__in=pks, approved_go_live_at__isnull=False
    ).values_list("pk"),
    *(BigIntegerField(), [CharField()]),
)


def _log(intakes: Sequence[Intake], titles: Sequence[str], actor: Any, now: datetime) -> None:
    """Write Wagtail's log: published, and renamed where the title of the row changes."""
    context = get_active_log_context()
    entries = []
    for intake, title in zip(intakes, titles, strict=True):
        renamed = title != intake.item.title
        data = {"title": {"old": title, "new": intake.item.title}} if renamed else {}
        for action in ("wagtail.rename", "wagtail.publish") if renamed else ("wagtail.publish",):
            entries.append(
                ModelLogEntry(
                    content_type=ContentType.objects.get_for_model(Item),
                    label=str(intake.item),
                    action=action,
                    timestamp=now,
                    user=actor or context.user,
                    uuid=context.uuid,
                    revision=intake.revision,
                    content_changed=action == "wagtail.publish",
                    object_id=str(intake.item.pk),
                    data=data,
                )
            )
    ModelLogEntry.objects.bulk_create(entries, batch_size=500)


def _cancel_workflows(intakes: Sequence[Intake], actor: Any) -> None:
    """End the workflows that these publications make pointless, unless the settings say to leave them."""
    if not getattr(settings, "WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH", True):
        return
    kind = ContentType.objects.get_for_model(Item)
    if begun := [pk for (pk,) in BEGUN(kind.pk, [str(intake.item.pk) for intake in intakes])]:
        for state in WorkflowState.objects.filter(pk__in=begun):
            state.cancel(user=actor)


BEGUN = Prepared(
    lambda kind, pks: (
        WorkflowState.objects.active().filter(base_content_type=kind, object_id__in=pks).values_list("pk")
    ),
    *(BigIntegerField(), [CharField()]),
)
