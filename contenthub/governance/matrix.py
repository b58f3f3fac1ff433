"""The matrix: every subject against decisions and channels, with holes and conflicts. Plain: a book in, rows out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from contenthub.governance.rights import EVERYTHING, Book, Seat

NO_OWNER, INACTIVE, ONE_PERSON, ENDED, NOT_YET = "no_owner", "inactive", "one_person", "ended", "not_yet"
SERIOUS = (NO_OWNER, INACTIVE, ONE_PERSON)
"""What keeps something from being decided about; the others only deserve a look."""


@dataclass(frozen=True)
class Row:
    """A subject: its path, its name, and how deep in the tree it stands. `/` is everything."""

    path: str
    title: str
    depth: int = 0


@dataclass(frozen=True)
class Column:
    """A decision, for one channel where it is about one. `key`: `content`, `facts`, `signoff:web`."""

    key: str
    title: str
    decision: str
    channel: str | None = None

    @property
    def needed(self) -> bool:
        """Tell whether a subject without anybody here is a hole: a channel may do without sign-off, a subject not."""
        return self.channel is None


@dataclass(frozen=True)
class Mark:
    """Something wrong in a cell: a code, and what to do about it in words."""

    code: str
    words: str

    @property
    def serious(self) -> bool:
        return self.code in SERIOUS


@dataclass(frozen=True)
class Cell:
    """Who decides here; `own`: by a mandate of this very subject, not one further up."""

    row: Row
    column: Column
    names: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()
    own: bool = False
    four_eyes: bool = False
    marks: tuple[Mark, ...] = ()

    @property
    def serious(self) -> bool:
        return any(mark.serious for mark in self.marks)


def columns_of(channels: Iterable[tuple[str, str]]) -> list[Column]:
    """Return the columns: content, facts, then a sign-off per channel (key, name)."""
    found = [Column("content", _("Content"), "content"), Column("facts", _("Facts"), "facts")]
    return found + [Column(f"signoff:{key}", name, "signoff", key) for key, name in channels]


def matrix(book: Book, rows: Sequence[Row], columns: Sequence[Column]) -> list[list[Cell]]:
    return [[cell_of(book, row, column) for column in columns] for row in rows]


def cell_of(book: Book, row: Row, column: Column) -> Cell:
    seat = book.seat(column.decision, row.path, column.channel)
    grants = seat.levels[0].grants if seat.demanded else ()
    able = seat.nearest()
    people = able[0].people() if able else []
    return Cell(
        row,
        column,
        names=tuple(one.name for one in people if one.pk in able[0].holders),
        deputies=tuple(one.name for one in people if one.pk not in able[0].holders),
        own=any(grant.path == row.path for grant in grants),
        four_eyes=bool(able) and able[0].four_eyes,
        marks=tuple(_marks(book, row, column, seat)),
    )


def _marks(book: Book, row: Row, column: Column, seat: Seat) -> Iterable[Mark]:
    if not seat.demanded and column.needed and row.path != EVERYTHING:
        yield Mark(NO_OWNER, _("Nobody decides here; the publisher role stands in."))
    if seat.demanded and not seat.people():
        yield Mark(INACTIVE, _("Nobody who decides here is still active."))
    elif seat.demanded and not all(level.people() for level in seat.levels[:1]):
        yield Mark(INACTIVE, _("Who decides here is no longer active; the level above does."))
    people = {one.pk for level in seat.levels for one in level.people()}
    if len(people) == 1 and any(level.four_eyes for level in seat.levels):
        yield Mark(ONE_PERSON, _("Only one person, and four eyes are demanded: nobody can decide about their work."))
    for grant in book.grants:
        if grant.covers(column.decision, row.path, column.channel) and grant.path == row.path:
            if grant.valid_until and grant.valid_until < book.on:
                yield Mark(ENDED, _("Ended: %s") % grant.words)
            elif grant.valid_from and grant.valid_from > book.on:
                yield Mark(NOT_YET, _("Begins later: %s") % grant.words)


def worth_saying(cells: Iterable[Cell]) -> list[tuple[Cell, Mark]]:
    """Return every mark once, where it comes from: at the subject with the mandate, or at the topmost hole."""
    found: list[tuple[Cell, Mark]] = []
    holes: set[tuple[str, str]] = set()
    for cell in cells:
        for mark in cell.marks:
            if mark.code == NO_OWNER:
                if any(cell.row.path.startswith(path) for path, key in holes if key == cell.column.key):
                    continue
                holes.add((cell.row.path, cell.column.key))
            elif not cell.own and mark.code in SERIOUS and cell.row.path != EVERYTHING:
                continue
            found.append((cell, mark))
    return found
