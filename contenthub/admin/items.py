"""Items in the admin: choose a model, write, list by model."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, LocaleColumn, UpdatedAtColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from content_models.choosers import ItemChooserViewSet
from content_models.models import ContentModel, Item, Subject
from content_models.models.publishable import with_states
from content_models.reach import guarded, visible_items
from contenthub.admin.decisions.sentback import StaysWhenSentBack
from contenthub.admin.preview.views import PreviewOnCreate, PreviewOnEdit, PreviewRevision
from contenthub.admin.remarks import WithRemarksPanel
from contenthub.admin.source import WithSourcePanel
from contenthub.admin.tone.panel import WithTonePanel
from contenthub.admin.uses import ItemUsage
from contenthub.publishing.translations import outdated


class ItemFilters(WagtailFilterSet):
    """By model, subject with everything below it, language, owner, state, and when it is to be reviewed."""

    subject = django_filters.ModelChoiceFilter(
        label=_("Subject"), queryset=Subject.objects.all(), method="below", widget=forms.Select
    )
    review_by = django_filters.DateFilter(
        label=_("To be reviewed by"), field_name="review_by", lookup_expr="lte", widget=AdminDateInput
    )
    has_unpublished_changes = django_filters.BooleanFilter(label=_("With unpublished changes"))

    class Meta:
        model = Item
        fields = ("content_model", "subject", "locale", "owner", "live", "has_unpublished_changes", "review_by")

    def below(self, queryset: Any, _name: str, subject: Subject) -> Any:
        return queryset.filter(subject__path__startswith=subject.path)


class ItemIndexView(IndexView):
    """The list of items; with `?content_model=` those of one model, and then "Add" makes another of it."""

    @cached_property
    def content_model(self) -> ContentModel | None:
        chosen = self.request.GET.get("content_model", "")
        return ContentModel.objects.filter(pk=chosen).first() if chosen.isdigit() else None

    def get_base_queryset(self) -> Any:
        found = super().get_base_queryset() & visible_items(self.request.user)
        return with_states(found).select_related("content_model", "locale", "subject", "latest_revision")

    def get_table(self, object_list: Any) -> Any:
        items = list(object_list)
        behind = outdated(items)
        for item in items:
            item.behind = _("behind %s") % behind[item.pk].locale if item.pk in behind else ""
        return super().get_table(items)

    def get_page_title(self) -> Any:
        return self.content_model.local_name if self.content_model else super().get_page_title()

    def get_add_url(self) -> Any:
        url = super().get_add_url()
        if url and self.content_model:
            url += ("&" if "?" in url else "?") + urlencode({"content_model": self.content_model.pk})
        return url


class ItemEditView(StaysWhenSentBack, WithSourcePanel, WithTonePanel, WithRemarksPanel, EditView):
    """The form of an item."""


class ItemCreateView(StaysWhenSentBack, WithTonePanel, WithRemarksPanel, CreateView):
    """First choose a content model, then fill in its form."""

    choose_model_template = "contenthub/admin/choose_model.html"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        chosen = request.GET.get("content_model") or request.POST.get("content_model") or ""
        self.models = writable_models(request.user)
        self.content_model = get_object_or_404(self.models, pk=chosen) if str(chosen).isdigit() else None
        super().setup(request, *args, **kwargs)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.content_model is not None:
            return super().get(request, *args, **kwargs)
        context = WagtailAdminTemplateMixin.get_context_data(self)
        return self.response_class(
            request,
            [self.choose_model_template],
            {**context, "models": self.models, "add_url": self.get_add_url()},
            using=self.template_engine,
        )

    def get_initial_form_instance(self) -> Item:
        item: Item = super().get_initial_form_instance() or self.model()
        if self.content_model:
            item.content_model = self.content_model
        return item

    def get_add_url(self) -> Any:
        url = super().get_add_url()
        if self.content_model:
            url += ("&" if "?" in url else "?") + urlencode({"content_model": self.content_model.pk})
        return url

    def get_preview_url(self) -> Any:
        url = super().get_preview_url()
        return f"{url}?{urlencode({'locale': self.locale.language_code})}" if url and self.locale else url

    def get_page_subtitle(self) -> Any:
        return self.content_model.local_name if self.content_model else super().get_page_subtitle()


def writable_models(user: Any) -> Any:
    """Return the content models with which somebody may write something new."""
    return ContentModel.objects.filter(policy_registry.get_by_type(Item).models_within(user, "add"), live=True)


class ItemViewSet(SnippetViewSet):
    """Every item, whatever its model."""

    model = Item
    icon = "doc-full"
    menu_label = _("All content")
    copy_view_enabled = True
    list_display = (
        "title",
        Column("content_model", label=_("Model"), accessor="content_model.local_name", sort_key="content_model__name"),
        Column("subject", label=_("Subject"), sort_key="subject__path"),
        LocaleColumn(),
        Column("behind", label=_("Translation")),
        UpdatedAtColumn(),
        LiveStatusTagColumn(),
    )
    filterset_class = ItemFilters
    search_fields = ("title", "key")
    list_export = (
        *("title", "key", "content_model.key", "subject", "locale.language_code", "owner"),
        *("live", "has_unpublished_changes", "review_by", "first_published_at", "last_published_at", "uuid"),
    )
    export_filename = "items"
    usage_view_class = ItemUsage
    index_view_class = ItemIndexView
    add_view_class = ItemCreateView
    edit_view_class = ItemEditView
    chooser_viewset_class = ItemChooserViewSet
    preview_on_add_view_class = PreviewOnCreate
    preview_on_edit_view_class = PreviewOnEdit
    revisions_view_class = PreviewRevision

    def get_urlpatterns(self) -> Any:
        return guarded(super().get_urlpatterns(), Item)
