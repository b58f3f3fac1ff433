"""Fill in Liquid templates: a program of its own, with limits on memory, time, loops and output.

A template comes from a person who is no programmer, and content from anybody, so neither is trusted: no files, no
includes, no clock, no long ranges. Run it as `python -I worker.py MEMORY` (bytes). Each line of its input is a job,
JSON {template, data, escape}; each line of its output the answer, JSON {text, error, line}.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Mapping
from typing import Any

from liquid import Environment, StrictDefaultUndefined
from liquid.builtin.expressions.primitive import RangeLiteral
from liquid.exceptions import LiquidError, ResourceLimitError
from markupsafe import Markup

from channels.portable_text import to_html, to_markdown, to_plain

LONGEST_RANGE = 1000
FORBIDDEN_TAGS = ("include", "render", "ifchanged", "increment", "decrement")
FORBIDDEN_FILTERS = ("date", "safe", "base64_decode", "base64_url_safe_decode")
"""`date` reads the clock, `safe` takes the escaping away; decoding is of no use to a channel."""


class Fenced(Environment):
    """Liquid within limits. `html`, `plain` and `markdown` write Portable Text."""

    loop_iteration_limit = 20_000
    output_stream_limit = 2_000_000
    local_namespace_limit = 2_000_000
    context_depth_limit = 30

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        for name in FORBIDDEN_TAGS:
            self.tags.pop(name, None)
        for name in FORBIDDEN_FILTERS:
            self.filters.pop(name, None)
        self.add_filter("html", lambda value: Markup(to_html(value, href=address)))  # noqa: S704 (escaped there)
        self.add_filter("plain", to_plain)
        self.add_filter("markdown", lambda value: to_markdown(value, href=address))


def address(item: Any) -> str | None:
    """Return where an item stands; None of one that the channel does not carry."""
    return f"/{item.get('locale')}/{item.get('key')}" if item.get("key") else None


def short_range(self: RangeLiteral, start: Any, stop: Any) -> range:
    """Return a range, unless it is so long that joining it would take minutes."""
    found = make_range(self, start, stop)
    if len(found) > LONGEST_RANGE:
        raise ResourceLimitError(f"a range has at most {LONGEST_RANGE} numbers", token=self.token)
    return found


make_range = RangeLiteral._make_range
RangeLiteral._make_range = short_range  # type: ignore[method-assign]


def fill(job: dict[str, Any], environments: Mapping[bool, Environment]) -> dict[str, Any]:
    """Return the answer to a job."""
    try:
        template = environments[bool(job["escape"])].from_string(job["template"])
        return {"text": template.render(**job["data"]), "error": "", "line": None}
    except (LiquidError, RecursionError, MemoryError, ValueError, TypeError, ArithmeticError) as problem:
        token = getattr(problem, "token", None)
        source = getattr(token, "source", "") or ""
        start = getattr(token, "start_index", None)
        line = source.count("\n", 0, start) + 1 if start is not None and source else None
        error = str(getattr(problem, "message", "")) or str(problem) or type(problem).__name__
        return {"text": "", "error": error, "line": line}


def main(memory: int) -> None:
    """Answer jobs until there are no more."""
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    kinds = {escape: Fenced(autoescape=escape, undefined=StrictDefaultUndefined) for escape in (True, False)}
    for line in sys.stdin:
        sys.stdout.write(json.dumps(fill(json.loads(line), kinds)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
