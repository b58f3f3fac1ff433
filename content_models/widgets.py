"""What editors fill in beside plain fields: choosers limited to what a field allows, a table, a text per language."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.models import Locale
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


class TableWidget(forms.Textarea):
    """A table as a grid of cells; without scripts the lines that are stored."""

    def __init__(self) -> None:
        super().__init__({"data-controller": "contenthub-table", "rows": 6, "spellcheck": "true", **words()})

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["content_models/js/table.js"], css={"all": ["content_models/css/table.css"]})


def words() -> dict[str, Any]:
    """Return what the grid of a table says, for its script."""
    said = {
        "caption": _("Caption"),
        "header": _("First row is a header"),
        "row": _("Add a row"),
        "column": _("Add a column"),
        "no-row": _("Remove the last row"),
        "no-column": _("Remove the last column"),
        "cell": _("Row %(row)s, column %(column)s"),
        "heading": _("Header, column %(column)s"),
    }
    return {f"data-contenthub-table-{name}-value": text for name, text in said.items()}


class HoursWidget(forms.TextInput):
    """The hours of a day as pairs of times; without scripts the line that is stored."""

    def __init__(self) -> None:
        said = {
            "from": _("opens"),
            "until": _("closes"),
            "add": _("Add hours"),
            "remove": _("Remove these hours"),
            "closed": _("closed"),
            "copy": _("Copy to the next day"),
        }
        values = {f"data-contenthub-hours-{name}-value": text for name, text in said.items()}
        super().__init__({"data-controller": "contenthub-hours", **values})

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["content_models/js/hours.js"], css={"all": ["content_models/css/hours.css"]})


class LabelsWidget(forms.Widget):
    """A text for each language, stored as JSON: {"en": "Moving"}. Languages that are not set up keep their text."""

    template_name = "content_models/labels_widget.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        given = read_labels(value)
        codes = [*Locale.objects.order_by("language_code").values_list("language_code", flat=True)]
        codes += sorted(set(given) - set(codes))
        context["rows"] = [{"code": code, "name": f"{name}-{code}", "text": given.get(code, "")} for code in codes]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        if name in data:
            return str(data[name])
        prefix = f"{name}-"
        found = {key[len(prefix) :]: data[key].strip() for key in data if key.startswith(prefix)}
        return json.dumps({code: text for code, text in found.items() if text}, ensure_ascii=False)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and not any(key.startswith(f"{name}-") for key in data)

    def id_for_label(self, id_: str, index: str = "0") -> str:
        return ""


def read_labels(value: Any) -> dict[str, str]:
    """Return the texts by language of JSON text; nothing of what is none."""
    try:
        given = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return {}
    return {str(code): str(text) for code, text in given.items()} if isinstance(given, dict) else {}
