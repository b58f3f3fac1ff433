"""Carrying the values of one field over to another, in every item of a content model: tried first, then done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.permissions import policy_registry

from content_models.evolve import Carried, convert, pairs
from content_models.models import ContentModel, Item
from contenthub.admin.decisions.base import DecisionView
from contenthub.admin.uses import edit_url

SHOWN = 200
"""Items that a trial shows."""


class ConvertForm(forms.Form):
    """Which field is carried over to which."""

    fields_chosen = forms.ChoiceField(
        label=gettext_lazy("From which field to which"),
        widget=forms.Select(attrs={"style": "max-width: calc(100vw - 3rem)"}),
    )
    overwrite = forms.BooleanField(
        label=gettext_lazy("Also where the other field holds something already"), required=False
    )

    def __init__(self, choices: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["fields_chosen"].choices = choices  # type: ignore[attr-defined]


class ConvertView(DecisionView):
    """A trial shows what would become of each item; doing it saves drafts, which are approved as usual."""

    template_name = "contenthub/admin/convert.html"
    page_title = gettext_lazy("Carry a field over")
    header_icon = "form"
    permission = "content_models.change_contentmodel"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.model = get_object_or_404(ContentModel, pk=kwargs["pk"])
        if request.user.is_authenticated and not request.user.has_perm("content_models.change_item"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> Any:
        return str(self.model)

    def choices(self) -> list[tuple[str, str]]:
        spec = self.model.spec
        return (
            [(f"{a.key}:{b.key}", f"{a.label} ({a.key}) → {b.label} ({b.key})") for a, b in pairs(spec)] if spec else []
        )

    def items(self) -> Any:
        policy = policy_registry.get_by_type(Item)
        mine = policy.instances_user_has_permission_for(self.request.user, "change")
        return mine.filter(content_model=self.model).select_related("content_model", "locale").order_by("title", "pk")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ConvertForm(self.choices(), request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        source, _colon, target = form.cleaned_data["fields_chosen"].partition(":")
        really = "convert" in request.POST
        overwrite = form.cleaned_data["overwrite"]
        found = convert(self.items(), source, target, request.user, overwrite=overwrite, dry_run=not really)
        if really:
            done = sum(not one.problem for one in found)
            said = ngettext("%d item was saved as a draft.", "%d items were saved as drafts.", done) % done
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
        return self.render_to_response(self.get_context_data(form=form, found=found))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found: list[Carried] | None = context.get("found")
        context.setdefault("form", ConvertForm(self.choices()))
        rows = [(one, edit_url(one.item)) for one in (found or ())[:SHOWN]]
        done = sum(not one.problem for one in found or ())
        return {**context, "choices": self.choices(), "rows": rows, "tried": found is not None, "done": done} | {
            "answer": answer(found, done)
        }


def answer(found: list[Carried] | None, done: int) -> str:
    if found is None:
        return _("Try it first: nothing is written until you say so.")
    if not found:
        return _("No item holds anything in that field.")
    said = ngettext("%d item would be carried over", "%d items would be carried over", done) % done
    left = len(found) - done
    return f"{said}, " + ngettext("%d would stay as it is.", "%d would stay as they are.", left) % left
