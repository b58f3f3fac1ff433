"""What an import is asked to read, together with what the hub knows today."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from content_models.models import ContentModel
from contenthub.importing.media import Media
from contenthub.importing.records import Source


def source_of(
    path: Path,
    locale: str,
    model: str = "",
    mapping: Mapping[str, Any] | None = None,
    media: Media | None = None,
) -> Source:
    """Return the source for a reader."""
    models = ContentModel.objects.filter(live=True)
    return Source(
        path=path,
        specs={one.key: one.spec for one in models if one.spec is not None},
        locales=frozenset(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES),
        locale=locale,
        model=model,
        mapping=mapping or {},
        media=media or Media(),
    )
