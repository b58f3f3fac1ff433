"""Everything that is published, looked at again with the rules of today."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from content_models.models import ModelVersion, Subject
from content_models.spec import ModelSpec
from contenthub.governance.tone import kinds_in_use
from contenthub.publishing.snapshots import Publication
from contenthub.tone.kept.item import Checked, ItemVerdict, check_item
from contenthub.tone.kept.ruling import Ruling, current_ruling


def published(*, subject: str = "", locale: str = "") -> QuerySet[Publication]:
    """Return what is live, of one subject (by key, with all below it) or language. Raises Subject.DoesNotExist."""
    found = Publication.objects.filter(status=Publication.Status.LIVE)
    if subject:
        found = found.filter(subject_path__startswith=Subject.objects.get(key=subject).path)
    if locale:
        found = found.filter(locale=locale)
    return found.select_related("snapshot").order_by("locale", "key")


def check_published(
    rows: QuerySet[Publication],
    now: datetime,
    *,
    channels: frozenset[str] | None = None,
    ruling: Ruling | None = None,
) -> Iterator[tuple[Publication, ItemVerdict]]:
    """Yield each publication with the verdict of the rules in use, or of a ruling that is only tried."""
    ruling = ruling or current_ruling()
    kinds = kinds_in_use() if channels is None else channels
    specs: dict[tuple[str, int], ModelSpec] = {}
    for row in rows.iterator(chunk_size=200):
        key = (row.snapshot.model, row.snapshot.model_version)
        if key not in specs:
            specs[key] = _spec(*key)
        document: dict[str, Any] = json.loads(row.snapshot.body)
        if document.get("redacted"):
            continue
        item = Checked(specs[key], row.title, document, str(row.uuid), row.locale, kinds)
        yield row, check_item(item, now, ruling)


def _spec(model: str, version: int) -> ModelSpec:
    return ModelVersion.objects.get(model__key=model, number=version).spec
