"""A site that the hub never fed: its pages matched, its facts compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from content_models.models import Fact, Item
from contenthub.importing.adopt.facts import Ours, contradictions
from contenthub.importing.adopt.match import Known, match
from tests.contenthub.dispatch.sites import site_at

PRICE = Ours("1", "Paspoort", "money", ["€ 83,10", "83 euro en 10 cent"], ["€ 75,80"])
PHONE = Ours("2", "Telefoon", "phone", ["14 0142", "+31 142 14 01 42"])
MAIL = Ours("3", "E-mail", "email", ["info@duinrijk.example"])


@pytest.mark.parametrize(
    ("text", "facts", "found"),
    [
        ("Een paspoort kost € 83,10.", [PRICE], []),
        ("Een paspoort kost €83,10 of 83,10 euro.", [PRICE], []),
        ("Een paspoort kost € 75,80.", [PRICE], [("Paspoort", "€ 75,80", True)]),
        ("Identiteitskaart € 50,65 Paspoort € 64,75", [PRICE], [("Paspoort", "€ 64,75", False)]),
        (
            "Paspoort en rijbewijs: zie hieronder. Kaart € 5,00. Paspoort € 64,75",
            [PRICE],
            [("Paspoort", "€ 64,75", False)],
        ),
        ("Bel 0900-1234.", [PHONE], [("Telefoon", "0900-1234", False)]),
        ("Bel 14 0142.", [PHONE], []),
        ("Bel (0142) 55 01 00.", [PHONE], [("Telefoon", "(0142) 55 01 00", False)]),
        ("Mail naar oud@duinrijk.example", [MAIL], [("E-mail", "oud@duinrijk.example", False)]),
        ("Mail naar INFO@duinrijk.example", [MAIL], []),
        ("Geen feit hier.", [PRICE, PHONE, MAIL], []),
        ("", [PRICE], []),
    ],
)
def test_contradictions(text: str, facts: list[Ours], found: list[tuple[str, str, bool]]) -> None:
    assert [(one.label, one.theirs, one.before) for one in contradictions(text, facts)] == found


ITEMS = [
    Known("1", "nl", "Paspoort aanvragen", "U vraagt een paspoort aan in het gemeentehuis."),
    Known("2", "nl", "Rijbewijs aanvragen of verlengen", "U vraagt een rijbewijs aan bij de balie."),
    Known("3", "nl", "Grofvuil laten ophalen", "Wij halen uw grofvuil op."),
]


@pytest.mark.parametrize(
    ("title", "text", "uuid"),
    [
        ("Paspoort aanvragen | Gemeente Elders", "Vraag uw paspoort aan.", "1"),
        ("Uw paspoort", "Paspoort aanvragen\nU vraagt het aan in het gemeentehuis.", "1"),
        ("Aanvragen van een rijbewijs", "Een rijbewijs vraagt u aan.", "2"),
        ("Vacatures", "Kom werken bij ons.", None),
        ("", "", None),
    ],
)
def test_match(title: str, text: str, uuid: str | None) -> None:
    found = match(title, text, ITEMS)
    assert (found.known.uuid if found else None) == uuid


def test_the_command_says_what_a_site_contradicts(item: Item, fact: Fact, tmp_path: Path) -> None:
    (tmp_path / "site" / "sub").mkdir(parents=True)
    (tmp_path / "site" / "index.html").write_text("<title>Welkom</title><p>Kijk rond. <a href='/sub/'>Verder</a>")
    (tmp_path / "site" / "sub" / "index.html").write_text(
        "<title>Paspoort</title><p>Een paspoort kost € 64,75. <a href='/'>terug</a> <a href='http://b.example/'>b</a>"
    )
    with site_at(tmp_path / "site") as site:
        out = StringIO()
        call_command("adopt", site.address, private=True, json=True, stdout=out)
        rows = json.loads(out.getvalue())["pages"]
        asked = {path for path, _headers in site.asked}
        call_command("adopt", site.address, private=True, pages=1, stdout=out)
        with pytest.raises(CommandError, match="not on the open internet"):
            call_command("adopt", site.address, stdout=out)
    about = {row["url"].removeprefix(site.address): row for row in rows}
    assert {url: row["item"] and row["item"]["title"] for url, row in about.items()} == {"/": None, "/sub/": "Paspoort"}
    (wrong,) = about["/sub/"]["contradictions"]
    assert (wrong["label"], wrong["ours"].replace("\xa0", " "), wrong["theirs"]) == (
        "passport-price",
        "€ 75,80",
        "€ 64,75",
    )
    assert "/sub/" in asked
    assert "1 pages, 0 about content of the hub, 0 facts contradicted." in out.getvalue()


def test_nobody_there(db: None, make_item: Callable[..., Item]) -> None:
    with pytest.raises(CommandError, match="could not be looked at"):
        call_command("adopt", "http://127.0.0.1:9/", private=True)
    for wrong in ({"pages": 0}, {"pages": 99_999}):
        options: dict[str, Any] = {"private": True, **wrong}
        with pytest.raises(CommandError, match="--pages"):
            call_command("adopt", "http://127.0.0.1:9/", **options)
