"""Subjects, content models and channels in the admin, with Wagtail's own views."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from channels.models import Channel
from content_models.models import ContentModel, Subject
from contenthub.admin.facts import FactViewSet
from contenthub.admin.items import ItemViewSet
from contenthub.admin.preview.models import ModelPreviewOnCreate, ModelPreviewOnEdit


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
    list_display = (
        "name",
        "key",
        Column("items", label=_("Items"), accessor=lambda model: model.items.count()),
        UpdatedAtColumn(),
        LiveStatusTagColumn(),
    )
    preview_on_add_view_class = ModelPreviewOnCreate
    preview_on_edit_view_class = ModelPreviewOnEdit
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
