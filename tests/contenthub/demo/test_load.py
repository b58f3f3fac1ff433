"""The demo organisation in the hub: loaded once, unchanged by a second time, told by the command."""

import re
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from channels.models import Channel, Token
from channels.registry import installed
from content_models.models import Fact, FactVersion, HubImage, Item, Subject
from contenthub.demo.channel_rows import secret_of
from contenthub.demo.fresh import NotEmbeddedError, start_over
from contenthub.demo.identity import uuid_of
from contenthub.dispatch.placements import Placement
from contenthub.governance.mandates import Mandate
from contenthub.management.commands import demo
from contenthub.publishing.models import Publication, Snapshot
from contenthub.users import User

MINE = {
    "web": 3,
    "app": 1,
    "email": 1,
    "print": 1,
    "servicedesk": 1,
    "voice": 1,
    "social": 1,
    "signage": 1,
    "markdown": 1,
    "template": 1,
}
"""Channels of the demo per kind."""


@pytest.fixture
def output(settings: Any, tmp_path: Path, db: None) -> Path:
    settings.HUB_OUTPUT_DIR = tmp_path / "out"
    return tmp_path / "out"


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("demo", "--no-serve", *arguments, stdout=said)
    return said.getvalue()


def everything() -> dict[str, int]:
    models = (Snapshot, Publication, Item, Fact, FactVersion, HubImage, Subject, Mandate, Channel, Token, User)
    return {model.__name__: model.objects.count() for model in models}


def test_demo_is_loaded_produced_and_told_and_a_second_run_changes_nothing(
    output: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run()
    before, files = everything(), written_at(output)
    assert "Loaded Gemeente Duinrijk: 13 pictures, 102 facts, 100 items" in first
    assert "http://127.0.0.1:8000/channels/web/" in first
    assert "operator  Operator" in first
    assert (before["Snapshot"], before["Publication"], before["FactVersion"]) == (100, 100, 111)
    assert before["Channel"] == sum(number for kind, number in MINE.items() if kind in installed().kinds)
    second = run()
    assert "Gemeente Duinrijk is there already" in second
    assert everything() == before
    assert written_at(output) == files
    call_command("check_consistency", stdout=StringIO())
    assert_endings()
    assert_drift(output)
    assert_mail_is_public(output)
    assert_nothing_leads_to_a_page_that_is_not_there(output)
    assert_words_in_mail_lead_to_the_website(output)
    assert_a_guide_is_a_folder(output)
    assert_people()
    assert_change_of_people_stays(output)
    settings.BASE_URL = settings.BASE_URL  # which the command changes
    monkeypatch.setenv("HUB_BASE_URL", "")
    assert_it_moves_to_another_port(output)


def assert_it_moves_to_another_port(output: Path) -> None:
    Channel.objects.filter(key="markdown").update(base_url="https://text.duinrijk.example")
    said = run("--port", "8123")
    assert "Its channels were at another address. They are at http://127.0.0.1:8123 now." in said
    assert "http://127.0.0.1:8123/channels/web/" in said
    page = (output / "web" / "nl" / "paspoort" / "index.html").read_text()
    assert (page.count("127.0.0.1:8000"), "http://127.0.0.1:8123/feedback" in page) == (0, True)
    assert Channel.objects.filter(settings__watch__address="http://127.0.0.1:8123/channels/web").count() == 1
    assert Channel.objects.get(key="markdown").base_url == "https://text.duinrijk.example"
    assert_drift(output)


def written_at(folder: Path) -> dict[str, int]:
    """Return when each file was written; the folders' own records may be."""
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and path.name[0] != "."}


def assert_endings() -> None:
    ended = Publication.objects.exclude(status="live").order_by("key", "locale")
    assert [(one.key, one.locale, one.status) for one in ended] == [
        ("grof-huisvuil", "nl", "replaced"),
        ("kerstmarkt", "nl", "gone"),
        ("storm-november", "en", "withdrawn"),
        ("storm-november", "nl", "withdrawn"),
    ]


def assert_drift(output: Path) -> None:
    """The kiosk shows the price of before, the website today's, and the old website none that holds."""
    old, new = "€\u00a051,15", "€\u00a053,40"
    kiosk, website = ((output / channel / "nl/rijbewijs/index.html").read_text() for channel in ("infozuil", "web"))
    assert (old in kiosk, new in kiosk) == (True, False)
    assert (old in website, new in website) == (False, True)
    dead = (output / "oude-website/index.html").read_text()
    assert (old in dead, new in dead) == (False, False)
    zombie = Channel.objects.get(key="oude-website")
    assert (zombie.owner, zombie.placements.count(), zombie.queries.count()) == (None, 0, 0)


def assert_mail_is_public(output: Path) -> None:
    """What is mailed names the public site and no machine."""
    mails = {one.name: message_from_bytes(one.read_bytes(), policy=policy.default) for one in output.glob("email/*/*")}
    bodies = [part.get_content() for mail in mails.values() for part in mail.walk() if not part.is_multipart()]
    headers = [value for mail in mails.values() for value in mail.values()]
    assert [told for told in (*bodies, *headers) if "127.0.0.1" in told] == []
    assert mails["paspoort.eml"]["From"] == "Gemeente Duinrijk <nieuwsbrief@duinrijk.example>"
    assert mails["brief-woz.eml"]["From"] == "Gemeente Duinrijk <info@duinrijk.example>"


def assert_nothing_leads_to_a_page_that_is_not_there(output: Path) -> None:
    """Every link and code on paper, and every link in a mail, to the website is one to a file of its output."""
    named = {one: addresses_on_paper(one) for one in output.glob("print/*/*.pdf")}
    named |= {one: addresses_in_mail(one) for one in output.glob("email/*/*.eml")}
    assert [len(list(output.glob(folder))) for folder in ("print/*/*.pdf", "email/*/*.eml")] == [56, 57]
    site = "https://www.duinrijk.example/"
    led = {(one, address) for one, found in named.items() for address in found if address.startswith(site)}
    assert len(led) > 200
    there = [output / "web" / address.removeprefix(site).partition("#")[0] for _one, address in led]
    assert [str(one) for one in there if not (one / "index.html").is_file() and not one.is_file()] == []
    letter = named[output / "print/nl/brief-woz.pdf"]
    assert {one for one in letter if "://" in one} == {
        site.rstrip("/"),
        "https://mijn.duinrijk.example/bezwaar-woz",
        f"{site}nl/woz-bezwaar/",
    }


def assert_words_in_mail_lead_to_the_website(output: Path) -> None:
    """Also those that name what the newsletter does not carry: places and whom to call have no mail of their own."""
    site, named = "https://www.duinrijk.example/nl", ("duinwacht", "de-branding", "strandpost", "geldloket")
    led = addresses_in_mail(output / "email/nl/vrijwilliger.eml")
    assert {one for one in led if one.startswith(site)} == {f"{site}/{key}/" for key in (*named, "vrijwilliger")}
    assert [one for one in named if (output / f"email/nl/{one}.eml").exists()] == []


def assert_a_guide_is_a_folder(output: Path) -> None:
    """Four pages of A5, on which everything fits."""
    for name in ("nl/nieuw-in-duinrijk", "nl/geldzorgen", "en/new-in-duinrijk"):
        with pikepdf.open(output / f"print/{name}.pdf") as pdf:
            assert [[round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] for page in pdf.pages] == [
                [148, 210]
            ] * 4
    assert Placement.objects.filter(channel__key="print").exclude(findings=[]).count() == 0


def addresses_on_paper(file: Path) -> set[str]:
    """Return where the links of a document lead, and what its codes say, which stands in their description."""
    with pikepdf.open(file) as pdf:
        every = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        links = {str(one.A.URI) for one in every if one.get("/Subtype") == "/Link" and "/URI" in one.get("/A", {})}
        codes = {address for one in every for address in re.findall(r"https?://\S+", str(one.get("/Alt", "")))}
    assert len(codes) == (0 if "brief-" in file.name or "letter-" in file.name else 1)
    return links | codes


def addresses_in_mail(file: Path) -> set[str]:
    """Return where the links of a mail lead, in both of its parts; its pictures are no pages."""
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    html, plain = (mail.get_body((subtype,)) for subtype in ("html", "plain"))
    assert html
    assert plain
    linked = re.findall(r'href="(https?://[^"]+)"', html.get_content())
    return {*linked, *re.findall(r"https?://[^\s<>()]+", plain.get_content())}


def assert_people() -> None:
    token = Token.find(secret_of("web"))
    assert token is not None
    assert token.channel.key == "web"
    assert User.objects.get(username="operator").check_password("duinrijk-demo")
    assert User.objects.get(username="fatma").has_perm("content_models.view_item")
    assert not User.objects.get(username="fatma").has_perm("content_models.change_item")
    facts = Fact.objects.get(uuid=uuid_of("fact", "passport-adult"))
    assert [one.value["amount"] for one in facts.versions.order_by("number")] == ["88.60", "91.35"]


def assert_change_of_people_stays(output: Path) -> None:
    fact = Fact.objects.get(key="passport-adult")
    willem = User.objects.get(username="willem")
    fact.timeline = [{"value": {"amount": "95.00", "currency": "EUR"}, "valid_from": None, "valid_until": None}]
    fact.save_revision(user=User.objects.get(username="noor")).publish(user=willem)
    run()
    assert "€\u00a095,00" in (output / "web/nl/paspoort/index.html").read_text()
    assert "€\u00a095,00" in (output / "app/nl/paspoort.json").read_text()


def test_demo_does_not_run_in_production(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="does not run in production"):
        call_command("demo", "--no-serve")


def test_port_in_use_stops_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "is_taken", lambda port: True)
    with pytest.raises(CommandError, match=r"Port 8123 of 127\.0\.0\.1 is in use\..*--port 8124"):
        call_command("demo", "--port", "8123")


def test_starting_over_takes_away_what_stands_in_the_hubs_own_folder(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contenthub.demo.fresh.connections.close_all", lambda: None)
    monkeypatch.setattr("contenthub.demo.fresh.database_file", lambda var: var / "hub.sqlite3")
    settings.VAR_DIR, settings.MEDIA_ROOT, settings.HUB_OUTPUT_DIR = tmp_path, tmp_path / "media", tmp_path / "out"
    for name in ("hub.sqlite3", "hub.sqlite3-wal", "secret-key"):
        (tmp_path / name).touch()
    (tmp_path / "out/web").mkdir(parents=True)
    assert [path.name for path in start_over()] == ["hub.sqlite3", "hub.sqlite3-wal", "out"]
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_starting_over_is_refused_where_the_data_stand_elsewhere(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    with pytest.raises(NotEmbeddedError):
        start_over()
