"""Finding facts by what they say: label, key, source, and every value, as it is stored and as people write it.

Facts are hundreds, not millions; their texts are made when they are searched, so that no index can be behind.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Locale

from content_models.facts import NoValue, fact_kind
from content_models.models import Fact, FactVersion

FORMATS = ("short", "long")


def find_facts(facts: QuerySet[Fact], words: str, now: datetime | None = None) -> list[int]:
    """Return the primary keys of the facts in which every word is found, now or in the future."""
    wanted = words.casefold().replace("\xa0", " ").split()
    locales = list(Locale.objects.values_list("language_code", flat=True))
    values = values_of(facts, now or timezone.now())
    return [
        fact.pk
        for fact in facts.select_related(None).only("pk", "label", "labels", "key", "source", "kind")
        if all(word in text_of(fact, values.get(fact.pk, ()), locales) for word in wanted)
    ]


def values_of(facts: QuerySet[Fact], now: datetime) -> dict[int, list[Any]]:
    """Return the published values of each fact that hold now or later, in one statement."""
    found: dict[int, list[Any]] = {}
    rows = FactVersion.objects.filter(fact__in=facts.order_by().values("pk")).exclude(valid_until__lte=now)
    newest: dict[int, datetime] = {}
    for pk, value, at in rows.order_by("-published_at").values_list("fact_id", "value", "published_at"):
        if newest.setdefault(pk, at) == at and value is not None:
            found.setdefault(pk, []).append(value)
    return found


def text_of(fact: Fact, values: Iterable[Any], locales: Iterable[str]) -> str:
    """Return everything by which a fact is found, in lower case."""
    texts = [fact.label, *fact.labels.values(), fact.key, fact.source]
    for value in values:
        texts.append(str(value))
        texts += [written(fact.kind, value, form, locale) for form in FORMATS for locale in locales]
    return " ".join(texts).casefold().replace("\xa0", " ").replace("\u202f", " ")


def written(kind: str, value: Any, form: str, locale: str) -> str:
    """Return a value as a person reads it; nothing where it cannot be written."""
    try:
        return fact_kind(kind).format(value, form, locale)
    except (NoValue, LookupError, TypeError, ValueError, ArithmeticError):
        return ""
