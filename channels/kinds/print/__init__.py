"""Print: an A4 leaflet in three folds or an A4 letter for each item, as an accessible PDF to download."""

from __future__ import annotations

from channels.kinds.print.kind import Print


def kind() -> Print:
    """Return the channel kind for print."""
    return Print()
