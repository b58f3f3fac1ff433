"""E-mail: headers that cannot be added to, two parts that say the same, templates by model, and the newsletter."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import re
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from channels.kinds.email import kind
from channels.kinds.email.newsletter import newest
from channels.output import Output
from tests.channels import samples
from tests.channels.email.letters import HOSTILE, LETTER
from tests.channels.portable_text.strategies import json_value
from tests.channels.samples import ARABIC, ITEM, MOVING, PASSPORT, block, field, item, listed, payload

mail_kind = kind()
WEB = {
    "web_url": "https://www.voorbeeldstad.example",
    "unsubscribe": "https://mijn.voorbeeldstad.example/afmelden/{token}",
}


def output(shown: Mapping[str, Any] | None, **more: Any) -> Output:
    (found,) = mail_kind.render_item(payload(shown, **{**WEB, **more}))
    return found


def read(found: Output) -> EmailMessage:
    message = email.message_from_bytes(found.content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(found: Output, subtype: str) -> str:
    body = read(found).get_body((subtype,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_headers_are_exact() -> None:
    found = output(ITEM)
    stamp = f"{ITEM['stamp']};t={mail_kind.template_version}"
    message = read(found)
    assert (found.path, found.media_type, found.stamps, found.findings) == (
        "nl/verhuizing-doorgeven.eml",
        "message/rfc822",
        (stamp,),
        (),
    )
    assert [(name, str(value)) for name, value in message.items() if name not in ("Message-ID", "Content-Type")] == [
        ("From", "Gemeente Voorbeeldstad <info@voorbeeldstad.example>"),
        ("To", "Lezer <lezer@example.org>"),
        ("Subject", "Verhuizing doorgeven"),
        ("Date", "Fri, 27 Feb 2026 23:30:00 +0000"),
        ("List-Id", "Website <website.voorbeeldstad.example>"),
        (
            "List-Unsubscribe",
            "<https://mijn.voorbeeldstad.example/afmelden/RECIPIENT_TOKEN>, "
            "<mailto:unsubscribe@voorbeeldstad.example?subject=RECIPIENT_TOKEN>",
        ),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Auto-Submitted", "auto-generated"),
        ("X-ContentHub-Stamp", stamp),
        ("MIME-Version", "1.0"),
    ]
    assert re.fullmatch(r"<[0-9a-f]{32}@voorbeeldstad\.example>", str(message["Message-ID"]))
    assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/html"]


def test_the_same_payload_gives_the_same_bytes_and_another_stamp_another_id() -> None:
    assert output(ITEM).content == output(ITEM).content
    other = output({**ITEM, "stamp": f"{ITEM['stamp']}x"})
    assert read(other)["Message-ID"] != read(output(ITEM))["Message-ID"]


@pytest.mark.parametrize(
    ("name", "value", "header", "expected"),
    [
        ("from", "Het loket <loket@a.nl>", "From", "Het loket <loket@a.nl>"),
        ("from", "loket@a.nl", "From", "Gemeente Voorbeeldstad <loket@a.nl>"),
        ("to", "J. Jansen <j@b.nl>", "To", '"J. Jansen" <j@b.nl>'),
        ("to", "A <a@b.nl>\r\nBcc: boef@c.nl", "To", "A <a@b.nl>"),
        ("from", "geen adres", "From", "Gemeente Voorbeeldstad <info@voorbeeldstad.example>"),
        ("unsubscribe", "https://a.nl/af?x=1", "List-Unsubscribe", "<https://a.nl/af?x=1>, <mailto:unsubscribe@"),
        ("unsubscribe", "javascript:alert(1)", "List-Unsubscribe", "<mailto:unsubscribe@voorbeeldstad.example>"),
        ("unsubscribe", "http://a.nl/{token}", "List-Unsubscribe", "<mailto:unsubscribe@voorbeeldstad.example>"),
        ("list_id", "nieuws.a.nl", "List-Id", "Website <nieuws.a.nl>"),
        ("list_id", "x>\r\nBcc: b@c.nl", "List-Id", "Website <website.voorbeeldstad.example>"),
    ],
)  # fmt: skip
def test_settings_of_the_channel(name: str, value: str, header: str, expected: str) -> None:
    message = read(output(ITEM, **{name: value}))
    assert str(message[header])[: len(expected)] == expected
    assert "Bcc" not in message


@pytest.mark.parametrize(
    ("given", "letter", "news"),
    [
        ({"letter_from": "Loket <l@a.nl>"}, "Loket <l@a.nl>", "Gemeente Voorbeeldstad <info@voorbeeldstad.example>"),
        ({"letter_from": "Loket <l@a.nl>", "from": "Nieuws <n@a.nl>"}, "Loket <l@a.nl>", "Nieuws <n@a.nl>"),
        ({"letter_from": "", "from": "Nieuws <n@a.nl>"}, "Nieuws <n@a.nl>", "Nieuws <n@a.nl>"),
    ],
)
def test_letters_have_a_sender_of_their_own(given: dict[str, str], letter: str, news: str) -> None:
    assert (str(read(output(LETTER, **given))["From"]), str(read(output(ITEM, **given))["From"])) == (letter, news)


def test_a_list_without_a_page_to_leave_it_names_no_page() -> None:
    found = output(ITEM, unsubscribe="")
    assert (str(read(found)["List-Unsubscribe"]), "List-Unsubscribe-Post" in read(found)) == (
        "<mailto:unsubscribe@voorbeeldstad.example>",
        False,
    )
    assert "Afmelden: unsubscribe@voorbeeldstad.example\n" in part(found, "plain")
    assert '<a href="mailto:unsubscribe@voorbeeldstad.example"' in part(found, "html")
    assert found.findings == ()


@pytest.mark.parametrize("given", ["http://a.nl/{token}", "https://a.nl/af", "geen adres"])
def test_a_page_that_cannot_tell_who_leaves_is_a_finding(given: str) -> None:
    (finding,) = output(ITEM, unsubscribe=given).findings
    assert (finding.level, finding.where) == ("warning", "unsubscribe")
    assert finding.message.startswith(f"{given!r} ")


def test_an_odd_address_is_a_finding() -> None:
    (finding,) = output(ITEM, **{"from": "geen adres"}).findings
    assert (finding.level, finding.where) == ("warning", "from")
    assert finding.message == (
        "'geen adres' is no e-mail address; info@voorbeeldstad.example is used. Write: Name <a@b.nl>."
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    fields = [
        field("summary", "long_text", text, text),
        field("a", "text", text, text),
        field("b", "rich_text", text, [block(text)]),
        field("c", "table", text, {"caption": text, "header": [text], "rows": [[text]]}),
    ]
    for model in ("service", "news", "letter"):
        found = output(item(text, "x", fields, model=model, subject={"key": "a", "title": text}))
        message = read(found)
        assert message.keys().count("Subject") == 1
        assert "Bcc" not in message
        assert message["Subject"] == " ".join(re.sub("[\u202e\u2028]", " ", text).split())
        html = part(found, "html")
        assert "<script" not in html
        assert re.findall(r"</?mj-\w+", html) == []


def test_the_text_part_says_what_the_html_part_says() -> None:
    fields = [
        field("summary", "long_text", "S", "Kort."),
        *samples.FIELDS[1:3],
        field("t", "table", "T", samples.TABLE),
    ]
    text = part(output(item("Verhuizen", "v", [*fields, field("b", "rich_text", "B", samples.BODY[:1])])), "plain")
    assert text == (
        "Verhuizen\n=========\n\nKort.\n\nKosten paspoort: € 83,87\nTelefoon: 14 010\n\n"
        "Openingstijden van de balie\n"
        "- Dag: Maandag; Balie: 9.00 – 17.00; Telefoon: 8.30 – 17.30\n"
        "- Dag: Dinsdag; Balie: 9.00 – 20.00; Telefoon: 8.30 – 17.30\n"
        "- Dag: Zaterdag; Balie: 10.00 – 13.00\n\n"
        "U kunt uw verhuizing doorgeven vanaf vier weken vóór tot uiterlijk vijf dagen na de verhuisdatum. Een nieuw "
        "paspoort (https://www.voorbeeldstad.example/nl/paspoort-aanvragen/) is niet nodig. "
        "Dat zou € 83,87 kosten.\n\n"
        "Lees dit op onze website: https://www.voorbeeldstad.example/nl/v/\n\n"
        "-- \nGemeente Voorbeeldstad\nStadsplein 1\n1000 AA Voorbeeldstad\n14 010\ninfo@voorbeeldstad.example\n\n"
        "U krijgt deze e-mail omdat u Gemeente Voorbeeldstad vroeg om u op de hoogte te houden.\n"
        "Afmelden: https://mijn.voorbeeldstad.example/afmelden/RECIPIENT_TOKEN\n"
    )


def test_a_letter_has_its_parts_in_order_and_no_word_for_colleagues() -> None:
    found = output(LETTER)
    assert read(found)["Subject"] == "Uw parkeervergunning loopt af"
    text = part(found, "plain")
    places = [
        text.index(one) for one in ("Uw parkeer", "Beste bewoner,", "Wat u nodig", "Hartelijke", "A. de Vries\nHoofd")
    ]
    assert places == sorted(places)
    for subtype in ("plain", "html"):
        assert "GEHEIM" not in part(found, subtype)
        assert "parkeren" not in part(found, subtype).replace("brief-parkeren", "")
        assert "Als een vergunning afloopt." not in part(found, subtype)


def test_enclosures_stand_below_the_signature() -> None:
    enclosed = field("enclosures", "list", "Bijlagen", ["Aanslagbiljet", "Kaart"])
    text = part(output({**LETTER, "fields": [enclosed, *LETTER["fields"]]}), "plain")
    assert (
        "Hartelijke groet,\n\nA. de Vries\nHoofd Parkeren\n\nBijlagen\n--------\n\n- Aanslagbiljet\n- Kaart\n" in text
    )
    html = part(output({**LETTER, "fields": [enclosed, *LETTER["fields"]]}), "html")
    places = [html.index(one) for one in ("Beste bewoner", "A. de Vries", "Bijlagen", "Aanslagbiljet", "Lees dit op")]
    assert places == sorted(places)


def test_the_line_beside_the_subject_of_a_letter_is_how_it_begins() -> None:
    body = [block("Uw paspoort ligt klaar. ", {"_type": "span", "text": "Neem uw oude mee."})]
    fields = [
        field("summary", "long_text", "S", "Voor wie nog niet is geweest."),
        field("salutation", "text", "Aanhef", "Beste bewoner,"),
        {**field("body", "rich_text", "B", body), "text": "Uw paspoort ligt klaar. Neem uw oude mee."},
    ]
    html = part(output(item("Brief", "brief", fields, model="letter")), "html")
    hidden = re.search(r'<div style="display:none[^>]*>([^<]*)', html)
    assert hidden is not None
    assert hidden[1].strip() == "Uw paspoort ligt klaar. Neem uw oude mee."


def test_a_letter_is_no_list_that_one_can_leave() -> None:
    found = output(LETTER)
    assert [name for name in read(found) if name.startswith("List-")] == []
    for subtype in ("plain", "html"):
        assert not re.search("Afmelden|unsubscribe", part(found, subtype))


@pytest.mark.parametrize(
    ("model", "chosen", "kicker"),
    [
        ("service", {}, "Nieuwsbrief"),
        ("news", {}, "Bericht"),
        ("notice", {}, "Bericht"),
        ("news", {"news": "newsletter"}, "Nieuwsbrief"),
        ("faq", {"faq": "announcement"}, "Bericht"),
        ("faq", {"faq": "poster"}, "Nieuwsbrief"),
    ],
)
def test_the_template_follows_the_model_and_the_setting(model: str, chosen: dict[str, str], kicker: str) -> None:
    found = output(item("T", "t", [], model=model, subject=None), templates=chosen)
    assert re.search(r'class="kicker"[^>]*>(?:<strong>)?(\w+)', part(found, "html"))[1] == kicker  # type: ignore[index]
    expected = "There is no template 'poster'; 'newsletter' is used. Choose one of: announcement, letter, newsletter."
    assert [one.message for one in found.findings] == ([expected] if "poster" in chosen.values() else [])


def test_pictures_have_full_addresses_or_are_left_out() -> None:
    picture = samples.image()
    picture["renditions"]["email"] = {"src": "/images/a/email/huis.jpg", "width": 600, "height": 400}
    shown = item("T", "t", [field("x", "image", "Foto", picture)])
    html = part(output(shown), "html")
    assert 'src="https://www.voorbeeldstad.example/images/a/email/huis.jpg"' in html
    assert 'alt="Een gezin draagt verhuisdozen naar binnen" width="536" height="357"' in html
    bare = samples.payload(shown)
    organisation = dataclasses.replace(bare.context.organisation, base_url="")
    context = dataclasses.replace(bare.context, organisation=organisation)
    (found,) = mail_kind.render_item(dataclasses.replace(bare, context=context))
    assert "<img" not in part(found, "html")
    assert "[Een gezin draagt verhuisdozen naar binnen]" in part(found, "plain")


def test_pictures_and_the_logo_stand_at_the_public_address() -> None:
    picture = samples.image()
    picture["renditions"]["email"] = {"src": "https://hub.lan/images/a/email/huis.jpg", "width": 600, "height": 400}
    shown = samples.payload(item("T", "t", [field("x", "image", "Foto", picture)]), **WEB)
    context = shown.context
    public = {**context.settings, "hub_url": "https://hub.lan", "media_url": "https://www.voorbeeldstad.example/"}
    for logo, expected in (("original_images/logo.png", ["assets/logo.png"]), ("original_images/logo.svg", [])):
        organisation = dataclasses.replace(context.organisation, logo=logo)
        there = dataclasses.replace(context, settings=public, organisation=organisation)
        (found,) = mail_kind.render_item(dataclasses.replace(shown, context=there))
        assert re.findall(r'<img src="([^"]*)"', part(found, "html")) == [
            f"https://www.voorbeeldstad.example/{one}" for one in [*expected, "images/a/email/huis.jpg"]
        ]


def test_a_right_to_left_mail_reads_from_the_right() -> None:
    html = part(output(ARABIC), "html")
    assert re.match(r'<!DOCTYPE html><html lang="ar" dir="rtl"', html)
    assert "direction:ltr" not in html
    assert '<span dir="auto">14 010</span>' in html


def test_a_mail_that_gmail_would_cut_is_an_error() -> None:
    long = item("Lang", "lang", [field("b", "rich_text", "B", [block("woord " * 200)] * 90)])
    (finding,) = output(long).findings
    assert (finding.level, finding.where) == ("error", "nl/lang.eml")
    assert re.fullmatch(r"The mail is 1\d\d kB, and Gmail cuts off what is over 102 kB\. Shorten.*", finding.message)


@pytest.mark.parametrize("status", ["GONE", "EXPIRED", "REPLACED"])
def test_what_is_gone_is_not_mailed(status: str) -> None:
    assert mail_kind.render_item(payload({**ITEM, "status": status})) == ()


@pytest.mark.parametrize(
    ("shown", "subject"),
    [(ITEM, ITEM["title"]), (LETTER, "Uw parkeervergunning loopt af")],
    ids=["newsletter", "letter"],
)
def test_of_what_was_withdrawn_only_that_is_mailed(shown: Mapping[str, Any], subject: str) -> None:
    found = output({**shown, "status": "WITHDRAWN", "notice": "Bel ons.", "replacedBy": {"title": "Elders"}})
    title, told = f"Ingetrokken: “{subject}”", "Dit is ingetrokken. Bel ons. Kijk bij “Elders”."
    assert read(found)["Subject"] == title
    written = part(found, "plain").partition("Lees dit op onze website")[0]
    assert written == f"{title}\n{'=' * len(title)}\n\n{told}\n\n"
    html = part(found, "html")
    within = html[html.index("<h1") : html.index("Lees dit op onze website")]
    assert re.sub(r"<[^>]*>|\s+", " ", within).split() == [*title.split(), *told.split()]
    assert html.count(told) == 2


def test_an_unknown_or_empty_item() -> None:
    assert mail_kind.render_item(payload(None)) == ()
    found = output(item("", "leeg", []))
    assert [one.message for one in found.findings] == ["The mail has no subject. Give the item a title."]


def test_the_newsletter_tells_of_the_newest() -> None:
    days = ["2026-01-03", "2026-02-03", "2026-01-20"]
    items = [
        {
            **listed(uuid, key, title),
            "firstPublishedAt": f"{day}T10:00:00+00:00",
            "publishedAt": f"{day}T10:00:00+00:00",
            "fields": [{"key": "summary", "kind": "long_text", "text": f"Kort over {title}."}],
        }
        for uuid, key, title, day in zip(
            (MOVING, PASSPORT, "c"), ("a", "b", "c"), ("Een", "Twee", "Drie"), days, strict=True
        )
    ]
    produced = [
        samples_output.produced(uuid=one["uuid"], locale="nl", key=one["key"], stamp=one["stamp"])
        for one in items
        for samples_output in [Output(f"nl/{one['key']}.eml", "message/rfc822", b"x")]
    ]
    (found,) = mail_kind.render_index(samples.index(*items, **WEB, newsletter={"count": 2}), produced)
    assert found.path == "nl/newsletter.eml"
    assert found.stamps == tuple(f"{items[n]['stamp']};t={mail_kind.template_version}" for n in (1, 2))
    assert read(found).get_all("X-ContentHub-Stamp") == list(found.stamps)
    assert read(found)["Date"] == "Tue, 03 Feb 2026 10:00:00 +0000"
    assert part(found, "plain").startswith(
        "Nieuws van Gemeente Voorbeeldstad\n=================================\n\n"
        "Wat er nieuw is, en wat er tijdelijk anders is.\n\n"
        "Twee\n----\n3 februari 2026\nKort over Twee.\nhttps://www.voorbeeldstad.example/nl/b/\n\n"
        "Drie\n----\n20 januari 2026\nKort over Drie.\nhttps://www.voorbeeldstad.example/nl/c/\n\n"
    )
    assert mail_kind.render_index(samples.index(*items), []) == []


def told(key: str, model: str, **values: Any) -> dict[str, Any]:
    fields = [{"key": name, "kind": "x", "text": "", "value": value} for name, value in values.items()]
    return {**listed(key, key, key), "model": model, "firstPublishedAt": "2026-01-01T10:00:00+00:00", "fields": fields}


NOTICES = [
    told("vandaag", "notice", ends_at="2026-03-02", starts_at="2026-03-01"),
    told("later", "notice", starts_at="2026-04-01T08:00:00+00:00", ends_at="2026-04-02T08:00:00+00:00"),
    told("voorbij", "notice", ends_at="2026-03-02T09:29:00+00:00", severity={"_type": "choice", "value": "warning"}),
    told("gisteren", "notice", ends_at="2026-03-01"),
    told("storm", "notice", severity={"_type": "choice", "value": "warning"}, starts_at="2026-05-01T08:00:00+00:00"),
    told("weg dicht", "notice", severity={"_type": "choice", "value": "hindrance"}),
]
NEWS = [told("oud", "news", date="2025-12-01"), told("zonder dag", "news"), told("nieuw", "news", date="2026-02-01")]
REST = [told("b", "faq"), told("a", "product")]


@pytest.mark.parametrize(
    ("items", "count", "keys"),
    [
        ([*REST, *NEWS, *NOTICES], 9, ["storm", "weg dicht", "vandaag", "later", "nieuw", "zonder dag", "oud"]),
        ([*REST, *NEWS, *NOTICES], 3, ["storm", "weg dicht", "vandaag"]),
        ([*REST, *NEWS], 5, ["nieuw", "zonder dag", "oud"]),
        (REST, 5, ["a", "b"]),
        ([NOTICES[2]], 5, []),
    ],
)
def test_a_newsletter_tells_first_what_is_gravest_and_then_what_is_newest(
    items: list[dict[str, Any]], count: int, keys: list[str]
) -> None:
    assert [one["key"] for one in newest(items, "nl", count, samples.NOW)] == keys


def test_a_newsletter_names_the_period_of_a_notice_and_the_day_of_news() -> None:
    items = [NOTICES[1], NEWS[2], NEWS[1]]
    produced = [
        Output(f"nl/{one['key']}.eml", "message/rfc822", b"x").produced(
            uuid=one["uuid"], locale="nl", key=one["key"], stamp=one["stamp"]
        )
        for one in items
    ]
    (found,) = mail_kind.render_index(samples.index(*items, **WEB), produced)
    days = re.findall(r"^(?:\d.*2026.*)$", part(found, "plain"), re.MULTILINE)
    assert days == ["1–2 apr 2026", "1 februari 2026", "1 januari 2026"]
    over = Output("nl/x.eml", "message/rfc822", b"x").produced(uuid=NOTICES[2]["uuid"], locale="nl", key="x", stamp="s")
    assert mail_kind.render_index(samples.index(NOTICES[2], **WEB), [over]) == []


def test_a_long_stamp_comes_back_whole() -> None:
    stamp = "ch1:hub:u:nl:1:" + "-".join(f"{number:012x}.1" for number in range(200))
    found = output({**ITEM, "stamp": stamp})
    assert max(map(len, found.content.split(b"\r\n"))) < 998
    assert re.sub(r"\s", "", str(read(found)["X-ContentHub-Stamp"])) == found.stamps[0]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(json_value)
def test_any_answer_gives_a_mail(value: Any) -> None:
    fields = [
        field("x", kind, "X", value) for kind in ("rich_text", "fact", "image", "table", "procedure", "list", "group")
    ]
    for model in ("service", "letter"):
        found = output(item("T", "t", [*fields, field("signatory", "group", "S", value)], model=model))
        assert re.sub(r"\s", "", str(read(found)["X-ContentHub-Stamp"])) == found.stamps[0]


@pytest.mark.parametrize(
    ("header", "row", "broken"),
    [
        (("Neighbourhood", "Green", "Blue", "Orange"), ("Haven", "Tuesday,", "Wednesday", "Thursday,"), []),
        (("Dienst", "Adres"), ("Balie", "https://www.voorbeeldstad.example/verhuizen/naar-het-buitenland"), ["Adres"]),
        (
            ("Arbeidsongeschiktheid", "Kinderopvangtoeslag", "Nu"),
            ("Ja", "Nee", "Later"),
            ["Arbeidsongeschiktheid"],
        ),
    ],
)
def test_a_table_breaks_only_the_words_that_do_not_fit_a_phone(
    header: tuple[str, ...], row: tuple[str, ...], broken: list[str]
) -> None:
    table = {"_type": "table", "caption": "", "header": header, "rows": [row]}
    html = part(output(item("Tabel", "tabel", [field("table", "table", "Tabel", table)])), "html")
    heads = re.findall(r'<th[^>]*scope="col"[^>]*word-break: ?([a-z-]+);[^>]*>([^<]*)</th>', html)
    assert heads == [("break-word" if head in broken else "normal", head) for head in header]
