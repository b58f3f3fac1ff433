"""A database that is migrated, made once and copied for every process of the tests.

Migrating from nothing takes 10 to 15 seconds a process. What the migrations make depends on them, on the modules that
they import and on the libraries: as long as those are the same, so is the database. `migrate` still runs on every copy.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("*/migrations/*.py", "contenthub/publishing/**/*.py", "contenthub/settings.py")
"""Where the migrations stand, and what they import that writes."""


def key() -> str:
    """Return a name for what the migrations make, the same as long as they make the same."""
    told = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        told.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    libraries = sorted(f"{one.name} {one.version}" for one in distributions())
    told.update(repr((sqlite3.sqlite_version, libraries, settings.HUB_LOCALES, settings.LANGUAGE_CODE)).encode())
    return told.hexdigest()[:16]


def migrated() -> str:
    """Return the migrated database that nobody is connected to, a file or a database's name; make it when missing.

    Called before the tests' own database is made: until then the connection bears the name in DATABASE_URL.
    """
    sqlite = connection.vendor == "sqlite"
    folder = settings.VAR_DIR / "migrated"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _file(folder) if sqlite else _database()


def _file(folder: Path) -> str:
    file, part = folder / f"{key()}.sqlite3", folder / "part.sqlite3"
    if not file.exists():
        for old in folder.glob("*.sqlite3*"):
            old.unlink()
        _migrate(f"sqlite:///{part}")
        with sqlite3.connect(part) as database:
            database.execute("PRAGMA journal_mode=DELETE")
        database.close()
        part.rename(file)
    return str(file)


def _database() -> str:
    start = f"{connection.settings_dict['NAME']}_migrated_"
    name, part = start + key(), f"{start}part"
    found = administer(f"SELECT datname FROM pg_database WHERE starts_with(datname, '{start}')")
    if (name,) not in found:
        for (old,) in found:
            administer(f'DROP DATABASE "{old}" WITH (FORCE)')
        administer(f'CREATE DATABASE "{part}"')
        _migrate(address(part))
        administer(f'ALTER DATABASE "{part}" RENAME TO "{name}"')
    return name


def begin_with(found: str) -> None:
    """Let the database of this process's tests begin as a copy; `migrate` finds nothing to do in it."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = found
        return

    def fill(connection: BaseDatabaseWrapper, **_given: Any) -> None:
        if "memory" in str(connection.settings_dict["NAME"]):
            connection_created.disconnect(fill)
            with sqlite3.connect(found) as source:
                source.backup(connection.connection)
            source.close()

    connection_created.connect(fill, weak=False)


def address(name: str) -> str:
    """Return the DATABASE_URL of another database on the same server."""
    login = connection.settings_dict
    secret = f":{login['PASSWORD']}" if login["PASSWORD"] else ""
    return f"postgres://{login['USER']}{secret}@{login['HOST']}:{login['PORT'] or 5432}/{name}"


def administer(statement: str) -> list[tuple[Any, ...]]:
    """Run a statement on the server, beside the database of the tests."""
    given = connection.settings_dict
    login = {"host": given["HOST"], "port": given["PORT"] or 5432, "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(**login, dbname="postgres", autocommit=True) as other:
        found = other.execute(statement)  # type: ignore[call-overload]
        return found.fetchall() if found.description else []


def _migrate(url: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"The tests' database could not be migrated: {done.stderr[-2000:]}")
