"""The one field of the second step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WRONG = _("This code is not right, or it was used before. Wait for the next one.")


class CodeForm(forms.Form):
    """A code; `recovery` lets a recovery code take its place."""

    code = forms.CharField(label=_("Code"), max_length=40)

    def __init__(self, data: Any = None, *, recovery: bool = False) -> None:
        super().__init__(data)
        mode = {} if recovery else {"inputmode": "numeric"}
        self.fields["code"].widget.attrs.update({"autocomplete": "one-time-code", "autofocus": True, **mode})
        if recovery:
            self.fields["code"].help_text = _("The six digits that your device shows, or one of your recovery codes.")
        else:
            self.fields["code"].help_text = _("The six digits that your device shows.")
