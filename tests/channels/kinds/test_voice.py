"""Speech: facts in their spoken form, addresses in words, and nothing a synthesiser would spell out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from channels.kinds.arrange.words import words
from channels.kinds.voice import kind
from channels.kinds.voice.kind import FOLDER
from channels.kinds.voice.speech import Speech
from channels.output import Payload
from tests.channels import samples
from tests.channels.samples import block, field, item
from tests.channels.test_signage import HOURS
from tests.judges import judge, needs_judges


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Kom langs.", "Kom langs."),
        ("a < b & c", "a   b &amp; c"),
        ("via duinrijk.nl/afspraak.", 'via <sub alias="duinrijk punt nl slash afspraak">duinrijk.nl/afspraak</sub>.'),
        ("Mail info@stad.nl", 'Mail <sub alias="info apenstaartje stad punt nl">info@stad.nl</sub>'),
        ("om 8.30 uur, 16,60", "om 8.30 uur, 16,60"),
    ],
)
def test_what_is_written_and_what_is_heard(written: str, heard: str) -> None:
    assert Speech(words("nl", more=FOLDER / "phrases.toml"), samples.NOW).say(written) == heard


def test_a_fact_is_heard_in_its_spoken_form() -> None:
    shown = item("Paspoort", "paspoort", [field("t", "rich_text", "T", [block("Het kost ", samples.price(), ".")])])
    output = kind().render_item(samples.payload(shown))[0].content.decode()
    assert '<p>Het kost <sub alias="drieëntachtig euro zevenentachtig">€ 83,87</sub>.</p>' in output


@pytest.mark.parametrize(
    ("one", "heard"),
    [
        (
            field("h", "fact", "Open", samples.price(text="ma 9", spoken="Maandag om negen; dinsdag & later.")),
            '<p>Open: Maandag om negen; <break time="300ms"/> dinsdag &amp; later.</p>',
        ),
        (
            field("h", "fact", "Wie?", samples.price(text="dhr. A", spoken="de heer A.")),
            '<p>Wie? <sub alias="de heer A.">dhr. A</sub></p>',
        ),
        (field("p", "fact", "Prijs", samples.price(text="€ 1", spoken="één euro")),
         '<p>Prijs: <sub alias="één euro">€ 1</sub>.</p>'),
        (field("d", "datetime", "Van", "2026-12-24T15:00:00+01:00"), "<p>Van: 24 december, 15 uur.</p>"),
        (field("d", "datetime", "Tot", "2027-01-04T08:30:00+01:00"), "<p>Tot: 4 januari 2027, 8 uur 30.</p>"),
        (field("d", "datetime", "Tot", "2027-01-04T16:30:00+01:00"), "<p>Tot: 4 januari 2027, 16 uur 30.</p>"),
        (field("d", "datetime", "Tot", "2027-01-04T12:45:00+01:00"), "<p>Tot: 4 januari 2027, 12 uur 45.</p>"),
        (field("d", "datetime", "Tot", "2027-01-04T00:30:00+01:00"), "<p>Tot: 4 januari 2027, 0 uur 30.</p>"),
        (
            field("h", "fact", "Open", samples.price(text="9", spoken="Mon from nine a.m. to one p.m.\nTue closed.")),
            '<p>Open: Mon from nine a.m. to one p.m. <break time="300ms"/> Tue closed.</p>',
        ),
        (
            field("b", "rich_text", "B", [block("Bij ", samples.price(text="A", spoken="de heer A."), ". Kom.")]),
            '<p>Bij <sub alias="de heer A">A</sub>. Kom.</p>',
        ),
        (field("v", "text", "Vraag", "Waar gaat u wonen?"), "<p>Vraag: Waar gaat u wonen?</p>"),
    ],
)  # fmt: skip
def test_a_row_ends_once_and_pauses_between_the_parts_of_a_fact(one: dict[str, object], heard: str) -> None:
    output = kind().render_item(samples.payload(item("T", "t", [one])))[0].content.decode()
    assert f"{heard}\n" in output


@pytest.mark.parametrize(
    ("more", "heard"),
    [
        ({}, "“Weg dicht”</emphasis></p>"),
        (
            {"notice": "De weg is open.", "replacedBy": {"title": "Verkeer"}},
            "<p>De weg is open. Kijk bij “Verkeer”.</p>",
        ),
    ],
)
def test_of_what_was_withdrawn_only_that_is_said(more: dict[str, object], heard: str) -> None:
    closed = item("Weg dicht", "weg", [field("t", "long_text", "T", "Rijd om.")], status="WITHDRAWN", **more)
    output = kind().render_item(samples.payload(closed))[0].content.decode()
    said = [words in output for words in (f"{heard}\n", "Ingetrokken: “Weg dicht”", "Dit is ingetrokken", "Rijd om")]
    assert said == [True, True, False, False]
    nameless = kind().render_item(samples.payload({**closed, "title": ""}))[0].content.decode()
    assert "<p>Dit is ingetrokken." in nameless


@pytest.mark.parametrize(
    ("locale", "at", "heard"),
    [
        ("en", "15:00", "4 January 2027, 3 p.m."),
        ("en", "00:30", "4 January 2027, 12:30 a.m."),
        ("de", "15:00", "4. Januar 2027, 15:00."),
        ("ar", "15:00", "4 يناير 2027، 3 م."),
    ],
)
def test_a_moment_is_said_as_hours_are(locale: str, at: str, heard: str) -> None:
    shown = item("T", "t", [field("d", "datetime", "At", f"2027-01-04T{at}:00+01:00")], locale=locale)
    output = kind().render_item(samples.payload(shown, written_as={"en": "en_GB"}))[0].content.decode()
    assert f"<p>At: {heard}</p>\n" in output


def test_only_days_that_are_near_are_heard_and_when_it_is_comes_before_the_rest() -> None:
    hours = {**HOURS, "spoken": "De week.\nVrijdag drie april: gesloten.\nTwee mei: gesloten.\nKom op tijd."}
    fields = [
        field("answer", "rich_text", "Antwoord", [block("Kom langs.")]),
        field("hours", "fact", "Openingstijden", hours),
        field("steps", "procedure", "Vragen en stappen", {"inputs": {}, "nodes": [{"id": "a", "title": "Kom"}]}),
        field("starts_at", "datetime", "Begint op", "2026-03-20T12:00:00+00:00"),
        field("summary", "long_text", "Samenvatting", "Kort."),
    ]
    context = replace(samples.context(), now=datetime(2026, 3, 13, 12, tzinfo=UTC))
    (output,) = kind().render_item(Payload("item", {"item": item("T", "t", fields)}, context))
    assert output.content.decode().split("</emphasis></p>\n", 1)[1] == (
        "<p>Kort.</p>\n<p>Begint op: 20 maart, 13 uur.</p>\n<p>Kom langs.</p>\n"
        '<p>Openingstijden: De week. <break time="300ms"/> Vrijdag drie april: gesloten. <break time="300ms"/> '
        'Kom op tijd.</p>\n<break time="400ms"/><p><emphasis level="strong">Stap 1: Kom</emphasis></p>\n</speak>\n'
    )


@needs_judges[1]
def test_the_judge_hears_it(tmp_path) -> None:  # type: ignore[no-untyped-def]
    files = []
    for number, one in enumerate((samples.ITEM, samples.ARABIC)):
        output = kind().render_item(samples.payload(one))[0]
        files.append(tmp_path / f"{number}.ssml")
        files[-1].write_bytes(output.content)
    assert judge("ssml", "--strict", *files, folder=tmp_path) == []
