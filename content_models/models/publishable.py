"""What items, facts and content models share: they are published through the door and in no other way."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import DraftStateMixin, LockableMixin, Revision, RevisionMixin, WorkflowMixin, WorkflowState

from content_models.door import door


class Publishable(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """Draft, revisions, lock and workflow as Wagtail has them; publishing and withdrawing ask the hub."""

    live = models.BooleanField(default=False, editable=False)
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    @property
    def approved_schedule(self) -> bool:
        """Whether a moment of publication is planned; one that was read by `with_states` knows."""
        planned: bool | None = getattr(self, "is_planned", None)
        return bool(super().approved_schedule) if planned is None else planned

    def publish(self, revision: Any, user: Any = None, **options: Any) -> None:
        """Publish a revision through the hub's gate; `skip_permission_checks` is not honoured.

        Raises PublicationRefused with every reason; then nothing was written.
        """
        options.pop("skip_permission_checks", None)
        door().publish(self, revision, actor=user, options=options)

    def unpublish(self, set_expired: bool = False, commit: bool = True, user: Any = None, **options: Any) -> None:
        door().withdraw(self, actor=user, expired=set_expired, options={"commit": commit, **options})

    def publish_row(self, revision: Any, user: Any, **options: Any) -> None:
        """Do what Wagtail does when something is published; only the hub calls this, inside its gate."""
        DraftStateMixin.publish(self, revision, user=user, skip_permission_checks=True, **options)

    def unpublish_row(self, user: Any, *, expired: bool, **options: Any) -> None:
        """Do what Wagtail does when something is taken offline; only the hub calls this, inside its gate."""
        UnpublishAction(self, set_expired=expired, user=user, **options).execute(skip_permission_checks=True)

    @classmethod
    def from_serializable_data(cls, data: Any, check_fks: bool = False, strict_fks: bool = False) -> Any:
        """Return the object of a revision. Its foreign keys are protected, so that they need no look-up each time."""
        return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)

    def with_content_json(self, content: Any) -> Any:
        """Return the object of a revision, with the related objects that this one has at hand."""
        other = super().with_content_json(content)
        for name, related in self._state.fields_cache.items():
            field = self._meta.get_field(name)
            attname = getattr(field, "attname", "")
            if attname and getattr(other, attname) == getattr(self, attname):
                other._state.fields_cache[name] = related
        for name in ("owner", "subject"):
            self._forget_deleted(other, name)
        return other

    def _forget_deleted(self, other: Any, name: str) -> None:
        """A revision may name somebody or something that was deleted since."""
        attname = f"{name}_id"
        named = getattr(other, attname, None)
        if named and named != getattr(self, attname):
            related: Any = self._meta.get_field(name).related_model
            if not related.objects.filter(pk=named).exists():
                setattr(other, attname, None)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete a draft. What was published, or is used, stays: raises ValidationError with the reasons."""
        if reasons := door().reasons_to_keep(self):
            raise ValidationError([f"{reason.message} {reason.hint}".strip() for reason in reasons])
        return super().delete(*args, **kwargs)


def with_states(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Return rows that know their state (planned, in a workflow), which each would ask for in two statements."""
    planned = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(rows.model, for_concrete_model=False),
        object_id=Cast(models.OuterRef("pk"), models.CharField()),
        approved_go_live_at__isnull=False,
    )
    going_on = models.Prefetch("_workflow_states", WorkflowState.objects.active(), to_attr="_current_workflow_states")
    return rows.annotate(is_planned=models.Exists(planned)).prefetch_related(going_on)
