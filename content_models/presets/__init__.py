"""The model packs that come with the hub: content models as TOML files under version control.

A pack is the ModelSpec of `content_models.spec` written down: the same keys, nested `[[fields.fields]]` for the
members of a list, group or blocks field. Packs are starting points: once loaded, a model belongs to the organisation.
"""

from __future__ import annotations

from pathlib import Path


def preset_paths() -> list[Path]:
    """Return the packs of this folder, in alphabetical order."""
    return sorted(Path(__file__).parent.glob("*.toml"))
