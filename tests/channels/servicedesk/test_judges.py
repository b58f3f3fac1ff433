"""Independent judges look at the desk: HTML, accessibility in both schemes and at 320 px, structured data."""

from __future__ import annotations

from pathlib import Path

import pytest

from channels.kinds.servicedesk import kind
from tests.channels import test_judges
from tests.channels.servicedesk.test_servicedesk import SCRIPT
from tests.channels.test_judges import build
from tests.judges import judge, needs_judges

pytestmark = needs_judges


def test_desk_pages_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_judges, "ITEMS", [SCRIPT, *test_judges.ITEMS])
    build(kind(), tmp_path)
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) == 13
    assert judge("web", "--strict", "--root", tmp_path, *pages, folder=tmp_path) == []
