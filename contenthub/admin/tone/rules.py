"""The rules in the admin: proven on their examples, and tried on everything published first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets.button import HeaderButton

from content_models.door import PublicationRefused
from contenthub.admin.decisions.base import DecisionView
from contenthub.admin.tone.ruleform import RuleForm, initial_of
from contenthub.governance.alarms import false_alarms
from contenthub.governance.audit import check_published, published
from contenthub.governance.ruling import change_rule
from contenthub.tone.extract import FACT
from contenthub.tone.kept.rows import ToneRule
from contenthub.tone.kept.ruling import Ruling
from contenthub.tone.rule import Rule, RuleError
from contenthub.tone.ruleset import RuleSet

PAGE = 50
MOST = 100
"""Places that a trial shows."""

EXAMPLE = {
    "kind": "substitution",
    "level": "suggestion",
    "ignorecase": True,
    "action": {"name": "replace"},
    "languages": ["nl"],
}


class RulesView(DecisionView):
    """Every rule, by pack, with its state and how often it was a false alarm."""

    template_name = "contenthub/admin/tone/rules.html"
    page_title = gettext_lazy("Tone rules")
    header_icon = "comment"
    permission = "content_models.view_item"

    @property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(label=_("Add a rule"), url=reverse("contenthub_tone_rule_add"), icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        found = ToneRule.objects.select_related("owner")
        if asked.get("status") in ToneRule.Status.values:
            found = found.filter(status=asked["status"])
        if words := asked.get("q", "").strip():
            found = found.filter(name__icontains=words)
        page = Paginator(found, PAGE).get_page(asked.get("p"))
        rates = false_alarms([row.name for row in page], timezone.now())
        rows = [_shown(row, rates.get(row.name)) for row in page]
        in_use = ToneRule.objects.filter(status__in=ToneRule.IN_USE).count()
        summary = ngettext("One rule is in use.", "%(count)d rules are in use.", in_use) % {"count": in_use}
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "rows": rows,
            "summary": summary,
            "statuses": ToneRule.Status.choices,
            "asked": asked,
        }


def _shown(row: ToneRule, rate: float | None) -> dict[str, Any]:
    """Return a row of the list; what a rule says has dots where it quotes the text."""
    rule = _readable(row)
    return {"row": row, "rule": rule, "says": rule.message.replace("%s", "…") if rule else "", "rate": rate}


def _readable(row: ToneRule) -> Rule | None:
    try:
        return row.rule
    except RuleError:
        return None


class RuleView(DecisionView):
    """One rule: written, tried on what is published, and put in use."""

    template_name = "contenthub/admin/tone/rule.html"
    header_icon = "comment"
    permission = "content_models.view_item"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row = get_object_or_404(ToneRule, pk=kwargs["pk"]) if "pk" in kwargs else None

    def get_page_title(self) -> Any:
        return self.row.name if self.row else _("New tone rule")

    def get_page_subtitle(self) -> Any:
        return self.row.get_status_display() if self.row else ""

    def form(self, data: Any = None) -> RuleForm:
        if self.row is None:
            return RuleForm(data, initial={"pack": "huis", "status": ToneRule.Status.DRAFT, **initial_of(EXAMPLE)})
        held = {"pack": self.row.pack, "status": self.row.status, **initial_of(self.row.definition)}
        return RuleForm(data, initial=held)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = self.row.versions.all()[:20] if self.row else []
        more = {"form": kwargs.pop("form", None) or self.form(), "row": self.row, "versions": versions}
        return {**super().get_context_data(**kwargs), **more}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_staff:
            raise PermissionDenied
        form = self.form(request.POST)
        if not form.is_valid():
            return TemplateResponse(request, self.template_name, self.get_context_data(form=form))
        if "try" in request.POST:
            found = list(tried(form.rule()))
            summary = ngettext(
                "It would speak once about what is published",
                "It would speak %(count)d times about what is published",
                len(found),
            ) % {"count": len(found)}
            context = self.get_context_data(form=form, tried=found[:MOST], tried_summary=summary)
            return TemplateResponse(request, self.template_name, context)
        return self.save(request, form)

    def save(self, request: HttpRequest, form: RuleForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            row = change_rule(
                said["pack"], form.definition, said["status"], request.user, said["reason"], timezone.now()
            )
        except PublicationRefused as refusal:
            for problems in refusal.problems.values():
                for problem in problems:
                    form.add_error(None, f"{problem.message} {problem.hint}".strip())
            return TemplateResponse(request, self.template_name, self.get_context_data(form=form))
        messages.success(request, _("“%s” is kept.") % row.name)
        return redirect("contenthub_tone_rule", row.pk)


def tried(rule: Rule) -> Iterator[dict[str, Any]]:
    """Yield what a rule would find in everything published, with where to go."""
    ruling = Ruling(0, RuleSet([rule]))
    kinds = frozenset(rule.channels)
    for row, verdict in check_published(published(), timezone.now(), channels=kinds, ruling=ruling):
        for judged in verdict.judged:
            yield {
                "title": row.title,
                "locale": row.locale,
                "finding": judged.finding,
                "text": judged.finding.text.replace(FACT, "…"),
            }
