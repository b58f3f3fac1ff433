"""A site that breaks and recovers in any order: the verdict is right within one interval, and never cries wolf."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from channels.verdict import Channel, Expected, Seen, State, Verdict, judge

START = datetime(2026, 3, 1, tzinfo=UTC)
LOOK = timedelta(hours=4)
INTERVAL = timedelta(hours=24)
TROUBLE = (State.DRIFTING, State.SILENT, State.ZOMBIE)
BELIEVED = INTERVAL + LOOK
"""By then a fault is said: an interval after the first look that can see it."""


class Site(RuleBasedStateMachine):
    """A page that is looked at every four hours; each rule lets one look pass."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.published = {1: START}
        self.shown = 1
        self.fault = ""
        self.since = START
        self.calm_since = START
        self.seen: list[Seen] = []
        self.look()

    def look(self) -> None:
        self.now += LOOK
        if not self.fault:
            self.shown = max(self.published)
        number = None if self.fault in ("stampless", "down") else self.shown
        self.seen.append(Seen("/page", self.now, online=self.fault != "down", number=number))

    def verdict(self) -> Verdict:
        newest = max(self.published)
        wanted = Expected("/page", newest, since=self.published[newest], published=self.published)
        return judge(Channel(INTERVAL, START), [wanted], self.seen, self.now)

    @rule(looks=st.integers(1, 8))
    def time_passes(self, looks: int) -> None:
        for _number in range(looks):
            self.look()

    @rule()
    def something_is_published(self) -> None:
        self.published[max(self.published) + 1] = self.now
        self.look()

    @rule(fault=st.sampled_from(["frozen", "down", "stampless"]))
    def it_breaks(self, fault: str) -> None:
        if not self.fault:
            self.fault, self.since = fault, self.now
            if fault == "frozen":
                self.published[max(self.published) + 1] = self.now
        self.look()

    @rule()
    def it_is_repaired(self) -> None:
        if self.fault:
            self.fault, self.calm_since = "", self.now
        self.look()

    @invariant()
    def the_verdict_is_right(self) -> None:
        state = self.verdict().state
        if self.fault and self.now - self.since >= BELIEVED:
            assert state in TROUBLE, (self.fault, state)
        if not self.fault:
            assert state not in TROUBLE, state
        if self.fault and self.now - self.since <= INTERVAL - LOOK and self.since - self.calm_since > INTERVAL:
            assert state not in TROUBLE, (self.fault, state)


TestSite = Site.TestCase
TestSite.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
