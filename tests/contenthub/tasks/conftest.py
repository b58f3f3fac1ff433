"""A hub of its own for tests that end processes: a copy of the test database, and a folder."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection


@pytest.fixture(scope="session")
def template_hub(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[str]:
    """Return a copy of the test database that nobody is connected to: a file, or a database's name."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            file = tmp_path_factory.mktemp("template") / "hub.sqlite3"
            connection.ensure_connection()
            target = sqlite3.connect(file)
            connection.connection.backup(target)
            target.close()
            yield str(file)
            return
        given = str(connection.settings_dict["NAME"])
        connection.close()
    name = f"{given}_template_{uuid4().hex[:6]}"
    administer(f'CREATE DATABASE "{name}" TEMPLATE "{given}"')
    yield name
    administer(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def own_hub(tmp_path: Path, template_hub: str, db: None) -> Iterator[dict[str, str]]:
    """Return the environment of a process that uses a database and a folder nobody else does."""
    environment = {**os.environ, "HUB_VAR_DIR": str(tmp_path), "EMAIL_URL": "consolemail://"}
    if connection.vendor == "sqlite":
        shutil.copy(template_hub, tmp_path / "hub.sqlite3")
        yield {**environment, "DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite3'}"}
        return
    name = f"{template_hub}_copy"
    administer(f'CREATE DATABASE "{name}" TEMPLATE "{template_hub}"')
    login = connection.settings_dict
    secret = f":{login['PASSWORD']}" if login["PASSWORD"] else ""
    address = f"{login['USER']}{secret}@{login['HOST']}:{login['PORT'] or 5432}"
    yield {**environment, "DATABASE_URL": f"postgres://{address}/{name}"}
    administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def administer(statement: str) -> None:
    import psycopg

    given = connection.settings_dict
    login = {"host": given["HOST"], "port": given["PORT"] or 5432, "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(**login, dbname="postgres", autocommit=True) as other:
        other.execute(statement)
