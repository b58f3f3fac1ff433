"""The form of an item: the one place where the body gets the blocks of its content model."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import BlockField
from wagtail.models import Locale
from wagtail.permissions import policy_registry

from content_models.spec import ModelSpec


class ItemForm(WagtailAdminModelForm):
    """Serves create, edit, copy, revert and preview alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.content_model_id is None and self.is_bound:
            self._choose_model()
        self.fields["title"].widget.attrs["dir"] = "auto"
        block = self.instance.form_body_block()
        if block is not None:
            raw = self.instance.raw_body
            self.fields["body"] = BlockField(block=block, required=False, label=_("Content"))
            self.initial["body"] = block.to_python({key: raw[key] for key in block.child_blocks if key in raw})

    def _choose_model(self) -> None:
        field = self.fields["content_model"]
        try:
            self.instance.content_model = field.clean(self.data.get(self.add_prefix("content_model")))
        except ValidationError:
            self.instance.content_model = None

    def clean_content_model(self) -> Any:
        chosen = self.cleaned_data["content_model"]
        if self.instance.pk and chosen.pk != self.instance.content_model_id:
            raise ValidationError(_("The content model of an item stays what it is."))
        return chosen

    def clean(self) -> Any:
        """Keep what is written within the writer's reach: it would be gone from their sight."""
        cleaned = super().clean()
        model, subject = self.cleaned_data.get("content_model"), self.cleaned_data.get("subject")
        if self.for_user is not None and model is not None:
            policy = policy_registry.get_by_type(type(self.instance))
            wanted = type(self.instance)(content_model=model, subject=subject)
            if not policy.reaches(self.for_user, ["change", "add"], wanted):
                self.add_error("subject", _("You may not write about this subject. Choose another."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save with today's version of the model, keeping the values of fields that the form does not show."""
        kept = self.instance.__dict__.get("_kept_body") or {}
        spec: ModelSpec | None = self.instance.content_model.spec
        body = self.cleaned_data.get("body")
        if spec is not None and body is not None:
            shown = body.block.get_prep_value(body)
            self.instance.body = {**{key: value for key, value in kept.items() if key not in shown}, **shown}
            self.instance.model_version = spec.version
            self.instance.__dict__.pop("spec", None)
        return super().save(commit)

    def _post_clean(self) -> None:
        self.instance.__dict__["_kept_body"] = self.instance.raw_body if self.instance.content_model_id else {}
        super()._post_clean()
        if "key" in self.fields and "key" not in self.errors and self._is_taken(self.instance.key):
            self.add_error("key", _("Another item in this language has this key. Choose another, or leave it empty."))

    def _is_taken(self, key: str) -> bool:
        """Tell whether another item has a key. The language is no field of the form, so no constraint was looked at."""
        locale = self.instance.locale_id or Locale.get_default().pk
        others = type(self.instance).objects.filter(key=key, locale=locale).exclude(pk=self.instance.pk)
        return bool(key) and others.exists()
