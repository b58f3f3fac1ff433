"""What comes in at the door: a revision read once, as a document with everything that is asked about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from content_models.document import check_document, store_document, uses_of
from content_models.fields import Use
from content_models.models import Item
from content_models.problem import Problem
from content_models.spec import ModelSpec
from contenthub.publishing.digest import Content, digest_of
from contenthub.publishing.facts import Current

UNREAD = (
    *(f"content_model__{name}" for name in ("fields", "labels", "description", "user_need", "schema_type", "plural")),
    *(f"owner__{name}" for name in ("password", "last_login", "date_joined", "is_superuser", "is_staff", "email")),
    *(f"subject__{name}" for name in ("titles", "parent")),
)
"""Columns that nobody on the way through the door asks for."""

NO_MODEL = ModelSpec("none", 0, "", "nones", {}, "", "", "", ())


@dataclass(eq=False)
class Intake:
    """One item on its way through the door."""

    revision: Any
    item: Item
    spec: ModelSpec
    document: dict[str, Any]
    locale: str
    problems: list[Problem] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    """What the rules of tone found, as the snapshot keeps it."""
    facts: Mapping[str, Current] | None = None
    """The facts it uses with their values now, once they were asked for."""

    @cached_property
    def uses(self) -> list[Use]:
        return uses_of(self.spec, self.document)

    @property
    def uuid(self) -> str:
        return self.item.uuid

    @property
    def name(self) -> str:
        return f"{self.item.title} ({self.locale})"

    @property
    def subject_path(self) -> str:
        return self.item.subject.path if self.item.subject else "/"

    @cached_property
    def digest(self) -> str:
        """The digest of the content; read it only after images have been filled in."""
        subject = str(self.item.subject.uuid) if self.item.subject else None
        return digest_of(
            Content(
                uuid=self.uuid,
                locale=self.locale,
                key=self.item.key,
                title=self.item.title,
                model=self.spec.key,
                model_version=self.spec.version,
                subject=subject,
                document=self.document,
            )
        )


def read_all(revisions: Sequence[Any]) -> list[Intake]:
    """Return an intake per revision of an item, locking the items' rows until the transaction ends."""
    rows = (
        Item.objects.filter(pk__in={int(revision.object_id) for revision in revisions})
        .select_related("content_model", "locale", "subject", "owner")
        .defer(*UNREAD)
        .select_for_update(of=("self",))
    )
    items = {item.pk: item for item in rows}
    return [read(revision, items[int(revision.object_id)]) for revision in revisions]


def read(revision: Any, row: Item) -> Intake:
    """Return the intake of a revision over the item's row, which the revision keeps for Wagtail's action."""
    if row.latest_revision_id == revision.pk:
        row.latest_revision = revision
    revision.content_object = row
    return intake_of(revision.as_object(), revision)


def intake_of(item: Item, revision: Any = None) -> Intake:
    """Return the intake of an item as it is in memory: of a revision, or of a form that nobody saved yet."""
    spec = item.spec
    if spec is None:
        missing = Problem("", _("The content model “%s” has not been published.") % item.content_model, code="model")
        return Intake(revision, item, NO_MODEL, {}, item.locale.language_code, [missing])
    document = store_document(spec, item.raw_body)
    return Intake(
        revision, item, spec, document, item.locale.language_code, [*check_title(item), *check_document(spec, document)]
    )


def check_title(item: Item) -> list[Problem]:
    if not item.title.strip() or not item.key:
        return [Problem("title", _("A title is required."), code="required")]
    return []
