"""The board: every channel with its state, the worst first; and content that nobody tends."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from content_models.models import Item
from contenthub.admin.board.charts import chart
from contenthub.admin.board.words import TAGS, ago_words, answer_of, lag_words, share_words, slowest_words, wait_words
from contenthub.admin.decisions.base import DecisionView
from contenthub.dispatch.watch.board import watches
from contenthub.dispatch.watch.judging import MONTH, quantile, samples
from contenthub.dispatch.watch.tables import ChannelDay, ChannelWatch
from contenthub.dispatch.watch.words import next_step, reason_words
from contenthub.dispatch.watch.zombies import zombie_content

DAYS = 30
MOST = 50


def row_of(watch: ChannelWatch, days: list[ChannelDay], now: datetime) -> dict[str, Any]:
    """Return what the board shows of one channel."""
    channel = watch.channel
    waits = samples(channel, now - MONTH, now)
    p50, p95 = quantile(waits, 0.5), quantile(waits, 0.95)
    return {
        "watch": watch,
        "tag": TAGS.get(watch.state, "label"),
        "reason": reason_words(watch.reason) if watch.judged_at else "",
        "next": next_step(watch.state),
        "sign": ago_words(watch.last_sign, now),
        "lag": lag_words(watch),
        "share": share_words(watch.share),
        "p95": p95,
        "visible": f"{wait_words(p50)} / {wait_words(p95)}" if waits else "–",
        "trend": chart([(one.day, one.share) for one in days], timezone.localdate(now), DAYS, highest=1.0),
        "url": reverse("contenthub_board_channel", args=[channel.key]),
    }


def rows_of(now: datetime) -> list[dict[str, Any]]:
    days: dict[int, list[ChannelDay]] = {}
    since: date = (now - MONTH).date()
    for one in ChannelDay.objects.filter(day__gte=since).order_by("day"):
        days.setdefault(one.channel_id, []).append(one)
    return [row_of(watch, days.get(watch.channel.pk, []), now) for watch in watches()]


class BoardView(DecisionView):
    """Every channel: does it live, and does it show what it ought to?"""

    template_name = "contenthub/admin/board/board.html"
    page_title = gettext_lazy("Live channels")
    header_icon = "view"
    permission = "content_models.view_item"

    @property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(label="JSON", url=reverse("api_board"), icon_name="code")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        rows, zombies = rows_of(now), zombie_content(now)
        return {
            **super().get_context_data(**kwargs),
            "rows": rows,
            "answer": answer_of(rows),
            "slowest": slowest_words(rows),
            "zombies": with_items(zombies[:MOST]),
            "more": max(0, len(zombies) - MOST),
        }


def with_items(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return zombie content with the addresses where it is written."""
    uuids = [one["uuid"] for one in found]
    items = {
        (str(uuid), locale): pk
        for uuid, locale, pk in Item.objects.filter(translation_key__in=uuids).values_list(
            "translation_key", "locale__language_code", "pk"
        )
    }
    edit = Item.snippet_viewset.get_url_name("edit")
    for one in found:
        pk = items.get((one["uuid"], one["locale"]))
        one["url"] = reverse(edit, args=[pk]) if pk else ""
    return found
