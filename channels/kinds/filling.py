"""Fill the templates of our own kinds: Jinja, compiled to Python once per process.

Only templates that came with the code are filled here, so they may do what they like; what a channel owner writes goes
to Liquid (`channels.kinds.template`). Everything that is filled in is escaped, unless a writer marked it as safe.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemLoader

from channels.portable_text import unbroken

_SLASH = re.compile(r"/(?!/)(?![^<>]*>)")


def parted(written: str) -> SafeString:
    """Return a text, or HTML, in which a line may end behind a slash, so that no address is broken inside a word."""
    return mark_safe(_SLASH.sub("/<wbr>", conditional_escape(written)))  # noqa: S308 (escaped here)


class Filler(Environment):
    """The templates of some folders, of which the first that has a name counts."""

    def __init__(self, *folders: Path) -> None:
        super().__init__(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            auto_reload=False,
            keep_trailing_newline=True,
        )
        self.filters["unbroken"] = unbroken
        self.filters["parted"] = parted

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a member: of a dictionary only its keys, so that a phrase named "copy" is not a method."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def fill(self, template: str, values: Mapping[str, Any]) -> str:
        """Return the template with the values in it."""
        return self.get_template(template).render(values)
