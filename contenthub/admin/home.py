"""The first screen: what the hub holds, a search in it, and what somebody changed last. Wagtail's knows pages alone."""

from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail import hooks
from wagtail.admin.search import SearchArea
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.models import Revision
from wagtail.permissions import policy_registry

from content_models.models import Fact, Item
from content_models.reach import SEEN

MOST_COUNTED = 10_000
LATEST = 5
LOOKED_AT = 60
"""How many of somebody's latest changes are looked at for the things that were changed."""


def may_see(user: Any, model: Any) -> bool:
    """Tell whether somebody may see anything of a kind."""
    return bool(policy_registry.get_by_type(model).user_has_any_permission(user, SEEN))


def list_of(model: Any) -> str:
    """Return the address of the list of a kind of thing."""
    return reverse(model.snippet_viewset.get_url_name("list"))


class Count(SummaryItem):
    """How many there are, with the way to them; beyond `MOST_COUNTED` nobody counts."""

    template_name = "contenthub/admin/home/count.html"
    model: Any
    icon = ""
    words: Any

    def is_shown(self) -> bool:
        return may_see(self.request.user, self.model)

    def get_context_data(self, parent_context: Mapping[str, Any] | None) -> dict[str, Any]:
        policy = policy_registry.get_by_type(self.model)
        rows = policy.instances_user_has_any_permission_for(self.request.user, SEEN)
        found = rows.order_by()[: MOST_COUNTED + 1].count()
        shown, url = min(found, MOST_COUNTED), list_of(self.model)
        return {"icon": self.icon, "url": url, "count": shown, "more": found > shown, "words": self.words % found}


class ItemCount(Count):
    order = 100
    model, icon = Item, "doc-full"
    words = ngettext_lazy("Item", "Items")


class FactCount(Count):
    order = 110
    model, icon = Fact, "tag"
    words = ngettext_lazy("Fact", "Facts")


def summarise(request: Any, items: list[Any]) -> None:
    """Count items and facts instead of pages and documents, of which a hub has none."""
    items[:] = [one for one in items if not isinstance(one, PagesSummaryItem | DocumentsSummaryItem)]
    items += [ItemCount(request), FactCount(request)]


class HubSearch(SearchArea):
    """A place of the search in the side bar: one kind of thing, for those who may see any of it."""

    def __init__(self, model: Any, label: Any, icon: str, order: int) -> None:
        self.model = model
        super().__init__(label, list_of(model), name=model._meta.model_name, icon_name=icon, order=order)

    def is_shown(self, request: Any) -> bool:
        return may_see(request.user, self.model)


def search_areas(_request: Any, areas: list[Any]) -> None:
    """Take away where nothing is ever found."""
    areas[:] = [one for one in areas if one.name not in {"pages", "documents"}]


def help_items(_request: Any, items: list[Any]) -> None:
    """Leave out what tells about pages and about Wagtail's versions."""
    items[:] = [one for one in items if one.name == "keyboard-shortcuts-trigger"]


class RecentPanel(Component):
    """What somebody changed last, to go on where they were."""

    name = "recent"
    template_name = "contenthub/admin/home/recent.html"
    order = 400

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"rows": recent(parent_context["request"].user)}


def recent(user: Any) -> list[dict[str, Any]]:
    """Return the things that somebody changed last and may still change, the newest first."""
    kinds = ContentType.objects.get_for_models(Item, Fact)
    models = {kind.pk: model for model, kind in kinds.items()}
    made = Revision.objects.filter(user=user, content_type__in=models).order_by("-created_at", "-pk")
    newest: dict[tuple[Any, int], Revision] = {}
    for one in made.defer("content")[:LOOKED_AT]:
        newest.setdefault((models[one.content_type_id], int(one.object_id)), one)
    found: list[dict[str, Any]] = []
    model: Any
    for model in models.values():
        policy = policy_registry.get_by_type(model)
        rows = policy.instances_user_has_any_permission_for(user, ["change"])
        edit = model.snippet_viewset.get_url_name("edit")
        for row in rows.filter(pk__in=[pk for one, pk in newest if one is model]):
            found.append({"what": row, "revision": newest[model, row.pk], "url": reverse(edit, args=[row.pk])})
    return sorted(found, key=lambda row: row["revision"].created_at, reverse=True)[:LATEST]


def register_all() -> None:
    """Tell Wagtail of everything here."""
    hooks.register("construct_homepage_summary_items", summarise, order=200)
    hooks.register("construct_homepage_panels", lambda _request, panels: panels.append(RecentPanel()))
    hooks.register("register_admin_search_area", lambda: HubSearch(Item, _("Items"), "doc-full", 10))
    hooks.register("register_admin_search_area", lambda: HubSearch(Fact, _("Facts"), "tag", 20))
    hooks.register("construct_search", search_areas)
    hooks.register("construct_help_menu", help_items, order=200)
