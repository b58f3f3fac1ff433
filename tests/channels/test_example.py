"""A kind from a package of a stranger: built, installed, found by its entry point, produced and checked."""

import json
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from channels import registry
from contenthub.dispatch.consistency.check import check_channel
from contenthub.dispatch.consistency.expected import Expectations
from contenthub.dispatch.produce import produce

EXAMPLE = Path(__file__).with_name("example")


def test_the_guide_shows_the_very_package() -> None:
    guide = (EXAMPLE.parents[2] / "docs/channel-developers.md").read_text()
    for file in ("pyproject.toml", "contenthub_channel_sms/item.graphql", "contenthub_channel_sms/__init__.py"):
        assert (EXAMPLE / file).read_text() in guide, file


@pytest.fixture
def installed_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Build the wheel and install it beside the hub, for this test only."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    built = tmp_path / "built"
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", built, EXAMPLE], check=True)
    (wheel,) = built.glob("*.whl")
    place = tmp_path / "place"
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", place, wheel], check=True)
    monkeypatch.syspath_prepend(str(place))
    (found,) = distributions(path=[str(place)])
    known = registry.load([*registry.entry_points(group=registry.GROUP), *found.entry_points])
    for module in ("contenthub.dispatch.produce", "contenthub.dispatch.consistency.check", "tests.conftest"):
        monkeypatch.setattr(f"{module}.installed", lambda: known)
    return known


@pytest.mark.django_db
def test_a_package_is_built_installed_and_produced(
    item: Any, make_channel: Any, installed_example: Any, tmp_path: Path
) -> None:
    assert installed_example.kind("sms").label == "Text messages"
    channel = make_channel("sms")
    report = produce(channel, tmp_path / "sms")
    assert (report.failed, report.findings) == ([], [])
    found = json.loads((tmp_path / "sms/nl/paspoort.json").read_text())
    assert found["text"] == "Paspoort"
    assert found["stamp"].endswith(";t=sms-1")
    assert check_channel(channel, tmp_path / "sms", Expectations(timezone.now())).counts["current"] == 1
