"""Write Portable Text as plain text: for search, for the text part of a mail, for a short message, for the ear."""

from __future__ import annotations

from collections.abc import Sequence

from channels.portable_text.links import Href, safe_href
from channels.portable_text.nodes import Break, Mark, Run, clean, read_nodes
from channels.portable_text.outline import Outline


def to_plain(nodes: object, *, href: Href | None = None, links: bool = False, spoken: bool = False) -> str:
    """Return the text with a blank line between paragraphs and one line for each list item.

    `links` adds the address in brackets behind a link; `spoken` takes the spoken form of each fact.
    """
    parts: list[str] = []
    levels, counters = Outline(), [0]
    in_list = False
    for node in read_nodes(nodes):
        if isinstance(node, Break):
            in_list = False
            continue
        text = _line(node.runs, href if links else None, links=links, spoken=spoken)
        if not node.list_item:
            in_list = False
            parts.append(f"\n\n{text}")
            continue
        if not in_list:
            levels, counters = Outline(), [0]
        depth = levels.enter(node.level)
        counters = [*counters[: depth + 1], *([0] * (depth + 1 - len(counters)))]
        counters[depth] = counters[depth] + 1 if node.list_item == "number" else 0
        bullet = f"{counters[depth]}. " if node.list_item == "number" else "- "
        indent = "  " * (depth - 1)
        text = text.replace("\n", "\n" + indent + " " * len(bullet))
        parts.append(f"{chr(10) if in_list else chr(10) * 2}{indent}{bullet}{text}")
        in_list = True
    return "".join(parts).strip("\n")


def _line(runs: Sequence[Run], href: Href | None, *, links: bool, spoken: bool) -> str:
    parts: list[str] = []
    for index, run in enumerate(runs):
        voiced = clean(run.fact.get("spoken")) if spoken and run.fact is not None else ""
        parts.append(voiced or run.text)
        link = run.marks[0] if links and run.marks and run.marks[0].is_link else None
        following = runs[index + 1].marks[:1] if index + 1 < len(runs) else ()
        if link and following != (link,):
            parts.append(_address(link, href))
    return "".join(parts).strip()


def _address(mark: Mark, href: Href | None) -> str:
    if mark.name == "itemLink":
        address = href(mark.definition) if href else None
    else:
        address = safe_href(mark.definition.get("href"))
    return f" ({address.removeprefix('mailto:').removeprefix('tel:')})" if address else ""
