"""The chooser of items, limited to the content models that a field allows."""

from typing import Any

from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenView,
)

from content_models.entities import current_text
from content_models.models import Fact, Item


class OnlyAllowedModels:
    """Leaves out items of other content models."""

    def get_object_list(self) -> Any:
        items = super().get_object_list().select_related("content_model", "locale")  # type: ignore[misc]
        if models := self.request.GET.get("models"):  # type: ignore[attr-defined]
            items = items.filter(content_model__key__in=models.split(","))
        return items


class ItemChooseView(OnlyAllowedModels, ChooseView):
    """The chooser's first page."""


class ItemChooseResultsView(OnlyAllowedModels, ChooseResultsView):
    """The chooser's results."""


class ItemChosenView(SnippetChosenView):
    """Tells the rich text editor the stable id."""

    def get_chosen_response_data(self, item: Item) -> dict[str, Any]:
        return {**super().get_chosen_response_data(item), "uuid": item.uuid}


class FactChosenView(SnippetChosenView):
    """Tells the rich text editor the stable id and the value to show."""

    def get_chosen_response_data(self, item: Fact) -> dict[str, Any]:
        shown = {"uuid": str(item.uuid), "label": item.label, "value": current_text(item)}
        return {**super().get_chosen_response_data(item), **shown}


class FactChooserViewSet(SnippetChooserViewSet):
    """The chooser of facts."""

    chosen_view_class = FactChosenView


class ItemChooserViewSet(SnippetChooserViewSet):
    """The chooser of items."""

    choose_view_class = ItemChooseView
    choose_results_view_class = ItemChooseResultsView
    chosen_view_class = ItemChosenView
    preserve_url_parameters = ("multiple", "models")
