"""Permit checks of the municipality of Amsterdam (vergunningcheck): questions and decision tables become procedures."""

from contenthub.importing.vergunningcheck.folder import read_folder

__all__ = ["read_folder"]
