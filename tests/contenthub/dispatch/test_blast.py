"""What a fact touches: the same as reading every snapshot, and told in the sentences in which it stands."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from channels.models import Channel
from content_models.factsearch import find_facts
from content_models.models import Fact, Item
from contenthub import flow
from contenthub.admin.preview.facts import answer, gaps
from contenthub.dispatch.blast import blast
from contenthub.dispatch.placements import Placement
from contenthub.models import Publication
from contenthub.publishing.uses import count_uses, draft_uses


def embed(fact: Fact) -> str:
    return f'<embed embedtype="fact" fact="{fact.uuid}" format="short"/>'


def brute_force(fact: Fact) -> set[tuple[str, str, int]]:
    """Return (uuid, locale, times) by reading every snapshot that readers see as text, knowing no kind of field."""
    return {
        (str(row.uuid), row.locale, row.snapshot.body.count(str(fact.uuid)))
        for row in Publication.objects.filter(status__in=["live", "withdrawn"]).select_related("snapshot")
        if str(fact.uuid) in row.snapshot.body
    }


@pytest.mark.parametrize("seed", range(4))
def test_the_blast_radius_is_what_reading_every_snapshot_finds(
    seed: int, make_fact: Any, make_item: Callable[..., Item], publish: Callable[..., Item], publisher: Any
) -> None:
    chance = random.Random(seed)
    facts = [make_fact(f"fact-{number}") for number in range(3)]
    for number in range(8):
        item = make_item(f"Item {number}", chance.choice(["nl", "en"]))
        for _version in range(chance.randint(0, 3)):
            used = chance.choices(facts, k=chance.randint(0, 3))
            field = {"price": str(chance.choice(facts).uuid)} if chance.random() < 0.5 else {}
            item.body = {"text": f"<p>Prijs: {', '.join(map(embed, used))}.</p>", **field}
            item = publish(item)
        if item.live and chance.random() < 0.4:
            flow.withdraw(item, chance.choice(["withdrawn", "gone"]), publisher)
    for fact in facts:
        found = blast(fact, timezone.now())
        touched = {(str(use.publication.uuid), use.publication.locale, len(use.paths)) for use in found.uses}
        assert touched == brute_force(fact)
        assert len(found.sentences) == sum(times for _uuid, _locale, times in touched)
        assert count_uses("fact", [fact.uuid]).get(str(fact.uuid), 0) == len(touched)


def changed(fact: Fact, amount: str, **period: Any) -> Fact:
    fact.timeline = [
        {"value": {"amount": amount, "currency": "EUR"}, "valid_from": None, "valid_until": None, **period}
    ]
    return fact


def test_sentences_before_and_after(item: Item, fact: Fact) -> None:
    found = blast(changed(fact, "80"), timezone.now())
    assert [(one.path, one.before, one.after) for one in found.sentences] == [
        ("text.0.children.1", "Een paspoort kost €\xa075,80.", "Een paspoort kost €\xa080,00."),
        ("price", "€\xa075,80", "€\xa080,00"),
    ]


def test_channels_and_outputs(
    item: Item, fact: Fact, make_channel: Any, settings: Any, tmp_path: Any, make_item: Any, publish: Any
) -> None:
    settings.HUB_OUTPUT_DIR = tmp_path
    publish(make_item("Zonder"))
    make_channel("web")
    make_channel("app", locales=["en"])
    Channel.objects.filter(pk=make_channel("email").pk).update(status="retired")
    call_command("produce", json=True)
    found = blast(changed(fact, "80"), timezone.now())
    assert [channel.key for channel in found.channels] == ["web"]
    assert [placement.path for placement in found.placements] == ["nl/paspoort/index.html", "nl/paspoort/index.md"]
    assert Placement.objects.count() == 4
    assert answer(found, timezone.now()) == (
        "Changes 1 published item in 1 language, on 1 channel, in 2 outputs: at once."
    )


def test_a_change_that_comes_later_is_told_with_its_moment(item: Item, fact: Fact) -> None:
    now = timezone.now()
    later = (now + timedelta(days=30)).isoformat()
    fact.timeline = [
        {"value": {"amount": "75.80", "currency": "EUR"}, "valid_from": None, "valid_until": later},
        {"value": {"amount": "80", "currency": "EUR"}, "valid_from": later, "valid_until": None},
    ]
    found = blast(fact, now)
    assert (str(found.moment), found.after) == (str(now + timedelta(days=30)), {"amount": "80.00", "currency": "EUR"})


def test_nothing_changes(item: Item, fact: Fact) -> None:
    found = blast(fact, timezone.now())
    assert (found.moment, answer(found, timezone.now())) == (None, "Publishing this changes nothing that readers see.")


def test_gaps_are_named(fact: Fact) -> None:
    assert gaps(fact) == []
    changed(fact, "80", valid_until="2027-01-01T00:00:00+01:00")
    assert gaps(fact) == ["No value from 1 January 2027 until …: readers then see nothing."]


def test_drafts_that_use_it_are_found_by_reading_them(item: Item, fact: Fact, make_item: Any) -> None:
    assert draft_uses("fact", fact.uuid) == []
    draft = make_item("Concept", body={"text": f"<p>{embed(fact)}</p>"})
    draft.save_revision()
    make_item("Alleen genoemd", body={"text": f"<p>{fact.uuid}</p>"}).save_revision()
    assert [(use.item.title, use.paths) for use in draft_uses("fact", fact.uuid)] == [
        ("Concept", ("text.0.children.0",))
    ]


def test_a_used_fact_is_not_deleted_and_its_uses_are_listed(item: Item, fact: Fact, make_item: Any) -> None:
    make_item("Concept", body={"text": f"<p>{embed(fact)}</p>"}).save_revision()
    with pytest.raises(ValidationError) as refused:
        fact.delete()
    assert refused.value.messages == ["This fact is used in: Paspoort (nl), Concept (nl). Replace it there first."]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("75,80", True),
        ("75.80", True),
        ("€ 75,80", True),
        ("passport", True),
        ("wet 75", True),
        ("Fee", True),
        ("80,00", False),
    ],
)
def test_facts_are_found_by_what_they_say(locales: Any, make_fact: Any, words: str, found: bool) -> None:
    fact = make_fact(source="Wet op de paspoorten", labels={"en": "Fee for a passport"})
    assert find_facts(Fact.objects.all(), words) == ([fact.pk] if found else [])
