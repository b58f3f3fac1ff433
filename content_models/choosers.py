"""The choosers of items and of facts: searchable, limited to what a field allows and a person may see."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenView,
    SnippetCreateView,
)

from content_models.entities import current_text
from content_models.factsearch import find_facts
from content_models.models import Fact, Item
from content_models.reach import SEEN, guarded


class WordsForm(forms.Form):
    """A field for words, and what they find."""

    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = super().filter(objects)  # type: ignore[misc]
        if words := self.cleaned_data.get("q"):
            self.is_searching, self.search_query = True, words
            return self.find(found, words)
        return found

    def find(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        raise NotImplementedError


class ItemWords(WordsForm, LocaleFilterMixin, BaseFilterForm):
    """Finds items by title, key and subject."""

    def find(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        for word in words.split():
            objects = objects.filter(
                Q(title__icontains=word) | Q(key__icontains=word) | Q(subject__title__icontains=word)
            )
        return objects


class FactWords(WordsForm, BaseFilterForm):
    """Finds facts by label, key, source and by their values as people write them."""

    def find(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        return objects.filter(pk__in=find_facts(objects, words))


class Permitted:
    """Leaves out what the person may not see."""

    def permitted(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        view: Any = self
        policy = policy_registry.get_by_type(objects.model)
        return objects & policy.instances_user_has_any_permission_for(view.request.user, SEEN)


class ItemsToChoose(Permitted):
    """Items of the models that a field allows."""

    filter_form_class = ItemWords

    def get_object_list(self) -> Any:
        items = self.permitted(super().get_object_list())  # type: ignore[misc]
        if models := self.request.GET.get("models"):  # type: ignore[attr-defined]
            items = items.filter(content_model__key__in=models.split(","))
        return items.select_related("content_model", "locale", "subject")

    @property
    def columns(self) -> list[Column]:
        first, *rest = super().columns  # type: ignore[misc]
        model = Column("content_model", label=_("Model"), accessor="content_model.local_name")
        return [first, model, Column("subject", label=_("Subject")), *rest]


class ItemChooseView(ItemsToChoose, ChooseView):
    """The chooser's first page."""


class ItemChooseResultsView(ItemsToChoose, ChooseResultsView):
    """The chooser's results."""


class ItemChosenView(SnippetChosenView):
    """Tells the rich text editor the stable id."""

    def get_chosen_response_data(self, item: Item) -> dict[str, Any]:
        return {**super().get_chosen_response_data(item), "uuid": item.uuid}


class FormatsColumn(Column):
    """The value of a fact in each of its formats; a format is chosen by choosing its text."""

    cell_template_name = "content_models/fact_formats_cell.html"

    def __init__(self, view: Any) -> None:
        super().__init__("formats", label=_("Value now, in each format"))
        self.view = view

    def get_cell_context_data(self, instance: Fact, parent_context: Any) -> dict[str, Any]:
        address = reverse(self.view.chosen_url_name, args=[instance.pk])
        links = [(f"{address}?format={name}", text, name) for name, text in written(instance)]
        return {**super().get_cell_context_data(instance, parent_context), "links": links}


def written(fact: Fact) -> Iterable[tuple[str, str]]:
    """Yield (format, text) for every format in which a fact says something different."""
    seen: set[str] = set()
    for name in fact.fact_kind.formats:
        text = current_text(fact, name)
        if text not in seen:
            seen.add(text)
            yield name, text


class FactsToChoose(Permitted):
    """Facts of the kinds that a field allows."""

    filter_form_class = FactWords

    def get_object_list(self) -> Any:
        facts = self.permitted(super().get_object_list())  # type: ignore[misc]
        if kinds := self.request.GET.get("kinds"):  # type: ignore[attr-defined]
            facts = facts.filter(kind__in=kinds.split(","))
        return facts

    @cached_property
    def columns(self) -> list[Column]:
        first, *rest = super().columns  # type: ignore[misc]
        return [first, FormatsColumn(self), *rest]


class FactChooseView(FactsToChoose, ChooseView):
    """The chooser's first page."""


class FactChooseResultsView(FactsToChoose, ChooseResultsView):
    """The chooser's results."""


class FactChosenView(SnippetChosenView):
    """Tells the rich text editor the stable id, the format, and the value to show."""

    def get_chosen_response_data(self, item: Fact) -> dict[str, Any]:
        given = self.request.GET.get("format", "short")
        form = given if given in item.fact_kind.formats else "short"
        shown = {"uuid": str(item.uuid), "label": str(item), "format": form, "value": current_text(item, form)}
        return {**super().get_chosen_response_data(item), **shown}


class NothingMade(SnippetCreateView):
    """What is chosen is made elsewhere: this address of Wagtail's answers that there is nothing here."""

    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        raise Http404


class AnyChooseView(Permitted, ChooseView):
    """The first page of a chooser of anything."""

    def get_object_list(self) -> Any:
        return self.permitted(super().get_object_list())


class AnyChooseResultsView(Permitted, ChooseResultsView):
    """The results of a chooser of anything."""

    def get_object_list(self) -> Any:
        return self.permitted(super().get_object_list())


class AnyChooserViewSet(SnippetChooserViewSet):
    """A chooser that leaves out what the person may not see, and makes nothing."""

    choose_view_class = AnyChooseView
    choose_results_view_class = AnyChooseResultsView
    create_view_class = NothingMade


class SubjectWords(WordsForm, BaseFilterForm):
    """Finds subjects by title, in any language, by key, and by what they are part of."""

    def find(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        for word in words.split():
            hits = Q(title__icontains=word) | Q(titles__icontains=word) | Q(key__icontains=word)
            paths = list(objects.model.objects.filter(hits).values_list("path", flat=True))
            below = Q(pk__in=[])
            for path in paths:
                below |= Q(path__startswith=path)
            objects = objects.filter(below)
        return objects


class SubjectTree:
    """Subjects in the order of their tree, each with what it is part of."""

    filter_form_class = SubjectWords
    ordering = "path"
    per_page = 50

    @property
    def columns(self) -> list[Column]:
        first, *_rest = super().columns  # type: ignore[misc]
        return [first, Column("part_of", label=_("Part of"), accessor=lambda subject: subject.trail)]


class SubjectChooseView(SubjectTree, AnyChooseView):
    """The chooser's first page."""


class SubjectChooseResultsView(SubjectTree, AnyChooseResultsView):
    """The chooser's results."""


class SubjectChooserViewSet(AnyChooserViewSet):
    """The chooser of subjects."""

    choose_view_class = SubjectChooseView
    choose_results_view_class = SubjectChooseResultsView


class FactChooserViewSet(AnyChooserViewSet):
    """The chooser of facts."""

    def get_urlpatterns(self) -> Any:
        return guarded(super().get_urlpatterns(), Fact)

    choose_view_class = FactChooseView
    choose_results_view_class = FactChooseResultsView
    chosen_view_class = FactChosenView
    preserve_url_parameters = ("multiple", "kinds")


class ItemChooserViewSet(AnyChooserViewSet):
    """The chooser of items."""

    def get_urlpatterns(self) -> Any:
        return guarded(super().get_urlpatterns(), Item)

    choose_view_class = ItemChooseView
    choose_results_view_class = ItemChooseResultsView
    chosen_view_class = ItemChosenView
    preserve_url_parameters = ("multiple", "models")
