"""One story through all the steps: a model, a fact, an item, publication, query, and every channel's output."""

import io
import json
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pypdfium2
import pytest
from django.core.management import call_command
from lxml import html as lxml_html

from channels.models import Channel, Token
from channels.registry import installed
from content_models.models import ContentModel, Fact, Item
from contenthub.models import Change, Decision, Placement, Publication, Snapshot
from contenthub.query import answer_text
from contenthub.users import User

OLD, NEW = "€ 75,80", "€ 83,10"
KINDS = ["app", "email", "print", "servicedesk", "web"]


def plain(text: str) -> str:
    """Return text with every kind of white space as one space."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


def text_of(path: Path) -> str:
    """Return what a reader gets from an artefact: HTML, mail, JSON or PDF."""
    content = path.read_bytes()
    if path.suffix == ".html":
        return plain(lxml_html.fromstring(content).text_content())
    if path.suffix == ".eml":
        message = message_from_bytes(content, policy=policy.default)
        parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        return plain(" ".join(lxml_html.fromstring(part).text_content() for part in parts))
    if path.suffix == ".pdf":
        return plain(" ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)))
    return plain(json.dumps(json.loads(content), ensure_ascii=False))


def artefacts(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".html", ".eml", ".json", ".pdf"} and not path.name.startswith("."):
            yield path


def produce(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    call_command("produce", out=folder, json=True)
    return {row["channel"]: row for row in json.loads(capsys.readouterr().out)["channels"]}


@pytest.mark.parametrize("kinds", [[kind for kind in KINDS if kind in installed().kinds]])
def test_the_road(
    kinds: list[str],
    model: ContentModel,
    item: Item,
    fact: Fact,
    publisher: User,
    make_channel: Callable[..., Channel],
    change_fact: Callable[[Fact, object], None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # author, check, approve, publish: the fixtures wrote a model, a fact and an item through the one door
    snapshot = Snapshot.objects.get()
    assert (snapshot.number, snapshot.decision.actor) == (1, publisher)
    assert [decision.kind for decision in Decision.objects.order_by("at", "pk")] == ["model", "fact", "publish"]

    # query: the public door gives the fact's value of this moment
    token = Token(channel=make_channel("web"), scopes=["adhoc"])
    question = '{ service(key: "paspoort", locale: "nl") { title price { text } text { plain } stamp } }'
    found = answer_text(token, question).data
    assert found is not None
    assert plain(found["service"]["price"]["text"]) == OLD
    assert plain(found["service"]["text"]["plain"]) == f"Een paspoort kost {OLD}."

    # render, deliver: every channel shows it, with its stamp
    for kind in kinds:
        if kind != "web":
            make_channel(kind)
    assert [row["failed"] for row in produce(tmp_path, capsys).values()] == [[] for _ in kinds]
    pages = {kind: Path(Placement.objects.filter(channel__kind=kind).order_by("path")[0].path) for kind in kinds}
    for kind, page in pages.items():
        assert OLD in text_of(tmp_path / kind / page), kind
        placed = Placement.objects.filter(channel__kind=kind)
        assert all(one.stamp.startswith(f"{found['service']['stamp']};t=") for one in placed)

    # the fact changes once, and is new everywhere, without publishing the item again
    change_fact(fact, {"amount": "83.10", "currency": "EUR"})
    assert (Snapshot.objects.count(), Publication.objects.get().snapshot) == (1, snapshot)
    assert Change.objects.last().what == "fact"
    produce(tmp_path, capsys)
    for kind, page in pages.items():
        assert NEW in text_of(tmp_path / kind / page), kind
    for path in artefacts(tmp_path):
        assert OLD not in text_of(path), path

    # observe: producing again changes nothing
    assert [row["written"] for row in produce(tmp_path, capsys).values()] == [0 for _ in kinds]


def test_an_item_that_fails_does_not_stop_the_rest(
    item: Item,
    make_item: Callable[..., Item],
    publish: Callable[..., Item],
    make_channel: Callable[..., Channel],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    channel = make_channel("web")
    publish(make_item("Rijbewijs"))
    produce(tmp_path, capsys)
    before = (tmp_path / "web/nl/paspoort/index.html").read_bytes()
    kind = installed().kind(channel.kind)
    render = kind.render_item

    def fails(payload: object) -> object:
        found = render(payload)
        if any(output.path.startswith("nl/paspoort/") for output in found):
            raise ValueError("no ink")
        return found

    monkeypatch.setattr(type(kind), "render_item", lambda _self, payload: fails(payload))
    out = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("produce", out=tmp_path, json=True, stdout=out)
    assert stopped.value.code == 1
    (report,) = json.loads(out.getvalue())["channels"]
    assert report["failed"] == [{"item": "paspoort", "locale": "nl", "reason": "ValueError: no ink"}]
    assert report["removed"] == 0
    assert (tmp_path / "web/nl/paspoort/index.html").read_bytes() == before
