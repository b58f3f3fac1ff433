"""The index of formats. A new one is a file or folder beside this one and one line here.

Another package brings one by an entry point of the group `contenthub.formats`: a function that takes a `Source` and
returns a `Reading`.
"""

from collections.abc import Callable
from importlib.metadata import entry_points

from contenthub.importing import contentful, govuk, hsds, markdown, table, vergunningcheck, wagtail, wxr
from contenthub.importing.records import Reading, Source

Format = Callable[[Source], Reading]

FORMATS: dict[str, Format] = {
    "contentful": contentful.read,
    "govuk": lambda source: govuk.read_folder(source.path),
    "hsds": hsds.read,
    "markdown": markdown.read,
    "table": table.read,
    "vergunningcheck": lambda source: vergunningcheck.read_folder(source.path),
    "wagtail": wagtail.read,
    "wxr": wxr.read,
}


def formats() -> dict[str, Format]:
    """Return every format by name: ours, and those of installed packages."""
    others = {entry.name: entry.load() for entry in entry_points(group="contenthub.formats")}
    return {**others, **FORMATS}
