"""Beside the form of a translation: what its source says now, field by field, and what changed there since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.forms import Media
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel

from content_models.models import Item
from content_models.models.content_model import ModelVersion
from contenthub.admin.reading import names_in, words
from contenthub.publishing.snapshots import Publication, Snapshot
from contenthub.publishing.translations import source_of


class SourcePanel(BaseSidePanel):
    """The source of a translation. `source`: what is published of it."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle source text")
        icon_name = "globe"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "count": sum(one["changed"] for one in self.panel.rows)}

    name = "source"
    title = gettext_lazy("Source text")
    template_name = "contenthub/admin/source_panel.html"
    order = 150

    def __init__(self, item: Item, request: Any, source: Publication) -> None:
        super().__init__(item, request)
        self.source = source
        self.rows = rows_of(source.snapshot, since(item, source))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        more = {"source": self.source, "rows": self.rows, "answer": answer(self.rows)}
        return {**super().get_context_data(parent_context), **more}

    @property
    def media(self) -> Media:
        return Media(js=[versioned_static("contenthub/source.js")])


class WithSourcePanel:
    """Puts the panel beside the form of an item that is a translation."""

    request: Any
    form: Any

    def get_side_panels(self) -> MediaContainer:
        panels, item = super().get_side_panels(), self.form.instance  # type: ignore[misc]
        source = source_of(item) if item.pk else None
        return MediaContainer([*panels, *([SourcePanel(item, self.request, source)] if source else [])])


def since(item: Item, source: Publication) -> Snapshot | None:
    """Return the source as it was when this was last published, or else begun."""
    own = Publication.objects.filter(uuid=item.uuid, locale=item.locale.language_code).first()
    moment = own.published_at if own else begun(item)
    mine = Snapshot.objects.filter(uuid=item.uuid, locale=source.locale, published_at__lte=moment)
    return mine.order_by("-number").first()


def begun(item: Item) -> datetime:
    first = item.revisions.order_by("created_at", "pk").first()
    return first.created_at if first else timezone.now()


def rows_of(now: Snapshot, before: Snapshot | None) -> list[dict[str, Any]]:
    """Return every field of the source: its path in the form, what it says, and what it said before when it changed."""
    version = ModelVersion.objects.filter(model__key=now.model, number=now.model_version).first()
    if version is None:
        return []
    documents = [now.document, before.document if before else now.document]
    names = names_in(version.spec, documents, now.locale, timezone.now())
    rows = [row("title", _("title"), now.title, before.title if before else now.title)]
    for field in version.spec.fields:
        said, said_before = (words(field, document.get(field.key), names) for document in documents)
        if said or said_before:
            rows.append(row(field.key, field.label_in(now.locale), said, said_before))
    return rows


def row(path: str, label: str, said: str, before: str) -> dict[str, Any]:
    return {"path": path, "label": label, "said": said, "before": before, "changed": said != before}


def answer(rows: list[dict[str, Any]]) -> str:
    count = sum(one["changed"] for one in rows)
    if not count:
        return _("Nothing changed in the source since this translation was last published or begun.")
    text = ngettext(
        "Out of date: %d field of the source changed since this translation was last published or begun.",
        "Out of date: %d fields of the source changed since this translation was last published or begun.",
        count,
    )
    return text % count
