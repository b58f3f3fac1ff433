"""The widgets that choose an item or a fact, limited to the models or kinds that a field allows."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from wagtail.admin.telepath import register
from wagtail.snippets.widgets import AdminSnippetChooser, SnippetChooserAdapter


class ItemChooser(AdminSnippetChooser):
    """Opens the chooser with only the allowed models in it."""

    def __init__(self, models: Sequence[str] = (), **kwargs: Any) -> None:
        self.models = tuple(models)
        super().__init__(model=apps.get_model("content_models", "Item"), **kwargs)

    def get_chooser_modal_url(self) -> Any:
        url = super().get_chooser_modal_url()
        return f"{url}?{urlencode({'models': ','.join(self.models)})}" if self.models else url


class FactChooser(AdminSnippetChooser):
    """Opens the chooser with only the allowed kinds of fact in it."""

    def __init__(self, kinds: Sequence[str] = (), **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        super().__init__(model=apps.get_model("content_models", "Fact"), **kwargs)

    def get_chooser_modal_url(self) -> Any:
        url = super().get_chooser_modal_url()
        return f"{url}?{urlencode({'kinds': ','.join(self.kinds)})}" if self.kinds else url


register(SnippetChooserAdapter(), ItemChooser)
register(SnippetChooserAdapter(), FactChooser)
