"""Bringing the demo organisation into the hub. Safe to run again: what is there already stays as people left it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from channels.models import Channel
from contenthub.demo.channel_rows import leave_old_pages, load_channels
from contenthub.demo.facts import change_facts, load_facts
from contenthub.demo.items import load_items
from contenthub.demo.mandates import allow_imports, load_mandates, submit_one
from contenthub.demo.people import load_people, load_subjects, owners
from contenthub.demo.pictures import load_pictures
from contenthub.demo.reading import read_table
from contenthub.dispatch.produce import produce
from contenthub.users import User

EDITOR = "noor"
STAGES = ("People and subjects", "Pictures", "Facts", "Items", "Channels", "Mandates")

OPENED, DECIDED = timedelta(days=2), timedelta(days=1)
"""How long ago the story begins, and the council decided about prices; what is seen of the channels is seen today."""

Say = Callable[[str], None]


@dataclass
class Loaded:
    """How much of each was new."""

    pictures: int = 0
    facts: int = 0
    items: int = 0
    channels: int = 0

    @property
    def anything(self) -> bool:
        return any(vars(self).values())


@transaction.atomic
def load_demo(operator: User, folder: Path, base_url: str, say: Say = lambda _line: None) -> Loaded:
    """Load everything that is not there yet; either all of it is there afterwards, or nothing new.

    `folder` is where channels are produced: a channel that drifts is produced here with the values of before.
    """
    loaded, now = Loaded(), timezone.now()
    opened, decided = now - OPENED, now - DECIDED
    say(STAGES[0])
    people = load_people(operator)
    subjects, deciders = load_subjects(people), owners(people)
    allow_imports(operator)
    say(STAGES[1])
    loaded.pictures = load_pictures(operator)
    say(STAGES[2])
    loaded.facts = load_facts(subjects, deciders, people[EDITOR], opened)
    say(STAGES[3])
    loaded.items = load_items(subjects, deciders, people[EDITOR], operator, opened)
    say(STAGES[4])
    new = load_channels(people, base_url, opened)
    loaded.channels = len(new)
    produce_once([channel for channel in new if channel.key in drifting()], folder)
    change_facts(deciders, people[EDITOR], decided)
    leave_old_pages(folder)
    say(STAGES[5])
    load_mandates(people, subjects)
    submit_one(people[EDITOR])
    return loaded


def drifting() -> list[str]:
    """Return the keys of the channels that were produced once and not since."""
    return [key for key, written in read_table("channels")["channels"].items() if written.get("drifts")]


def produce_once(channels: list[Channel], folder: Path) -> None:
    for channel in channels:
        produce(channel, folder / channel.key)
