"""What import-linter cannot see: foreign keys written as strings, and tables that join both spokes."""

import re
import tomllib
from pathlib import Path

from django.apps import apps

from contenthub import flow

ROOT = Path(__file__).resolve().parent.parent
SPOKES = {"content_models": "channels", "channels": "content_models"}


def test_no_foreign_key_crosses_between_content_and_channels() -> None:
    crossing = [
        f"{model._meta.label}.{field.name}"
        for app, other in SPOKES.items()
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model is not None
        and field.related_model._meta.app_label in {other, "contenthub"}
        and field.related_model._meta.label != "contenthub.User"
    ]
    assert crossing == []


def test_only_the_three_apps_hold_tables() -> None:
    ours = {
        model._meta.app_label
        for model in apps.get_models()
        if model.__module__.split(".")[0] in {*SPOKES, "contenthub"}
    }
    assert ours == {"content_models", "channels", "contenthub"}


def test_the_road_names_eight_steps_in_order() -> None:
    assert [step for step, _room in flow.ROAD] == [
        *("author", "check", "approve", "publish"),
        *("query", "render", "deliver", "observe"),
    ]


def test_the_import_contracts_are_those_of_the_design() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert [contract["type"] for contract in contracts] == ["independence", "forbidden", "layers", "acyclic_siblings"]
    assert contracts[2]["exhaustive"] is True


def test_no_module_is_called_after_nothing() -> None:
    forbidden = {"utils.py", "helpers.py", "services.py", "managers.py", "misc.py"}
    found = [
        path for package in (*SPOKES, "contenthub") for path in (ROOT / package).rglob("*.py") if path.name in forbidden
    ]
    assert found == []


def test_migrations_import_only_what_the_name_of_the_migrated_database_covers() -> None:
    """Else a change would go unnoticed: tests/migrated.py would hand out a database of before."""
    found = set()
    for path in ROOT.glob("*/migrations/*.py"):
        found |= set(re.findall(r"^(?:from|import) ((?:contenthub|channels)[\w.]*)", path.read_text(), re.M))
    assert {one for one in found if not one.startswith("contenthub.publishing")} == set()
