"""The current texts of facts, so that a value typed as text is recognised."""

from __future__ import annotations

from datetime import datetime, timedelta

from content_models.facts import NoValue, fact_kind
from content_models.models import FactVersion
from contenthub.tone.context import KnownFact, KnownFacts

KINDS = ("money", "phone", "email", "address", "url")
"""Kinds whose values are so particular that they are no coincidence."""

FRESH = timedelta(minutes=5)
_kept: dict[str, tuple[tuple[int, datetime] | None, datetime, KnownFacts]] = {}


def known_facts(locale: str, now: datetime) -> KnownFacts:
    """Return what facts say in a language now; made anew when a fact was published, and every few minutes."""
    newest = FactVersion.objects.order_by("-pk").values_list("pk", "published_at").first()
    kept = _kept.get(locale)
    if kept and kept[0] == newest and abs(now - kept[1]) < FRESH:
        return kept[2]
    texts: dict[str, KnownFact] = {}
    seen: set[int] = set()
    for version in FactVersion.objects.holding(now).filter(fact__kind__in=KINDS).select_related("fact"):
        if version.fact_id in seen:
            continue
        seen.add(version.fact_id)
        kind = fact_kind(version.fact.kind)
        for form in kind.formats[:2]:
            try:
                text = kind.format(version.value, form, locale)
            except (NoValue, ValueError, TypeError):
                continue
            texts.setdefault(text.replace("\u00a0", " "), KnownFact(str(version.fact.uuid), form, version.fact.label))
    facts = KnownFacts(texts)
    _kept[locale] = (newest, now, facts)
    return facts
