"""A hub written into a file and read into an empty one is the same hub; what does not fit is refused as a whole."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from channels.models import Channel, Token
from content_models.models import Fact, HubImage, Item
from contenthub import flow
from contenthub.archive.read import ArchiveError, read_archive
from contenthub.archive.tables import tables
from contenthub.archive.write import write_archive
from contenthub.publishing import triggers
from contenthub.publishing.chain import broken_links
from contenthub.query import answer_text, registry
from contenthub.query.kept import memory
from contenthub.users import User

QUERY = """{
  items(first: 50, locale: "nl") { nodes { uuid key locale title stamp ... on Service { text { html } } } }
  changes(first: 50) { seq what uuid at }
  found: items(search: "kosten", locale: "nl") { nodes { key } }
}"""


@pytest.fixture
def archive(
    tmp_path: Path,
    item: Item,
    fact: Fact,
    image: HubImage,
    make_item: Callable[..., Item],
    publish: Callable[..., Item],
    make_channel: Callable[..., Channel],
    publisher: User,
) -> Path:
    """An archive of a hub with something of everything: history, a withdrawal, a picture, a channel with a secret."""
    second = publish(make_item("Kosten", body={"text": "<p>De kosten 👍 van العربية.</p>", "price": str(fact.uuid)}))
    item.title = "Paspoort aanvragen"
    publish(item)
    flow.withdraw(second, "withdrawn", publisher, "test")
    channel = make_channel(settings={"web_url": "https://x.example", "hook": {"secret": "whsec_verborgen"}})
    Token.objects.create(channel=channel, label="site", scopes=["adhoc"], digest="0123456789abcdef" * 4)
    path = tmp_path / "hub.zip"
    write_archive(path)
    return path


def asked() -> bytes:
    registry.forget()
    memory.forget()
    answer = answer_text(Token.objects.get(label="site"), QUERY)
    assert not answer.errors
    return json.dumps([answer.data, answer.errors]).encode()


def empty_the_hub() -> None:
    triggers.drop(connection)
    for model in reversed(tables()):
        everything = model._base_manager.all()
        everything._raw_delete(everything.db)
    triggers.create(connection)
    for name in default_storage.listdir("original_images")[1]:
        default_storage.delete(f"original_images/{name}")


def changed(archive: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], Any], *, sums: bool = True) -> Path:
    """Return a copy of an archive after somebody changed its parts, with the checksums that fit them."""
    from hashlib import sha256

    with zipfile.ZipFile(archive) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    change(parts)
    if sums:
        fresh = {name: sha256(part).hexdigest() for name, part in parts.items() if name != "checksums.json"}
        parts["checksums.json"] = json.dumps(fresh).encode()
    path = tmp_path / "changed.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return path


def test_a_hub_read_back_gives_the_same_answers_and_the_same_archive(archive: Path, tmp_path: Path) -> None:
    before, picture = asked(), HubImage.objects.get()
    pixels = picture.file.read()
    empty_the_hub()
    counts = read_archive(archive)
    assert asked() == before
    assert HubImage.objects.get().file.read() == pixels
    assert (counts["media"], counts["content_models.Item"], list(broken_links())) == (1, Item.objects.count(), [])
    again = tmp_path / "again.zip"
    write_archive(again)
    with zipfile.ZipFile(archive) as one, zipfile.ZipFile(again) as other:
        assert one.namelist() == other.namelist()
        different = [name for name in one.namelist() if one.read(name) != other.read(name)]
    assert different == ["manifest.json", "checksums.json"]


def test_work_goes_on_after_a_hub_was_read_back(
    archive: Path, publish: Callable[..., Item], make_item: Callable[..., Item]
) -> None:
    newest = Item.objects.latest("pk").pk
    empty_the_hub()
    read_archive(archive)
    item = Item.objects.get(title="Paspoort aanvragen")
    item.title = "Nieuw paspoort"
    item.save_revision().publish(user=User.objects.get(username="publisher"))
    assert b"Nieuw paspoort" in asked()
    copy = Item(content_model=item.content_model, model_version=1, title="Nog een", locale=item.locale, body={})
    copy.full_clean(exclude=["latest_revision"])
    copy.save()
    assert copy.pk > newest


def test_no_secret_is_in_an_archive(archive: Path, publisher: User) -> None:
    with zipfile.ZipFile(archive) as file:
        everything = b"".join(file.read(name) for name in file.namelist())
    for secret in (b"whsec_verborgen", b"0123456789abcdef" * 4, publisher.password.encode()):
        assert secret not in everything
    assert b"https://x.example" in everything


def test_a_hub_in_use_is_left_alone(archive: Path) -> None:
    before = asked()
    with pytest.raises(ArchiveError, match="This hub is in use: it has users"):
        read_archive(archive)
    assert asked() == before


def manifest(**said: Any) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = json.dumps(json.loads(parts["manifest.json"]) | said).encode()

    return change


def line(name: str, text: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[name] += text

    return change


REFUSED = {
    "another format": (manifest(format="zip"), True, "This is “zip 1”"),
    "a later version": (manifest(version=2), True, "this hub reads “contenthub-archive 1”"),
    "other migrations": (manifest(migrations={"auth": "9999"}), True, "made by another version of the hub"),
    "a damaged part": (line("rows/content_models.Item.jsonl", b"[]\n"), False, "its checksum is another"),
    "a part too many": (lambda parts: parts.update({"rows/x.Y.jsonl": b""}), True, "does not know: rows/x.Y.jsonl"),
    "a part too few": (lambda parts: parts.pop("rows/channels.Channel.jsonl"), True, "lacks rows/channels.Channel"),
    "no manifest": (lambda parts: parts.pop("manifest.json"), True, "manifest.json is missing"),
    "other columns": (
        lambda parts: parts.update({"rows/taggit.Tag.jsonl": b'["id","x"]\n'}),
        True,
        "has other columns than this hub",
    ),
    "a broken row": (line("rows/content_models.Item.jsonl", b"[1]\n"), True, "a row has 1 values"),
    "a file elsewhere": (
        lambda parts: parts.update({"media/../../out.txt": b"x"}),
        True,
        "names a file outside the media folder",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_understood_is_refused_as_a_whole(archive: Path, tmp_path: Path, case: str) -> None:
    change, sums, message = REFUSED[case]
    empty_the_hub()
    with pytest.raises(ArchiveError, match=message.replace("(", r"\(")):
        read_archive(changed(archive, tmp_path, change, sums=sums))
    assert (Item.objects.count(), User.objects.count(), default_storage.listdir("original_images")[1]) == (0, 0, [])


@pytest.mark.django_db
def test_the_commands_say_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(b"no zip")
    with pytest.raises(CommandError, match="is not a whole archive of a hub"):
        call_command("import_hub", str(file))
    with pytest.raises(CommandError, match="does not exist|No such file"):
        call_command("import_hub", str(tmp_path / "none.zip"))
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_hub", str(file))
    with pytest.raises(CommandError, match="The folder .* does not exist"):
        call_command("export_hub", str(tmp_path / "none" / "x.zip"))


def test_an_archive_is_checked_without_writing(archive: Path) -> None:
    said = StringIO()
    call_command("import_hub", str(archive), "--check", stdout=said)
    assert "1 files verified." in said.getvalue()
