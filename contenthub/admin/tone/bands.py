"""What is meant: the least and the most of each measure, everywhere or in one channel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.models import Channel
from content_models.door import PublicationRefused
from contenthub.admin.decisions.base import DecisionView
from contenthub.admin.tone.charts import PERCENT, told_band
from contenthub.admin.tone.profile import MEASURES
from contenthub.governance.ruling import set_bands
from contenthub.tone.kept.measured import bands_of
from contenthub.tone.kept.measures import ToneBand
from contenthub.tone.profile import TARGET, Band


class BandsForm(forms.Form):
    """Two numbers for each measure; both empty: what is more general holds."""

    reason = forms.CharField(
        label=gettext_lazy("Why this changes"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, channel: Channel | None, data: Any = None) -> None:
        super().__init__(data)
        self.channel = channel
        own = {row.measure: row for row in ToneBand.objects.filter(channel=channel)}
        for name in TARGET:
            for side in ("least", "most"):
                value = getattr(own[name], side) if name in own else None
                shown = value * _scale(name) if value is not None else None
                self.fields[f"{name}_{side}"] = forms.FloatField(required=False, min_value=0, initial=shown)

    @property
    def rows(self) -> list[dict[str, Any]]:
        general = bands_of() if self.channel else TARGET
        return [
            {
                "label": f"{MEASURES[name]} (%)" if name in PERCENT else MEASURES[name],
                "least": self[f"{name}_least"],
                "most": self[f"{name}_most"],
                "general": told_band(name, general[name]),
            }
            for name in TARGET
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.bands: dict[str, Band | None] = {}
        for name in TARGET:
            least, most = (cleaned.get(f"{name}_{side}") for side in ("least", "most"))
            if (least is None) != (most is None):
                self.add_error(f"{name}_least", _("Fill in both, or neither."))
            self.bands[name] = None
            if least is not None and most is not None:
                self.bands[name] = Band(least / _scale(name), most / _scale(name))
        return cleaned


def _scale(name: str) -> int:
    return 100 if name in PERCENT else 1


class BandsView(DecisionView):
    """The bands of one channel, or of everywhere."""

    template_name = "contenthub/admin/tone/bands.html"
    page_title = gettext_lazy("What is meant")
    header_icon = "comment"
    permission = "content_models.view_item"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.channel = Channel.objects.filter(key=request.GET.get("channel", "")).first()

    def get_page_subtitle(self) -> Any:
        return self.channel.name if self.channel else _("everywhere")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or BandsForm(self.channel)
        channels = Channel.objects.exclude(status=Channel.Status.RETIRED).order_by("name")
        more = {"form": form, "channel": self.channel, "channels": channels}
        return {**super().get_context_data(**kwargs), **more}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = BandsForm(self.channel, request.POST)
        if form.is_valid():
            try:
                set_bands(self.channel, form.bands, request.user, form.cleaned_data["reason"], timezone.now())
            except PublicationRefused as refusal:
                for problem in (one for problems in refusal.problems.values() for one in problems):
                    place = f"{problem.path}_least" if problem.path in TARGET else None
                    form.add_error(place, f"{problem.message} {problem.hint}".strip())
        if form.errors:
            return TemplateResponse(request, self.template_name, self.get_context_data(form=form))
        messages.success(request, _("From now on this is what is meant."))
        address = reverse("contenthub_tone_profile")
        return redirect(f"{address}?channel={self.channel.key}" if self.channel else address)
