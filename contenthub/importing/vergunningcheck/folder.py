"""A folder of permit checks: each permit of each file becomes one item of the model “procedure”."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.utils.text import slugify

from contenthub.importing.files import files_in, read_json
from contenthub.importing.records import BadFile, ImportedItem, Reading
from contenthub.importing.vergunningcheck.tables import read_check
from contenthub.importing.vergunningcheck.tree import Tree

NAMESPACE = UUID("5b8f2c8e-3c0b-5f0e-9d63-6a1c1a3c2f51")
LOCALE, MODEL = "nl", "procedure"
SUMMARY = "Beantwoord enkele vragen, dan weet u of u toestemming van de gemeente nodig hebt."


def read_folder(path: Path) -> Reading:
    """Return what a file, or a folder with files, holds. A bad file is listed with its reason; the rest is read."""
    reading = Reading()
    for file, name in files_in(path, ".json"):
        reading.read += 1
        try:
            reading.items += read_file(file, name)
        except BadFile as error:
            reading.fail(name, str(error))
    return reading


def read_file(file: Path, name: str) -> list[ImportedItem]:
    """Return the checks of a file. Raises BadFile."""
    try:
        raw = read_json(file)
        slug, permits = str(raw["slug"]), list(raw["permits"])
        return [item_of(name, slug, permit) for permit in permits]
    except BadFile:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        hint = "Give the JSON of the folder imtr/transformed of Amsterdam/vergunningcheck."
        raise BadFile(f"This is no permit check ({type(error).__name__}: {error}). {hint}") from error


def item_of(file: str, slug: str, permit: dict[str, Any]) -> ImportedItem:
    check = read_check(permit)
    return ImportedItem(
        file=file,
        uuid=str(uuid5(NAMESPACE, f"{slug}/{check.name}")),
        locale=LOCALE,
        key=slugify(f"{slug} {check.name}")[:110].strip("-"),
        title=check.name,
        model=MODEL,
        body={"summary": SUMMARY, "procedure": Tree(check).procedure()},
    )
