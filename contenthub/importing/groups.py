"""Which items must be published together, because they point at each other. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def connected(rows: Sequence[tuple[str, Any]], size: int) -> Iterator[list[int]]:
    """Yield groups of positions in `rows`, which are (uuid, body): what points at each other is in one group.

    Small groups are put together up to `size`; one that is larger by itself stays whole.
    """
    waiting: list[int] = []
    for group in together(rows):
        if waiting and len(waiting) + len(group) > size:
            yield waiting
            waiting = []
        waiting = waiting + group
    if waiting:
        yield waiting


def together(rows: Sequence[tuple[str, Any]]) -> list[list[int]]:
    """Return the smallest groups in which nothing points outside."""
    first: dict[str, int] = {}
    leaders = Leaders(len(rows))
    for number, (uuid, _body) in enumerate(rows):
        leaders.join(number, first.setdefault(uuid, number))
    for number, (_uuid, body) in enumerate(rows):
        for other in set(UUID.findall(orjson.dumps(body, default=str).decode())) & first.keys():
            leaders.join(number, first[other])
    groups: dict[int, list[int]] = {}
    for number in range(len(rows)):
        groups.setdefault(leaders.of(number), []).append(number)
    return list(groups.values())


class Leaders:
    """Disjoint sets: everything has a leader, what was joined has the same one."""

    def __init__(self, size: int) -> None:
        self.leader = list(range(size))

    def of(self, number: int) -> int:
        while self.leader[number] != number:
            self.leader[number] = self.leader[self.leader[number]]
            number = self.leader[number]
        return number

    def join(self, one: int, other: int) -> None:
        self.leader[self.of(one)] = self.of(other)
