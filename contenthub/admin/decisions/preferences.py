"""When somebody wants mail about decisions: a part of everybody's own account screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from contenthub.governance.notices import Preference


class PreferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """At once, once a day, or not at all."""

    class Meta:
        model = Preference
        fields = ("mail",)
        widgets = {"mail": forms.RadioSelect}


class PreferencePanel(BaseSettingsPanel):
    """The choice itself, beside Wagtail's own."""

    name = "decision_mail"
    title = _("Decisions")
    tab = notifications_tab
    order = 50
    form_class = PreferenceForm

    def get_form(self) -> Any:
        mine, _new = Preference.objects.get_or_create(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return PreferenceForm(data, instance=mine, prefix=self.name)
