"""Facts, subjects, content models and channels in the admin, with Wagtail's own views."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from channels.models import Channel
from content_models.choosers import FactChooserViewSet
from content_models.facts import fact_kind, fact_kinds
from content_models.models import ContentModel, Fact, Subject
from contenthub.admin.items import ItemViewSet


class FactCreateView(CreateView):
    """First choose the kind of fact, then fill in its values."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        chosen = request.GET.get("kind") or request.POST.get("kind") or ""
        self.kind = chosen if chosen in {kind.key for kind in fact_kinds()} else ""
        super().setup(request, *args, **kwargs)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.kind:
            return super().get(request, *args, **kwargs)
        context = WagtailAdminTemplateMixin.get_context_data(self)
        more = {"kinds": fact_kinds(), "add_url": self.get_add_url()}
        template = "contenthub/admin/choose_kind.html"
        return self.response_class(request, [template], {**context, **more}, using=self.template_engine)

    def get_initial_form_instance(self) -> Fact:
        fact: Fact = super().get_initial_form_instance() or self.model()
        fact.kind = fact.kind or self.kind
        return fact

    def get_page_subtitle(self) -> Any:
        return fact_kind(self.kind).label if self.kind else super().get_page_subtitle()


class FactViewSet(SnippetViewSet):
    """Facts with their values over time."""

    model = Fact
    icon = "pick"
    list_display = ("label", "kind", "subject", UpdatedAtColumn(), LiveStatusTagColumn())
    list_filter = ("kind", "subject", "owner", "live")
    add_view_class = FactCreateView
    chooser_viewset_class = FactChooserViewSet
    search_fields = ("label", "key", "source")


class SubjectViewSet(SnippetViewSet):
    """The tree of subjects."""

    model = Subject
    icon = "folder-open-1"
    list_display = (Column("path", label=_("Path"), sort_key="path"), "title")
    ordering = ("path",)
    search_fields = ("title", "key")


class ContentModelViewSet(SnippetViewSet):
    """Content models; publishing one makes a new version."""

    model = ContentModel
    icon = "form"
    list_display = ("name", "key", UpdatedAtColumn(), LiveStatusTagColumn())
    search_fields = ("name", "key", "description")


class ChannelViewSet(SnippetViewSet):
    """Channels and their owners."""

    model = Channel
    icon = "mail"
    list_display = ("name", "kind", "status", "owner")
    list_filter = ("kind", "status", "owner")
    panels = (
        MultiFieldPanel([FieldPanel("name"), FieldPanel("key"), FieldPanel("kind")], _("Channel")),
        MultiFieldPanel([FieldPanel("owner"), FieldPanel("status"), FieldPanel("cadence")], _("Who keeps it")),
        MultiFieldPanel([FieldPanel("base_url"), FieldPanel("locales"), FieldPanel("settings")], _("Where it is")),
    )


class ContentGroup(SnippetViewSetGroup):
    """The menu of those who write."""

    menu_label = _("Content")
    menu_icon = "doc-full-inverse"
    menu_order = 50
    items = (ItemViewSet, FactViewSet, SubjectViewSet, ContentModelViewSet)


class ChannelGroup(SnippetViewSetGroup):
    """The menu of those who deliver."""

    menu_label = _("Channels")
    menu_icon = "mail"
    menu_order = 60
    items = (ChannelViewSet,)
