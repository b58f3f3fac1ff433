"""Facts in the admin: choose a kind, fill in values over time, find them by what they say."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from content_models.choosers import FactChooserViewSet
from content_models.facts import fact_kind, fact_kinds
from content_models.factsearch import find_facts, written
from content_models.models import Fact, FactVersion
from content_models.models.publishable import with_states
from content_models.reach import SEEN, guarded
from contenthub.admin.decisions.sentback import StaysWhenSentBack
from contenthub.admin.preview.facts import FactPreviewOnCreate, FactPreviewOnEdit, FactPreviewRevision
from contenthub.admin.uses import FactUsage
from contenthub.publishing.uses import count_uses


class FactEditView(StaysWhenSentBack, EditView):
    """The form of a fact."""


class FactCreateView(StaysWhenSentBack, CreateView):
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


class FactIndexView(IndexView):
    """The list of facts, found by their values too, with what holds now and what comes next."""

    def get_base_queryset(self) -> Any:
        policy = policy_registry.get_by_type(Fact)
        found = super().get_base_queryset() & policy.instances_user_has_any_permission_for(self.request.user, SEEN)
        return with_states(found).select_related("subject", "latest_revision")

    def search_queryset(self, queryset: Any) -> Any:
        return queryset.filter(pk__in=find_facts(queryset, self.search_query)) if self.is_searching else queryset

    def get_table(self, object_list: Any) -> Any:
        facts = list(object_list)
        timelines = self.timelines([fact.pk for fact in facts])
        uses = count_uses("fact", [fact.uuid for fact in facts])
        for fact in facts:
            fact.value_now, fact.value_next = says(fact, timelines.get(fact.pk, []))
            fact.used_in = uses.get(str(fact.uuid), 0)
        return super().get_table(facts)

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        """Show the label in the language of the interface."""
        return super()._get_title_column(field_name, *args, **kwargs, accessor=str)

    @staticmethod
    def timelines(pks: list[int]) -> dict[int, list[FactVersion]]:
        """Return the versions of each fact that were published last, in one statement."""
        found: dict[int, list[FactVersion]] = {}
        for version in FactVersion.objects.filter(fact__in=pks).order_by("-published_at", "number"):
            kept = found.setdefault(version.fact_id, [])
            if not kept or kept[0].published_at == version.published_at:
                kept.append(version)
        return found


def says(fact: Fact, versions: list[FactVersion]) -> tuple[str, str]:
    """Return what a fact says now, and what it says next with its date; empty where there is nothing."""
    now, locale = timezone.now(), get_language() or "en"
    current = [
        one for one in versions if (one.valid_from or now) <= now and (one.valid_until is None or one.valid_until > now)
    ]
    later = sorted(
        (one for one in versions if one.valid_from and one.valid_from > now), key=lambda one: one.valid_from or now
    )
    shown = written(fact.kind, current[0].value, "short", locale) if current else ""
    if not later:
        return shown, ""
    day = date_format(timezone.localtime(later[0].valid_from), "DATE_FORMAT")
    return shown, f"{written(fact.kind, later[0].value, 'short', locale) or '–'} ({day})"


class FactViewSet(SnippetViewSet):
    """Facts with their values over time."""

    model = Fact
    icon = "pick"
    list_display = (
        "label",
        Column("value_now", label=_("Value now")),
        Column("value_next", label=_("Next")),
        Column("get_kind_display", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("subject", label=_("Subject"), sort_key="subject__path"),
        Column("used_in", label=_("Used in")),
        UpdatedAtColumn(),
        LiveStatusTagColumn(),
    )
    list_filter = ("kind", "subject", "owner", "live")
    list_export = ("label", "labels", "key", "kind", "subject", "owner", "source", "review_by", "live", "timeline")
    export_filename = "facts"
    usage_view_class = FactUsage
    index_view_class = FactIndexView
    add_view_class = FactCreateView
    edit_view_class = FactEditView
    chooser_viewset_class = FactChooserViewSet
    preview_on_add_view_class = FactPreviewOnCreate
    preview_on_edit_view_class = FactPreviewOnEdit
    revisions_view_class = FactPreviewRevision
    search_fields = ("label", "key", "source")

    def get_urlpatterns(self) -> Any:
        return guarded(super().get_urlpatterns(), Fact)
