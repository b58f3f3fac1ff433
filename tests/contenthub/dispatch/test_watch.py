"""Looking at a channel: what is asked, what is noted, what is said of it, and who is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from channels.models import Channel, Sighting
from channels.sightings import Glimpse, forget_old, note, note_sign
from content_models.models import Fact, Item
from contenthub.dispatch.watch.judging import judge_and_keep, quantile, verdict_of
from contenthub.dispatch.watch.tables import ChannelDay, ChannelFinding, ChannelWatch
from contenthub.dispatch.watch.telling import escalate_due
from contenthub.dispatch.watch.texts import differing_facts, side_by_side
from contenthub.dispatch.watch.zombies import zombie_content
from contenthub.governance.mandates import Mandate
from contenthub.governance.notices import Notice
from contenthub.management.commands.watch import watch_now
from contenthub.publishing.models import Publication
from contenthub.users import User
from tests.contenthub.dispatch.sites import Site, serve

HOUR = timedelta(hours=1)


def shown(channel: Channel) -> dict[str, str]:
    return {one.address: str(one.shows) for one in verdict_of(channel, timezone.now())[0].places}


def page_of(channel: Channel) -> Any:
    return channel.placements.get(path="nl/paspoort/index.html")


def robots(text: str) -> Any:
    def behave(site: Site, path: str) -> Any:
        return (200, {"Content-Type": "text/plain"}, text.encode()) if path == "/robots.txt" else serve(site, path)

    return behave


def test_a_site_that_shows_what_is_published_is_alive(channel: Channel, site: Site) -> None:
    watch = watch_now(channel)
    assert (watch.state, watch.share) == ("alive", 1.0)
    assert {one: what for one, what in shown(channel).items() if what != "current"} == {"/": "unknown"}
    assert shown(channel)["/nl/paspoort/"] == "current"
    assert Sighting.objects.get(address="/nl/paspoort/").text.startswith("Paspoort")
    watch_now(channel)
    run = Sighting.objects.get(address="/nl/paspoort/")
    tags = [headers.get("if-none-match") for path, headers in site.asked if path == "/nl/paspoort/"]
    assert (run.count, tags) == (2, [None, run.etag])


def test_what_robots_forbids_is_not_asked_for(channel: Channel, site: Site) -> None:
    site.behave = robots("User-agent: *\nDisallow: /nl/")
    watch = watch_now(channel)
    assert [path for path, _headers in site.asked if path.startswith("/nl")] == []
    assert (watch.site["forbidden"], shown(channel)["/nl/paspoort/"]) == (channel.placements.count(), "unseen")


def test_a_price_that_changed_is_named_with_both_values(
    channel: Channel, item: Item, fact: Fact, change_fact: Callable[[Fact, Any], None]
) -> None:
    change_fact(fact, {"amount": "83.10", "currency": "EUR"})
    for _look in range(2):
        watch_now(channel)
    place = next(one for one in verdict_of(channel, timezone.now())[0].places if one.address == "/nl/paspoort/")
    row = Publication.objects.select_related("snapshot").get()
    (differs,) = differing_facts(place, row)
    assert (str(place.shows), differs.label, differs.shown, differs.current) == (
        *("behind", "passport-price"),
        *("€\xa075,80", "€\xa083,10"),
    )
    assert ChannelWatch.objects.get().state == "late"


def test_a_document_that_lists_items_counts_for_each(channel: Channel, item: Item, site: Site) -> None:
    stamp = page_of(channel).stamp
    (site.folder / "feed.json").write_text(json.dumps({"items": [stamp, stamp.replace(":nl:1:", ":nl:7:")]}))
    channel.settings["watch"]["lists"] = ["feed.json"]
    channel.save()
    watch_now(channel)
    assert shown(channel)[f"/feed.json#{item.uuid}:nl"] == "current"


def test_what_is_reported_without_an_address_counts_for_its_place(channel: Channel, item: Item) -> None:
    stamp = page_of(channel).stamp
    note(channel.pk, "report", [Glimpse(f"#{item.uuid}:nl", stamp=stamp)], timezone.now())
    assert "current" in shown(channel).values()


def test_a_stamp_of_another_item_is_not_the_item(channel: Channel, item: Item) -> None:
    other = page_of(channel).stamp.replace(item.uuid, "00000000-0000-0000-0000-000000000000")
    now = timezone.now()
    for minutes in (0, 1):
        note(channel.pk, "probe", [Glimpse("/nl/paspoort/", stamp=other)], now + timedelta(minutes=minutes))
    verdict, _reading = verdict_of(channel, now + HOUR)
    assert [str(one.shows) for one in verdict.places if one.address == "/nl/paspoort/"] == ["divergent"]


def test_the_table_of_sightings_grows_with_what_changes(channel: Channel) -> None:
    now = timezone.now() - timedelta(days=200)
    for number in range(20):
        note(channel.pk, "probe", [Glimpse("/a", stamp=f"s{number // 10}")], now + number * HOUR)
        note_sign(channel.pk, "pull", now + number * HOUR, 3)
    runs = Sighting.objects.filter(address="/a").order_by("first_at")
    assert [(one.count, one.current, one.last_at - one.first_at) for one in runs] == [
        *((10, False, 9 * HOUR), (10, True, 9 * HOUR))
    ]
    assert sum(Sighting.objects.filter(way="pull").values_list("count", flat=True)) == 60
    assert Sighting.objects.filter(way="pull").count() <= 2
    assert forget_old(timezone.now()) >= 2
    assert [one.current for one in Sighting.objects.all()] == [True]


def test_time_to_visible_is_measured_of_what_was_published_meanwhile(
    channel: Channel, item: Item, publish: Callable[..., Item], site: Site
) -> None:
    from contenthub.dispatch.produce import produce

    watch_now(channel)
    publish(item)
    published = Publication.objects.get().published_at
    produce(channel, site.folder)
    watch_now(channel)
    run = Sighting.objects.get(address="/nl/paspoort/", current=True)
    assert run.after == run.first_at - published
    day = ChannelDay.objects.get(channel=channel)
    assert (day.seen, day.p50) == (Sighting.objects.exclude(after=None).count(), run.after)


def test_quantiles() -> None:
    waits = [timedelta(minutes=number) for number in range(1, 21)]
    assert [quantile(waits, part) for part in (0.5, 0.95)] == [timedelta(minutes=10), timedelta(minutes=19)]
    assert quantile([], 0.5) is None


def test_a_finding_is_told_escalated_and_closed(channel: Channel, publisher: User, editor: User, site: Site) -> None:
    Mandate.objects.create(user=editor, decision="retire", channel=channel)
    now = timezone.now()
    watch_now(channel)
    judge_and_keep(channel, now + timedelta(days=1))
    (finding,) = ChannelFinding.objects.all()
    assert (finding.state, finding.closed_at) == ("silent", None)
    assert list(Notice.objects.values_list("user__username", "kind")) == [("publisher", "channel")]
    assert escalate_due(now + timedelta(days=1.5)) == 0
    assert escalate_due(now + timedelta(days=2.1)) == 2
    assert escalate_due(now + timedelta(days=9.2)) == 2
    assert sorted(Notice.objects.values_list("user__username", flat=True)) == ["editor"] * 2 + ["publisher"] * 3
    watch_now(channel)
    finding.refresh_from_db()
    assert finding.closed_at is not None


def test_the_command_ends_with_one_when_something_is_wrong(channel: Channel, site: Site) -> None:
    out = StringIO()
    call_command("watch", json=True, stdout=out)
    (row,) = json.loads(out.getvalue())["channels"]
    assert (row["channel"], row["state"], row["share"], row["trouble"]) == ("web", "alive", 1.0, False)
    Channel.objects.update(owner=None)
    with pytest.raises(SystemExit) as ended:
        call_command("watch", channel="web", stdout=out)
    assert ended.value.code == 1
    assert "zombie" in out.getvalue()


def test_content_that_nobody_tends_is_named_with_the_reasons(channel: Channel, item: Item) -> None:
    now = timezone.now()
    assert [one["reasons"] for one in zombie_content(now)] == [["nobody owns it"]]
    watch_now(channel)
    Publication.objects.update(review_by=(now - timedelta(days=2)).date())
    ChannelWatch.objects.update(state="silent")
    assert [one["reasons"] for one in zombie_content(now)] == [
        ["past its review date", "nobody owns it", "no living channel shows it"]
    ]


def test_two_texts_stand_side_by_side() -> None:
    lines = list(side_by_side("a\nb\nc", "a\nB\nc\nd"))
    assert [(one.change, one.ought, one.shown) for one in lines] == [
        *(("same", "a", "a"), ("deleted", "b", "B"), ("same", "c", "c"), ("added", "", "d"))
    ]
