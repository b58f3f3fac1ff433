"""Model packs: content models declared in TOML under version control, loaded through the same door as an editor's."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from content_models.models import ContentModel
from content_models.spec import ModelSpec, SpecError
from contenthub.flow import publish_model


class PackError(ValueError):
    """A model pack cannot be read: the message names the file and says why."""


@dataclass
class PackReport:
    """What loading did, by key of the content model."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def read_pack(path: Path) -> ModelSpec:
    """Return the spec in a TOML file. Raises PackError."""
    try:
        return ModelSpec.read(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, SpecError) as error:
        raise PackError(f"{path}: {error}") from error


def pack_paths(paths: Iterable[Path]) -> list[Path]:
    """Return the TOML files that are named, and those in the folders that are named."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not found:
        raise PackError("No .toml file was found. Name a model pack, or a folder with model packs.")
    return found


@transaction.atomic
def load_models(specs: Iterable[ModelSpec], actor: Any, reason: str = "") -> PackReport:
    """Create or change content models and publish them; nothing is loaded when one is refused.

    A breaking change needs a reason. Raises PublicationRefused with every reason of a refusal.
    """
    report = PackReport()
    for spec in specs:
        model = ContentModel.objects.filter(key=spec.key).first()
        if model and model.spec and model.spec.as_definition() == spec.as_definition():
            report.unchanged.append(spec.key)
            continue
        (report.updated if model else report.created).append(spec.key)
        model = model or ContentModel()
        model.set_definition(spec)
        if model.pk is None:
            model.save()
        publish_model(model.save_revision(user=actor, log_action=True), actor, reason)
    return report
