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


@needs_judges[1]
def test_the_judge_hears_it(tmp_path) -> None:  # type: ignore[no-untyped-def]
    files = []
    for number, one in enumerate((samples.ITEM, samples.ARABIC)):
        output = kind().render_item(samples.payload(one))[0]
        files.append(tmp_path / f"{number}.ssml")
        files[-1].write_bytes(output.content)
    assert judge("ssml", "--strict", *files, folder=tmp_path) == []
