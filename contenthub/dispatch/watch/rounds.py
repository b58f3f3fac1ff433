"""Looking at a channel's pages: a round is everything once, in handfuls, so that a worker never stays away for long.

What a round knows stands in the watch of the channel, so any worker goes on where another stopped.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from channels.http import Answer, request
from channels.models import Channel, Sighting
from channels.probe import Ask, Look, Pace, Site, look_at, survey
from channels.probe.look import Fetch
from channels.probe.survey import inside
from channels.sightings import Glimpse, newest_of, note
from contenthub.dispatch.watch.expected import address_of, plan_of
from contenthub.dispatch.watch.policy import Policy, policy_of
from contenthub.dispatch.watch.seen import TOMBSTONE, stamp_of
from contenthub.dispatch.watch.tables import ChannelWatch

HANDFUL = 12
"""Pages looked at before a worker attends to something else."""
MOST = 2_000
"""Pages of one round; those that were seen longest ago come first, so in the end all have their turn."""
REDIRECTS = 4
HOME = "/"
DOWN = "The place gave no answer."


def look_further(channel: Channel, watch: ChannelWatch, now: datetime) -> bool:
    """Look at the next handful of a channel's pages; tell whether that ended the round. Writes sightings."""
    policy = policy_of(channel)
    if not policy.looks:
        return True
    if watch.round_at is None and not begin(channel, watch, policy, now):
        return True
    site = watch.site
    handful, site["pending"] = site["pending"][:HANDFUL], site["pending"][HANDFUL:]
    looks = look_at_pages(channel, policy, site, handful)
    if looks and all(one.status is None for one in looks):
        note(channel.pk, Sighting.Way.PROBE, away([*handful, *site["pending"]], looks[0].reason), now)
        site["pending"] = []
    else:
        found = [one for look in looks for one in glimpses(channel, policy, site, look)]
        note(channel.pk, Sighting.Way.PROBE, found, now)
    return not site["pending"]


def begin(channel: Channel, watch: ChannelWatch, policy: Policy, now: datetime) -> bool:
    """Begin a round: survey the place, and write down what to look at. False when nobody is there."""
    base = policy.address + "/"
    site = survey(base, fetcher(policy), listings=policy.listings)
    watch.round_at = now
    pending = addresses_of(channel, policy, site, now)
    if not site.up:
        note(channel.pk, Sighting.Way.PROBE, away(pending, site.reason), now)
        watch.site = {"pending": [], "reason": site.reason}
        return False
    allowed = [one for one in pending if site.robots.allow(policy.address + one)]
    watch.site = {
        "pending": allowed,
        "lies": site.lies,
        "nowhere": list(site.nowhere),
        "delay": site.robots.delay,
        "listed": [relative(one, policy) for one in site.pages][:MOST],
        "forbidden": len(pending) - len(allowed),
    }
    return bool(allowed)


def addresses_of(channel: Channel, policy: Policy, site: Site, now: datetime) -> list[str]:
    """Return what to look at, seen longest ago first: what ought to be there, what is listed, what still was there."""
    wanted = dict.fromkeys([HOME, *(f"/{one.lstrip('/')}" for one in policy.lists)])
    if channel.status == Channel.Status.RETIRED:
        wanted |= dict.fromkeys(map(address_of, channel.placements.values_list("path", flat=True)))
    else:
        plan = plan_of(channel, now)
        wanted |= dict.fromkeys(address for address in plan.expected if address in plan.placed)
    wanted |= dict.fromkeys(relative(one, policy) for one in site.pages)
    runs = Sighting.objects.filter(channel=channel, way=Sighting.Way.PROBE, current=True, address__startswith="/")
    runs = runs.exclude(address__contains="#")
    known = {address: (last, online) for address, last, online in runs.values_list("address", "last_at", "online")}
    wanted |= dict.fromkeys(address for address, (_last, online) in known.items() if online)
    return sorted(wanted, key=lambda one: known[one][0].timestamp() if one in known else 0.0)[:MOST]


def relative(url: str, policy: Policy) -> str:
    """Return an address from the root of its channel."""
    rest = url.removeprefix(policy.address).partition("#")[0]
    return rest if rest.startswith("/") else f"/{rest}"


def look_at_pages(channel: Channel, policy: Policy, site: Mapping[str, Any], addresses: list[str]) -> list[Look]:
    """Look at some pages; what was seen before is not sent again when it is as it was."""
    known = newest_of(channel.pk, Sighting.Way.PROBE, addresses)
    asks = []
    for address in addresses:
        run = known.get(address)
        more = {"etag": run.etag, "modified": run.modified} if run and run.online else {}
        asks.append(Ask(policy.address + address, **more))
    pace = Pace(policy.per_second)
    pace.slow_down(float(site.get("delay", 0)))
    return list(look_at(asks, fetcher(policy), pace))


def fetcher(policy: Policy) -> Fetch:
    """Return the way out to a channel."""

    def fetch(url: str, headers: Mapping[str, str]) -> Answer:
        more = {"redirects": REDIRECTS, "allow_private": policy.allow_private, "timeout": policy.timeout}
        return request("GET", url, headers=headers, **more)  # type: ignore[arg-type]

    return fetch


def away(addresses: Iterable[str], reason: str) -> Iterator[Glimpse]:
    for address in addresses:
        yield Glimpse(address, online=False, reason=reason or DOWN)


def glimpses(channel: Channel, policy: Policy, site: Mapping[str, Any], look: Look) -> Iterator[Glimpse]:
    """Yield what a look says: about its page, or about every item that a list of the channel names."""
    address = relative(look.url, policy)
    if look.said_nothing:
        return
    if address.lstrip("/") in policy.lists:
        yield from of_list(address, look)
        return
    if look.unchanged:
        yield Glimpse(address, unchanged=True)
        return
    stamps = [one for one in look.found.stamps if one not in site.get("nowhere", ())]
    own = [one for one in look.found.own if one in stamps]
    stamp = stamp_at(channel, address, stamps) or (own[0] if own else "")
    online, reason = look.online, look.reason
    if look.found.retired:
        stamp = TOMBSTONE
    elif look.final and not inside(look.final, policy.address + "/") and not stamp:
        reason = f"It leads to {urlsplit(look.final).netloc}."
        online = online and channel.status != Channel.Status.RETIRED
    elif online and not stamp and site.get("lies"):
        online, reason = False, "This place says yes to any address, so only stamps count."
    elif online and not stamp and stamps:
        return  # an index of the hub's own content: neither wrong nor a stranger's
    found, text = look.found, look.found.text
    title = found.title if found.title and not text.startswith(found.title) else ""
    shown = f"{title}\n{text}" if title else text
    yield Glimpse(address, online, look.status, stamp, shown, reason, look.etag, look.modified)


def stamp_at(channel: Channel, address: str, stamps: Iterable[str]) -> str:
    """Return the stamp of the item that the hub put at this address, when it is among these."""
    paths = [address.lstrip("/"), f"{address.lstrip('/')}index.html"]
    items = {(str(uuid), locale) for uuid, locale in _items(channel, paths)}
    for text in stamps:
        stamp = stamp_of(text)
        if stamp and (stamp.uuid, stamp.locale) in items:
            return text
    return ""


def _items(channel: Channel, paths: list[str]) -> Iterable[tuple[object, str]]:
    return channel.placements.filter(path__in=paths).values_list("uuid", "locale")


def of_list(address: str, look: Look) -> Iterator[Glimpse]:
    for text in look.found.stamps if look.online else ():
        stamp = stamp_of(text)
        if stamp:
            yield Glimpse(f"{address}#{stamp.uuid}:{stamp.locale}", True, look.status, text)
