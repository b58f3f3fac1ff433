"""A text that was read: its blocks, and the comments in it that switch rules off and on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from contenthub.tone.blocks import Block

COMMENT = regex.compile(
    r"(?:vale|tone)\s+(?:(?P<all>on|off)|(?P<check>[\w-]+\.[\w.-]+)(?:\[\"(?P<only>[^\"]*)\"\])?\s*=\s*(?P<one>YES|NO|on|off))",
    regex.V1,
)


@dataclass(frozen=True)
class Switch:
    """From this offset on, a rule (or every rule) is silent or not; perhaps about one text only."""

    at: int
    off: bool
    check: str = ""
    only: str = ""


@dataclass
class Source:
    """A text with its blocks, in order, and its switches."""

    text: str
    markup: str = "txt"
    blocks: list[Block] = field(default_factory=list)
    switches: list[Switch] = field(default_factory=list)

    def read_comment(self, comment: str, at: int) -> None:
        """Take in what a comment says, if it is for us: `tone off`, `tone nl.Rule = off`."""
        if match := COMMENT.search(comment):
            off = (match["all"] or match["one"]) in ("off", "NO")
            self.switches.append(Switch(at, off, match["check"] or "", match["only"] or ""))

    def is_off(self, check: str, text: str, at: int) -> bool:
        """Tell whether a comment silenced this rule here."""
        state: dict[tuple[str, str], bool] = {}
        for switch in self.switches:
            if switch.at > at:
                break
            state[switch.check, switch.only] = switch.off
        return state.get(("", ""), False) or state.get((check, ""), False) or state.get((check, text), False)

    def summary(self) -> Block:
        """Return all running prose as one block, for what is measured over a whole text."""
        return Block("\n\n".join(block.text for block in self.blocks if block.prose), ("summary",))

    def raw(self) -> Block:
        """Return the text as it was given, markup and all."""
        return Block(self.text, ("raw",))


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self.starts: Sequence[int] = [0, *(match.end() for match in regex.finditer(r"\r\n|\n|\r", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1
