"""The desk: what to say, facts at hand, notes that stay inside, a way through the questions, a list to search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Browser

from channels.kinds.servicedesk import kind
from channels.kinds.servicedesk.script import Known, facts_of
from channels.output import Output
from channels.transports.files import write_files
from tests.channels import samples
from tests.channels.email.letters import HOSTILE
from tests.channels.portable_text.strategies import json_value
from tests.channels.samples import ARABIC, ITEM, MOVING, PASSPORT, PROCEDURE, block, field, item, listed, payload
from tests.channels.test_signage import HOURS

desk = kind()
WEB = {"web_url": "https://www.voorbeeldstad.example"}

VERIFICATION = {
    "_type": "group",
    "fields": [
        field("level", "choice", "Niveau", {"_type": "choice", "value": "basic", "label": "Basis"}, internal=True),
        field("ask", "list", "Vraag naar", ["Postcode en huisnummer"], internal=True),
        field("never_ask", "list", "Vraag nooit naar", ["Wachtwoord"], internal=True),
    ],
}

SCRIPT = item(
    "Verhuizing aan de telefoon",
    "verhuizing-script",
    [
        field("summary", "long_text", "Samenvatting", "Geef uw verhuizing op tijd door."),
        field("greeting", "text", "Begroeting", "Goedemorgen, met Voorbeeldstad.", internal=True),
        field("verification", "group", "Verificatie", VERIFICATION, internal=True),
        field("steps", "procedure", "Hoe u het regelt", PROCEDURE),
        field("wrap_up", "text", "Afronding", "Is alles duidelijk?", internal=True),
        field("phone", "fact", "Telefoon", samples.phone()),
    ],
)


def page(shown: Mapping[str, Any] | None, **more: Any) -> str:
    (output,) = desk.render_item(payload(shown, **{**WEB, **more}))
    return output.content.decode()


def test_the_page_says_where_it_comes_from() -> None:
    (output,) = desk.render_item(payload(ITEM, **WEB))
    html = output.content.decode()
    stamp = f"{ITEM['stamp']};t={desk.template_version}"
    assert (output.path, output.media_type, output.stamps) == ("nl/verhuizing-doorgeven.html", "text/html", (stamp,))
    assert f'<meta name="contenthub:stamp" content="{stamp}">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert (
        '<p class="about">'
        '<span>Laatst gepubliceerd: <time datetime="2026-02-28">28\u00a0februari\u00a02026</time></span>'
        '<span>Nakijken vóór: <time datetime="2027-02-01">1\u00a0februari\u00a02027</time></span>'
        '<span><a href="https://www.voorbeeldstad.example/nl/verhuizing-doorgeven/">Wat de klant ziet</a></span></p>'
    ) in html
    assert '<a href="paspoort-aanvragen.html">paspoort</a>' in html
    assert "on" + "click" not in html


def test_facts_are_listed_once_with_how_to_say_them() -> None:
    assert facts_of(ITEM["fields"]) == [
        Known("Prijs van een paspoort", "€ 83,87", "drieëntachtig euro zevenentachtig"),
        Known("Telefoonnummer", "14 010", "veertien nul tien"),
    ]
    assert facts_of([field("x", "fact", "X", samples.phone(), internal=True)]) == []
    assert (
        '<div><dt>Telefoonnummer</dt><dd><span class="value">14 010</span>'
        '<span class="spoken">Zeg: “veertien nul tien”</span>'
        '<button type="button" class="copy" data-copy="14 010" data-done="Gekopieerd"'
        ' data-key="Shift+1" hidden>Kopieer'
        '<span class="unseen"> Telefoonnummer</span></button></dd></div>'
    ) in page(SCRIPT)


def test_addresses_come_first_then_hours_in_few_lines_without_days_that_are_over() -> None:
    over = {**HOURS["value"]["exceptions"][0], "date": "2026-02-27"}
    value = {**HOURS["value"], "exceptions": [over, HOURS["value"]["exceptions"][1]]}
    hours = {**HOURS, "value": value, "spoken": "elke dag\nvrijdag dicht\nmei dicht\nKom op tijd."}
    phone = field("phone", "fact", "Telefoon", samples.phone())
    place = field("place", "fact", "Adres", {"_type": "fact", "kind": "address", "label": "Adres", "text": "Plein 1"})
    html = page(item("Stadhuis", "stadhuis", [phone, field("hours", "fact", "Openingstijden", hours), place]))
    told = html[html.index('<section class="known" aria-labelledby="Facts"') :].replace("\u00a0", " ")
    week = "ma, di en vr 8.30–17.00 uur\ndo 8.30–20.00 uur"
    assert f"{week}\n\nAndere tijden:\nza 2 mei – ma 4 mei: gesloten\n\nKom op tijd.</span>" in told.replace(
        "\u2060", ""
    )
    assert re.findall(r"<dt>([^<]*)", told) == ["Adres", "Openingstijden", "Telefoonnummer"]
    assert "Zeg: “elke dag\nmei dicht\nKom op tijd.”" in told
    long = {**hours, "spoken": hours["spoken"].replace("elke dag", "elke dag " * 20)}
    html = page(item("Stadhuis", "stadhuis", [field("hours", "fact", "Openingstijden", long)]))
    assert '<details class="spoken"><summary>Zeg</summary>“elke dag elke' in html


def test_what_is_internal_stands_in_its_own_box_and_nowhere_else() -> None:
    html = page(SCRIPT)
    before, start, more = html.partition('<section class="internal"')
    box, rest = start + more.partition("</section>")[0], before + more.partition("</section>")[2]
    assert before.endswith('<div class="columns noted">\n')
    assert (box.count("Basis"), rest.count("Basis")) == (1, 0)
    for words in (
        ">Goedendag</span>, met Voorbeeldstad.",
        "Postcode en huisnummer",
        "Wachtwoord",
        "Is alles duidelijk?",
    ):
        assert (box.count(words), rest.count(words)) == (0, 1), words
    assert '<ul class="never"><li>Wachtwoord</li>' in rest
    assert page(item("T", "t", [field("greeting", "text", "Begroeting", "Dag")])).count("Dag") == 1
    long = page(item("T", "t", [field("greeting", "rich_text", "Begroeting", [block("Dag")], internal=True)]))
    assert "Dag" in long[long.index('<section class="internal"') :]
    assert '<p class="note"><strong>Alleen medewerkers:</strong> GEHEIM: controleer de toevoeging.</p>' in rest
    assert '<section class="internal"' not in page(item("T", "t", []))


def test_that_nobody_is_verified_is_a_sentence_for_colleagues() -> None:
    nobody = field("level", "choice", "Niveau", {"_type": "choice", "value": "none", "label": "Geen"}, internal=True)
    group = {"_type": "group", "fields": [nobody]}
    html = page(item("T", "t", [field("verification", "group", "Verificatie", group, internal=True)]))
    box = html[html.index('<section class="internal"') :].partition("</section>")[0]
    assert box.count("<p>U hoeft niet na te gaan wie er belt.</p>") == 1
    assert [words in html for words in ("Verificatie", "Niveau", "Geen")] == [False] * 3


def test_a_script_leads_to_itself_in_another_language() -> None:
    other = {"locale": "en", "key": "moving", "title": "Moving"}
    html = page({**SCRIPT, "translations": [other]})
    assert re.findall(r'href="([^"]*)" hreflang="([^"]*)"', html) == [("../en/moving.html", "en")]
    assert "hreflang" not in page({**SCRIPT, "translations": []})


def test_a_long_address_is_broken_behind_its_slashes_only() -> None:
    address = samples.phone(kind="url", fact=PASSPORT, text="https://mijn.example/a/b")
    html = page(item("T", "t", [field("summary", "long_text", "S", "Kort."), field("x", "fact", "X", address)]))
    assert '<span class="value">https://<wbr>mijn.example/<wbr>a/<wbr>b</span>' in html
    assert "https://<wbr>www.voorbeeldstad.example/<wbr>nl/<wbr>t/<wbr></p>" in html


def test_an_answer_is_a_link_to_what_comes_next() -> None:
    html = page(SCRIPT)
    first = re.search(r'<li id="steps-1".*?</ul>', html, re.DOTALL)
    assert first
    assert re.findall(r'href="#([^"]*)" data-answer="([^"]*)"', first[0]) == [
        ("steps-2", "Uit Voorbeeldstad"),
        ("steps-2", "Uit een andere gemeente"),
        ("steps-7", "Uit het buitenland"),
    ]
    assert re.findall(r'<li id="steps-\d" class="(\w+)"', html) == [
        "question", "question", "question", "steps", "outcome", "outcome", "outcome"
    ]  # fmt: skip
    assert '<p class="close">Sluit het gesprek af als: <strong>opgelost</strong></p>' in html


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([field("summary", "long_text", "S", "Kort & goed.")], "<p>Kort &amp; goed.</p>"),
        ([field("b", "rich_text", "B", [block("Bel ", samples.phone(), "."), block("Later.")])],
         "<p>Bel veertien nul tien.</p>"),
    ],
)  # fmt: skip
def test_what_to_say(fields: list[dict[str, Any]], said: str) -> None:
    found = re.search(r'<h2 id="Say">Zeg dit</h2>\n<div class="prose">(.*?)</div>', page(item("T", "t", fields)))
    assert found
    assert found[1] == said


@pytest.mark.parametrize(
    ("status", "more", "expected"),
    [
        ("GONE", {}, ("Deze pagina is er niet meer", '<a class="action" href="index.html">Alle scripts</a>')),
        ("EXPIRED", {}, ("Deze pagina is verlopen", '<a class="action" href="index.html">Alle scripts</a>')),
        (
            "REPLACED",
            {"replacedBy": {"locale": "nl", "key": "nieuw", "title": "Nieuw"}},
            ("Deze pagina is verhuisd", '<a class="action" href="nieuw.html">Ga naar “Nieuw”</a>'),
        ),
        ("WITHDRAWN", {"notice": "Vraag het na."},
         ("Gebruik deze tekst niet zonder hem na te kijken.</strong> Vraag het na.", "Zeg dit")),
    ],
)  # fmt: skip
def test_what_no_longer_lives_says_what_to_use(status: str, more: dict[str, Any], expected: tuple[str, str]) -> None:
    html = page({**SCRIPT, "status": status, **more})
    assert [one for one in expected if one not in html] == []


def test_of_what_was_withdrawn_agents_say_and_send_the_reason_alone() -> None:
    sister = [{"locale": "en", "key": "moving", "title": "Moving"}]
    html = page({**ITEM, "status": "WITHDRAWN", "notice": "De storm is voorbij.", "translations": sister})
    assert html.count("data-copy=") == html.count('data-key="') == 2 + html.count('data-key="Shift')
    assert re.search(r'<div class="old"><h2>Dit stond er</h2>((?!<h2).)*<h3', html, re.DOTALL)
    assert '<div class="prose"><p>De storm is voorbij.</p></div></section>' in html
    assert f"<h1>Ingetrokken: “{ITEM['title']}”</h1>" in html
    sent = re.findall(r'data-copy="([^"]*)" data-done="Gekopieerd" data-key="[cm]"', html)
    assert [one.count("De storm is voorbij.") for one in sent] == [1, 1]
    assert "Gaat u verhuizen?" not in "".join(sent)
    silent = page({**ITEM, "status": "WITHDRAWN"})
    assert ('<h2 id="Say">' in silent, '<h2 id="Send">' in silent) == (False, False)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    fields = [
        field("summary", "long_text", text, text),
        field("a", "text", text, text, internal=True),
        field("b", "fact", text, samples.phone(text=text, spoken=f"{text}!", label=text)),
        field("c", "procedure", text, {"nodes": [{"id": "x", "kind": "steps", "title": text, "steps": [
            {"text": text, "agent_note": text}]}]}),
    ]  # fmt: skip
    html = page(item(text, "x", fields))
    assert re.findall(r"<script[^>]*>", html) == [
        '<script type="application/ld+json">', '<script src="../assets/desk.js" defer>'
    ]  # fmt: skip
    assert "<mj-" not in html


def test_the_list_holds_what_is_searched() -> None:
    one = listed(MOVING, "a", "Verhuizen", subject=samples.SUBJECT)
    one["fields"] = [
        {"key": "summary", "kind": "long_text", "text": "Op tijd doorgeven."},
        {"key": "tags", "kind": "tags", "text": "BRP adres"},
        {"key": "memo", "kind": "text", "text": "GEHEIM", "internal": True},
    ]
    two = listed(PASSPORT, "b", "Weg")
    produced = [Output("nl/a.html", "text/html", b"x").produced(uuid=MOVING, locale="nl", key="a", stamp=one["stamp"])]
    outputs = {output.path: output for output in desk.render_index(samples.index(one, two), produced)}
    assert sorted(outputs) == ["assets/desk.js", "assets/icon.svg", "assets/site.css", "index.html", "nl/index.html"]
    html = outputs["nl/index.html"].content.decode()
    stamp = f"{one['stamp']};t={desk.template_version}"
    assert outputs["nl/index.html"].stamps == (stamp,)
    assert (
        f'<li data-stamp="{stamp}" data-words="verhuizen brp adres op tijd doorgeven."><a href="a.html">Verhuizen</a>'
    ) in html
    assert "Weg" not in html
    assert '<form class="search" role="search" hidden>' in html


@pytest.mark.parametrize(
    ("asked", "mark"),
    [({"status": "WITHDRAWN"}, ' <span class="mark">Ingetrokken</span>'), ({"status": "LIVE"}, ""), ({}, "")],
)
def test_the_list_marks_what_was_withdrawn_where_the_query_asks_for_it(asked: dict[str, str], mark: str) -> None:
    one = {**listed(MOVING, "a", "Storm"), **asked}
    produced = [Output("nl/a.html", "text/html", b"x").produced(uuid=MOVING, locale="nl", key="a", stamp=one["stamp"])]
    outputs = {output.path: output for output in desk.render_index(samples.index(one), produced)}
    assert f'<a href="a.html">Storm</a>{mark}</li>' in outputs["nl/index.html"].content.decode()
    assert "status" in re.split(r"\W+", desk.queries["index"].partition("node")[2])


def test_a_right_to_left_script() -> None:
    html = page(ARABIC)
    assert '<html lang="ar" dir="rtl">' in html
    assert '<span class="value">14 010</span>' in html


def test_an_unknown_or_empty_item() -> None:
    assert desk.render_item(payload(None)) == ()
    assert '<section class="say"' not in page(item("Leeg", "leeg", []))
    assert "<h1>leeg</h1>" in page(item("", "leeg", []))


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(json_value)
def test_any_answer_gives_a_page(value: Any) -> None:
    kinds = ("rich_text", "fact", "image", "table", "procedure", "list", "group")
    fields = [field("x", kind, "X", value, internal=inside) for kind in kinds for inside in (True, False)]
    assert page(item("T", "t", fields)).startswith("<!doctype html>")


@pytest.fixture
def opened(tmp_path: Path, browser: Browser) -> Iterator[Any]:
    (script,) = desk.render_item(payload(SCRIPT))
    one = {**listed(MOVING, SCRIPT["key"], SCRIPT["title"]), "fields": []}
    two = listed(PASSPORT, "paspoort", "Paspoort aanvragen")
    two["fields"] = [{"kind": "tags", "text": "identiteitskaart café"}]
    produced = [
        Output(f"nl/{each['key']}.html", "text/html", b"x").produced(
            uuid=each["uuid"], locale="nl", key=each["key"], stamp=each["stamp"]
        )
        for each in (one, two)
    ]
    write_files(tmp_path, [script, *desk.render_index(samples.index(one, two), produced)], fetch=lambda _: b"")
    tab = browser.new_page()
    yield tab, f"file://{tmp_path}/nl/"
    tab.close()


@pytest.mark.browser
def test_a_script_is_walked_with_keys(opened: Any) -> None:
    tab, folder = opened
    tab.goto(f"{folder}verhuizing-script.html")
    shown = tab.locator(".procedure > li:visible h3")
    assert shown.all_inner_texts() == ["1. Waar komt u vandaan?"]
    tab.keyboard.press("3")
    assert shown.all_inner_texts() == ["7. Kom naar de balie"]
    assert tab.locator(".trail li").all_inner_texts() == ["1. Waar komt u vandaan? Uit het buitenland"]
    tab.keyboard.press("Backspace")
    assert shown.all_inner_texts() == ["1. Waar komt u vandaan?"]
    tab.get_by_text("Uit Voorbeeldstad").click()
    assert shown.all_inner_texts() == ["2. Wanneer verhuist u?"]
    tab.get_by_role("button", name="Opnieuw").click()
    assert shown.all_inner_texts() == ["1. Waar komt u vandaan?"]


@pytest.mark.browser
def test_the_answers_so_far_name_a_step_without_an_answer_by_its_title(opened: Any) -> None:
    tab, folder = opened
    tab.goto(f"{folder}verhuizing-script.html#steps-4")
    tab.keyboard.press("1")
    assert tab.locator(".trail li").all_inner_texts() == ["4. Geef uw verhuizing online door"]


def test_no_address_in_a_script_is_broken_inside_a_word() -> None:
    body, steps = [block("Ga naar mijn.example/verhuizing.")], [{"text": "Open mijn.example/a."}]
    nodes = [{"id": "a", "kind": "steps", "body": body, "steps": steps}]
    html = page(item("T", "t", [field("p", "procedure", "P", {"nodes": nodes})]))
    assert "<p>Ga naar mijn.example/<wbr>verhuizing.</p>" in html
    assert "<li>Open mijn.example/<wbr>a.</li>" in html


@pytest.mark.browser
def test_single_keys_are_turned_off_where_everybody_sees_it_and_stay_off(opened: Any) -> None:
    tab, folder = opened
    tab.goto(f"{folder}verhuizing-script.html")
    shown = tab.locator(".procedure > li:visible h3")
    tab.get_by_role("button", name="Sneltoetsen uitzetten").click()
    tab.keyboard.press("3")
    assert shown.all_inner_texts() == ["1. Waar komt u vandaan?"]
    tab.goto(f"{folder}index.html")
    button = tab.get_by_role("button", name="Sneltoetsen aanzetten")
    button.focus()
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.tagName") == "BUTTON"
    button.click()
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.tagName") == "INPUT"
    tab.goto(f"{folder}verhuizing-script.html")
    tab.keyboard.press("3")
    assert shown.all_inner_texts() == ["7. Kom naar de balie"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("moment", "hello"),
    [
        ("2026-03-02T04:59:00Z", "Goedenavond"),
        ("2026-03-02T05:00:00Z", "Goedemorgen"),
        ("2026-03-02T10:59:00Z", "Goedemorgen"),
        ("2026-07-02T10:00:00Z", "Goedemiddag"),
        ("2026-07-02T16:00:00Z", "Goedenavond"),
    ],
)
def test_the_greeting_follows_the_time_where_the_organisation_is(opened: Any, moment: str, hello: str) -> None:
    tab, folder = opened
    tab.clock.set_fixed_time(moment)
    tab.goto(f"{folder}verhuizing-script.html")
    assert tab.locator(".greeting").first.inner_text().startswith(f"{hello}, ")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("asked", "titles", "told"),
    [
        ("", ["Paspoort aanvragen", "Verhuizing aan de telefoon"], ""),
        ("CAFE", ["Paspoort aanvragen"], "Gevonden: 1"),
        ("identiteit aanvr", ["Paspoort aanvragen"], "Gevonden: 1"),
        ("aan", ["Verhuizing aan de telefoon", "Paspoort aanvragen"], "Gevonden: 2"),
        ("zzz", [], "Niets gevonden. Probeer een ander woord, of een korter woord."),
    ],
)
def test_the_list_is_searched_while_typing(opened: Any, asked: str, titles: list[str], told: str) -> None:
    tab, folder = opened
    tab.goto(f"{folder}index.html")
    tab.keyboard.type(asked)
    assert tab.locator("main li:visible").all_inner_texts() == titles
    assert tab.locator(".found").inner_text() == told


@pytest.mark.browser
def test_enter_opens_the_first_that_is_shown_and_escape_brings_the_list_back(opened: Any) -> None:
    tab, folder = opened
    tab.goto(f"{folder}index.html")
    tab.keyboard.type("aan")
    tab.keyboard.press("Escape")
    assert tab.locator("main li:visible").all_inner_texts() == ["Paspoort aanvragen", "Verhuizing aan de telefoon"]
    tab.keyboard.type("aan")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{folder}verhuizing-script.html")


def test_a_script_has_what_can_be_sent_in_each_language() -> None:
    html = page(
        {**ITEM, "translations": [{"locale": "en", "key": "moving", "title": "Moving <house>"}]},
        hub_url="https://hub.example",
    )
    copied = re.findall(r'data-copy="([^"]*)" data-done="Gekopieerd"(?: data-key="([^"]+)")?', html)
    keys = [key for _text, key in copied]
    assert keys[:3] == ["c", "m", ""]
    assert copied[0][0].endswith("https://www.voorbeeldstad.example/nl/verhuizing-doorgeven/")
    assert copied[1][0].startswith("Geachte heer, mevrouw,\n\nGaat u verhuizen?")
    assert copied[1][0].endswith("Met vriendelijke groet,\nGemeente Voorbeeldstad")
    assert (
        "You can read about “Moving &lt;house&gt;” here: https://www.voorbeeldstad.example/en/moving/" in copied[2][0]
    )
    assert keys[3:5] == ["Shift+1", "Shift+2"]


def test_what_is_sent_names_the_site_of_customers_and_not_the_one_on_the_screen() -> None:
    more = {"web_url": "http://127.0.0.1:8000/channels/web", "send_url": "https://www.elders.example"}
    html = page({**ITEM, "translations": [{"locale": "en", "key": "moving", "title": "Moving"}]}, **more)
    copied = re.findall(r'data-copy="([^"]*)"', html)
    assert "https://www.elders.example/nl/verhuizing-doorgeven/" in copied[0]
    assert "https://www.elders.example/en/moving/" in copied[2]
    assert "127.0.0.1" not in "".join(copied)
    assert 'href="http://127.0.0.1:8000/channels/web/nl/verhuizing-doorgeven/"' in html


def test_what_only_colleagues_may_know_is_in_no_snippet() -> None:
    copied = "".join(re.findall(r'data-copy="([^"]*)"', page(ITEM)))
    assert copied
    assert "GEHEIM" not in copied


def test_the_channel_says_how_a_conversation_begins_unless_the_script_does() -> None:
    more = {"greeting": {"nl": "Goedendag."}, "ask": {"nl": ["Postcode"]}, "never_ask": {"nl": ["Wachtwoord <x>"]}}
    html = page(ITEM, **more)
    by_time = 'data-by-time="Goedemorgen|Goedemiddag|Goedenavond" data-zone="Europe/Amsterdam"'
    assert f'<p class="greeting"><span class="hello" {by_time}>Goedendag</span>.</p>' in html
    assert "<li>Wachtwoord &lt;x&gt;</li>" in html
    own = page(SCRIPT, **more)
    assert ("Goedendag</span>." in own, "<li>Postcode</li>" in own, "Wachtwoord &lt;x&gt;" in own) == (
        False,
        False,
        False,
    )
    assert "Wachtwoord &lt;x&gt;" in page(item("T", "t", [SCRIPT["fields"][1]]), **more)
    assert 'class="before"' not in page(ITEM, greeting={"en": "Hi"})


def test_a_conversation_may_end_as_the_script_says_or_as_any_does() -> None:
    html = page(ITEM, hub_url="https://hub.example")
    form = html.partition('<section class="wrap"')[2].partition("</section>")[0]
    assert 'action="https://hub.example/wrap-up"' in form
    endings = re.findall(r"<option>([^<]*)</option>", form)
    assert endings[-4:] == ["Beantwoord", "Doorverbonden", "Belt terug of wordt teruggebeld", "Niet beantwoord"]
    assert len(endings) > 4
    nodes = [{"id": name, "kind": "outcome", "disposition": name} for name in ("reported", "solved", "Naar de markt")]
    html = page(item("T", "t", [field("p", "procedure", "P", {"nodes": nodes})]), hub_url="https://hub.example")
    assert re.findall(r"<option>([^<]*)</option>", html)[:3] == ["Melding aangenomen", "Beantwoord", "Naar de markt"]
    assert len(re.findall(r"<option>Beantwoord</option>", html)) == 1
    assert '<p class="close">Sluit het gesprek af als: <strong>Melding aangenomen</strong></p>' in html
    assert 'class="wrap"' not in page(ITEM, hub_url="")
    assert f'href="https://hub.example/admin/as-seen/{ITEM["uuid"]}/nl/"' in html
