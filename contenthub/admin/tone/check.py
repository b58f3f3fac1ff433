"""What the panel asks: the findings about the form as it is filled in now, and to let one of them stand."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail.snippets.views import snippets

from content_models.document import store_document
from content_models.door import PublicationRefused
from content_models.models import Item
from content_models.spec import FieldSpec, ModelSpec
from contenthub.governance.tone import kinds_in_use
from contenthub.governance.waivers import waive
from contenthub.tone.finding import utf16
from contenthub.tone.kept.item import Checked, ItemVerdict, Judged, check_item

MOST = 200
"""Findings that the panel shows; more than that nobody reads."""


class CheckForm:
    """Answers a form that is posted as it stands: nothing is saved, and required fields may be empty."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        view: Any = self
        form = view.get_form(request.POST)
        if not view.validate_form(form):
            return JsonResponse(
                {"findings": None, "message": _("The form has an error; the text is checked after that.")}
            )
        form.save(commit=False)
        item: Item = view.object
        now = timezone.now()
        verdict = verdict_of(item, now)
        if wanted := request.POST.get("tone-fingerprint"):
            problems = let_stand(request, item, verdict, wanted, now)
            if problems:
                return JsonResponse({"findings": None, "message": " ".join(problems)}, status=400)
            verdict = verdict_of(item, now)
        return JsonResponse(shown(item, verdict))


class CheckOnEdit(CheckForm, snippets.PreviewOnEditView):
    """The findings about an item that was saved before."""

    model = Item


class CheckOnCreate(CheckForm, snippets.PreviewOnCreateView):
    """The findings about an item that was never saved."""

    model = Item

    def get_object(self) -> Item:
        item: Item = super().get_object()
        wanted = self.request.GET.get("locale", "")
        item.locale = Locale.objects.filter(language_code=wanted).first() or Locale.get_default()
        return item


def verdict_of(item: Item, now: datetime) -> ItemVerdict:
    """Return the verdict about an item as it is in memory."""
    spec = item.spec
    if spec is None:
        return ItemVerdict((), 0)
    document = store_document(spec, item.raw_body)
    uuid = str(item.uuid) if item.pk else ""
    return check_item(Checked(spec, item.title, document, uuid, item.locale.language_code, kinds_in_use()), now)


def shown(item: Item, verdict: ItemVerdict) -> dict[str, Any]:
    """Return the verdict as the panel reads it; offsets count UTF-16 units, as JavaScript does."""
    labels = labels_of(item.spec, get_language() or "en") if item.spec else {}
    findings = [_finding(one, labels) for one in verdict.judged[:MOST]]
    open_ones = [one for one in verdict.judged if one.state == "open"]
    return {
        "findings": findings,
        "open": len(open_ones),
        "errors": sum(one.blocks for one in open_ones),
        "more": max(0, len(verdict.judged) - MOST),
        "slow": list(verdict.slow),
    }


def _finding(judged: Judged, labels: dict[str, str]) -> dict[str, Any]:
    one = judged.finding
    field = one.path.split(".")[0]
    text = {name: value for name, value in asdict(one).items() if name not in ("line", "column")}
    size = utf16(one.text, len(one.text))
    return {
        **text,
        "size": size,
        "state": judged.state,
        "blocks": judged.blocks,
        "field": labels.get(field) or (_("Title") if field == "title" else _("The whole text")),
        "waiver": f"{judged.waiver.by_name}: {judged.waiver.reason}" if judged.waiver else "",
    }


def labels_of(spec: ModelSpec, locale: str) -> dict[str, str]:
    """Return the labels of the fields on the outermost level."""
    fields: tuple[FieldSpec, ...] = spec.fields
    return {field.key: field.label_in(locale) for field in fields}


def let_stand(request: HttpRequest, item: Item, verdict: ItemVerdict, fingerprint: str, now: datetime) -> list[str]:
    """Waive the finding with this fingerprint. Return why not; nothing when it was done."""
    found = next((one.finding for one in verdict.judged if one.finding.fingerprint == fingerprint), None)
    if found is None:
        return [_("This is no longer in the text.")]
    if not item.pk:
        return [_("Save a draft first.")]
    try:
        waive(
            found,
            str(item.uuid),
            item.locale.language_code,
            item.subject.path if item.subject else "/",
            request.user,
            request.POST.get("tone-reason", ""),
            now,
            false_alarm=request.POST.get("tone-false-alarm") == "1",
            expires_at=_until(request.POST.get("tone-until", "")),
        )
    except PublicationRefused as refusal:
        return [one.message for problems in refusal.problems.values() for one in problems]
    return []


def _until(text: str) -> datetime | None:
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(text), time.max))
    except ValueError:
        return None
