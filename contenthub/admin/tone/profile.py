"""How the published content sounds: by subject, model, owner or language, over the months, and what stands out."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content_models.models import Item, ModelVersion, Subject
from contenthub.admin.decisions.base import DecisionView
from contenthub.publishing.snapshots import Publication
from contenthub.tone.extract import blocks_of
from contenthub.tone.profile import TARGET, Profile, distance, mean, profile_of

MOST = 2_000
"""Items that are measured: those published last."""
OUTLIERS = 12
MONTHS = 12
WAYS = ("subject", "model", "owner", "locale")


@dataclass(frozen=True)
class Measured:
    """One published item with its profile."""

    publication: Publication
    profile: Profile


def measured() -> list[Measured]:
    """Return the profiles of what is live, newest first; texts that are too short are left out."""
    specs = {(one.model.key, one.number): one.spec for one in ModelVersion.objects.select_related("model")}
    rows = Publication.objects.filter(status=Publication.Status.LIVE).select_related("snapshot")
    found = []
    for row in rows.order_by("-published_at")[:MOST]:
        document: dict[str, Any] = json.loads(row.snapshot.body)
        spec = specs.get((row.snapshot.model, row.snapshot.model_version))
        profile = profile_of(blocks_of(spec, row.title, document), row.locale) if spec else None
        if profile:
            found.append(Measured(row, profile))
    return found


class ProfileView(DecisionView):
    """The numbers, with what is meant beside them."""

    template_name = "contenthub/admin/tone/profile.html"
    page_title = gettext_lazy("How it sounds")
    header_icon = "comment"
    permission = "content_models.view_item"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        way = self.request.GET.get("by", "subject")
        way = way if way in WAYS else "subject"
        found = measured()
        outliers = sorted(found, key=lambda one: -distance(one.profile))[:OUTLIERS]
        outliers = [one for one in outliers if distance(one.profile) > 0]
        return {
            **super().get_context_data(**kwargs),
            "way": way,
            "ways": [(name, label) for name, label in zip(WAYS, way_labels(), strict=True)],
            "number": len(found),
            "summary": summary_of(found),
            "groups": groups_of(found, way),
            "outliers": [{"one": one, "url": edit_url(one.publication), "off": off(one.profile)} for one in outliers],
            "months": months_of(found),
            "target": TARGET,
        }


def summary_of(found: list[Measured]) -> str:
    """Return in words how much of the content sounds as meant."""
    whole = mean(one.profile for one in found)
    if whole is None:
        return ""
    within = sum(distance(one.profile) == 0 for one in found)
    told = ngettext(
        "%(within)d of %(number)d published texts sounds as meant.",
        "%(within)d of %(number)d published texts sound as meant.",
        within,
    ) % {"within": within, "number": len(found)}
    average = _("A sentence has %d words on average.") % round(whole.sentence)
    return f"{told} {average}"


def way_labels() -> list[str]:
    return [_("Subject"), _("Content model"), _("Owner"), _("Language")]


def off(profile: Profile) -> list[str]:
    """Return the names of what is outside its band."""
    names = {
        "sentence": _("long sentences"),
        "ease": _("hard to read"),
        "passive": _("passive"),
        "address": _("how the reader is addressed"),
        "exclamations": _("exclamation marks"),
    }
    return [names[name] for name, band in TARGET.items() if band.off(getattr(profile, name)) > 0]


def groups_of(found: list[Measured], way: str) -> list[dict[str, Any]]:
    """Return the mean profile of each group, by name."""
    titles = dict(Subject.objects.values_list("path", "title"))
    groups: dict[str, list[Profile]] = defaultdict(list)
    for one in found:
        groups[_name(one.publication, way, titles)].append(one.profile)
    return [{"name": name, "number": len(group), "profile": mean(group)} for name, group in sorted(groups.items())]


def _name(row: Publication, way: str, titles: dict[str, str]) -> str:
    if way == "subject":
        return titles.get(row.subject_path) or _("No subject")
    return {"model": row.model, "owner": row.snapshot.owner, "locale": row.locale}[way] or _("Nobody")


def months_of(found: list[Measured]) -> list[dict[str, Any]]:
    """Return the mean of what was published in each of the last months, oldest first, with heights for a chart."""
    months: dict[str, list[Profile]] = defaultdict(list)
    for one in found:
        months[f"{one.publication.published_at:%Y-%m}"].append(one.profile)
    kept = [(name, mean(group), len(group)) for name, group in sorted(months.items())][-MONTHS:]
    highest = max((profile.sentence for _name, profile, _number in kept if profile), default=1)
    return [
        {"name": name, "profile": profile, "number": number, "height": round(100 * profile.sentence / highest)}
        for name, profile, number in kept
        if profile
    ]


def edit_url(row: Publication) -> str:
    """Return where the item is written, nothing when it is no longer there."""
    item = Item.objects.filter(translation_key=row.uuid, locale__language_code=row.locale).first()
    return reverse("wagtailsnippets_content_models_item:edit", args=[item.pk]) if item else ""
