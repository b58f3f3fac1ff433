"""What every channel shows of an item: where it stands, which snapshot it is, and whether that is the current one."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from channels.models import Channel
from content_models.models import Item
from content_models.reach import may_see
from contenthub.dispatch.placements import Placement
from contenthub.publishing.current import current_stamps, shows
from contenthub.publishing.snapshots import Publication

LEVELS = {"error": gettext_lazy("error"), "warning": gettext_lazy("warning"), "info": gettext_lazy("remark")}
"""How serious a finding of a channel is."""


@dataclass(frozen=True)
class Row:
    """One channel, and what it shows of an item: nothing, what is current, or something older."""

    channel: Channel
    placement: Placement | None
    current: bool

    @property
    def state(self) -> str:
        if self.placement is None:
            return _("not there")
        return _("current") if self.current else _("behind")

    @property
    def tag(self) -> str:
        """Wagtail's style of the status tag; the word beside it says the same."""
        return "" if self.placement is None else "primary" if self.current else "secondary"

    @property
    def findings(self) -> list[tuple[Any, str]]:
        """What the channel found when it made the output: how serious, and what."""
        found = self.placement.findings if self.placement else []
        return [(LEVELS.get(one["level"], one["level"]), one["message"]) for one in found]

    @property
    def url(self) -> str:
        return output_url(self.placement) if self.placement else ""


def output_url(placement: Placement) -> str:
    """Return where an output can be looked at: on the hub itself."""
    return reverse("channel_file", args=[placement.channel.key, placement.path])


class AdminView(WagtailAdminTemplateMixin, TemplateView):
    """A screen for everybody who may see items."""

    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perms(["wagtailadmin.access_admin", "content_models.view_item"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ItemOutputsView(AdminView):
    """The outputs of one item on every channel."""

    template_name = "contenthub/admin/item_outputs.html"
    page_title = gettext_lazy("Outputs")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = Item.objects.select_related("locale", "content_model").filter(pk=kwargs["pk"]).first()
        if item is None or not may_see(self.request.user, item):
            raise Http404
        locale = item.locale.language_code
        found = Publication.objects.filter(uuid=item.uuid, locale=locale).select_related("snapshot").first()
        stamp = current_stamps([found])[found.pk] if found else ""
        rows = item_rows(item.uuid, locale, stamp)
        late = {row.channel.pk for row in rows if not row.current}
        there = len({row.channel.pk for row in rows} - late)
        return {
            **super().get_context_data(**kwargs),
            "item": item,
            "stamp": stamp,
            "rows": rows,
            "answer": self.answer(there, len({row.channel.pk for row in rows}), bool(stamp)),
            "edit_url": reverse(Item.snippet_viewset.get_url_name("edit"), args=[item.pk]),
        }

    @staticmethod
    def answer(there: int, channels: int, published: bool) -> str:
        if not published:
            return _("This item has not been published, so no channel shows it.")
        names = {"there": there, "channels": channels}
        return (
            ngettext(
                "%(there)d of %(channels)d channel shows what is published now.",
                "%(there)d of %(channels)d channels show what is published now.",
                channels,
            )
            % names
        )

    def get_page_subtitle(self) -> Any:
        return str(Item.objects.filter(pk=self.kwargs["pk"]).first() or "")


def item_rows(uuid: str, locale: str, stamp: str) -> list[Row]:
    """Return a row per output, and one for each channel in use that shows nothing."""
    rows = []
    for channel in Channel.objects.exclude(status=Channel.Status.RETIRED).order_by("name"):
        placements = list(
            channel.placements.filter(uuid=uuid, locale=locale).select_related("channel").order_by("path")
        )
        if not placements and channel.serves(locale):
            rows.append(Row(channel, None, current=False))
        rows += [Row(channel, one, shows(one.stamp, stamp)) for one in placements]
    return rows
