"""Pictures of what goes wrong first: text from the right, too much text, one long word, nothing at all.

The same contents as in tests/channels/test_every_kind.py, side by side: pages and mail on the narrowest phone and at
night, the first side of a leaflet and a screen in a hall.
"""

from __future__ import annotations

import io
import tempfile
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser

from channels.output import Asset, Output, Payload
from channels.registry import installed
from channels.transports.files import write_files
from tests.channels import samples
from tests.channels.test_every_kind import CONTENT

HARD = {"from the right": samples.ARABIC, **{name: CONTENT[name] for name in ("long", "one long word", "empty")}}
NARROW, GAP = 320, 10
FONTS = "/usr/share/fonts/truetype/noto"


def render(kind: str, shown: dict[str, Any]) -> tuple[Payload, Output]:
    more = {
        "web_url": "https://www.voorbeeldstad.example",
        "fonts": FONTS,
        "feedback": True,
        "hub_url": "https://hub.example",
    }
    payload = Payload("item", {"item": shown}, samples.context(shown["locale"], **more))
    return payload, installed().kind(kind).render_item(payload)[0]


def pages_of_hard_content(browser: Browser) -> Image.Image:
    """Return web page, desk and mail of each at 320 pixels, at night."""
    made = []
    with tempfile.TemporaryDirectory() as scratch:
        page = browser.new_page(viewport={"width": NARROW, "height": 560}, color_scheme="dark")
        for kind in ("web", "servicedesk", "email"):
            row = []
            for name, shown in HARD.items():
                payload, output = render(kind, shown)
                if kind == "email":
                    body = message_from_bytes(output.content, policy=policy.default).get_body(("html",))
                    assert body is not None
                    page.set_content(body.get_content())
                else:
                    folder = Path(scratch) / kind / name.replace(" ", "-")
                    shared = (
                        installed().kind(kind).render_index(Payload("index", samples.index().data, payload.context), [])
                    )
                    write_files(folder, [output, *shared], fetch=no_picture)
                    page.goto((folder / output.path).as_uri())
                row.append(Image.open(io.BytesIO(page.screenshot())))
            made.append(beside(row))
        page.close()
    return beside(made, down=True)


def paper_of_hard_content() -> Image.Image:
    """Return the first side of a leaflet and the screen in a hall of each."""
    sides = [
        pypdfium2.PdfDocument(render("print", shown)[1].content)[0].render(scale=0.7).to_pil()
        for shown in HARD.values()
    ]
    screens = [Image.open(io.BytesIO(render("signage", shown)[1].content)) for shown in HARD.values()]
    for screen in screens:
        screen.thumbnail(sides[0].size)
    return beside([beside(sides[:2]), beside(sides[2:]), beside(screens[:2]), beside(screens[2:])], down=True)


def no_picture(asset: Asset) -> bytes | None:
    return None


def beside(pictures: list[Image.Image], *, down: bool = False) -> Image.Image:
    """Return pictures side by side, or one below the other, on grey."""
    along, across = (1, 0) if down else (0, 1)
    size = [0, 0]
    size[along] = sum(one.size[along] + GAP for one in pictures) - GAP
    size[across] = max(one.size[across] for one in pictures)
    sheet, place = Image.new("RGB", (size[0], size[1]), "#8a8f94"), 0
    for one in pictures:
        sheet.paste(one, (0, place) if down else (place, 0))
        place += one.size[along] + GAP
    return sheet
