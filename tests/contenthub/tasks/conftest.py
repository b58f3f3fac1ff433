"""A hub of its own for tests that end processes: a copy of the migrated database, and a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from tests.migrated import address, administer


@pytest.fixture
def own_hub(tmp_path: Path, migrated_hub: str) -> Iterator[dict[str, str]]:
    """Return the environment of a process that uses a database and a folder nobody else does."""
    environment = {**os.environ, "HUB_VAR_DIR": str(tmp_path), "EMAIL_URL": "consolemail://"}
    if connection.vendor == "sqlite":
        shutil.copy(migrated_hub, tmp_path / "hub.sqlite3")
        yield {**environment, "DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite3'}"}
        return
    name = f"{migrated_hub}_{uuid4().hex[:8]}"
    administer(f'CREATE DATABASE "{name}" TEMPLATE "{migrated_hub}"')
    yield {**environment, "DATABASE_URL": address(name)}
    administer(f'DROP DATABASE "{name}" WITH (FORCE)')
