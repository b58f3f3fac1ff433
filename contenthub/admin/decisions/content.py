"""What is to be decided about, as text: every field as it is now beside what readers have."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content_models.document import store_document
from content_models.factwords import draft_words, timeline_words
from content_models.models import ContentModel, Fact, Item
from content_models.models.content_model import ModelVersion
from content_models.spec import ModelSpec
from content_models.timeline import Entry
from contenthub.admin.reading import names_in, words
from contenthub.governance.approvals import Approval
from contenthub.publishing.snapshots import Publication, Snapshot
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
        return item_fields(publishable)
    if isinstance(publishable, Fact):
        return _fact_fields(publishable)
    return _model_fields(publishable)


def item_fields(item: Item) -> list[Field]:
    """Return every field of a draft, beside what is published."""
    locale, spec = item.locale.language_code, item.spec
    if spec is None:
        return []
    row = Publication.objects.filter(uuid=item.uuid, locale=locale).select_related("snapshot").first()
    before = (row.snapshot.title, row.snapshot.document) if row else ("", {})
    return _fields(spec, (item.title, store_document(spec, item.raw_body)), before, locale)


def snapshot_fields(snapshot: Snapshot) -> list[Field]:
    """Return every field of what was published, beside what was published before it."""
    version = ModelVersion.objects.filter(model__key=snapshot.model, number=snapshot.model_version).first()
    if version is None:
        return []
    mine = Snapshot.objects.filter(uuid=snapshot.uuid, locale=snapshot.locale, number__lt=snapshot.number)
    last = mine.order_by("-number").first()
    before = (last.title, last.document) if last else ("", {})
    return _fields(version.spec, (snapshot.title, snapshot.document), before, snapshot.locale)


Said = tuple[str, dict[str, Any]]
"""A title and a document."""


def _fields(spec: ModelSpec, now: Said, before: Said, locale: str) -> list[Field]:
    names = names_in(spec, (now[1], before[1]), locale, timezone.now())
    found = [Field(_("title"), now[0], before[0])]
    for field in spec.fields:
        texts = [words(field, document.get(field.key), names) for _title, document in (now, before)]
        if any(texts):
            found.append(Field(field.label_in(locale), *texts))
    return found


def _fact_fields(fact: Fact) -> list[Field]:
    latest = fact.versions.order_by("-number").first()
    published = fact.versions.filter(published_at=latest.published_at).order_by("number") if latest else ()
    before = [Entry(one.value, one.valid_from, one.valid_until) for one in published]
    names = [_names(fact), _names(Fact.objects.get(pk=fact.pk)) if latest else ""]
    values = draft_words(fact.kind, fact.timeline), timeline_words(fact.kind, before)
    return [Field(_("label"), *names), Field(_("values over time"), *values)]


def _names(fact: Fact) -> str:
    """Return what a fact is called, in each language."""
    return "\n".join([fact.label, *(f"{code}: {text}" for code, text in sorted(fact.labels.items()))])


def _model_fields(model: ContentModel) -> list[Field]:
    before = {one.key: one for one in model.spec.fields} if model.spec else {}
    now = {one.key: one for one in model.draft_spec().fields}
    keys = [*now, *(key for key in before if key not in now)]
    return [Field(key, _said(now.get(key)), _said(before.get(key))) for key in keys]


def _said(field: Any) -> str:
    return f"{field.label} ({field.kind})" if field else ""
