"""Produce several channels at once, each in a process of its own, since they share nothing but the database."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from django.db import connection, connections

from channels.models import Channel
from channels.registry import UnknownKindError
from channels.transports.files import FilesError
from contenthub.dispatch.produce import AnswerError, Failure, Report, produce
from contenthub.query.store.visible import visible

Tell = Callable[[str, int, int], None]
"""Called with (key of the channel, done, all) while channels are produced."""

LOOK = 0.1
"""Seconds between two looks at what the processes tell."""

_told: Any = None
"""In a process of its own: where it tells how far it is."""


def processors() -> int:
    """Return how many processors this program may use."""
    return len(os.sched_getaffinity(0))


def produce_several(
    channels: Sequence[Channel], folder: Path, tell: Tell, *, item: str = "", processes: int = 1
) -> list[Report]:
    """Produce channels, each into a folder named after it, and return the reports in the order of the channels.

    A channel that cannot be produced is reported, and the others go on. With more than one of `processes` the
    channels that ask the most begin; inside a transaction everything stays in this process, for no other would see it.
    """
    alone = min(processes, len(channels)) <= 1 or connection.in_atomic_block or _in_memory()
    if alone:
        return [_produce(channel, folder, item, tell) for channel in channels]
    found = dict(_at_once(channels, folder, item, tell, processes))
    return [found[channel.pk] for channel in channels]


def _in_memory() -> bool:
    return connection.vendor == "sqlite" and bool(connection.is_in_memory_db())  # type: ignore[attr-defined]


def _at_once(
    channels: Sequence[Channel], folder: Path, item: str, tell: Tell, processes: int
) -> Iterator[tuple[int, Report]]:
    order = sorted(channels, key=_weight, reverse=True)
    connections.close_all()  # (a connection must not be shared with a process that is forked off)
    context = multiprocessing.get_context("fork")
    told = context.SimpleQueue()
    with ProcessPoolExecutor(min(processes, len(order)), context, _begin, (told,)) as pool:
        futures = {pool.submit(_produce_alone, channel.pk, folder, item): channel for channel in order}
        waiting: set[Future[Report]] = set(futures)
        while waiting:
            _done, waiting = wait(waiting, timeout=LOOK)
            while not told.empty():
                tell(*told.get())
        for future, channel in futures.items():
            yield channel.pk, _report(future, channel, folder)


def _report(future: "Future[Report]", channel: Channel, folder: Path) -> Report:
    try:
        return future.result()
    except BrokenProcessPool:
        reason = "A process that was producing channels was ended, perhaps for lack of memory. Try --processes 1."
        return _failed(channel, folder, reason)


def _weight(channel: Channel) -> int:
    """Return roughly how much work a channel is: its items, times how much it asks of each."""
    return visible(channel).count() * sum(len(query.text) for query in channel.queries.all())


def _begin(told: Any) -> None:
    """Set up a process of its own; an interrupt ends it without a word while it has nothing to tidy up."""
    global _told  # noqa: PLW0603 (one per process, by design)
    _told = told
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _produce_alone(pk: int, folder: Path, item: str) -> Report:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return _produce(Channel.objects.get(pk=pk), folder, item, lambda *step: _told.put(step))
    except KeyboardInterrupt:
        os._exit(128 + signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        connections.close_all()


def _produce(channel: Channel, folder: Path, item: str, tell: Tell) -> Report:
    def watch(done: int, everything: int, _what: str) -> None:
        tell(channel.key, done, everything)

    try:
        return produce(channel, folder / channel.key, item=item, watch=watch)
    except (AnswerError, UnknownKindError, FilesError) as error:
        return _failed(channel, folder, str(error))


def _failed(channel: Channel, folder: Path, reason: str) -> Report:
    return Report(channel.key, str(folder / channel.key), failed=[Failure("", "", reason)])
