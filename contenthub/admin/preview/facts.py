"""Beside the form of a fact: what readers will see change when it is published."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.snippets.views import snippets

from content_models.models import Fact, Item
from content_models.timeline import check_timeline
from contenthub.admin.preview.views import FormPreview, RevisionPreview
from contenthub.dispatch.blast import Blast, blast, draft_entries, written

MOST = 200
"""Sentences that are shown; the counts are of all."""


class BlastPreview(FormPreview):
    """Shows the blast radius of a fact, from the form as it is filled in."""

    def show(self, request: HttpRequest, thing: Fact) -> HttpResponse:
        found = blast(thing, timezone.now())
        return TemplateResponse(request, "contenthub/admin/preview/fact.html", context_of(found, timezone.now()))


class FactPreviewOnCreate(BlastPreview, snippets.PreviewOnCreateView):
    """A new fact: nothing shows it yet."""


class FactPreviewOnEdit(BlastPreview, snippets.PreviewOnEditView):
    """A fact that may be in use."""


class FactPreviewRevision(BlastPreview, RevisionPreview, snippets.PreviewRevisionView):
    """An earlier version: what publishing it again would change."""


def context_of(found: Blast, now: datetime) -> dict[str, Any]:
    locale = get_language() or "en"
    values = [written(found.fact.kind, value, "long", locale) for value in (found.before, found.after)]
    return {
        "heading": _("What changes: %s") % found.fact,
        "answer": answer(found, now),
        "before": values[0],
        "after": values[1],
        "changes": found.moment is not None,
        "problems": [
            *(problem.message for problem in check_timeline(found.fact.kind, found.fact.timeline)),
            *gaps(found.fact),
        ],
        "sentences": [(one, address_of(one.publication)) for one in found.sentences[:MOST]],
        "hidden": max(0, len(found.sentences) - MOST),
        "channels": found.channels,
        "placements": len(found.placements),
        "drafts": found.drafts,
    }


def answer(found: Blast, now: datetime) -> str:
    """Return in one sentence how far the change goes, and from when."""
    if found.moment is None:
        return _("Publishing this changes nothing that readers see.")
    if not found.uses:
        return _("Nothing that is published shows this fact.")
    items = ngettext("%d published item", "%d published items", len(found.uses)) % len(found.uses)
    locales = ngettext("%d language", "%d languages", len(found.locales)) % len(found.locales)
    channels = ngettext("%d channel", "%d channels", len(found.channels)) % len(found.channels)
    outputs = ngettext("%d output", "%d outputs", len(found.placements)) % len(found.placements)
    when = date_format(timezone.localtime(found.moment), "DATETIME_FORMAT") if found.moment > now else _("at once")
    names = {"items": items, "locales": locales, "channels": channels, "outputs": outputs, "when": when}
    return _("Changes %(items)s in %(locales)s, on %(channels)s, in %(outputs)s: %(when)s.") % names


def gaps(fact: Fact) -> list[str]:
    """Return every period in which a fact would have no value, in words."""
    found = []
    for entry in draft_entries(fact):
        if entry.value is None:
            start, end = (
                moment and date_format(timezone.localtime(moment), "DATE_FORMAT")
                for moment in (entry.valid_from, entry.valid_until)
            )
            names = {"start": start or "…", "end": end or "…"}
            found.append(_("No value from %(start)s until %(end)s: readers then see nothing.") % names)
    return found


def address_of(publication: Any) -> str:
    """Return the edit screen of the item behind a publication, empty when it is gone."""
    pk = (
        Item.objects.filter(translation_key=publication.uuid, locale__language_code=publication.locale)
        .values_list("pk", flat=True)
        .first()
    )
    return reverse(Item.snippet_viewset.get_url_name("edit"), args=[pk]) if pk else ""
