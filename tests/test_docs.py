"""What is public is documented: settings, commands, kinds, root fields of GraphQL."""

import re
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from channels.models import SCOPES
from channels.registry import installed
from content_models.facts import fact_kinds
from content_models.fields import field_kinds
from contenthub.governance.mandates import Mandate
from contenthub.importing.formats import FORMATS
from contenthub.query import build_schema
from contenthub.rest.urls import urlpatterns
from contenthub.tone.kinds import KINDS
from contenthub.tone.packs import own_packs

ROOT = Path(__file__).resolve().parent.parent
DOCS = {path.name: path.read_text() for path in (ROOT / "docs").glob("*.md")}


def first_column(page: str) -> set[str]:
    """Return the names in backticks in the first column of all tables of a page."""
    return {
        name
        for row in re.findall(r"^\| ([^|]+) \|", DOCS[page], re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", row)
    }


def test_every_setting_is_documented_and_no_other() -> None:
    source = (ROOT / "contenthub" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    assert {name for name in first_column("operations.md") if name.isupper()} == read


def test_what_compose_and_the_image_set_are_settings() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    image = (ROOT / "Containerfile").read_text()
    given = {
        name
        for key, one in compose["services"].items()
        if key not in {"database", "redis"}
        for name in one["environment"]
    }
    given |= {name for name in re.findall(r"\b(\w+)=", image) if name.startswith("HUB_")}
    assert len(given) == 9
    assert given <= first_column("operations.md")


def test_every_command_is_documented() -> None:
    ours = {name for name, app in get_commands().items() if app == "contenthub"}
    documented = {name.split()[1] for name in first_column("operations.md") if name.startswith("manage.py ")}
    assert documented == ours


def test_every_address_of_rest_and_every_scope_is_documented() -> None:
    rows = dict(re.findall(r"^\| `(?:GET|PUT|POST) ([^`]+)` \|.*\| ([^|]*) \|$", DOCS["rest.md"], re.MULTILINE))
    ours = {"/" + re.sub(r"<\w+:(\w+)>", r"<\1>", str(one.pattern)) for one in urlpatterns}
    assert set(rows) == ours - {"/api/openapi.json"}
    documented = {name for page in DOCS.values() for name in re.findall(r"`(\w+)`", page)}
    assert set(SCOPES) <= documented


def test_every_format_of_an_import_is_documented() -> None:
    assert set(FORMATS) <= first_column("operations.md")


@pytest.mark.parametrize("kind", [kind.key for kind in field_kinds()] + [kind.key for kind in fact_kinds()])
def test_every_field_and_fact_kind_is_documented(kind: str) -> None:
    assert kind in first_column("editors.md")


def test_every_format_of_a_fact_is_documented() -> None:
    for kind in fact_kinds():
        row = re.search(rf"^\| `{kind.key}` \|.*\| ?([^|]*?) ?\|$", DOCS["editors.md"], re.MULTILINE)
        assert row is not None, kind.key
        assert [name for name in re.split(r", ?", row[1].strip()) if name] == list(kind.formats[3:]), kind.key


def test_every_channel_kind_is_documented() -> None:
    for key in installed().kinds:
        assert f"`{key}`" in DOCS["channel-developers.md"]


def test_every_kind_of_rule_and_every_pack_is_documented() -> None:
    assert first_column("tone.md") == set(KINDS)
    assert [pack.name for pack in own_packs() if f"`{pack.name}`" not in DOCS["tone.md"]] == [
        *("kanaal-app", "kanaal-email", "kanaal-print", "kanaal-servicedesk", "kanaal-web")
    ]


def test_every_root_field_is_documented() -> None:
    schema = build_schema([]).graphql_schema
    assert schema.query_type is not None
    assert set(schema.query_type.fields) <= first_column("frontends.md")


def test_every_kind_of_decision_is_documented() -> None:
    rows = set(re.findall(r"^\| (\w+) \|", DOCS["governance.md"], re.MULTILINE))
    assert {choice.value for choice in Mandate.Decision} <= rows


def test_the_tests_that_security_names_exist() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", DOCS["security.md"]))
    assert len(named) > 15
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / link).exists()
    ]
    assert broken == []


def test_decisions_are_one_page_with_the_decision_as_title() -> None:
    for page in (ROOT / "docs" / "adr").glob("*.md"):
        text = page.read_text()
        assert text.startswith("# ")
        assert len(text.splitlines()) <= 60
