"""Beside the form of a content model: the form that editors will get, and what publishing it changes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.blocks import BlockField
from wagtail.snippets.views import snippets

from content_models.document import check_spec
from content_models.formblocks import form_block
from content_models.models import ContentModel
from content_models.spec import SpecError
from contenthub.admin.preview.views import FormPreview, RevisionPreview
from contenthub.dispatch.modelimpact import ModelImpact, changed_fields, model_impact
from contenthub.flow import publish_model


class ModelPreview(FormPreview):
    """Shows what a content model will ask of editors, and what publishing it changes."""

    def show(self, request: HttpRequest, thing: ContentModel) -> HttpResponse:
        return TemplateResponse(request, "contenthub/admin/preview/model.html", context_of(thing))


class ModelPreviewOnCreate(ModelPreview, snippets.PreviewOnCreateView):
    """A new content model."""


class ModelPreviewOnEdit(ModelPreview, snippets.PreviewOnEditView):
    """A content model that may be in use."""


class ModelPreviewRevision(ModelPreview, RevisionPreview, snippets.PreviewRevisionView):
    """An earlier version: what publishing it again would change."""


def context_of(model: ContentModel) -> dict[str, Any]:
    """Return the form of a draft and its impact; of a draft that cannot be read, why."""
    heading = _("What changes: %s") % model
    try:
        spec = model.draft_spec()
        problems = [f"{problem.path}: {problem.message} {problem.hint}".strip() for problem in check_spec(spec)]
    except SpecError as error:
        return {"heading": heading, "answer": _("This cannot be published yet."), "problems": [str(error)]}
    context: dict[str, Any] = {"heading": heading, "problems": problems}
    if problems:
        return {**context, "answer": _("This cannot be published yet.")}
    impact = model_impact(model, timezone.now())
    block = form_block(spec)
    widget = BlockField(block=block).widget
    drawn = widget.render("preview", block.get_default(), {"id": "preview"})
    changes = changed_fields(model.spec, spec)
    more = {"impact": impact, "form": drawn, "form_media": widget.media, "changes": changes}
    confirm = reverse("contenthub_model_impact", args=[model.pk]) if model.pk else ""
    return {**context, **more, "answer": answer(impact, changes), "confirm": confirm if impact.breaks else ""}


def answer(impact: ModelImpact, changes: list[str]) -> str:
    """Return in one sentence what publishing does."""
    if not changes:
        return _("Publishing this changes nothing.")
    if not impact.breaks:
        return _("Nothing breaks: every item still fits and every stored query is still answered.")
    misfits = ngettext("%d published item no longer fits", "%d published items no longer fit", len(impact.misfits))
    broken = ngettext("%d stored query breaks", "%d stored queries break", len(impact.broken))
    names = {"misfits": misfits % len(impact.misfits), "broken": broken % len(impact.broken)}
    return _("%(misfits)s, %(broken)s.") % names


class ModelImpactView(WagtailAdminTemplateMixin, TemplateView):
    """What publishing the newest draft changes, and the place to confirm it with a reason."""

    template_name = "contenthub/admin/model_impact.html"
    page_title = gettext_lazy("What this changes")
    header_icon = "warning"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perms(["wagtailadmin.access_admin", "content_models.change_contentmodel"]):
            raise PermissionDenied
        self.row = get_object_or_404(ContentModel, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.row.get_latest_revision_as_object()
        edit = reverse(ContentModel.snippet_viewset.get_url_name("edit"), args=[draft.pk])
        return {**super().get_context_data(**kwargs), **context_of(draft), "edit_url": edit}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish the newest draft with the reason; the gate still has its say."""
        reason = request.POST.get("reason", "").strip()
        if not reason:
            messages.error(request, _("Say why this breaking change must be published."))
            return HttpResponseRedirect(request.path)
        revision = self.row.get_latest_revision() or self.row.save_revision(user=request.user)
        publish_model(revision, request.user, reason)
        messages.success(request, _("“%s” has been published.") % self.row)
        return HttpResponseRedirect(reverse(ContentModel.snippet_viewset.get_url_name("list")))
