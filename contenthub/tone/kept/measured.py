"""Measuring what was published: each snapshot once, since it never changes, and the bands that hold for a channel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from content_models.models import ModelVersion, Subject
from contenthub.publishing.snapshots import Snapshot
from contenthub.tone.extract import blocks_of
from contenthub.tone.kept.measures import ToneBand, ToneProfile
from contenthub.tone.profile import TARGET, Band, profile_of

AT_A_TIME = 1_000


def measure(most: int = AT_A_TIME) -> int:
    """Measure the newest snapshots that were not measured before. Return how many are left."""
    waiting = Snapshot.objects.filter(toneprofile=None).order_by("-pk")
    specs = {(one.model.key, one.number): one.spec for one in ModelVersion.objects.select_related("model")}
    paths = dict(Subject.objects.values_list("uuid", "path"))
    found = []
    for row in waiting[:most]:
        document: dict[str, Any] = json.loads(row.body)
        spec = specs.get((row.model, row.model_version))
        profile = profile_of(blocks_of(spec, row.title, document), row.locale) if spec else None
        found.append(
            ToneProfile(
                snapshot=row,
                model=row.model,
                locale=row.locale,
                subject_path=paths.get(row.subject, "/") if row.subject else "/",
                owner=row.owner,
                published_at=row.published_at,
                **(asdict(profile) if profile else {}),
            )
        )
    ToneProfile.objects.bulk_create(found, batch_size=500, ignore_conflicts=True)
    return waiting.count() if len(found) == most else 0


def bands_of(channel: str = "") -> Mapping[str, Band]:
    """Return what is meant in a channel (by key); without one, everywhere."""
    bands = dict(TARGET)
    rows = ToneBand.objects.filter(channel=None)
    if channel:
        rows |= ToneBand.objects.filter(channel__key=channel)
    for row in sorted(rows, key=lambda row: row.channel_id is not None):
        if row.measure in bands:
            bands[row.measure] = Band(row.least, row.most)
    return bands
