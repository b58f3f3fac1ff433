"""One place of a channel: what it ought to show and what was seen there, side by side."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from channels.verdict import counts
from contenthub.admin.board.channel import ChannelView, place_at
from contenthub.dispatch.watch.expected import Identity
from contenthub.dispatch.watch.judging import verdict_of
from contenthub.dispatch.watch.policy import policy_of
from contenthub.dispatch.watch.texts import differing_facts, identity_at, side_by_side, sighting_at, text_of
from contenthub.dispatch.watch.words import shown_words
from contenthub.publishing.snapshots import Publication


class PlaceView(ChannelView):
    """Two texts side by side, with the facts that differ on top."""

    template_name = "contenthub/admin/board/place.html"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        board, channel = super().get_breadcrumbs_items()
        url = reverse("contenthub_board_channel", args=[self.channel.key])
        return [board, {**channel, "url": url}, {"url": "", "label": self.request.GET.get("address", "")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, address = timezone.now(), self.request.GET.get("address", "")
        verdict, _reading = verdict_of(self.channel, now)
        place, run = place_at(verdict, address), sighting_at(self.channel, address)
        if place is None and run is None:
            raise Http404
        identity = identity_at(self.channel, address, run)
        rows = (
            Publication.objects.filter(uuid=identity[0], locale=identity[1]) if identity else Publication.objects.none()
        )
        row = rows.select_related("snapshot").first()
        ought, why = text_of(self.channel, identity, address, now) if identity else ("", _("The hub put nothing here."))
        shown = run.text if run and run.online else ""
        return {
            **super(ChannelView, self).get_context_data(**kwargs),
            "channel": self.channel,
            "place": place,
            "words": shown_words(place.shows) if place else "",
            "wrong": bool(place and counts(place)),
            "run": run,
            "why": why,
            "lines": list(side_by_side(ought, shown)),
            "facts": differing_facts(place, row) if place and row else [],
            "publication": row,
            "link": link_of(self.channel, address),
            "address": address,
        }


def published(identity: Identity | None) -> Publication | None:
    """Return what is published of an item."""
    if identity is None:
        return None
    return Publication.objects.filter(uuid=identity[0], locale=identity[1]).select_related("snapshot").first()


def link_of(channel: Any, address: str) -> str:
    """Return where a place can be looked at; nothing where it has no address of its own."""
    base = policy_of(channel).address
    return f"{base}{address}" if base.startswith(("http://", "https://")) and address.startswith("/") else ""
