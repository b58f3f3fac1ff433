"""How the published content sounds: in groups, over the months, and what stands out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets.button import HeaderButton

from content_models.models import Item, Subject
from contenthub.admin.decisions.base import DecisionView
from contenthub.admin.tone.charts import charts_of, months_of, told, told_band
from contenthub.governance.demands import Carrier, Matter
from contenthub.governance.gate import read_carriers
from contenthub.publishing.snapshots import Publication
from contenthub.tone.kept.measured import bands_of, measure
from contenthub.tone.kept.measures import ToneProfile
from contenthub.tone.profile import Band, Profile, distance, mean
from contenthub.users import User

OUTLIERS = 12
MONTHS = 12
YEAR = timedelta(days=366)

MEASURES = {
    "sentence": gettext_lazy("Words in a sentence"),
    "ease": gettext_lazy("Ease of reading"),
    "passive": gettext_lazy("Passive sentences"),
    "address": gettext_lazy("Reader addressed, per 100 words"),
    "exclamations": gettext_lazy("Exclamation marks, per 1,000 words"),
}
OFF = {
    "sentence": gettext_lazy("length of sentences"),
    "ease": gettext_lazy("ease of reading"),
    "passive": gettext_lazy("passive"),
    "address": gettext_lazy("how the reader is addressed"),
    "exclamations": gettext_lazy("exclamation marks"),
}
WAYS = {
    "subject": gettext_lazy("Subject"),
    "model": gettext_lazy("Content model"),
    "channel": gettext_lazy("Channel"),
    "owner": gettext_lazy("Owner"),
    "team": gettext_lazy("Team of the owner"),
    "locale": gettext_lazy("Language"),
}


@dataclass(frozen=True)
class Measured:
    """One published item with its profile."""

    title: str
    uuid: Any
    row: ToneProfile
    profile: Profile


class ProfileView(DecisionView):
    """The numbers, with what is meant beside them."""

    template_name = "contenthub/admin/tone/profile.html"
    page_title = gettext_lazy("How it sounds")
    header_icon = "comment"
    permission = "content_models.view_item"

    @property
    def header_buttons(self) -> list[Any]:
        url = reverse("contenthub_tone_bands")
        return [HeaderButton(label=_("What is meant"), url=f"{url}?channel={self.asked_channel}", icon_name="cog")]

    @property
    def asked_channel(self) -> str:
        return self.request.GET.get("channel", "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = measure()
        carriers = {one.key: one for one in read_carriers()}
        carrier = carriers.get(self.asked_channel)
        way = self.request.GET.get("by", "subject")
        way = way if way in WAYS else "subject"
        found = live(carrier)
        bands = bands_of(carrier.key if carrier else "")
        months = months_of(published_lately(carrier), MONTHS)
        return {
            **super().get_context_data(**kwargs),
            "left": _("%d texts are still to be measured: open this page again.") % left if left else "",
            "way": way,
            "ways": list(WAYS.items()),
            "carrier": carrier,
            "carriers": list(carriers.values()),
            "summary": summary_of(found, bands),
            "measures": list(MEASURES.values()),
            "groups": groups_of(found, way, list(carriers.values())),
            "outliers": outliers_of(found, bands),
            "charts": charts_of(months, bands, MEASURES),
            "months": [(one.name, one.number, cells_of(one.profile)) for one in months],
            "meant": [told_band(name, bands[name]) for name in MEASURES],
        }


def live(carrier: Carrier | None) -> list[Measured]:
    """Return the profiles of what is live, and in a channel if one is given; texts that are too short are left out."""
    rows = Publication.objects.filter(status=Publication.Status.LIVE, snapshot__toneprofile__words__gt=0)
    found = []
    for one in rows.select_related("snapshot__toneprofile").defer("snapshot__body", "snapshot__findings"):
        row: ToneProfile = one.snapshot.toneprofile
        if reaches(row, carrier):
            found.append(Measured(one.title, one.uuid, row, row.profile))
    return found


def published_lately(carrier: Carrier | None) -> Iterable[tuple[Any, Profile]]:
    """Yield the profile of everything that was published within a year, also what is live no longer."""
    rows: QuerySet[ToneProfile] = ToneProfile.objects.filter(words__gt=0, published_at__gte=timezone.now() - YEAR)
    return ((row.published_at, row.profile) for row in rows if reaches(row, carrier))


def reaches(row: ToneProfile, carrier: Carrier | None) -> bool:
    return carrier is None or carrier.carries(Matter("item", row.subject_path, row.model, row.locale))


def summary_of(found: list[Measured], bands: Mapping[str, Band]) -> str:
    """Return in words how much of the content sounds as meant."""
    whole = mean(one.profile for one in found)
    if whole is None:
        return ""
    within = sum(distance(one.profile, bands) == 0 for one in found)
    said = ngettext(
        "%(within)d of %(number)d published texts sounds as meant.",
        "%(within)d of %(number)d published texts sound as meant.",
        within,
    ) % {"within": within, "number": len(found)}
    average = _("A sentence has %d words on average.") % round(whole.sentence)
    return f"{said} {average}"


def groups_of(found: list[Measured], way: str, carriers: list[Carrier]) -> list[tuple[str, int, list[str]]]:
    """Return the name, number of texts and mean of each group, by name; a text may be in several."""
    name = namer(way, carriers)
    groups: dict[str, list[Profile]] = defaultdict(list)
    for one in found:
        for group in name(one.row):
            groups[group].append(one.profile)
    means = ((group, len(profiles), mean(profiles)) for group, profiles in sorted(groups.items()))
    return [(group, number, cells_of(profile)) for group, number, profile in means if profile]


def namer(way: str, carriers: list[Carrier]) -> Callable[[ToneProfile], list[str]]:
    """Return what tells in which groups a text is."""
    if way == "subject":
        titles = dict(Subject.objects.values_list("path", "title"))
        return lambda row: [titles.get(row.subject_path) or _("No subject")]
    if way == "channel":
        return lambda row: [one.name for one in carriers if reaches(row, one)] or [_("No channel")]
    if way == "team":
        teams = teams_of_people()
        return lambda row: teams.get(row.owner) or [_("No team")]
    return lambda row: [getattr(row, way) or _("Nobody")]


def teams_of_people() -> dict[str, list[str]]:
    """Return the groups of people by their names, as a snapshot keeps these."""
    people = User.objects.prefetch_related("groups")
    return {str(one): sorted(group.name for group in one.groups.all()) for one in people}


def cells_of(profile: Profile) -> list[str]:
    """Return the measures of a profile as they are read."""
    return [told(name, getattr(profile, name)) for name in MEASURES]


def outliers_of(found: list[Measured], bands: Mapping[str, Band]) -> list[dict[str, Any]]:
    """Return what is furthest from what is meant, with why and where to change it."""
    far = sorted(found, key=lambda one: -distance(one.profile, bands))[:OUTLIERS]
    return [
        {
            "title": one.title,
            "url": edit_url(one),
            "off": [f"{OFF[name]} ({told(name, value)})" for name, value in off_of(one.profile, bands)],
        }
        for one in far
        if distance(one.profile, bands) > 0
    ]


def off_of(profile: Profile, bands: Mapping[str, Band]) -> list[tuple[str, float]]:
    """Return the measures that are outside their band, with their values."""
    values = [(name, getattr(profile, name)) for name in MEASURES]
    return [(name, value) for name, value in values if bands[name].off(value) > 0]


def edit_url(one: Measured) -> str:
    """Return where the item is written, nothing when it is no longer there."""
    item = Item.objects.filter(translation_key=one.uuid, locale__language_code=one.row.locale).first()
    return reverse("wagtailsnippets_content_models_item:edit", args=[item.pk]) if item else ""
