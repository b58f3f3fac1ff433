"""Contentful: the export of a space. Content types become content models, entries items, rich text Portable Text."""

from contenthub.importing.contentful.space import read

__all__ = ["read"]
