"""Learning of every commit: the change log, the epoch and the newest content model, read on a connection of its own.

On SQLite `PRAGMA data_version` tells in microseconds whether anybody committed anything, so every look is exact. On
PostgreSQL a look is one statement, or none while a listener is awake (see `kept.listener`). Numbers in the log are
given out before a transaction commits: a line that appears late, behind lines already seen, is still found, since
the mark passes a gap only when everybody who was writing when it was noticed has finished.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from django.db import DatabaseError, connection

EARLIER = 1000
"""How many lines before the last are watched from the start, in case one of them was still on its way."""
MOST = 2000
"""More new lines than this, and everything is forgotten instead."""

STATE = """SELECT (SELECT number FROM contenthub_epoch), (SELECT COUNT(*) FROM contenthub_change WHERE seq > %s),
 (SELECT COALESCE(MAX(seq), 0) FROM contenthub_change), (SELECT COALESCE(MAX(id), 0) FROM content_models_modelversion),
 (SELECT COALESCE(MAX(digest), '') FROM content_models_modelversion
  WHERE id = (SELECT MAX(id) FROM content_models_modelversion))"""
SNAPSHOTS = (
    ", pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
)
LINES = """SELECT c.seq, c.what, c.uuid, c.locale, p.model, p.key, c.at FROM contenthub_change c
 LEFT JOIN contenthub_publication p ON p.uuid = c.uuid AND p.locale = c.locale
 WHERE c.seq > %s ORDER BY c.seq LIMIT %s"""


@dataclass(frozen=True)
class Line:
    """One line of the log, with the model and key of the item it is about."""

    seq: int
    what: str
    uuid: str
    locale: str
    model: str
    key: str
    at: str = ""

    @property
    def mark(self) -> str:
        """What tells this line from one with its number in another history, as after a backup was restored."""
        return f"{self.what} {self.uuid} {self.locale} {self.at}"


@dataclass(frozen=True)
class Commit:
    """What is new since the last look. `everything`: too much to tell, or something that has no lines."""

    lines: Sequence[Line] = ()
    everything: bool = False
    since: int | None = None
    """With `everything`: the lines are all there are behind this one. None: the lines follow what was told before."""


@dataclass(frozen=True)
class Place:
    """A state of the database: `settled` is the last line up to which every commit is known, and none can come."""

    epoch: int
    stamp: tuple[int, str]
    settled: int


Tell = Callable[[int, Commit], None]


@dataclass
class Watch:
    """One process's eye on the database. `generation` grows with every commit that matters."""

    tell: Tell
    generation: int = 0
    stamp: tuple[int, str] = (0, "")
    lock: Any = field(default_factory=RLock)
    database: Any = None
    raw: Any = None
    """The connection itself, on SQLite."""
    version: int | None = None
    epoch: int | None = None
    mark: int = 0
    seen: set[int] = field(default_factory=set)
    horizon: tuple[int, int] | None = None

    def look(self) -> int | None:
        """Read what is new, tell it, and return the generation. None: nothing may be kept or taken now.

        That is so within a transaction, which sees what others do not, and while the database cannot be read.
        """
        if connection.in_atomic_block:
            return None
        with self.lock:
            try:
                return self.generation if self._is_quiet() else self._read()
            except DatabaseError:
                self.close()
                return None

    @property
    def place(self) -> Place | None:
        """The state at the last look. What is read after it holds at least all of that."""
        with self.lock:
            return None if self.epoch is None else Place(self.epoch, self.stamp, self.mark)

    def is_unchanged(self) -> bool:
        """Return whether SQLite says that nobody committed anything since the last look; False where it cannot."""
        raw = self.raw
        if raw is None or self.version is None:
            return False
        try:
            found: bool = raw.execute("PRAGMA data_version").fetchone()[0] == self.version
        except (ValueError, sqlite3.Error):
            return False
        return found

    def close(self) -> None:
        """Let go of the connection and of everything: the next look begins anew."""
        with self.lock:
            if self.database is not None:
                self.database.close()
            self.database = self.raw = self.version = self.epoch = self.horizon = None
            self._turn(Commit(everything=True))

    def _is_quiet(self) -> bool:
        if self.database is None:
            self.database = connection.copy()
            self.database.inc_thread_sharing()
            self.database.ensure_connection()
            self.raw = self.database.connection if self.database.vendor == "sqlite" else None
        if self.raw is None:
            return False
        version = self.raw.execute("PRAGMA data_version").fetchone()[0]
        quiet: bool = version == self.version
        self.version = version
        return quiet

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        with self.database.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    def _read(self) -> int:
        postgres = self.database.vendor == "postgresql"
        (row,) = self._rows(STATE + (SNAPSHOTS if postgres else ""), self.mark)
        epoch, count, head, model, digest = row[:5]
        oldest, newest = row[5:] if postgres else (0, 0)
        stamp, known = (model, digest), self.epoch
        if known is None:
            self.mark, self.seen, self.horizon = max(0, head - EARLIER), set(), (head, newest) if postgres else None
            self.mark = self.mark if postgres else head
            self.seen = {line[0] for line in self._rows(LINES, self.mark, MOST)}
        elif (epoch, stamp) == (known, self.stamp) and count == len(self.seen):
            self._settle(head, head, oldest, newest)
            return self.generation
        self.epoch, self.stamp = epoch, stamp
        if known is None or epoch != known or count - len(self.seen) > MOST // 2:
            self.seen = {line[0] for line in self._rows(LINES, self.mark, 10**6)}
            since = max(0, max(self.seen, default=self.mark) - EARLIER)
            self._turn(Commit([read_line(row) for row in self._rows(LINES, since, 10**6)], True, since))
        else:
            lines = [read_line(row) for row in self._rows(LINES, self.mark, MOST) if row[0] not in self.seen]
            self.seen |= {line.seq for line in lines}
            self._turn(Commit(lines))
        self._settle(max(self.seen, default=self.mark), head, oldest, newest)
        return self.generation

    def _turn(self, commit: Commit) -> None:
        self.generation += 1
        self.tell(self.generation, commit)

    def _settle(self, last: int, head: int, oldest: int, newest: int) -> None:
        """Move the mark to where no line can appear any more.

        `head` was read in one statement with who was writing then; `last` is the last line seen, a moment later, behind
        which somebody may have begun since.
        """
        if self.database.vendor != "postgresql" or last - self.mark == len(self.seen):
            self.mark, self.seen, self.horizon = max(last, self.mark), set(), None
        elif self.horizon is None:
            self.horizon = (head, newest)
        elif oldest >= self.horizon[1]:
            self.mark, self.horizon = self.horizon[0], None
            self.seen = {seq for seq in self.seen if seq > self.mark}


def read_line(row: Sequence[Any]) -> Line:
    seq, what, uuid, locale, model, key, at = row
    text = str(uuid)
    if len(text) == 32:
        text = f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    return Line(seq, what, text, locale, model or "", key or "", str(at))
