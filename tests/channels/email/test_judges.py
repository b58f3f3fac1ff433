"""Independent judges look at mails: structure, size, spam, support in clients, both colour schemes at 360 px."""

from __future__ import annotations

from pathlib import Path

from channels.kinds.email import kind
from tests.channels import samples
from tests.channels.email.letters import LETTER
from tests.channels.samples import item, listed, payload
from tests.judges import judge, needs_judges

pytestmark = needs_judges

WEB = {
    "web_url": "https://www.voorbeeldstad.example",
    "unsubscribe": "https://mijn.voorbeeldstad.example/afmelden/{token}",
}


def test_mails_pass(tmp_path: Path) -> None:
    email = kind()
    shown = [
        samples.ITEM,
        samples.ARABIC,
        LETTER,
        item("Werk aan de weg", "werk", samples.FIELDS[:1] + samples.FIELDS[12:14], model="news"),
        item("Rijbewijs", "rijbewijs", samples.FIELDS, status="WITHDRAWN", notice="Kijk bij de RDW."),
        item("Leeg", "leeg", [], subject=None),
    ]
    outputs = [output for one in shown for output in email.render_item(payload(one, **WEB))]
    produced = [
        output.produced(uuid=str(place), locale="nl", key="x", stamp="s") for place, output in enumerate(outputs)
    ]
    entries = [listed(str(place), "x", one["title"]) for place, one in enumerate(shown)]
    outputs += email.render_index(samples.index(*entries, **WEB), produced)
    files = [tmp_path / f"{place}.eml" for place in range(len(outputs))]
    for file, output in zip(files, outputs, strict=True):
        file.write_bytes(output.content)
    assert len(files) == 7
    letter = files.pop(shown.index(LETTER))
    assert judge("email", "--strict", *files, folder=tmp_path) == []
    assert judge("email", "--strict", "--transactional", letter, folder=tmp_path) == []
