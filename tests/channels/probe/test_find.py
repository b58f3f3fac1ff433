"""Stamps and text are found in every form a channel may answer in."""

from __future__ import annotations

import io

import pikepdf
import pytest

from channels.probe.find import find, read_html

ONE = "ch1:hub:11111111-2222-3333-4444-555555555555:nl:3:aaaaaaaaaaaa.2-bbbbbbbbbbbb.1;t=abc123"
TWO = "ch1:hub:66666666-2222-3333-4444-555555555555:en:12:"
GONE = "ch1:hub:11111111-2222-3333-4444-555555555555:nl:3:;e=gone;t=abc123"


def pdf() -> bytes:
    made, file = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.docinfo["/Keywords"] = ONE
    made.save(file)
    return file.getvalue()


PAGE = f"<title>Paspoort</title><meta name='contenthub:stamp' content='{ONE}'><main><p>a<b>b</b></p><p>c</p></main>"
LIST = f"<ul><li data-stamp='{ONE}'>a<li data-stamp='{TWO}'>b</ul>"
MAIL = f"Subject: Nieuws\r\nX-ContentHub-Stamp: {ONE[:60]}\r\n {ONE[60:]}\r\n\r\nHallo\r\n"


@pytest.mark.parametrize(
    ("body", "media_type", "own", "stamps"),
    [
        (PAGE, "text/html", [ONE], [ONE]),
        (PAGE.replace(ONE, GONE), "text/html", [GONE], [GONE]),
        (LIST, "text/html", [], [ONE, TWO]),
        (f"<article data-stamp='{TWO}'>b</article>", "text/html", [TWO], [TWO]),
        (f"<!-- {ONE} --><p>b", "text/html", [ONE], [ONE]),
        (f'{{"stamp": "{ONE}", "items": [{{"stamp": "{TWO}"}}]}}', "application/json", [ONE], [ONE, TWO]),
        (f'{{"items": ["{ONE}", "{TWO}"]}}', "application/ld+json", [], [ONE, TWO]),
        (f"<rss><item><guid>{ONE}</guid></item><item><guid>{TWO}</guid></item></rss>", "text/xml", [], [ONE, TWO]),
        (MAIL, "message/rfc822", [ONE], [ONE]),
        (f"From a\n{MAIL}From b\n{MAIL.replace('nl:3', 'nl:4')}", "application/mbox", None, None),
        (f"zie {ONE}", "text/plain", [ONE], [ONE]),
        ("{not json", "application/json", [], []),
        ("", "text/html", [], []),
        ("ch1:hub:niet", "text/html", [], []),
    ],
)
def test_stamps(body: str, media_type: str, own: list[str] | None, stamps: list[str] | None) -> None:
    found = find(body.encode(), media_type)
    if own is None:
        assert [one.split(":")[4] for one in found.stamps] == ["3", "4"]
    else:
        assert (list(found.own), list(found.stamps)) == (own, stamps)


def test_a_header_and_the_keywords_of_a_pdf_count_as_well() -> None:
    assert find(b"x", "image/png", {"contenthub-stamp": ONE}).own == (ONE,)
    assert find(pdf(), "application/pdf").own == (ONE,)


def test_the_text_is_that_of_the_main_part_a_line_to_each_block() -> None:
    found = read_html(b"<title>T</title><nav>menu</nav><main><h1>Kop</h1><p>een <b>twee</b><br>drie<script>x</script>")
    assert (found.title, found.text) == ("T", "Kop\neen twee\ndrie")


def test_nothing_outside_a_feed_is_read() -> None:
    bomb = b'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>'
    assert "root:" not in find(bomb, "application/xml").text
