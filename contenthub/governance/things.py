"""What the gate is asked about, made of what comes in at the door: an item, a fact, a content model."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField
from wagtail.models import Revision

from content_models.models import ContentModel, Fact, Item
from contenthub.governance.demands import Matter
from contenthub.governance.gate import Thing
from contenthub.publishing.intake import Intake, read
from contenthub.publishing.prepared import Prepared
from contenthub.publishing.timelines import fact_digest, fact_problems
from contenthub.publishing.versions import model_digest, model_problems


def item_thing(intake: Intake) -> Thing:
    """Return an item on its way through the door; its images have been filled in, for they are under the digest."""
    matter = Matter("item", intake.subject_path, intake.spec.key, intake.locale)
    authors = authors_of(intake.revision, intake.item)
    return Thing(matter, intake.uuid, intake.locale, intake.digest, authors)


def other_thing(revision: Any, thing: Fact | ContentModel) -> Thing:
    """Return a fact or a content model as a revision has it."""
    authors = authors_of(revision, thing)
    if isinstance(thing, Fact):
        path = thing.subject.path if thing.subject else "/"
        return Thing(Matter("fact", path), str(thing.uuid), "", fact_digest(thing), authors)
    return Thing(Matter("model", "/"), str(thing.uuid), "", model_digest(thing), authors)


def authors_of(revision: Any, publishable: Any) -> frozenset[int]:
    """Return everybody who wrote a revision since the one that is live, up to this one."""
    since = publishable.live_revision_id or 0
    kind = ContentType.objects.get_for_model(type(publishable))
    wrote = {person for (person,) in WROTE(kind.pk, str(publishable.pk), since, revision.pk)}
    return frozenset(wrote | {revision.user_id} - {None})


WROTE = Prepared(
    lambda kind, pk, since, until: (
        Revision.objects.filter(base_content_type=kind, object_id=pk, pk__gt=since, pk__lte=until, user__isnull=False)
        .order_by()
        .values_list("user_id")
        .distinct()
    ),
    *(BigIntegerField(), CharField(), BigIntegerField(), BigIntegerField()),
)


def problems_of(thing: Fact | ContentModel) -> list[Any]:
    return fact_problems(thing) if isinstance(thing, Fact) else model_problems(thing)


def submitted_intake(revision: Any) -> Intake:
    """Return an item's revision, read as the door reads it."""
    row = Item.objects.select_related("content_model", "locale", "subject", "owner").get(pk=revision.object_id)
    return read(revision, row)
