"""The screens that show an item on every channel: in the panel beside the form, of a revision, and behind a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail.snippets.views import snippets
from wagtail.utils.decorators import xframe_options_sameorigin_override

from channels.kinds.public import logo_asset, site_url
from channels.models import Channel
from channels.output import Finding
from content_models.models import Item
from contenthub.admin.preview.frames import Frame, data_address, frames_of
from contenthub.dispatch.assets import fetch_asset
from contenthub.dispatch.organisation import context_for
from contenthub.dispatch.preview import Shown, preview
from contenthub.query.preview import Pair, drafts_of, write_token

TEMPLATE = "contenthub/admin/preview/preview.html"


@dataclass(frozen=True)
class Card:
    """One channel in the preview: what it shows, and what it remarks."""

    channel: Channel
    frames: Sequence[Frame]
    findings: Sequence[Finding]
    reason: str


def card_of(shown: Shown) -> Card:
    base, near = reverse("channel_file", args=[shown.channel.key, "x"])[:-1], partial(at_hand, shown.channel)
    frames = [frame for output in shown.outputs for frame in frames_of(output, shown.shared, base, fetch_asset, near)]
    findings = [finding for output in shown.outputs for finding in output.findings]
    return Card(shown.channel, frames, findings, shown.reason)


def at_hand(channel: Channel) -> dict[str, str]:
    """Return where the hub has the pictures that a mail fetches from the public site: the admin asks nobody else."""
    context = context_for(channel, timezone.now())
    logo, site, media = logo_asset(context.organisation), site_url(context), context.settings.get("media_url")
    content = fetch_asset(logo) if logo and site else None
    found = {f"{site}/{logo.path}": data_address(logo.path, content)} if logo and content else {}
    return {**found, f"{media.rstrip('/')}/": "/"} if isinstance(media, str) and media else found


def side_by_side(request: HttpRequest, item: Item, now: datetime, pairs: Sequence[Pair] = ()) -> HttpResponse:
    """Answer an item, as it is in memory, on every channel."""
    drafts, intakes = drafts_of([item], [], now)
    loaded = drafts.items[intakes[0].uuid, intakes[0].locale]
    cards = [card_of(shown) for shown in preview(drafts, loaded, now, internal=True)]
    token = write_token(pairs, now) if pairs else ""
    link = request.build_absolute_uri(reverse("contenthub_preview", args=[token])) if token else ""
    context = {"cards": cards, "problems": intakes[0].problems, "link": link, "token": token}
    return answer_page(request, item, context)


def answer_page(request: HttpRequest, item: Item, context: Mapping[str, Any]) -> HttpResponse:
    heading = _("Preview: %s") % item
    intro = _("As every channel will show it. Nothing has been published by looking.")
    return TemplateResponse(request, TEMPLATE, {"item": item, "heading": heading, "intro": intro, **context})


class FormPreview:
    """Answers the preview of the form as it is filled in now: Wagtail's own panel asks again when it changes."""

    def show(self, request: HttpRequest, thing: Any) -> HttpResponse:
        raise NotImplementedError

    @method_decorator(xframe_options_sameorigin_override)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = self
        form = view.get_form(view._get_form_data(view._get_form_state()))
        if not view.validate_form(form):
            return view.error_response()
        form.save(commit=False)
        return self.show(request, view.object)


class RevisionPreview(FormPreview):
    """Shows an earlier version in the same way as the form."""

    @method_decorator(xframe_options_sameorigin_override)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = self
        return self.show(request, view.revision_object)


class SideBySide(FormPreview):
    """Shows an item on every channel."""

    def show(self, request: HttpRequest, thing: Item) -> HttpResponse:
        return side_by_side(request, thing, timezone.now(), saved_pair(thing))


def saved_pair(item: Item) -> list[Pair]:
    """Return what a link may name of an item: its newest saved version."""
    if item.pk is None or item.latest_revision_id is None:
        return []
    return [Pair("item", item.pk, item.latest_revision_id)]


class PreviewOnCreate(SideBySide, snippets.PreviewOnCreateView):
    """The preview of an item that was never saved."""

    def get_object(self) -> Item:
        item: Item = super().get_object()
        wanted = self.request.GET.get("locale", "")
        item.locale = Locale.objects.filter(language_code=wanted).first() or Locale.get_default()
        return item


class PreviewOnEdit(SideBySide, snippets.PreviewOnEditView):
    """The preview of an item while it is written."""


class PreviewRevision(snippets.PreviewRevisionView):
    """The preview of an earlier version."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pair = Pair("item", self.object.pk, int(self.revision_id))
        return side_by_side(request, self.revision_object, timezone.now(), [pair])
