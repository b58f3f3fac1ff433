"""Independent judges of finished output: HTML checkers, mail and PDF readers, schema validators, a browser.

They stand beside the project in `../shared/validators`, or where VALIDATORS points. Where they are absent or not
installed, the tests that ask them skip and say how to get them.
"""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("VALIDATORS", Path(__file__).resolve().parents[2] / "shared/validators"))


@cache
def _missing() -> str:
    """Return why the judges cannot judge here, nothing when they can."""
    if not (FOLDER / "validate").exists():
        return "no judges: set VALIDATORS to the folder that holds `validate`"
    ready = subprocess.run([FOLDER / "validate", "doctor"], capture_output=True, text=True, timeout=120)
    return "" if ready.returncode == 0 else f"the judges are not installed: run {FOLDER}/install.sh"


needs_judges = [pytest.mark.browser, pytest.mark.skipif(_missing() != "", reason=_missing())]


def judge(*arguments: object, folder: Path) -> list[str]:
    """Return every verdict about files of the folder that is not a pass."""
    command = [FOLDER / "validate", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=500)
    verdicts = [line for line in done.stdout.splitlines() if line.startswith(("PASS", "FAIL", "SKIP"))]
    assert verdicts, done.stderr
    return [line for line in verdicts if not line.startswith("PASS")]
