"""One channel: why it is in its state, its places, its history; looking now, maintenance, accepting what is wrong."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.contracts import uses_of
from channels.models import Channel, Maintenance, Sighting
from channels.registry import installed
from channels.verdict import Place, Shows, Verdict, counts
from content_models.door import PublicationRefused
from contenthub.admin.board.board import DAYS, row_of
from contenthub.admin.board.charts import chart
from contenthub.admin.decisions.base import DecisionView, say_refused
from contenthub.dispatch.retire import MAY, accept_finding
from contenthub.dispatch.watch.judging import verdict_of
from contenthub.dispatch.watch.ping import ping_address
from contenthub.dispatch.watch.policy import policy_of
from contenthub.dispatch.watch.tables import ChannelFinding, ChannelWatch
from contenthub.dispatch.watch.words import shown_words

PAGE = 50
ORDER = (Shows.UNKNOWN, Shows.DIVERGENT, Shows.MISSING, Shows.BEHIND, Shows.CURRENT, Shows.UNSEEN)


class ChannelView(DecisionView):
    """Everything that is known of one channel."""

    template_name = "contenthub/admin/board/channel.html"
    header_icon = "view"
    permission = "content_models.view_item"
    breadcrumbs_items = [{"url": "", "label": gettext_lazy("Live channels")}]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.channel = get_object_or_404(Channel.objects.select_related("owner"), key=kwargs["key"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.channel.name}
        return [{"url": reverse("contenthub_board"), "label": _("Live channels")}, here]

    def get_page_title(self) -> Any:
        return self.channel.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, channel = timezone.now(), self.channel
        watch = ChannelWatch.objects.filter(channel=channel).first() or ChannelWatch(channel=channel)
        watch.channel = channel
        verdict, reading = verdict_of(channel, now)
        shown = self.request.GET.get("show") or ("wrong" if any(map(counts, verdict.places)) else "all")
        places = sorted(verdict.places, key=lambda one: (ORDER.index(one.shows), one.address))
        places = [one for one in places if counts(one)] if shown == "wrong" else places
        page = Paginator(places, PAGE).get_page(self.request.GET.get("p"))
        days = list(channel.days.order_by("day"))
        today = timezone.localdate(now)
        return {
            **super().get_context_data(**kwargs),
            "channel": channel,
            "row": row_of(watch, days, now),
            "policy": policy_of(channel),
            "page": page,
            "places": [place_row(channel, one) for one in page.object_list],
            "show": shown,
            "wrong": sum(map(counts, verdict.places)),
            "all": len(reading.expected),
            "share": chart([(one.day, one.share) for one in days], today, DAYS, highest=1.0),
            "waits": chart([(one.day, minutes(one.p95)) for one in days], today, DAYS),
            "days": days[-14:],
            "findings": channel.findings.select_related("decided_by")[:10],
            "uses": uses_of(channel, getattr(installed().kinds.get(channel.kind), "contracts", ()), now),
            "signs": Sighting.objects.filter(channel=channel, address="").order_by("-last_at")[:7],
            "windows": channel.maintenance.filter(end__gt=now),
            "may_change": self.request.user.has_perm(MAY),
            "ping": ping_address(channel) if self.request.user.has_perm(MAY) else "",
            "site": watch.site,
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        now, action = timezone.now(), request.POST.get("action")
        try:
            if action == "accept":
                self.accept(request, now)
            elif not request.user.has_perm(MAY):
                messages.error(request, _("You may not change this channel."))
            elif action == "look":
                ChannelWatch.objects.filter(channel=self.channel).update(next_at=now, round_at=None)
                messages.success(request, _("The worker looks at this channel now; the board shows it in a moment."))
            elif action == "maintenance":
                self.maintain(request)
        except PublicationRefused as refusal:
            say_refused(request, refusal)
        return HttpResponseRedirect(reverse("contenthub_board_channel", args=[self.channel.key]))

    def accept(self, request: Any, now: datetime) -> None:
        """End the finding that is open, by a decision."""
        finding = ChannelFinding.objects.filter(channel=self.channel, closed_at=None).first()
        if finding is None:
            messages.warning(request, _("Nothing is wrong with this channel any more."))
            return
        days = request.POST.get("days", "")
        because = request.POST.get("because", "")
        accept_finding(finding, request.user, now, because=because, days=int(days) if days.isdecimal() else 30)
        messages.success(request, _("This was accepted, and is recorded."))

    def maintain(self, request: Any) -> None:
        """Write down a maintenance window."""
        moments = []
        for name in ("start", "end"):
            try:
                found = parse_datetime(request.POST.get(name, ""))
            except ValueError:
                found = None
            moments.append(timezone.make_aware(found) if found and timezone.is_naive(found) else found)
        start, end = moments
        if start is None or end is None or start >= end:
            messages.error(request, _("Give two moments, the second after the first."))
            return
        reason = request.POST.get("reason", "")[:200]
        Maintenance.objects.create(channel=self.channel, start=start, end=end, reason=reason)
        messages.success(request, _("Nobody is alarmed about this channel in that time."))


def minutes(wait: Any) -> float | None:
    return None if wait is None else wait.total_seconds() / 60


def place_row(channel: Channel, place: Place) -> dict[str, Any]:
    """Return what the table of places shows of one."""
    url = reverse("contenthub_board_place", args=[channel.key])
    return {
        "place": place,
        "title": place.title or place.address,
        "words": shown_words(place.shows),
        "tag": "critical" if counts(place) else "primary" if place.shows is Shows.CURRENT else "label",
        "url": f"{url}?{urlencode({'address': place.address})}",
    }


def place_at(verdict: Verdict, address: str) -> Place | None:
    return next((one for one in verdict.places if one.address == address), None)
