"""Mandates in the admin: the list and its forms, the matrix, and a line in the log for every change."""

import csv
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from channels.models import Channel
from content_models.choosers import AnyChooserViewSet
from content_models.models import Subject
from contenthub.admin.decisions.base import DecisionView
from contenthub.governance.mandates import Mandate
from contenthub.governance.matrix import Cell, worth_saying
from contenthub.governance.matrix import Column as MatrixColumn
from contenthub.governance.overview import overview
from contenthub.governance.rights import EVERYTHING
from contenthub.publishing.decisions import Decision, record
from contenthub.publishing.digest import digest_of_json


class MandateCreateView(CreateView):
    """The form of a new mandate, filled in with the cell of the matrix it was opened from."""

    def get_initial_form_instance(self) -> Mandate:
        mandate: Mandate = super().get_initial_form_instance() or Mandate()
        asked = self.request.GET
        if asked.get("decision") in Mandate.Decision.values:
            mandate.decision = asked["decision"]
        mandate.subject = Subject.objects.filter(path=asked.get("subject", "")).first()
        if mandate.decision in Mandate.PER_CHANNEL:
            mandate.channel = Channel.objects.filter(key=asked.get("channel", "")).first()
        return mandate


class MandateViewSet(SnippetViewSet):
    """Who decides about which subject, on which channel."""

    model = Mandate
    chooser_viewset_class = AnyChooserViewSet
    icon = "key"
    menu_label = gettext_lazy("Mandates")
    add_view_class = MandateCreateView
    list_display = (
        Column("holder", label=gettext_lazy("Who"), accessor=lambda one: one.user or one.group),
        Column("decision", label=gettext_lazy("Decides to"), accessor="get_decision_display"),
        Column("subject", label=gettext_lazy("About"), accessor=lambda one: one.subject or _("everything")),
        Column("channel", label=gettext_lazy("Channel"), accessor=lambda one: one.channel or _("all")),
        "valid_from",
        "valid_until",
        BooleanColumn("four_eyes", label=gettext_lazy("Four eyes")),
    )
    list_filter = ("user", "group", "decision", "subject", "channel")
    panels = (
        MultiFieldPanel([FieldRowPanel([FieldPanel("user"), FieldPanel("group")])], gettext_lazy("Who")),
        MultiFieldPanel(
            [FieldPanel("decision"), FieldRowPanel([FieldPanel("subject"), FieldPanel("channel")])],
            gettext_lazy("Decides about what"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
                FieldPanel("days"),
                FieldPanel("four_eyes"),
                FieldPanel("by_link"),
            ],
            gettext_lazy("How"),
        ),
        InlinePanel(
            "deputies",
            heading=gettext_lazy("Deputies"),
            label=gettext_lazy("Deputy"),
            panels=[FieldPanel("user"), FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")])],
        ),
    )


def note_change(mandate: Mandate, actor: Any, action: str, now: datetime) -> None:
    """Write into the log who gave, changed or took away a mandate."""
    words = str(mandate)
    details = {
        "action": action,
        "words": words,
        "from": mandate.valid_from and mandate.valid_from.isoformat(),
        "until": mandate.valid_until and mandate.valid_until.isoformat(),
        "four_eyes": mandate.four_eyes,
        "days": mandate.days,
        "by_link": mandate.by_link,
        "deputies": [] if mandate.pk is None else [str(one) for one in mandate.deputies.all()],
    }
    row = Decision(
        kind="mandate",
        what="mandate",
        uuid=UUID(int=mandate.pk or 0),
        digest=digest_of_json(details),
        actor=actor,
        actor_name=str(actor),
        mandate=words[:200],
        reason=action,
        details=details,
        at=now,
    )
    record([row])


class MatrixView(DecisionView):
    """Subjects against decisions and channels: who decides where, and where nobody can."""

    template_name = "contenthub/admin/decisions/matrix.html"
    page_title = gettext_lazy("Who decides")
    permission = "contenthub.view_mandate"

    @property
    def header_buttons(self) -> list[Any]:
        found = [HeaderButton(label=_("Export as CSV"), url="?export=csv", icon_name="download")]
        if self.request.user.has_perm("contenthub.add_mandate"):
            url = reverse(Mandate.snippet_viewset.get_url_name("add"))
            found.insert(0, HeaderButton(label=_("Add a mandate"), url=url, icon_name="plus"))
        return found

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("export") == "csv":
            return as_csv(*overview(timezone.now()))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns, cells = overview(timezone.now())
        found = worth_saying([cell for row in cells for cell in row])
        serious = sum(mark.serious for _cell, mark in found)
        return {
            **super().get_context_data(**kwargs),
            "columns": columns,
            "rows": [{"row": row[0].row, "cells": [(cell, cell_url(cell)) for cell in row]} for row in cells],
            "found": found,
            "serious": serious,
            "answer": answer(serious),
        }


def answer(serious: int) -> str:
    if not serious:
        return _("For every subject somebody can decide.")
    return (
        ngettext("%d place where a decision can get stuck.", "%d places where a decision can get stuck.", serious)
        % serious
    )


def cell_url(cell: Cell) -> str:
    """Return where a cell is changed: the mandates that count there."""
    subject, channel = cell.row.path, cell.column.channel or ""
    return reverse("contenthub_matrix_cell") + f"?subject={subject}&decision={cell.column.decision}&channel={channel}"


class CellView(DecisionView):
    """One cell of the matrix: which mandates count there, nearest first, and how to change that."""

    template_name = "contenthub/admin/decisions/cell.html"
    page_title = gettext_lazy("Who decides")
    permission = "contenthub.view_mandate"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        subject = Subject.objects.filter(path=asked.get("subject", "")).first()
        channel = Channel.objects.filter(key=asked.get("channel", "")).first()
        wanted = asked.get("decision", "")
        decision = wanted if wanted in Mandate.Decision.values else "content"
        paths = [subject.path[: end + 1] for end, sign in enumerate(subject.path) if sign == "/"] if subject else ["/"]
        found = Mandate.objects.filter(decision=decision).select_related("user", "group", "subject", "channel")
        mandates = [
            one
            for one in found.prefetch_related("deputies__user")
            if (one.subject.path if one.subject else EVERYTHING) in paths and one.channel in (None, channel)
        ]
        mandates.sort(key=lambda one: (-len(one.subject.path if one.subject else "/"), one.channel is None))
        more = f"?decision={decision}&subject={asked.get('subject', '/')}&channel={channel.key if channel else ''}"
        return {
            **super().get_context_data(**kwargs),
            "subject": subject,
            "channel": channel,
            "decision": Mandate.Decision(decision).label,
            "mandates": [(one, edit_url(one)) for one in mandates],
            "add_url": reverse(Mandate.snippet_viewset.get_url_name("add")) + more,
            "matrix_url": reverse("contenthub_matrix"),
            "may_change": self.request.user.has_perm("contenthub.change_mandate"),
        }


def edit_url(mandate: Mandate) -> str:
    return reverse(Mandate.snippet_viewset.get_url_name("edit"), args=[mandate.pk])


def as_csv(columns: list[MatrixColumn], cells: list[list[Cell]]) -> HttpResponse:
    """Return the matrix as a file for a spreadsheet; cells that a spreadsheet would compute are made text."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mandates.csv"'
    sheet = csv.writer(response)
    sheet.writerow([_("Path"), _("Subject"), *(str(column.title) for column in columns), _("Remarks")])
    for row in cells:
        remarks = "; ".join(f"{cell.column.title}: {mark.words}" for cell in row for mark in cell.marks)
        names = [", ".join((*cell.names, *cell.deputies)) for cell in row]
        sheet.writerow([plain(text) for text in (row[0].row.path, row[0].row.title, *names, remarks)])
    return response


def plain(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
