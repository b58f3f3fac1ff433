"""Independent judges look at leaflets and letters: syntax, fonts, boxes, pictures, the code, PDF/UA basics."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from channels.kinds.print import kind
from tests.channels import samples
from tests.channels.email.letters import LETTER
from tests.channels.print.test_print import NOTO, needs_noto
from tests.channels.samples import item, payload
from tests.judges import judge, needs_judges

pytestmark = needs_judges

WEB = {"web_url": "https://www.voorbeeldstad.example"}


@pytest.mark.parametrize("fonts", [None, pytest.param(str(NOTO), marks=needs_noto)])
def test_documents_pass(tmp_path: Path, fonts: str | None) -> None:
    (tmp_path / "original_images").mkdir()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(tmp_path / "original_images/huis.jpg")
    shown = [
        samples.ITEM,
        LETTER,
        item("Lang", "lang", samples.FIELDS * 3),
        item("Ingetrokken", "in", samples.FIELDS, status="WITHDRAWN"),
        item("Leeg", "leeg", []),
        *([samples.ARABIC] if fonts else []),
    ]
    files = []
    for place, one in enumerate(shown):
        (output,) = kind().render_item(payload(one, **WEB, fonts=fonts, media=str(tmp_path)))
        files.append(tmp_path / f"{place}.pdf")
        files[-1].write_bytes(output.content)
    assert judge("print", "--strict", *files, folder=tmp_path) == []
