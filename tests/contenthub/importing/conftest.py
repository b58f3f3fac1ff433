"""A hub with the content models that come with it, and a way to import files into it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from content_models.presets import preset_paths
from contenthub.install import make_operator
from contenthub.packs import load_models, read_pack

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def hub(locales: object) -> None:
    load_models([read_pack(path) for path in preset_paths()], make_operator())


@pytest.fixture
def run(hub: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that imports a folder, or files by name and content, and gives the report."""

    def run_import(files: dict[str, str | bytes] | Path, **options: Any) -> dict[str, Any]:
        folder = files if isinstance(files, Path) else tmp_path / "in"
        if isinstance(files, dict):
            for name, content in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            call_command("import_content", str(folder), **{"format": "govuk", "publish": True, "json": True, **options})
            code = 0
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        report = {**json.loads(capsys.readouterr().out), "exit": code}
        return report

    return run_import
