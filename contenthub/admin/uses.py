"""Where used: every published item and every draft that shows an item, a fact or an image, each linked."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import UsageView

from channels.models import Channel
from content_models.models import ContentModel, Fact, HubImage, Item, Subject
from content_models.reach import SEEN, may_see, sees_everything, visible_items
from content_models.spec import walk
from contenthub.admin.outputs import AdminView
from contenthub.governance.mandates import Mandate
from contenthub.publishing.scopes import ChannelScope
from contenthub.publishing.sentences import label_of
from contenthub.publishing.uses import draft_uses, published_uses

KINDS: dict[str, tuple[Any, str]] = {
    "item": (Item, "translation_key"),
    "fact": (Fact, "uuid"),
    "image": (HubImage, "uuid"),
}

MOST = 50
"""Rows of each kind that are named."""


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


class ListedView(AdminView):
    """What is written about a subject, or with a content model: the first of it, and the way to all of it."""

    template_name = "contenthub/admin/listed.html"
    page_title = gettext_lazy("Where used")
    header_icon = "link"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in {"subject", "model"}:
            raise Http404
        found = Subject.objects if kwargs["kind"] == "subject" else ContentModel.objects
        self.thing: Subject | ContentModel | None = found.filter(pk=kwargs["pk"]).first()
        if self.thing is None:
            raise Http404

    def get_page_subtitle(self) -> str:
        return str(self.thing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thing, user = self.thing, self.request.user
        items = visible_items(user).select_related("locale", "content_model", "subject").order_by("title", "pk")
        if isinstance(thing, Subject):
            items = items.filter(subject__path__startswith=thing.path)
            uses = uses_of_subject(thing, user)
            asked = {"subject": thing.pk}
        elif thing:
            items = items.filter(content_model=thing)
            uses = uses_of_model(thing)
            asked = {"content_model": thing.pk}
        count = items.count()
        said = ngettext("%d item.", "%d items.", count) % count
        live = items.filter(live=True).count()
        words = ngettext("%d of them is published.", "%d of them are published.", live) % live
        return {
            **super().get_context_data(**kwargs),
            "answer": f"{said} {words}" if count else _("No item uses this."),
            "items": [(item, edit_url(item)) for item in items[:MOST]],
            "all_url": reverse(Item.snippet_viewset.get_url_name("list")) + "?" + urlencode(asked),
            "more": count > MOST,
            "uses": uses,
        }


def uses_of_subject(subject: Subject, user: Any) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return what else names a subject or something below it: headings with (words, address)."""
    below = {"subject__path__startswith": subject.path}
    facts = policy_registry.get_by_type(Fact).instances_user_has_any_permission_for(user, SEEN).filter(**below)
    mandates = Mandate.objects.filter(**below).select_related("user", "group", "subject", "channel")
    inside = Subject.objects.filter(path__startswith=subject.path).exclude(pk=subject.pk)
    scopes = ChannelScope.objects.filter(subject__in=[subject.uuid, *inside.values_list("uuid", flat=True)])
    return found_only(
        [
            (_("Subjects below it"), links(inside)),
            (_("Facts"), links(facts)),
            (_("Mandates"), links(mandates) if user.has_perm("contenthub.view_mandate") else []),
            (_("Channels"), links(Channel.objects.filter(pk__in=scopes.values("channel")))),
        ]
    )


def uses_of_model(model: ContentModel) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return what else names a content model: references that allow it, and the channels' own choice."""
    others = [
        other
        for other in ContentModel.objects.filter(live=True).exclude(pk=model.pk)
        if other.spec and any(model.key in field.options.get("models", ()) for _path, field in walk(other.spec.fields))
    ]
    scopes = ChannelScope.objects.filter(model=model.key)
    return found_only(
        [
            (_("Content models that may point at it"), links(others)),
            (_("Channels"), links(Channel.objects.filter(pk__in=scopes.values("channel")))),
        ]
    )


def links(rows: Any) -> list[tuple[str, str]]:
    return [(str(row), reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk])) for row in rows[:MOST]]


def found_only(parts: list[tuple[Any, list[tuple[str, str]]]]) -> list[tuple[Any, list[tuple[str, str]]]]:
    return [(heading, rows) for heading, rows in parts if rows]


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


class Listed(UsageView):
    """Wagtail's link to where a subject or a content model is used leads to what is written with it."""

    kind = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("contenthub_listed", args=[self.kind, self.object.pk]))


class SubjectUsage(Listed):
    """Of a subject."""

    kind = "subject"


class ModelUsage(Listed):
    """Of a content model."""

    kind = "model"
