"""Independent judges look at leaflets and letters: syntax, fonts, boxes, pictures, the code, PDF/UA basics."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from channels.kinds.print import kind
from tests.channels import samples
from tests.channels.email.letters import LETTER
from tests.channels.print.test_press import PROFILE, needs_profile
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


@needs_profile
def test_documents_for_the_press_pass(tmp_path: Path) -> None:
    (tmp_path / "original_images").mkdir()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(tmp_path / "original_images/huis.jpg")
    short = item("Kort", "kort", samples.FIELDS[:3])
    told = [(samples.ITEM, {}), (short, {"templates": {short["model"]: "folder"}}), (LETTER, {}),
            (samples.ITEM, {"press_spot": "PANTONE 286 C"})]  # fmt: skip
    files = []
    for place, (shown, more) in enumerate(told):
        _, made = kind().render_item(payload(shown, **WEB, media=str(tmp_path), press_profile=str(PROFILE), **more))
        files.append(tmp_path / f"{place}.pdf")
        files[-1].write_bytes(made.content)
    assert judge("print", "--strict", "--press", *files, folder=tmp_path) == []
