"""Subjects and content models in the admin, with Wagtail's own views."""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from content_models.choosers import AnyChooserViewSet, SubjectChooserViewSet
from content_models.models import ContentModel, Reach, Subject
from content_models.models.publishable import with_states
from contenthub.admin.channels.viewset import ChannelViewSet
from contenthub.admin.facts import FactViewSet
from contenthub.admin.items import ItemViewSet
from contenthub.admin.preview.models import ModelPreviewOnCreate, ModelPreviewOnEdit, ModelPreviewRevision
from contenthub.admin.uses import ModelUsage, SubjectUsage


class SubjectViewSet(SnippetViewSet):
    """The tree of subjects."""

    model = Subject
    usage_view_class = SubjectUsage
    chooser_viewset_class = SubjectChooserViewSet
    icon = "folder-open-1"
    list_display = (Column("path", label=_("Path"), sort_key="path"), "title")
    ordering = ("path",)
    search_fields = ("title", "key")


class ContentModelViewSet(SnippetViewSet):
    """Content models; publishing one makes a new version."""

    model = ContentModel
    usage_view_class = ModelUsage
    chooser_viewset_class = AnyChooserViewSet
    icon = "form"
    list_display = (
        "name",
        "key",
        Column("how_many", label=_("Items"), sort_key="how_many"),
        UpdatedAtColumn(),
        LiveStatusTagColumn(),
    )
    preview_on_add_view_class = ModelPreviewOnCreate
    preview_on_edit_view_class = ModelPreviewOnEdit
    revisions_view_class = ModelPreviewRevision
    search_fields = ("name", "key", "description")

    def get_queryset(self, request: Any) -> Any:
        return with_states(ContentModel.objects.annotate(how_many=Count("items"))).select_related("latest_revision")


class ReachViewSet(SnippetViewSet):
    """How far the permissions of groups go."""

    model = Reach
    chooser_viewset_class = AnyChooserViewSet
    icon = "group"
    menu_label = _("Who writes what")
    list_display = (
        "group",
        Column("content_model", label=_("Content model"), accessor=lambda one: one.content_model or _("all")),
        Column("subject", label=_("Subject"), accessor=lambda one: one.subject or _("all")),
    )
    list_filter = ("group", "content_model", "subject")


class ContentGroup(SnippetViewSetGroup):
    """The menu of those who write."""

    menu_label = _("Content")
    menu_icon = "doc-full-inverse"
    menu_order = 50
    items = (ItemViewSet, FactViewSet, SubjectViewSet, ContentModelViewSet, ReachViewSet)


class ChannelGroup(SnippetViewSetGroup):
    """The menu of those who deliver."""

    menu_label = _("Channels")
    menu_icon = "mail"
    menu_order = 60
    items = (ChannelViewSet,)
