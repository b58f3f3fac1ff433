"""The log of decisions: filtered, exported; and from a stamp back to the people who approved it."""

import csv
import json
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets.button import HeaderButton

from content_models.models import ContentModel, Fact, Item
from content_models.reach import sees_everything, visible_facts, visible_items
from contenthub.admin.decisions.base import DecisionView
from contenthub.admin.decisions.mandates import plain
from contenthub.publishing.decisions import KINDS, SIGNATURES, Decision
from contenthub.publishing.snapshots import Publication, Snapshot
from contenthub.publishing.stamps import StampError, read_stamp
from contenthub.tone.kept.rows import ToneRule

PAGE = 50
MOST = 50_000
"""Rows in one export."""
COLUMNS = ("at", "kind", "what", "uuid", "locale", "actor_name", "mandate", "slot", "reason", "digest", "seal")


def filtered(asked: Any, user: Any) -> QuerySet[Decision]:
    """Return the decisions that the filters of the report leave, newest first; of items and facts, those one sees."""
    found = Decision.objects.order_by("-pk")
    if not sees_everything(user):
        items, facts = visible_items(user).values("translation_key"), visible_facts(user).values("uuid")
        seen = Q(what="item", uuid__in=items) | Q(what="fact", uuid__in=facts)
        found = found.filter(~Q(what__in=["item", "fact"]) | seen)
    if asked.get("kind") in dict(KINDS):
        found = found.filter(kind=asked["kind"])
    if words := asked.get("q", "").strip():
        uuids = Publication.objects.filter(title__icontains=words).values("uuid")
        here = Q(actor_name__icontains=words) | Q(mandate__icontains=words) | Q(reason__icontains=words)
        found = found.filter(here | Q(uuid__in=uuids))
    for name, lookup in (("since", "at__date__gte"), ("until", "at__date__lte")):
        if day := day_of(asked.get(name, "")):
            found = found.filter(**{lookup: day})
    return found


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class LogView(DecisionView):
    """Every decision that was taken; nothing here was ever changed."""

    template_name = "contenthub/admin/decisions/log.html"
    page_title = gettext_lazy("Log of decisions")
    header_icon = "history"
    permission = "content_models.view_item"

    @property
    def header_buttons(self) -> list[Any]:
        asked = self.request.GET.copy()
        found = []
        for name, label in (("csv", _("Export as CSV")), ("json", _("Export as JSON"))):
            asked["export"] = name
            found.append(HeaderButton(label=label, url=f"?{asked.urlencode()}", icon_name="download"))
        return found

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("export") == "csv":
            return as_csv(filtered(request.GET, request.user))
        if request.GET.get("export") == "json":
            return as_json(filtered(request.GET, request.user))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(filtered(self.request.GET, self.request.user), PAGE).get_page(self.request.GET.get("p"))
        count = page.paginator.count
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "rows": with_titles(list(page.object_list)),
            "kinds": KINDS,
            "asked": self.request.GET,
            "answer": ngettext("%d decision.", "%d decisions.", count) % count,
        }


def with_titles(rows: list[Decision]) -> list[dict[str, Any]]:
    """Return decisions with what they are about, as it is called now."""
    uuids = {row.uuid for row in rows}
    found = Publication.objects.filter(uuid__in=uuids).values_list("uuid", "locale", "title")
    titles = {(uuid, locale): title for uuid, locale, title in found}
    for model in (Fact, ContentModel, ToneRule):
        for one in model.objects.filter(uuid__in=uuids):
            titles.setdefault((one.uuid, ""), str(one))
    return [
        {"decision": row, "title": titles.get((row.uuid, row.locale)) or row.details.get("channel", "")} for row in rows
    ]


def as_rows(found: QuerySet[Decision]) -> list[dict[str, Any]]:
    rows = found.values("pk", *COLUMNS, "details")[:MOST]
    return [{**row, "at": row["at"].isoformat(), "uuid": str(row["uuid"])} for row in rows]


def as_csv(found: QuerySet[Decision]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    sheet = csv.writer(response)
    sheet.writerow(["number", *COLUMNS, "details"])
    for row in as_rows(found):
        details = json.dumps(row["details"], ensure_ascii=False)
        sheet.writerow([row["pk"], *(plain(str(row[name])) for name in COLUMNS), details])
    return response


def as_json(found: QuerySet[Decision]) -> HttpResponse:
    text = json.dumps({"decisions": as_rows(found)}, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="decisions.json"'
    return response


class WhyView(DecisionView):
    """Why is this live? From a stamp, as any output carries it, back to the people who approved it."""

    template_name = "contenthub/admin/decisions/why.html"
    page_title = gettext_lazy("Why is this live?")
    header_icon = "help"
    permission = "content_models.view_item"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("stamp", "").strip()
        snapshot, problem = find_snapshot(text) if text else (live_snapshot(self.request.GET.get("item", "")), "")
        if snapshot and not sees_everything(self.request.user):
            mine = visible_items(self.request.user).filter(translation_key=snapshot.uuid)
            snapshot = snapshot if mine.exists() else None
        more = story_of(snapshot) if snapshot else {}
        return {**super().get_context_data(**kwargs), "stamp": text, "problem": problem, "snapshot": snapshot, **more}


def live_snapshot(pk: str) -> Snapshot | None:
    """Return what readers have of an item, None when nothing."""
    item = Item.objects.select_related("locale").filter(pk=pk).first() if pk.isdecimal() else None
    if item is None:
        return None
    found = Publication.objects.filter(uuid=item.uuid, locale=item.locale.language_code)
    row = found.select_related("snapshot__decision").first()
    return row.snapshot if row else None


def find_snapshot(text: str) -> tuple[Snapshot | None, str]:
    """Return the snapshot of a stamp, or what is wrong with the stamp."""
    try:
        stamp = read_stamp(text)
    except StampError as error:
        return None, _("This is not a stamp: %s") % error
    found = Snapshot.objects.filter(uuid=stamp.uuid, locale=stamp.locale, number=stamp.number)
    snapshot = found.select_related("decision").first()
    return snapshot, "" if snapshot else _("This hub never published that snapshot.")


def story_of(snapshot: Snapshot) -> dict[str, Any]:
    """Return everything that was decided about this snapshot, first to last, and whether it is current."""
    decision = snapshot.decision
    about = Decision.objects.filter(uuid=snapshot.uuid, locale=snapshot.locale)
    signed = [one["decision"] for one in decision.details.get("slots", ()) if "decision" in one]
    mine = about.filter(Q(pk__in=signed) | Q(pk=decision.pk) | Q(digest=snapshot.digest, pk__lt=decision.pk))
    current = Publication.objects.filter(snapshot=snapshot).first()
    people = [one.actor_name for one in mine.filter(kind__in=SIGNATURES).order_by("pk")] or [decision.actor_name]
    return {
        "story": mine.order_by("pk"),
        "people": list(dict.fromkeys(people)),
        "current": current,
        "log_url": reverse("contenthub_log"),
    }
