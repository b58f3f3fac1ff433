"""Web pages: what each kind of field becomes, what a status leaves standing, and what the site shares."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image
from playwright.sync_api import Browser

from channels.kinds.web import kind
from channels.output import Made, Output, Produced, UnsafePathError
from channels.portable_text import unbroken
from channels.transports.files import write_files
from tests.channels import samples
from tests.channels.portable_text.strategies import json_value
from tests.channels.samples import ARABIC, FIELDS, ITEM, MOVING, PASSPORT, block, field, index, item, listed, payload
from tests.channels.test_signage import HOURS

web = kind()


def page(shown: Mapping[str, Any] | None, **settings: Any) -> str:
    output, _twin = web.render_item(payload(shown, **settings))
    return output.content.decode()


def article(*fields: dict[str, Any]) -> str:
    html = page(item("Titel", "sleutel", list(fields)))
    found = re.search(r"</h1>\n(.*)<p class=\"updated\">", html, re.DOTALL)
    assert found
    return re.sub(r"\n+", "\n", found[1]).strip()


def row(label: str, html: str) -> str:
    return f'<dl class="rows">\n<div><dt>{label}</dt><dd>{html}</dd></div>\n</dl>'


@pytest.mark.parametrize(
    ("kind", "value", "html"),
    [
        ("text", "a & b\nc", "a &amp; b<br>c"),
        ("number", 1234.5, '<data value="1234.5">1.234,5</data>'),
        ("boolean", True, "Ja"),
        ("boolean", False, "Nee"),
        ("date", "2026-01-31", '<time datetime="2026-01-31">31\u00a0januari\u00a02026</time>'),
        (
            "datetime",
            "2026-06-30T22:15:00+00:00",
            '<time datetime="2026-07-01T00:15+02:00">1\u00a0juli\u00a02026, 0.15\u00a0uur</time>',
        ),
        ("choice", {"_type": "choice", "value": "a", "label": "Een <keuze>"}, "Een &lt;keuze&gt;"),
        ("tags", ["a", "b&c"], '<ul class="tags"><li>a</li><li>b&amp;c</li></ul>'),
        ("url", "https://www.a.nl/b/", '<a href="https://www.a.nl/b/">a.nl/b</a>'),
        ("url", "javascript:alert(1)", "javascript:alert(1)"),
        ("reference", samples.reference(), '<a href="../paspoort-aanvragen/index.html">Paspoort aanvragen</a>'),
        (
            "reference",
            samples.reference("b", "B", locale="en"),
            '<a href="../../en/b/index.html"><span lang="en">B</span> (Engels)</a>',
        ),
        ("reference", samples.reference(status="missing"), "Paspoort aanvragen"),
    ],
)  # fmt: skip
def test_small_values_are_terms_and_values(kind: str, value: Any, html: str) -> None:
    assert article(field("x", kind, "Etiket", value)) == row("Etiket", html)


@pytest.mark.parametrize(
    ("fact", "address"),
    [
        (samples.phone(), "tel:14010"),
        (samples.phone(value={"number": "+3120", "extension": "12"}), "tel:+3120;ext=12"),
        (samples.phone(kind="email", value="a@b.nl"), "mailto:a@b.nl"),
        (samples.phone(kind="url", value={"href": "https://a.nl/", "text": "A"}), "https://a.nl/"),
        (samples.phone(kind="url", value={"href": "javascript:x"}), None),
        (samples.price(), None),
    ],
)
def test_facts_lead_where_they_can(fact: dict[str, Any], address: str | None) -> None:
    found = re.search(r'<dd>(?:<a href="([^"]*)">)?<data class="fact"', article(field("x", "fact", "Feit", fact)))
    assert found
    assert found[1] == address


@pytest.mark.parametrize("value", [None, "", [], {}, {"_type": "fact", "text": ""}, {"_type": "reference"}])
def test_a_field_without_a_value_is_not_shown(value: Any) -> None:
    kinds = ["text", "fact", "reference", "image", "table", "procedure", "group", "blocks", "list", "rich_text"]
    shown = article(*(field("x", kind, "Etiket", value) for kind in kinds))
    assert shown == ""


def test_a_single_text_has_no_heading_and_two_have() -> None:
    body = [block("a", style="h2"), block("b")]
    assert article(field("x", "rich_text", "Tekst", body)) == '<div class="prose"><h2>a</h2><p>b</p></div>'
    assert article(field("x", "rich_text", "Een", body), field("y_z", "rich_text", "Twee", body)) == (
        '<h2 id="x">Een</h2>\n<div class="prose"><h3>a</h3><p>b</p></div>\n'
        '<h2 id="y-z">Twee</h2>\n<div class="prose"><h3>a</h3><p>b</p></div>'
    )


def test_a_long_text_leads_when_it_is_first() -> None:
    first, second = field("x", "long_text", "Kort", "a\nb\n\nc"), field("y", "long_text", "Verder", "d")
    assert article(first, second) == (
        '<div class="lead"><p>a<br>b</p><p>c</p></div>\n<h2 id="y">Verder</h2>\n<div class="prose"><p>d</p></div>'
    )


def test_the_title_is_not_said_twice() -> None:
    assert article(field("question", "text", "Vraag", "Titel"), field("x", "boolean", "Kan", True)) == row("Kan", "Ja")


def test_a_table_has_heads_for_columns_and_rows() -> None:
    table = {"caption": "Tijden", "header": ["Dag", "Open"], "rows": [["Ma", "9 <uur>"], ["Di"]]}
    assert article(field("x", "table", "Etiket", table)) == (
        '<section class="scroll" aria-label="Tijden" tabindex="0"><table>\n<caption>Tijden</caption>\n'
        '<thead><tr><th scope="col">Dag</th><th scope="col">Open</th></tr></thead>\n<tbody>\n'
        '<tr><th scope="row">Ma</th><td>9 &lt;uur&gt;</td></tr>\n<tr><th scope="row">Di</th><td></td></tr>\n'
        "</tbody>\n</table></section>"
    )
    plain = article(field("x", "table", "Etiket", {"caption": "", "header": [], "rows": [["a", "b"]]}))
    assert "<caption>Etiket</caption>\n<tbody>\n<tr><td>a</td><td>b</td></tr>" in plain


def test_an_image_offers_its_sizes_and_names_its_files() -> None:
    shown = samples.image(renditions=samples.WEBP)
    output, _twin = web.render_item(payload(item("T", "t", [field("x", "image", "Foto", shown)])))
    base = f"assets/images/{samples.HOUSE}"
    assert [(one.file, one.rendition, one.path) for one in output.assets] == [
        ("original_images/huis.jpg", "small", f"{base}-small.webp"),
        ("original_images/huis.jpg", "medium", f"{base}-medium.webp"),
        ("original_images/huis.jpg", "large", f"{base}-large.webp"),
    ]
    html = output.content.decode()
    assert f'<figure><img src="../../{base}-medium.webp" srcset="../../{base}-small.webp 480w, ' in html
    assert 'alt="Een gezin draagt verhuisdozen naar binnen" width="960" height="640"></figure>' in html


def test_an_image_is_offered_as_avif_then_webp_and_shown_as_jpeg_by_who_knows_neither() -> None:
    def figure(renditions: dict[str, Any]) -> tuple[list[str], list[str]]:
        shown = samples.image(renditions=renditions)
        output, _twin = web.render_item(payload(item("T", "t", [field("x", "image", "Foto", shown)])))
        found = re.search(r"<figure><picture>(.*)</picture></figure>", output.content.decode())
        assert found
        return re.findall(r"<(?:source type|img src)=\"([^\"]*)", found[1]), [one.path for one in output.assets]

    base = f"assets/images/{samples.HOUSE}"
    webp = [f"{base}-{name}.webp" for name in ("small", "medium", "large")]
    avif = [f"{base}-{name}_avif.avif" for name in ("small", "medium", "large")]
    every = {**samples.WEBP, **samples.JPEG, **samples.AVIF}
    assert figure(every) == (["image/avif", "image/webp", f"../../{base}-jpeg.jpg"], [*webp, *avif, f"{base}-jpeg.jpg"])
    without = {**samples.WEBP, **samples.JPEG}
    assert figure(without) == (["image/webp", f"../../{base}-jpeg.jpg"], [*webp, f"{base}-jpeg.jpg"])


def test_a_small_or_bare_image_is_offered_once() -> None:
    same = {name: {"src": "/x.webp", "width": 300, "height": 200} for name in ("small", "medium", "large", "square")}
    output, _twin = web.render_item(payload(item("T", "t", [field("x", "image", "", samples.image(renditions=same))])))
    assert [one.rendition for one in output.assets] == ["small"]
    assert b"srcset" not in output.content
    output, _twin = web.render_item(payload(item("T", "t", [field("x", "image", "", samples.image(renditions={}))])))
    assert [(one.rendition, one.path[-13:]) for one in output.assets] == [("original", "-original.jpg")]


def test_groups_nest_and_a_short_first_text_heads_them() -> None:
    one = field("q", "text", "Vraag", "Moet het?"), field("a", "rich_text", "Antwoord", [block("Ja", style="h2")])
    group = {"_type": "group", "fields": list(one)}
    heading = '<h3 id="x-1">Moet het?</h3>\n<div class="group">\n<div class="prose"><h4>Ja</h4></div>\n</div>'
    assert article(field("x", "list", "Vragen", [group])) == (
        f'<h2 id="x">Vragen</h2>\n<div class="group">\n{heading}\n</div>'
    )
    assert article(field("x", "blocks", "Meer", [{**group, "block": "qa", "label": "V&A"}])) == heading.replace(
        "h4", "h9"
    ).replace("h3", "h2").replace("h9", "h3")


def test_lists_of_small_things_are_bullets() -> None:
    values = ["a", samples.reference(), 3, True]
    assert article(field("x", "list", "Lijst", values)) == (
        '<h2 id="x">Lijst</h2>\n<ul class="prose">\n<li>a</li>\n'
        '<li><a href="../paspoort-aanvragen/index.html">Paspoort aanvragen</a></li>\n'
        '<li><data value="3">3</data></li>\n<li>Ja</li>\n</ul>'
    )


WAYS = [
    ("start", ["Uit Voorbeeldstad: stap\u00a02, Wanneer verhuist u?",
               "Uit een andere gemeente: stap\u00a02, Wanneer verhuist u?",
               "Uit het buitenland: stap\u00a07, Kom naar de balie"]),
    ("datum", ["Over meer dan 28 dagen: stap\u00a06, Het is nog te vroeg",
               "In alle andere gevallen: stap\u00a03, Heeft u DigiD?"]),
    ("digid", ["Ja: stap\u00a04, Geef uw verhuizing online door", "Nee: stap\u00a07, Kom naar de balie"]),
    ("online", ["Ga verder met stap\u00a05: U bent klaar"]),
    ("klaar", []),
]  # fmt: skip


@pytest.mark.parametrize(("node", "ways"), WAYS)
def test_answers_of_a_procedure_link_to_what_follows(node: str, ways: list[str]) -> None:
    number = [one["id"] for one in samples.PROCEDURE["nodes"]].index(node) + 1
    html = article(field("steps", "procedure", "Stappen", samples.PROCEDURE))
    found = re.search(rf'<li id="steps-{number}".*?(?=<li id=|\Z)', html, re.DOTALL)
    assert found
    assert re.findall(r'<a href="#steps-\d">(.*?)</a></li>', found[0]) == ways


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"ne": ["waarheen", "nl"]}, "Elk antwoord behalve Uit een andere gemeente"),
        ({"all": [{"gt": ["datum", "2026-01-01"]}, {"eq": ["digid", True]}]},
         "Meer dan 1 januari 2026 en Heeft u DigiD? Antwoord Ja"),
        ({"not": {"is_empty": ["datum"]}}, "Niet: Geen antwoord"),
        ({"any": [{"days_ahead_lt": ["datum", 5]}, {"in": ["waarheen", ["binnen", "nl"]]}]},
         "Over minder dan 5 dagen of Waar komt u vandaan? Antwoord Uit Voorbeeldstad of Uit een andere gemeente"),
        ({"strange": ["datum", 1.5]}, "1,5"),
    ],
)  # fmt: skip
def test_conditions_in_words(condition: dict[str, Any], said: str) -> None:
    nodes: list[dict[str, Any]] = [
        {
            "id": "a",
            "kind": "question",
            "input": "datum",
            "next": [{"if": condition, "to": "b"}, {"else": True, "to": "b"}],
        },
        {"id": "b", "kind": "outcome", "title": "Klaar"},
    ]
    if "ne" in condition:
        nodes[0]["input"] = "waarheen"
        nodes[0]["next"] = [{"if": {"all": [condition, {"eq": ["digid", True]}]}, "to": "b"}]
        said = f"{said} en Heeft u DigiD? Antwoord Ja"
    html = article(field("x", "procedure", "", {"inputs": samples.PROCEDURE["inputs"], "nodes": nodes}))
    assert f">{said}: stap\u00a02, Klaar</a>" in html


def test_nothing_internal_is_shown() -> None:
    assert "GEHEIM" in json.dumps(ITEM)
    assert "GEHEIM" not in page(ITEM)


def test_every_page_carries_its_stamp() -> None:
    output, _twin = web.render_item(payload(ITEM))
    stamp = f"{ITEM['stamp']};t={web.template_version}"
    assert output.stamps == (stamp,)
    assert f'<meta name="contenthub:stamp" content="{stamp}">' in output.content.decode()
    assert output.path == "nl/verhuizing-doorgeven/index.html"


def test_the_same_payload_gives_the_same_bytes() -> None:
    assert web.render_item(payload(ITEM)) == kind().render_item(payload(ITEM))


def test_languages_point_to_each_other() -> None:
    html = page(ITEM)
    base = "https://www.voorbeeldstad.example"
    assert f'<link rel="canonical" href="{base}/nl/verhuizing-doorgeven/">' in html
    assert re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', html) == [
        ("nl", f"{base}/nl/verhuizing-doorgeven/"),
        ("en", f"{base}/en/moving-house/"),
        ("ar", f"{base}/ar/al-intiqal/"),
        ("x-default", f"{base}/nl/verhuizing-doorgeven/"),
    ]
    assert '<a href="../../en/moving-house/index.html" hreflang="en" lang="en">English</a>' in html


def test_a_language_written_from_right_to_left() -> None:
    assert '<html lang="ar" dir="rtl">' in page(ARABIC)
    assert '<html lang="nl" dir="ltr">' in page(ITEM)


def test_the_breadcrumb_follows_the_subjects() -> None:
    crumbs = re.findall(r'<li><a href="([^"]*)">([^<]*)</a></li>', page(item("T", "t", [])))
    assert crumbs == [
        ("../index.html", "Home"),
        ("../index.html#subject-familie", "Familie en wonen"),
        ("../index.html#subject-verhuizen", "Verhuizen"),
    ]


STATUSES = [
    ("WITHDRAWN", {}, "Ingetrokken: “Verhuizing”", "Deze pagina is ingetrokken.", True),
    ("GONE", {}, "Deze pagina is er niet meer", "“Verhuizing” is verwijderd.", False),
    ("EXPIRED", {}, "Deze pagina is verlopen", "“Verhuizing” was tijdelijk geldig", False),
    ("REPLACED", {"replacedBy": {"locale": "nl", "key": "nieuw", "title": "Nieuw"}}, "Deze pagina is verhuisd",
     'href="../nieuw/index.html"', False),
    ("REPLACED", {}, "Deze pagina is er niet meer", "“Verhuizing” is verwijderd.", False),
]  # fmt: skip


@pytest.mark.parametrize(("status", "more", "heading", "says", "readable"), STATUSES)
def test_what_a_status_leaves_standing(status: str, more: Any, heading: str, says: str, readable: bool) -> None:
    html = page(item("Verhuizing", "v", FIELDS, status=status, notice="Zie de wet.", **more))
    assert f"<h1>{heading}</h1>" in html
    assert says in html
    assert "Zie de wet." in html
    assert ("DigiD" in html, '<meta name="robots" content="noindex">' in html) == (readable, not readable)


def test_what_was_withdrawn_stands_under_a_heading_of_its_own_and_leads_no_more() -> None:
    fields = [
        field("summary", "long_text", "", "De boulevard is open."),
        field("body", "rich_text", "", [block("Kop", style="h2"), block("Tekst.")]),
    ]
    html = page(item("Verhuizing", "v", fields, status="WITHDRAWN", notice="Zie de wet."))
    old = re.search(r'<section class="old" aria-labelledby="Old">(.*)</section>', html, re.DOTALL)
    assert old
    assert re.findall(r"<h[1-6][^>]*>[^<]*", html[html.index("<main") :])[:2] == [
        "<h1>Ingetrokken: “Verhuizing”", '<h2 id="Old">Dit stond er',
    ]  # fmt: skip
    assert '<div class="prose"><p>De boulevard is open.</p></div>' in old[1]
    assert "<h3>Kop</h3><p>Tekst.</p>" in old[1]
    assert 'class="lead"' not in html
    assert 'id="Old"' not in page(item("Verhuizing", "v", [], status="WITHDRAWN"))
    assert 'id="Old"' not in page(item("Verhuizing", "v", fields))


@pytest.mark.parametrize(("status", "asks"), [("LIVE", 1), ("WITHDRAWN", 0)])
def test_nobody_is_asked_whether_what_was_withdrawn_is_right(status: str, asks: int) -> None:
    html = page(item("Verhuizing", "v", FIELDS, status=status), feedback=True, hub_url="https://hub.example")
    assert html.count("Klopt deze informatie?") == asks


def test_no_item_no_page() -> None:
    assert web.render_item(payload(None)) == ()


@pytest.mark.parametrize("key", ["../../etc", "a/../../../b", "a\\b"])
def test_a_hostile_key_makes_no_file(key: str) -> None:
    with pytest.raises(UnsafePathError):
        web.render_item(payload(item("T", key, [])))


@given(json_value)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_field_value_breaks_a_page(value: Any) -> None:
    kinds = [one["kind"] for one in FIELDS] + ["unknown"]
    fields = [{"key": f"f{n}", "label": "L", "kind": kind, "value": value} for n, kind in enumerate(kinds)]
    html = page(item("T", "t", fields))
    assert "<script>alert" not in html
    assert html.count("<script") == 1


@pytest.mark.parametrize(
    ("schema_type", "fields", "types"),
    [
        ("", FIELDS, ["WebPage"]),
        ("Article", FIELDS, ["Article"]),
        ("FAQPage", FIELDS, ["FAQPage", "Question"]),
        ("FAQPage", [], ["WebPage"]),
        ("GovernmentService", FIELDS, ["WebPage", "GovernmentService"]),
        ("HowTo", FIELDS, ["WebPage", "HowTo"]),
        ("ContactPoint", FIELDS, ["WebPage", "ContactPoint"]),
        ("Recipe", FIELDS, ["WebPage"]),
    ],
)
def test_pages_say_what_they_are(schema_type: str, fields: list[Any], types: list[str]) -> None:
    html = page(item("</script><b>", "t", fields, model="x"), schema_types={"x": schema_type})
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found
    thing = json.loads(found[1])
    main = thing.get("mainEntity", [])
    inside = main if isinstance(main, list) else [main]
    assert [thing["@type"], *(one["@type"] for one in inside)] == types
    assert thing["name"] == "</script><b>"


def site(*items: dict[str, Any], now: datetime = samples.NOW, **settings: Any) -> dict[str, Output]:
    produced = [
        Produced(
            f"{one['locale']}/{one['key']}/index.html",
            "0",
            "text/html",
            one["uuid"],
            one["locale"],
            one["key"],
            one["stamp"],
        )
        for one in items
    ]
    asked = index(*items, **settings)
    asked = dataclasses.replace(asked, context=dataclasses.replace(asked.context, now=now))
    return {output.path: output for output in web.render_index(asked, produced)}


SHELF = [
    listed(MOVING, "verhuizing-doorgeven", "Verhuizing doorgeven", subject=samples.SUBJECT),
    listed(PASSPORT, "paspoort-aanvragen", "Paspoort aanvragen", subject=samples.PAPERS),
    listed(samples.DESK, "balie", "De balie"),
    listed(MOVING, "moving-house", "Moving house", "en"),
]


def test_the_site_shares_these_files() -> None:
    assert list(site(*SHELF)) == [
        "index.html", "404.html", "nl/index.html", "en/index.html", "nl/search.html", "en/search.html",
        "llms.txt", "sitemap.xml", "assets/search.js", "assets/site.css", "assets/icon.svg",
    ]  # fmt: skip


def test_the_home_page_lists_what_was_produced_by_subject() -> None:
    home = site(*SHELF)["nl/index.html"]
    html = home.content.decode()
    assert re.findall(r"<h[23] id=\"[^\"]*\">([^<]*)<", html) == [
        "Familie en wonen", "Verhuizen", "Paspoort en rijbewijs", "Andere onderwerpen",
    ]  # fmt: skip
    assert re.findall(r'<li data-stamp="([^"]*)"><a href="([^"]*)">', html) == [
        (f"{one['stamp']};t={web.template_version}", f"{one['key']}/index.html") for one in SHELF[:3]
    ]
    assert sorted(home.stamps) == sorted(f"{one['stamp']};t={web.template_version}" for one in SHELF[:3])


def test_the_home_page_asks_tells_what_is_different_and_keeps_the_rest_in_order() -> None:
    def told(**texts: str) -> list[dict[str, str]]:
        return [{"key": key, "kind": "datetime", "text": said} for key, said in texts.items()]

    many = [
        {**listed(f"u{n}", f"v{n}", f"Vraag {n}", subject=samples.SUBJECT), "model": "product" if n > 5 else "faq"}
        for n in range(1, 7)
    ]
    period = told(starts_at="24 december 2026 15:00", ends_at="4 januari 2027 08:30")
    notice = {**listed("n", "kerst", "Kerst"), "model": "notice", "fields": period}
    news = [
        {**listed(day, day, f"Op {day}"), "model": "news", "firstPublishedAt": f"2026-03-{day}T10:00:00+00:00"}
        for day in ("01", "03", "02")
    ]
    own = listed("own", "own", "Gemeente Voorbeeldstad")
    html = site(*many, notice, *news, own)["nl/index.html"].content.decode()
    assert re.findall(r"<h1>([^<]*)", html) == ["Waarmee kunnen we u helpen?"]
    assert '<form class="lookup" role="search" method="get" action="search.html">' in html
    assert re.findall(r"<(?:h2|summary)[^>]*>([^<]*)", html) == [
        "Tijdelijk anders", "Familie en wonen", "Alles over Familie en wonen", "Andere onderwerpen", "Nieuws",
    ]  # fmt: skip
    when = "24\u00a0december\u00a02026 15:00 – 4\u00a0januari\u00a02027 08:30"
    assert f'>Kerst</a> <span class="when" dir="auto">{when}</span>' in html
    assert re.findall(r'html">([^<]*)</a>', html[html.index("<main") :]) == [
        "Kerst", "Vraag 6", "Vraag 1", "Vraag 2", "Vraag 3", "Vraag 4", *(f"Vraag {n}" for n in range(1, 7)),
        "Over Gemeente Voorbeeldstad", "Op 03", "Op 02", "Op 01",
    ]  # fmt: skip
    assert "3\u00a0maart\u00a02026" in html


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-01T08:00", [("Storm", "vanaf 1 november")]),
        ("2026-11-30T06:59", [("Storm", "vanaf 1 november"), ("Weg", "30 november – 18 december")]),
        (
            "2026-12-11T12:00",
            [("Storm", "vanaf 1 november"), ("Weg", "tot 18 december"), ("Kerst", "24 december – 4 januari")],
        ),
        ("2026-12-25T12:00", [("Storm", "vanaf 1 november"), ("Kerst", "tot 4 januari")]),
        ("2027-01-05T12:00", [("Storm", "vanaf 1 november")]),
    ],
)  # fmt: skip
def test_what_is_different_now_is_in_force_or_begins_soon(now: str, told: list[tuple[str, str]]) -> None:
    def notice(key: str, begins: str, ends: str, begin: str, end: str) -> dict[str, Any]:
        fields = [{"key": "starts_at", "text": begin}, {"key": "ends_at", "text": end}]
        moments = [{"key": "starts_at", "value": begins}, {"key": "ends_at", "value": ends}]
        return {**listed(key, key, key), "model": "notice", "fields": fields, "moments": moments}

    shown = [
        notice("Kerst", "2026-12-24T15:00:00+01:00", "2027-01-04T08:30:00+01:00", "24 december", "4 januari"),
        notice("Weg", "2026-11-30T07:00:00+01:00", "2026-12-18T17:00:00+01:00", "30 november", "18 december"),
        notice("Storm", "2026-11-01T00:00:00", "", "1 november", ""),
    ]
    html = site(*shown, now=datetime.fromisoformat(f"{now}+01:00"))["nl/index.html"].content.decode()
    section = html[html.index('id="Notices"') : html.index("</section>", html.index('id="Notices"'))]
    found = re.findall(r'html">([^<]*)</a> <span class="when" dir="auto">([^<]*)<', section)
    assert found == [(title, unbroken(when)) for title, when in told]
    assert html.count('">Kerst</a>') == html.count('">Weg</a>') == html.count('">Storm</a>') == 1


def test_news_is_listed_by_the_day_that_it_names_itself() -> None:
    def news(key: str, day: str) -> dict[str, Any]:
        moments = [{"key": "date", "value": day}] if day else []
        first = "2026-11-27T10:00:00+00:00"
        return {
            **listed(key, key, key),
            "model": "news",
            "moments": moments,
            "firstPublishedAt": first,
            "publishedAt": first,
        }

    shown = [news("Bomen", "2026-11-09"), news("Kust", "2026-11-18"), news("Zonder", "")]
    found = site(*shown)
    html = found["nl/index.html"].content.decode()
    section = html[html.index(">Nieuws<") :]
    assert re.findall(r'html">([^<]*)</a>', section)[:3] == ["Zonder", "Kust", "Bomen"]
    assert re.findall(r"(\d+)\u00a0november\u00a02026", section)[:3] == ["27", "18", "9"]
    moments = ["2026-11-27T10:00:00+00:00", "2026-11-18T00:00:00+01:00", "2026-11-09T00:00:00+01:00"]
    feed = json.loads(found["nl/feed.json"].content)["items"]
    assert [(one["title"], one["date_published"]) for one in feed] == list(
        zip(["Zonder", "Kust", "Bomen"], moments, strict=True)
    )
    assert re.findall(r"<published>([^<]*)", found["nl/feed.atom"].content.decode()) == moments


@pytest.mark.parametrize(("day", "told"), [("2026-11-09", "2026-11-09"), ("", "2026-11-27T10:00:00+00:00")])
def test_systems_are_told_the_day_that_news_names_itself(day: str, told: str) -> None:
    news = item("Bomen", "bomen", [field("date", "date", "Datum", day)] if day else [], model="news")
    first = "2026-11-27T10:00:00+00:00"
    html = page({**news, "firstPublishedAt": first}, schema_types={"news": "NewsArticle"})
    assert f'"datePublished":"{told}"' in html


def test_the_summary_leads_wherever_it_stands_and_an_opening_has_no_heading() -> None:
    fields = [
        field("lead", "long_text", "Inleiding", "Op het strand gelden regels."),
        field("answer", "rich_text", "Antwoord", [block(samples.span("Honden aan de lijn."))]),
        field("summary", "long_text", "Samenvatting", "Honden mogen, aan de lijn."),
        field("more", "long_text", "Meer", "Ook katten."),
    ]
    html = page(item("Regels", "regels", fields))
    main = html[html.index("<h1>") : html.index("</main>")]
    told = ["Honden mogen, aan de lijn.", "Op het strand gelden regels.", "Honden aan de lijn.", "Ook katten."]
    assert [main.count(one) for one in told] == [1, 1, 1, 1]
    assert sorted(told, key=main.index) == told
    assert re.findall(r"<h2[^>]*>([^<]*)", main)[:1] == ["Meer"]
    assert "Inleiding" not in main
    assert "Samenvatting" not in main


def test_facts_stand_below_the_summary_and_under_the_heading_of_nothing_else() -> None:
    fields = [
        field("summary", "long_text", "Samenvatting", "Aan het loket."),
        field("payment", "rich_text", "Betalen", [block("Met uw pas.")]),
        field("time", "text", "Behandeltermijn", "vijf werkdagen"),
        field("deadline", "rich_text", "Uiterste termijn", [block("Haal het op.")]),
        field("online", "text", "Online", "mijn.example"),
    ]
    shown, twin = (one.content.decode() for one in web.render_item(payload(item("Paspoort", "paspoort", fields))))
    told = ["Aan het loket.", "Behandeltermijn", "Online", "Betalen", "Uiterste termijn"]
    for text, rows in (shown[shown.index("<h1>") :], '<dl class="rows">'), (twin, "\n- "):
        assert sorted(told, key=text.index) == told
        assert text.count(rows) == (1 if rows.startswith("<") else 2)


def test_an_item_without_a_title_is_called_by_its_key() -> None:
    html = page(item("", "leeg", []))
    assert "<h1>leeg</h1>" in html
    assert '<span aria-current="page">leeg</span>' in html
    assert ">leeg</a>" in site(listed("u", "leeg", ""))["nl/index.html"].content.decode()


def test_words_of_the_page_in_another_language_say_so() -> None:
    html = page({**ARABIC, "locale": "he"})
    english = ' lang="en" dir="ltr"'
    assert f'<a class="skip" href="#Content"><span{english}>Skip to content</span></a>' in html
    assert f'<p class="updated"><span{english}>Last updated</span>: ' in html
    assert f'aria-label="You are here"{english}><ol lang="he" dir="rtl">' in html
    for shown, skip in ((ITEM, "Direct naar de inhoud"), (ARABIC, "الانتقال إلى المحتوى")):
        own = page(shown)
        assert f'<a class="skip" href="#Content">{skip}</a>' in own
        assert 'lang="en" dir' not in own


def test_what_was_not_produced_is_not_listed() -> None:
    outputs = {output.path: output for output in web.render_index(index(*SHELF), [])}
    assert "Hier is nog niets gepubliceerd." in outputs["nl/index.html"].content.decode()
    assert "en/index.html" not in outputs


def test_the_root_offers_the_languages_and_never_leads_on_by_itself() -> None:
    html = site(*SHELF)["index.html"].content.decode()
    assert re.findall(r'<li><a href="([^"]*)" hreflang="(\w+)"', html) == [
        ("nl/index.html", "nl"),
        ("en/index.html", "en"),
    ]
    single = site(SHELF[0])["index.html"].content.decode()
    assert re.findall(r'<li><a href="([^"]*)" hreflang="(\w+)"', single) == [("nl/index.html", "nl")]
    assert "http-equiv" not in html + single


def test_the_missing_page_points_from_the_root() -> None:
    html = site(*SHELF)["404.html"].content.decode()
    assert '<link rel="stylesheet" href="/assets/site.css">' in html
    assert '<a class="action" href="/nl/index.html">' in html
    assert "canonical" not in html


def test_the_index_needs_no_locale_of_its_own() -> None:
    answered = index(*SHELF)
    bare = samples.context("")
    assert "/index.html" not in {
        output.path for output in web.render_index(type(answered)("index", answered.data, bare), [])
    }


def test_feeds_the_site_map_and_llms_name_every_page_with_its_full_address() -> None:
    based = dataclasses.replace(samples.context(), base_url="https://www.voorbeeldstad.example")
    moments = {"publishedAt": "2026-03-01T10:00:00+00:00", "firstPublishedAt": "2026-01-01T10:00:00+00:00"}
    listed = [{**one, **moments, "fields": [field("summary", "long_text", "S", "Kort <gezegd>.")]} for one in SHELF]
    produced = [
        Produced(f"nl/{one['key']}/index.html", "", "text/html", one["uuid"], "nl", one["key"], "") for one in SHELF[:2]
    ]
    found = {one.path: one for one in web.render_index(dataclasses.replace(index(*listed), context=based), produced)}
    feed = json.loads(found["nl/feed.json"].content)
    urls = [f"https://www.voorbeeldstad.example/nl/{one['key']}/" for one in SHELF[:2]]
    assert [one["url"] for one in feed["items"]] == urls
    assert feed["items"][0]["content_text"] == "Kort <gezegd>."
    atom = found["nl/feed.atom"].content.decode()
    assert all(f'<link href="{url}"/>' in atom for url in urls)
    assert "Kort &lt;gezegd&gt;." in atom
    assert [url in found["sitemap.xml"].content.decode() for url in urls] == [True, True]
    assert f"](nl/{SHELF[0]['key']}/index.md)" in found["llms.txt"].content.decode()
    assert found["nl/feed.atom"].stamps == tuple(one["stamp"] for one in SHELF[:2])
    assert "Kort &lt;gezegd&gt;." not in found["nl/search.html"].content.decode()
    assert 'data-words="' in found["nl/search.html"].content.decode()


def test_a_page_has_a_twin_in_markdown() -> None:
    page, twin = web.render_item(
        payload(
            item("Verhuizen", "verhuizen", [field("t", "rich_text", "T", [samples.block("Kost ", samples.price())])])
        )
    )
    assert '<link rel="alternate" type="text/markdown" href="index.md">' in page.content.decode()
    assert twin.path == "nl/verhuizen/index.md"
    assert twin.content.decode().endswith("# Verhuizen\n\nKost € 83,87\n")
    assert twin.stamps == page.stamps
    fields = [
        field("x", "image", "", samples.image()),
        field("e", "reference", "Meer", samples.reference("pas", "Pas")),
    ]
    page, twin = web.render_item(payload(item("T", "t", fields)))
    assert "[Pas](../pas/index.md)" in twin.content.decode()
    (asset,) = twin.assets
    assert (f"](../../{asset.path})" in twin.content.decode(), asset in page.assets) == (True, True)


def test_a_page_has_a_picture_for_who_shares_it_made_once(tmp_path: Path) -> None:
    shown = payload(ITEM, cards=True)
    made, _twin = web.render_item(shown)
    (card,) = made.made
    html = made.content.decode()
    assert re.fullmatch(r"assets/cards/[0-9a-f]{20}\.png", card.path)
    assert f'<meta property="og:image" content="{shown.context.organisation.base_url}/{card.path}">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    with Image.open(io.BytesIO(card.make())) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    first = write_files(tmp_path, [made])
    assert card.path in first.written
    assert card.path in write_files(tmp_path, [made]).unchanged
    other = web.render_item(payload({**ITEM, "title": "Iets anders"}, cards=True))[0]
    assert other.made[0].path != card.path
    assert card.path in write_files(tmp_path, [other]).removed


def test_a_picture_that_cannot_be_made_is_missing_and_the_page_stands(tmp_path: Path) -> None:
    def fail() -> bytes:
        raise RuntimeError("no typesetter")

    done = write_files(tmp_path, [Output("a.html", "text/html", b"a", made=(Made("assets/cards/x.png", fail),))])
    assert (done.written, done.missing) == (["a.html"], ["assets/cards/x.png"])


def test_no_picture_is_promised_without_an_address_or_when_nobody_asked() -> None:
    assert web.render_item(payload(ITEM))[0].made == ()
    gone = web.render_item(payload({**ITEM, "status": "GONE"}, cards=True))[0]
    assert gone.made == ()
    assert b"og:image" not in gone.content


def cost(name: str, *more: dict[str, Any]) -> dict[str, Any]:
    return {"_type": "group", "fields": [field("name", "text", "Waarvoor", name), *more]}


def test_a_list_of_names_with_a_value_is_a_list_of_terms() -> None:
    price = field("price", "fact", "Prijs", samples.price())
    code = field("code", "text", "Code", "A1", metadata=True)
    html = article(field("costs", "list", "Kosten", [cost("18 jaar", price, code), cost("Spoed", price)]))
    assert re.findall(r"<dt>([^<]*)</dt>", html) == ["18 jaar", "Spoed"]
    assert html.count("<dl") == 1
    assert html.startswith('<h2 id="costs">Kosten</h2>')
    usual = article(field("costs", "list", "Kosten", [cost("18 jaar", price), cost("Spoed")]))
    assert re.findall(r"<dt>([^<]*)</dt>", usual) == ["Waarvoor", "Prijs", "Waarvoor"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("", "Aanvraag van een pas|De balie|Meerpassen|Pas aanvragen|Passage"),
        ("pas", "Pas aanvragen|Aanvraag van een pas|Passage|Meerpassen|De balie"),
        ("PÁS aanvr", "Pas aanvragen|Aanvraag van een pas"),
        ("balie", "De balie|Passage|Meerpassen"),
        ("passages", "Passage"),
    ],
)
def test_what_has_the_word_in_its_title_is_found_first(
    tmp_path: Path, browser: Browser, asked: str, titles: str
) -> None:
    told = {"Meerpassen": "baliemedewerker", "Passage": "balie", "De balie": "pas"}
    names = ("Passage", "Pas aanvragen", "De balie", "Meerpassen", "Aanvraag van een pas")
    shelf = [
        {**listed(name, f"p{place}", name), "fields": [{"kind": "tags", "text": told.get(name, "")}]}
        for place, name in enumerate(names)
    ]
    write_files(tmp_path, site(*shelf).values(), fetch=lambda _: b"")
    tab = browser.new_page()
    tab.goto(f"file://{tmp_path}/nl/search.html?q={asked}")
    found = tab.locator("main li:visible").all_inner_texts()
    count = tab.locator("#Found").inner_text()
    tab.close()
    assert "|".join(found) == titles
    assert count == (f"Gevonden pagina's: {len(found)}" if asked else "")


def test_hours_have_the_days_that_differ_under_a_term_and_the_note_in_a_paragraph() -> None:
    html = article(field("hours", "fact", "Openingstijden", HOURS))
    told = re.search(r'<dt>Openingstijden</dt><dd><div class="hours">(.*)</div></dd>', html)
    assert told
    week, others, *note = re.split(r"</?dl>", re.sub(r"</?data[^>]*>", "", told.group(1)).replace("\u2060", ""))
    lines = unbroken(HOURS["text"]).replace("\u2060", "").splitlines()
    assert week == f"<p>{'<br>'.join(lines[:7])}</p>"
    assert others == f"<dt>Andere tijden</dt><dd>{lines[7]}</dd><dd>{lines[8]}</dd>"
    assert note == ["<p>Kom op tijd.</p>"]
    no_more = {**HOURS, "text": "\n".join(lines[:7]), "value": {**HOURS["value"], "exceptions": []}}
    html = article(field("hours", "fact", "Openingstijden", no_more))
    assert ('<div class="hours"><p>' in html, "<dl><dt>" in html, "</p></div></dd>" in html) == (True, False, True)
    inside = article(field("body", "rich_text", "", [block("Open: ", HOURS)]))
    assert 'class="hours"' not in inside


def test_a_notice_has_the_days_that_differ_before_the_usual_week() -> None:
    dates = [field("a", "datetime", "Begint", "2026-05-01T12:00:00+00:00"), field("b", "date", "Eindigt", "2026-05-09")]
    html = article(field("hours", "fact", "Openingstijden", HOURS), *dates)
    terms = re.findall(r"<dt>([^<]*)</dt><dd>(?!<div)", html.partition('<div class="hours">')[2].partition("</div>")[0])
    assert terms == ["Andere tijden", "Gewone tijden"]
