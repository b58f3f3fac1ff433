"""What is set on paper: stretches of text with their marks, titles, addresses, hours."""

from __future__ import annotations

from typing import Any

import pytest

from channels.kinds.arrange.words import words
from channels.kinds.print.runs import PrintWriter, is_hidden, run, shown_address, well_broken, without_lone_heading
from tests.channels.samples import block


@pytest.mark.parametrize(
    ("shown", "link", "hidden", "told"),
    [
        ("het loket", "https://www.a.nl/loket/", True, "a.nl/loket"),
        ("a.nl/loket", "https://www.a.nl/loket/", False, "a.nl/loket"),
        ("mail ons", "mailto:loket@a.nl?subject=Vraag", True, "loket@a.nl"),
        ("loket@a.nl", "mailto:loket@a.nl", False, "loket@a.nl"),
        ("bel ons", "tel:+3114010", True, "+3114010"),
        ("14 010", "tel:+3114010", False, "+3114010"),
    ],
)
def test_what_a_reader_of_paper_cannot_follow(shown: str, link: str, hidden: bool, told: str) -> None:
    assert (is_hidden(shown, link), shown_address(link)) == (hidden, told)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Geldzorgen? Zo zetten wij de stap", "Geldzorgen? Zo_zetten wij de_stap"),
        ("Storm: blijf weg van strand en boulevard", "Storm: blijf_weg van strand en_boulevard"),
        ("Klaar. Inschrijvingen beginnen pas morgen", "Klaar. Inschrijvingen beginnen pas_morgen"),
        ("هل تنتقل؟ أبلغنا بعنوانك الجديد الآن", "هل تنتقل؟ أبلغنا_بعنوانك الجديد الآن"),
        ("De Branding", "De Branding"),
        ("Bel nu", "Bel nu"),
    ],
)
def test_no_line_of_a_title_ends_behind_the_first_word_of_a_sentence(title: str, shown: str) -> None:
    assert well_broken(title).replace("\u00a0", "_") == shown


def head(level: int, title: str) -> dict[str, Any]:
    return {"k": "h", "level": level, "runs": [run(title)]}


STEP = {"k": "node", "head": head(3, "1. Vraag")}
WORDS = {"k": "p", "runs": [run("Tekst.")]}


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ([WORDS, head(2, "Hoofdstukken"), head(3, "Een"), WORDS, head(4, "A"), STEP],
         [WORDS, head(2, "Een"), WORDS, head(3, "A"), {**STEP, "head": head(2, "1. Vraag")}]),
        ([head(2, "Hoofdstukken"), head(3, "Een"), head(2, "Lees ook"), WORDS],
         [head(2, "Hoofdstukken"), head(3, "Een"), head(2, "Lees ook"), WORDS]),
        ([head(2, "Route"), WORDS, head(3, "Fiets")], [head(2, "Route"), WORDS, head(3, "Fiets")]),
        ([head(2, "Route")], [head(2, "Route")]),
        ([], []),
    ],
)  # fmt: skip
def test_a_heading_over_all_the_others_is_left_out(body: list[Any], shown: list[Any]) -> None:
    assert without_lone_heading(body) == shown


@pytest.mark.parametrize(
    ("shown", "addresses"),
    [
        ("Mail info@stad.example, of bel 14 010.", ["info@stad.example,"]),
        ("Zie stad.example/a en\u00a0stad.example/b", ["stad.example/a", "stad.example/b"]),
        ("Van 9.00 tot 17.00 uur. Daarna niet.", []),
    ],
)
def test_a_run_tells_which_of_its_words_are_addresses(shown: str, addresses: list[str]) -> None:
    assert run(shown) == {"t": shown, "m": [], "link": "", "addresses": addresses, "glued": []}


def test_a_run_tells_which_of_its_pieces_are_dates() -> None:
    found = run("Op 24\u00a0december\u00a02026, 15.00\u00a0uur,\nlijn 14 en ’s\u00a0middags")
    assert found["glued"] == ["24\u00a0december\u00a02026,", "15.00\u00a0uur,", "lijn\u00a014"]


def test_what_hours_are_stands_above_them_in_bold() -> None:
    divided = {
        "others": ("Andere tijden", "vr\u00a03\u00a0apr: gesloten"),
        "week": ("Gewone tijden", "ma 9.00–17.00"),
        "note": ("", "Kom."),
    }
    fact = {"_type": "fact", "kind": "opening_hours", "text": "lang", "divided": divided}
    writer = PrintWriter(words("nl", {}), lambda _item: None, lambda _value: None)
    told = [("Andere tijden\n", ["strong"]), ("vr\u00a03\u00a0apr: gesloten", [])]
    told += [("\n\nGewone tijden\n", ["strong"]), ("ma\u00a09.00–\u206017.00", []), ("\n\nKom.", [])]
    assert [(one["t"], one["m"]) for one in writer.small("fact", fact)] == told
    (prose,) = writer.prose([block(fact)], 1)
    assert [(one["t"], one["m"]) for one in prose["runs"]] == told
