"""Pictures of a page: each format that the hub has, so that a browser takes the smallest that it can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from channels.kinds.arrange.html import HtmlWriter, Picture
from channels.kinds.pictures import Size, formats, plain
from channels.kinds.read import mapping
from channels.kinds.web.hours import hours_html


@dataclass(frozen=True)
class Source:
    """One format of a picture, in the sizes there are."""

    media_type: str
    srcset: str


@dataclass(frozen=True)
class PagePicture(Picture):
    """A picture with its formats, those to be tried first in front; `src` is for who shows none of them."""

    sources: tuple[Source, ...] = ()


@dataclass
class PageWriter(HtmlWriter):
    """Writes the values of one item for a web page."""

    def small(self, kind: str, value: object) -> SafeString:
        """Return a value that fits in a line, but opening hours of a field as blocks."""
        hours = hours_html(mapping(value)) if kind == "fact" else None
        return super().small(kind, value) if hours is None else hours

    def picture(self, value: object) -> Picture | None:
        """Return an image in all formats and sizes that the channel has."""
        shown, every, spare = super().picture(value), formats(mapping(value)), plain(mapping(value))
        if shown is None or spare is None or not every:
            return shown
        wanted = [*(size for _type, found in every for size in found), spare]
        self.assets += [size.asset for size in wanted if size.asset not in self.assets]
        sources = tuple(Source(media_type, self.offered(found)) for media_type, found in every)
        bare = replace(shown, src=self.place.to(spare.asset.path), width=spare.width, height=spare.height, srcset="")
        return PagePicture(**vars(bare), sources=sources)

    def offered(self, found: Sequence[Size]) -> str:
        """Return sizes as a `srcset`."""
        return ", ".join(f"{self.place.to(size.asset.path)} {size.width}w" for size in found)
