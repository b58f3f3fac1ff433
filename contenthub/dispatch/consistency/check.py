"""Hold the outputs of a channel against what is published, and say of each item whether the channel agrees."""

import mimetypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from channels.extract import Extract, UnreadableError, extract
from channels.models import Channel
from channels.registry import UnknownKindError, installed
from channels.transports.files import read_manifest
from contenthub.dispatch.consistency.expected import Expectations, Expected
from contenthub.dispatch.placements import Placement, Setback
from contenthub.publishing.current import shows
from contenthub.publishing.snapshots import Publication
from contenthub.publishing.stamps import without_template
from contenthub.publishing.uses import READABLE
from contenthub.query.store.visible import visible

CURRENT, BEHIND, MISSING, FAILED = "current", "behind", "missing", "failed"
STATES = (CURRENT, BEHIND, MISSING, FAILED)

mimetypes.add_type("message/rfc822", ".eml")
mimetypes.add_type("application/ssml+xml", ".ssml")
mimetypes.add_type("application/atom+xml", ".atom")
mimetypes.add_type("text/markdown", ".md")

SPEECH = "application/ssml+xml"
TEXTS = ("text/html", "text/markdown", "text/plain", "message/rfc822", "application/json", "application/pdf")
"""Kinds of shared files that show items; style sheets, pictures and schemas do not."""


@dataclass(frozen=True)
class Verdict:
    """What a channel shows of one item, or one shared file of the channel: its state, and why it is not current."""

    channel: str
    path: str
    title: str
    locale: str
    state: str
    reasons: tuple[str, ...] = ()
    uuid: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "reasons": list(self.reasons)}


@dataclass
class Agreement:
    """How far one channel agrees with the hub."""

    channel: str
    verdicts: list[Verdict] = field(default_factory=list)
    facts: int = 0
    """How many times a fact was looked for."""

    @property
    def counts(self) -> Mapping[str, int]:
        found = Counter(one.state for one in self.verdicts)
        return {state: found[state] for state in STATES}

    @property
    def holds(self) -> bool:
        return all(one.state == CURRENT for one in self.verdicts)

    def as_json(self) -> dict[str, Any]:
        disagreeing = [one.as_json() for one in self.verdicts if one.state != CURRENT]
        return {"channel": self.channel, "facts": self.facts, **self.counts, "disagreeing": disagreeing}


def check_channel(channel: Channel, folder: Path, expectations: Expectations, *, item: str = "") -> Agreement:
    """Return how far the files in a channel's folder agree with what is published; `item` is a key or uuid."""
    rows = list(visible(channel).select_related("snapshot").order_by("locale", "key"))
    expected = expectations.of([one for one in rows if not item or item in (one.key, str(one.uuid))])
    run = _Run(channel, folder, Agreement(channel.key))
    for one in expected:
        run.check_item(one)
    if not item:
        run.check_shared(expected)
    return run.agreement


@dataclass
class _Run:
    channel: Channel
    folder: Path
    agreement: Agreement

    def __post_init__(self) -> None:
        self.placed: dict[tuple[str, str], list[Placement]] = {}
        for one in self.channel.placements.order_by("path"):
            self.placed.setdefault((str(one.uuid), one.locale), []).append(one)
        self.setbacks = {
            (str(one.uuid), one.locale): one.reason for one in Setback.objects.filter(channel=self.channel)
        }
        self.is_internal = "internal" in self.channel.settings.get("scopes", ())
        self.is_whole = is_whole(self.channel)

    def check_item(self, expected: Expected) -> None:
        """Judge every output of an item, or that there is none."""
        row = expected.publication
        identity = (str(row.uuid), row.locale)
        placed, setback = self.placed.get(identity, []), self.setbacks.get(identity, "")
        if not placed and not setback and not is_due(row, whole=self.is_whole):
            return
        if not placed:
            reason = (FAILED, (_("It could not be produced: %s") % setback,)) if setback else missing()
            self.add(expected, "", *reason)
        for one in placed:
            state, reasons = self.judge(expected, one)
            if setback:
                state, reasons = FAILED, (_("It could not be produced again: %s") % setback, *reasons)
            self.add(expected, one.path, state, reasons)

    def add(self, expected: Expected, path: str, state: str, reasons: tuple[str, ...]) -> None:
        row = expected.publication
        self.agreement.verdicts.append(
            Verdict(self.channel.key, path, row.title, row.locale, state, reasons, str(row.uuid))
        )

    def judge(self, expected: Expected, placed: Placement) -> tuple[str, tuple[str, ...]]:
        """Return the state of one output and the reasons."""
        try:
            found = extract((self.folder / placed.path).read_bytes(), placed.media_type)
        except FileNotFoundError:
            return MISSING, (_("The file is no longer there. Produce the channel."),)
        except (OSError, UnreadableError) as problem:
            return FAILED, (str(problem),)
        late = [] if shows(placed.stamp, expected.stamp) else [behind(placed.stamp, expected.stamp)]
        wrong = [*self.wrong(expected, found, placed), *old_values(expected, found)]
        return BEHIND if late else FAILED if wrong else CURRENT, tuple(late + wrong)

    def wrong(self, expected: Expected, found: Extract, placed: Placement) -> Iterator[str]:
        """Yield what an output of what is published now must hold and does not."""
        if placed.stamp not in found.stamps:
            yield _("The stamp in the file is not the one it was produced with: somebody changed the file.")
        if not shows(placed.stamp, expected.stamp):
            return
        text = squeeze(found.text)
        if not expected.is_readable:
            told = squeeze(expected.publication.notice)
            for label, words in expected.sections:
                if (shown := squeeze(words)) in text and shown not in told:
                    yield _("It still shows “%s” of what has been taken offline.") % label
            return
        if not any(squeeze(title) in text for title in expected.titles):
            yield _("The title “%s” is missing.") % expected.publication.title
        if self.is_whole and expected.publication.status == Publication.Status.LIVE:
            yield from self.lacking(expected, found, text, placed)

    def lacking(self, expected: Expected, found: Extract, text: str, placed: Placement) -> Iterator[str]:
        for label, words in expected.sections:
            if squeeze(words) not in text:
                yield _("The section “%s” is missing.") % label
        for fact in (*expected.facts, *(expected.internal if self.is_internal else ())):
            self.agreement.facts += 1
            forms = fact.now | fact.said if placed.media_type == SPEECH else fact.now
            if not any(stands_in(form, found.text) or squeeze(form) in text for form in forms):
                names = {"fact": fact.label, "value": fact.short}
                yield _("The fact “%(fact)s” (%(value)s) is missing.") % names

    def check_shared(self, expected: Sequence[Expected]) -> None:
        """Judge the files that show several items: their stamps are of today, and no old value stands in them."""
        placed = {one.path for rows in self.placed.values() for one in rows}
        by_item = {(str(one.publication.uuid), one.publication.locale): one for one in expected}
        for path in sorted(set(read_manifest(self.folder)) - placed):
            if (mimetypes.guess_type(path)[0] or "") in TEXTS or path.endswith((".atom", ".xml", ".ssml")):
                self.judge_shared(path, by_item)

    def judge_shared(self, path: str, by_item: Mapping[tuple[str, str], Expected]) -> None:
        try:
            found = extract((self.folder / path).read_bytes(), mimetypes.guess_type(path)[0] or "application/xml")
            shown = [(stamp, by_item.get(named(stamp))) for stamp in found.stamps]
            late = [
                behind(stamp, one.stamp if one else "")
                for stamp, one in shown
                if not one or not shows(stamp, one.stamp)
            ]
            wrong = [reason for _stamp, one in shown if one for reason in old_values(one, found)]
        except (OSError, UnreadableError) as problem:
            late, wrong = [], [str(problem)]
        state = BEHIND if late else FAILED if wrong else CURRENT
        self.agreement.verdicts.append(Verdict(self.channel.key, path, path, "", state, tuple(late + wrong)))


def is_due(publication: Publication, *, whole: bool) -> bool:
    """Tell whether a channel has to show an item: what is live, and what was withdrawn where it shows it whole."""
    return publication.status in (READABLE if whole else (Publication.Status.LIVE,))


def is_whole(channel: Channel) -> bool:
    """Tell whether the kind of a channel shows an item as a whole; a teaser or a message does not."""
    try:
        return bool(getattr(installed().kind(channel.kind), "whole", False))
    except UnknownKindError:
        return False


def cheap_state(placed: Sequence[Placement], setback: str, stamp: str) -> tuple[str, str]:
    """Return the state of an item on a channel and the reason, from the hub's own records without reading a file."""
    if setback:
        return FAILED, _("It could not be produced: %s") % setback
    if not placed:
        return MISSING, missing()[1][0]
    late = [one for one in placed if not shows(one.stamp, stamp)]
    return (BEHIND, behind(late[0].stamp, stamp)) if late else (CURRENT, "")


def missing() -> tuple[str, tuple[str, ...]]:
    return MISSING, (_("The channel shows nothing of it. Produce the channel."),)


def behind(stamp: str, current: str) -> str:
    """Say in words how a stamp differs from the one of today."""
    there, now = without_template(stamp).split(":"), current.split(":")
    if not current or len(there) != 6:
        return _("It shows something that this channel does not carry any more.")
    if there[4] != now[4]:
        return _("It shows snapshot %(there)s; snapshot %(now)s is published.") % {"there": there[4], "now": now[4]}
    return _("It shows facts as they were before.")


def named(stamp: str) -> tuple[str, str]:
    parts = stamp.split(":")
    return parts[2], parts[3]


def old_values(expected: Expected, found: Extract) -> Iterator[str]:
    """Yield each value that is not of now and yet stands in an output, unless the item says those words by itself."""
    for label, form in expected.old:
        if (stands_in(form, found.text) or stands_in(form, found.beside)) and not stands_in(form, expected.own):
            yield _("It holds “%(value)s”, which is not the value of the fact “%(fact)s” now.") % {
                "value": form,
                "fact": label,
            }


def stands_in(form: str, text: str) -> bool:
    """Tell whether a value stands in a text by itself: 16,60 does not stand in 16,605 or in 116,60."""
    if form not in text:
        return False
    return bool(re.search(rf"(?<![\w])(?<!\d[.,]){re.escape(form)}(?!\w)(?![.,]\d)", text))


def squeeze(text: str) -> str:
    """Return a text without what depends on where a page breaks its lines: white space, hyphens, semicolons."""
    return re.sub(r"[\s;-]+", "", text)


def total(agreements: Iterable[Agreement]) -> dict[str, int]:
    """Return the states of all channels added up."""
    added: Counter[str] = Counter()
    for one in agreements:
        added.update(one.counts)
    return {state: added[state] for state in STATES}
