"""What is to be decided about, as text: every field as it is now beside what readers have."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from content_models.document import store_document
from content_models.fields import kind_of
from content_models.models import ContentModel, Fact, Item
from content_models.spec import ModelSpec
from contenthub.governance.approvals import Approval
from contenthub.publishing.snapshots import Publication
from contenthub.query.preview import Pair, write_token


def preview_url(approval: Approval, now: datetime) -> str:
    """Return where exactly what was submitted can be seen on every channel; empty for a content model."""
    if approval.what not in {"item", "fact"}:
        return ""
    pair = Pair(approval.what, int(approval.revision.object_id), approval.revision.pk)
    return reverse("contenthub_preview", args=[write_token([pair], now)])


@dataclass(frozen=True)
class Field:
    """One field: what it says now and what it said before."""

    label: str
    now: str
    before: str

    @property
    def changed(self) -> bool:
        return self.now != self.before


def changes_of(approval: Approval) -> list[Field]:
    """Return every field of what was submitted, beside what is published."""
    publishable = approval.revision.as_object()
    if isinstance(publishable, Item):
        return _item_fields(publishable)
    if isinstance(publishable, Fact):
        return _fact_fields(publishable)
    return _model_fields(publishable)


def _item_fields(item: Item) -> list[Field]:
    spec = item.spec
    if spec is None:
        return []
    row = (
        Publication.objects.filter(uuid=item.uuid, locale=item.locale.language_code).select_related("snapshot").first()
    )
    before = row.snapshot.document if row else {}
    now = store_document(spec, item.raw_body)
    title = Field(_("title"), item.title, row.snapshot.title if row else "")
    return [title, *_fields(spec, now, before, item.locale.language_code)]


def _fields(spec: ModelSpec, now: dict[str, Any], before: dict[str, Any], locale: str) -> list[Field]:
    found = []
    for field in spec.fields:
        texts = [words(field, document.get(field.key)) for document in (now, before)]
        if any(texts):
            found.append(Field(field.label_in(locale), *texts))
    return found


def words(field: Any, value: Any) -> str:
    """Return the words of a value; where a kind has none (a fact, a reference), what the document holds."""
    if value in (None, "", [], {}):
        return ""
    found = "\n".join(text for text in kind_of(field).texts(field, value) if text)
    return found or (named(value) if isinstance(value, str | dict) else str(value))


def named(value: Any) -> str:
    uuid = value.get("uuid") or value.get("fact") or value.get("item") if isinstance(value, dict) else value
    fact = Fact.objects.filter(uuid=uuid).first() if isinstance(uuid, str) and len(uuid) == 36 else None
    return fact.label if fact else str(value)


def _fact_fields(fact: Fact) -> list[Field]:
    latest = fact.versions.order_by("-number").first()
    published = fact.versions.filter(published_at=latest.published_at).order_by("number") if latest else ()
    before = [_period(one.value, one.valid_from, one.valid_until) for one in published]
    now = [_period(one.get("value"), one.get("valid_from"), one.get("valid_until")) for one in fact.timeline]
    said = Field(_("values over time"), "\n".join(now), "\n".join(before))
    return [Field(_("label"), fact.label, fact.label if latest else ""), said]


def _period(value: Any, valid_from: Any, valid_until: Any) -> str:
    said = " ".join(str(part) for part in value.values()) if isinstance(value, dict) else str(value)
    return f"{said} ({valid_from or ''} – {valid_until or ''})" if valid_from or valid_until else said


def _model_fields(model: ContentModel) -> list[Field]:
    before = {one.key: one for one in model.spec.fields} if model.spec else {}
    now = {one.key: one for one in model.draft_spec().fields}
    keys = [*now, *(key for key in before if key not in now)]
    return [Field(key, _said(now.get(key)), _said(before.get(key))) for key in keys]


def _said(field: Any) -> str:
    return f"{field.label} ({field.kind})" if field else ""
