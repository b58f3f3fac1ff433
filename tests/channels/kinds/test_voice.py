"""Speech: facts in their spoken form, addresses in words, and nothing a synthesiser would spell out."""

import pytest

from channels.kinds.arrange.words import words
from channels.kinds.voice import kind
from channels.kinds.voice.kind import FOLDER
from channels.kinds.voice.speech import Speech
from tests.channels import samples
from tests.channels.samples import block, field, item
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
    assert Speech(words("nl", None, FOLDER / "phrases.toml")).say(written) == heard


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
        (field("d", "datetime", "Van", "2026-12-24T15:00:00+01:00"), "<p>Van: 24 december 2026, 15 uur.</p>"),
        (field("d", "datetime", "Tot", "2027-01-04T08:30:00+01:00"), "<p>Tot: 4 januari 2027, 8 uur 30.</p>"),
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


@needs_judges[1]
def test_the_judge_hears_it(tmp_path) -> None:  # type: ignore[no-untyped-def]
    files = []
    for number, one in enumerate((samples.ITEM, samples.ARABIC)):
        output = kind().render_item(samples.payload(one))[0]
        files.append(tmp_path / f"{number}.ssml")
        files[-1].write_bytes(output.content)
    assert judge("ssml", "--strict", *files, folder=tmp_path) == []
