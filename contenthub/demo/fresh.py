"""Starting over: taking away what an embedded hub keeps in its own folder."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection, connections


class NotEmbeddedError(RuntimeError):
    """What the hub keeps stands elsewhere, so it is not ours to delete."""


def start_over() -> list[Path]:
    """Delete the database, the media and the outputs inside HUB_VAR_DIR; return what was deleted.

    Raises NotEmbeddedError, and then nothing was deleted.
    """
    var = Path(settings.VAR_DIR).resolve()
    database = database_file(var)
    for setting, folder in (("HUB_OUTPUT_DIR", settings.HUB_OUTPUT_DIR), ("MEDIA_ROOT", settings.MEDIA_ROOT)):
        if not Path(folder).resolve().is_relative_to(var):
            raise NotEmbeddedError(f"{setting} is {folder}, outside {var}. Empty it yourself, or move it inside.")
    connections.close_all()
    files = [database.with_name(database.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
    folders = [Path(settings.HUB_OUTPUT_DIR), Path(settings.MEDIA_ROOT)]
    found = [path for path in (*files, *folders) if path.exists()]
    for path in found:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return found


def database_file(var: Path) -> Path:
    """Return the SQLite file. Raises NotEmbeddedError where the database is another or stands elsewhere."""
    if connection.vendor != "sqlite":
        message = (
            f"--fresh deletes the database file of an embedded hub; this hub keeps its data in {connection.vendor}."
        )
        raise NotEmbeddedError(f"{message} Drop and create the database yourself, or unset DATABASE_URL.")
    file = Path(str(settings.DATABASES["default"]["NAME"])).resolve()
    if not file.is_relative_to(var):
        raise NotEmbeddedError(f"The database is {file}, outside {var}. Delete it yourself, or unset DATABASE_URL.")
    return file
