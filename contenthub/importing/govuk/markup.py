"""What GOV.UK writes beside HTML: govspeak, and embedded content blocks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown_it import MarkdownIt

from contenthub.importing import markup
from contenthub.importing.records import BadFile

SITE = "https://www.gov.uk"
EMBED = re.compile(r"\{\{embed:(?P<type>[a-z_]+):(?P<id>[\w-]+)(?:/(?P<path>[\w/-]+))?\}\}")
ABBREVIATION = re.compile(r"^\*\[[^\]]+\]:.*$", re.MULTILINE)
MARKERS = re.compile(r"^\$\w*\s*$|^\s*[\^%]|[\^%]\s*$", re.MULTILINE)
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass
class Known(markup.Known):
    """What the set holds: path -> uuid of an item, and embed reference -> uuid of a fact."""

    site: str = SITE
    hosts: frozenset[str] = frozenset({"www.gov.uk", "gov.uk"})
    facts: Mapping[str, str] = field(default_factory=dict)

    def prepare(self, html: str) -> str:
        """Return the HTML with content blocks as facts. Raises BadFile for one that is not in the set."""
        return EMBED.sub(self._embed, html)

    def _embed(self, match: re.Match[str]) -> str:
        reference = "/".join(part for part in (match["id"], match["path"]) if part)
        uuid = self.facts.get(reference) or self.facts.get(match["id"])
        if uuid is None:
            raise BadFile(f"It embeds the content block {match[0]!r}, which is not in the set.")
        return f'<embed embedtype="fact" fact="{uuid}" format="short"/>'


def govspeak(text: str) -> str:
    """Return the HTML of govspeak: Markdown; its own marks (callouts, abbreviations) leave their text behind."""
    return str(MARKDOWN.render(MARKERS.sub("", ABBREVIATION.sub("", text))))
