"""Keep headings and lists in step: whatever levels a text uses, the depth grows by one at a time.

A text that starts at h4, or goes from a first to a third list level, is common after pasting. What counts is
which block stands under which, so a stack of the levels seen gives the depth.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Outline:
    """A stack of source levels whose height is the depth to show."""

    stack: list[int] = field(default_factory=list)

    def enter(self, level: int) -> int:
        """Return the depth (1 = outermost) of a block with this source level, and remember it."""
        while self.stack and self.stack[-1] >= level:
            self.stack.pop()
        self.stack.append(level)
        return len(self.stack)
