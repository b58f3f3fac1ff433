"""Why a rich text is refused as a whole."""

from __future__ import annotations

from django.utils.translation import gettext as _


class RichTextError(ValueError):
    """A text that cannot be read; the message says why and what to do."""


class TooLarge(RichTextError):
    """The text has more characters than the limit."""

    def __init__(self, size: int, limit: int) -> None:
        message = _("The text has %(size)d characters and may have %(limit)d. Divide it over several items.")
        super().__init__(message % {"size": size, "limit": limit})
        self.size = size
        self.limit = limit


class TooDeep(RichTextError):
    """A list stands deeper inside other lists than the limit."""

    def __init__(self, limit: int) -> None:
        super().__init__(_("A list stands more than %d levels deep. Flatten the list.") % limit)
        self.limit = limit
