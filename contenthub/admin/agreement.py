"""Do the channels agree? Every published item against every channel, with filters and the reason for each lag."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from channels.models import Channel
from content_models.models import Item
from content_models.reach import sees_everything, visible_items
from contenthub.admin.outputs import AdminView, output_url
from contenthub.dispatch.consistency.check import (
    BEHIND,
    CURRENT,
    FAILED,
    MISSING,
    STATES,
    cheap_state,
    is_due,
    is_whole,
)
from contenthub.dispatch.placements import Placement, Setback
from contenthub.publishing.current import current_stamps
from contenthub.publishing.snapshots import Publication
from contenthub.query.store.visible import visible

PAGE = 50

WORDS = {
    CURRENT: gettext_lazy("current"),
    BEHIND: gettext_lazy("behind"),
    MISSING: gettext_lazy("missing"),
    FAILED: gettext_lazy("failed"),
}
TAGS = {
    CURRENT: "w-status--primary",
    BEHIND: "w-status--label",
    MISSING: "w-status--critical",
    FAILED: "w-status--critical",
}


@dataclass(frozen=True)
class Cell:
    """One item on one channel; without a state the channel does not carry it."""

    state: str = ""
    reason: str = ""
    url: str = ""

    @property
    def word(self) -> Any:
        return WORDS[self.state]

    @property
    def tag(self) -> str:
        return TAGS[self.state]


@dataclass(frozen=True)
class Line:
    """One published item with a cell for each channel."""

    publication: Publication
    pk: int | None
    cells: Sequence[Cell]

    @property
    def worst(self) -> str:
        found = {cell.state for cell in self.cells}
        return next((state for state in reversed(STATES) if state in found), "")


class OutputsView(AdminView):
    """The matrix of items and channels."""

    template_name = "contenthub/admin/outputs.html"
    page_title = gettext_lazy("Outputs by channel")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {name: self.request.GET.get(name, "").strip() for name in ("q", "channel", "locale", "state")}
        found = Publication.objects.select_related("snapshot").defer("snapshot__body").order_by("title", "locale")
        if not sees_everything(self.request.user):
            found = found.filter(uuid__in=visible_items(self.request.user).values("translation_key"))
        locales = list(Publication.objects.order_by("locale").values_list("locale", flat=True).distinct())
        if asked["q"]:
            found = found.filter(title__icontains=asked["q"])
        if asked["locale"] in locales:
            found = found.filter(locale=asked["locale"])
        every = channels_shown()
        channels = [one for one in every if one.key == asked["channel"]] or every
        lines = matrix(list(found), channels)
        shown = [line for line in lines if asked["state"] not in STATES or has(line, asked["state"])]
        return {
            **super().get_context_data(**kwargs),
            "channels": channels,
            "every": every,
            "locales": locales,
            "states": [(state, WORDS[state]) for state in STATES],
            "asked": asked,
            "answer": answer(lines, len(channels)),
            "page": Paginator(shown, PAGE).get_page(self.request.GET.get("p")),
        }


def channels_shown() -> list[Channel]:
    """Return the channels in use, and those paused ones that still show something."""
    rows = Channel.objects.exclude(status=Channel.Status.RETIRED).order_by("name")
    placed = set(Placement.objects.order_by().values_list("channel_id", flat=True).distinct())
    return [one for one in rows if one.status != Channel.Status.PAUSED or one.pk in placed]


def has(line: Line, state: str) -> bool:
    return any(cell.state == state for cell in line.cells)


def answer(lines: Sequence[Line], channels: int) -> str:
    """Say in one sentence how far the channels agree."""
    cells = [cell for line in lines for cell in line.cells if cell.state]
    if not cells:
        return _("Nothing has been published yet.")
    agreeing = sum(cell.state == CURRENT for cell in cells)
    names = {"there": agreeing, "all": len(cells), "channels": channels}
    return (
        ngettext(
            "%(there)d of %(all)d outputs on %(channels)d channel show what is published now.",
            "%(there)d of %(all)d outputs on %(channels)d channels show what is published now.",
            channels,
        )
        % names
    )


def matrix(publications: list[Publication], channels: list[Channel]) -> list[Line]:
    """Return a line for each publication, from the hub's own records; no file is read."""
    placed: dict[tuple[Any, str, int], list[Placement]] = {}
    for one in Placement.objects.filter(channel__in=channels).select_related("channel").order_by("path"):
        placed.setdefault((one.uuid, one.locale, one.channel_id), []).append(one)
    setbacks = {(one.uuid, one.locale, one.channel_id): one.reason for one in Setback.objects.all()}
    carried = {channel.pk: set(visible(channel).values_list("pk", flat=True)) for channel in channels}
    whole = {channel.pk: is_whole(channel) for channel in channels}
    items = {
        (uuid, locale): pk
        for uuid, locale, pk in Item.objects.values_list("translation_key", "locale__language_code", "pk")
    }
    stamps = current_stamps(publications)

    def cell(row: Publication, channel: Channel) -> Cell:
        identity = (row.uuid, row.locale, channel.pk)
        outputs, setback = placed.get(identity, []), setbacks.get(identity, "")
        if row.pk not in carried[channel.pk] or not (outputs or setback or is_due(row, whole=whole[channel.pk])):
            return Cell()
        state, reason = cheap_state(outputs, setback, stamps[row.pk])
        return Cell(state, reason, output_url(outputs[0]) if outputs else "")

    return [
        Line(row, items.get((row.uuid, row.locale)), [cell(row, channel) for channel in channels])
        for row in publications
    ]
