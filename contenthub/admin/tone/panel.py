"""The panel beside an item's form: what the rules find in it while it is written."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel

from content_models.models import Item


class TonePanel(BaseSidePanel):
    """Findings by field, with a jump, a fix and a waiver; it asks again when the form changes."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle tone of voice")
        icon_name = "comment"

    name = "tone"
    title = _("Tone of voice")
    template_name = "contenthub/admin/tone/panel.html"
    order = 250

    def __init__(self, item: Item, request: Any, language: str) -> None:
        super().__init__(item, request)
        self.language = language

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        if self.object.pk:
            url = reverse("contenthub_tone_edit", args=[self.object.pk])
        else:
            url = reverse("contenthub_tone_add") + f"?locale={self.language}"
        return {**super().get_context_data(parent_context), "check_url": url, "saved": bool(self.object.pk)}

    @property
    def media(self) -> Media:
        return Media(
            css={"all": [versioned_static("contenthub/tone.css")]}, js=[versioned_static("contenthub/tone.js")]
        )


class WithTonePanel:
    """Puts the panel beside the form of an item."""

    request: Any
    form: Any
    locale: Any

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()  # type: ignore[misc]
        language = self.locale.language_code if self.locale else ""
        return MediaContainer([*panels, TonePanel(self.form.instance, self.request, language)])
