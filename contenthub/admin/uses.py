"""Where used: every published item and every draft that shows an item, a fact or an image, each linked."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.snippets.views.snippets import UsageView

from content_models.models import Fact, HubImage, Item
from content_models.reach import may_see, sees_everything, visible_items
from contenthub.admin.outputs import AdminView
from contenthub.publishing.sentences import label_of
from contenthub.publishing.uses import draft_uses, published_uses

KINDS: dict[str, tuple[Any, str]] = {
    "item": (Item, "translation_key"),
    "fact": (Fact, "uuid"),
    "image": (HubImage, "uuid"),
}


class WhereUsedView(AdminView):
    """One thing, and what shows it."""

    template_name = "contenthub/admin/where_used.html"
    page_title = gettext_lazy("Where used")
    header_icon = "link"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        model, field = KINDS.get(kwargs["kind"], (None, ""))
        self.thing = model.objects.filter(**{field: kwargs["uuid"]}).first() if model else None
        if self.thing is None or (isinstance(self.thing, Item | Fact) and not may_see(request.user, self.thing)):
            raise Http404

    def get_page_subtitle(self) -> str:
        return str(self.thing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, uuid = self.kwargs["kind"], self.kwargs["uuid"]
        published = published_uses(kind, uuid)
        items = items_by_name([str(use.publication.uuid) for use in published])
        rows = [row_of(use.publication, use.paths, items) for use in published]
        if not sees_everything(self.request.user):
            seen = set(visible_items(self.request.user).values_list("translation_key", "locale__language_code"))
            rows = [row for row in rows if (row["publication"].uuid, row["publication"].locale) in seen]
        drafts = [
            (use.item, edit_url(use.item), fields_of(use.item, use.paths))
            for use in draft_uses(kind, uuid)
            if may_see(self.request.user, use.item)
        ]
        said = ngettext("%d published item shows this.", "%d published items show this.", len(rows)) % len(rows)
        answer = said if rows or drafts else _("Nothing shows this.")
        return {**super().get_context_data(**kwargs), "answer": answer, "rows": rows, "drafts": drafts}


def items_by_name(uuids: list[str]) -> dict[tuple[str, str], Item]:
    rows = Item.objects.filter(translation_key__in=uuids).select_related("locale", "content_model")
    return {(item.uuid, item.locale.language_code): item for item in rows}


def row_of(publication: Any, paths: tuple[str, ...], items: dict[tuple[str, str], Item]) -> dict[str, Any]:
    item = items.get((str(publication.uuid), publication.locale))
    fields = fields_of(item, paths) if item else paths
    return {"publication": publication, "url": edit_url(item) if item else "", "fields": fields}


def fields_of(item: Item, paths: tuple[str, ...]) -> list[str]:
    """Return the labels of the fields in which something stands, each once."""
    spec = item.spec
    return list(dict.fromkeys(label_of(spec, path, item.locale.language_code) for path in paths)) if spec else []


def edit_url(item: Item) -> str:
    return reverse(Item.snippet_viewset.get_url_name("edit"), args=[item.pk])


class OwnUsage(UsageView):
    """Wagtail's link to where something is used leads to the hub's own table, which is never behind."""

    kind = ""
    field = "uuid"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(
            reverse("contenthub_where_used", args=[self.kind, getattr(self.object, self.field)])
        )


class ItemUsage(OwnUsage):
    """Of an item."""

    kind = "item"


class FactUsage(OwnUsage):
    """Of a fact."""

    kind = "fact"
