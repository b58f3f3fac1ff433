"""Wagtail: a dump of a site (`manage.py dumpdata`). Pages become articles; StreamFields become blocks."""

from contenthub.importing.wagtail.dump import read

__all__ = ["read"]
