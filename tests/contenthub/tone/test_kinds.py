"""What each kind of rule says, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contenthub.tone.blocks import Block
from contenthub.tone.context import Context, KnownFact, KnownFacts
from contenthub.tone.kinds.measures import FORMULAS, count
from contenthub.tone.lint import lint_blocks
from contenthub.tone.rule import Rule, RuleError, Vocabulary
from contenthub.tone.ruleset import RuleSet
from contenthub.tone.sentences import split
from contenthub.tone.syllables import syllables
from contenthub.tone.text import check_text

FORMS = {"formal": ["u", "uw"], "informal": ["je", "jij", "jouw"]}


def found(kind: str, options: dict[str, Any], *texts: str, **more: Any) -> list[str]:
    """Return the texts that one rule points at, in blocks of these texts."""
    accept = more.pop("accept", ())
    context = more.pop("context", Context("nl"))
    rule = Rule("t.Rule", kind, more.pop("message", "%s"), options=options, **more)
    blocks = [Block(text, path=str(place), prose=True) for place, text in enumerate(texts)]
    return [one.text for one in lint_blocks(blocks, RuleSet([rule], Vocabulary(accept)), context).findings]


@pytest.mark.parametrize(
    ("choice", "texts", "wrong"),
    [
        ("consistent", ["Uw paspoort", "Heb je vragen? Wij helpen u."], ["je"]),
        ("consistent", ["Je kind", "Neem je pas mee. Bel u even."], ["u"]),
        ("consistent", ["U neemt uw pas mee."], []),
        ("consistent", ["Hij zei: “Kom jij?” U was er niet."], []),
        ("consistent", ["Om 5 u. begint je les."], []),
        ("consistent", ["Maak een U-bocht, dan zie je het."], []),
        ("formal", ["Neem je pas mee."], ["je"]),
        ("informal", ["Neem uw pas mee."], ["uw"]),
    ],
)
def test_address(choice: str, texts: list[str], wrong: list[str]) -> None:
    assert found("address", {**FORMS, "choice": choice}, *texts) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Uw aanvraag wordt door ons beoordeeld.", ["wordt door ons beoordeeld"]),
        ("De brief is verstuurd en betaald wordt er later.", ["betaald wordt"]),
        ("Het besluit is door de raad genomen.", ["is door de raad genomen"]),
        ("Het wordt tijd om te betalen.", []),
        ("Mijn dochter wordt achttien.", []),
        ("Wij sturen u een brief.", []),
    ],
)
def test_the_dutch_passive(text: str, wrong: list[str]) -> None:
    assert found("passive", {"language": "nl"}, text) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The form was not yet checked by us.", ["was not yet checked"]),
        ("A letter will be sent.", ["be sent"]),
        ("She is interested in it, and is married.", []),
        ("We send a letter.", []),
    ],
)
def test_the_english_passive(text: str, wrong: list[str]) -> None:
    assert found("passive", {"language": "en"}, text, context=Context("en")) == wrong


def test_a_sentence_counts_its_words() -> None:
    assert found("sentence_length", {"max": 3}, "Een twee drie. Een twee drie vier.") == ["Een twee drie vier."]


def test_length_points_at_what_is_too_much() -> None:
    assert found("length", {"max": 5}, "abcdefgh", "abc") == ["fgh"]


SHOWN = Block(
    "Bel 14 0251 nu. Dag.", begins=[*range(4), *[4] * 7, *range(5, 14)], ends=[*range(1, 5), *[5] * 7, *range(6, 15)]
)
READ = Block("Bel \ufffc nu. Dag.", prose=True, shown=SHOWN)


@pytest.mark.parametrize(
    ("kind", "most", "expected"),
    [
        ("length", 20, []),
        ("length", 19, [(13, 14, "1")]),
        ("length", 6, [(4, 14, "14")]),
        ("sentence_length", 4, []),
        ("sentence_length", 3, [(0, 9, "4")]),
    ],
)
def test_a_fact_is_as_long_as_what_it_shows(kind: str, most: int, expected: list[tuple[int, int, str]]) -> None:
    rules = RuleSet([Rule("t.Rule", kind, "%s", options={"max": most})])
    findings = lint_blocks([READ], rules, Context("nl")).findings
    assert [(one.start, one.end, one.message) for one in findings] == expected


def test_a_formula_counts_the_parts_of_a_text() -> None:
    text = "# Een\n\n- a\n- b\n\n## Twee\n\nTekst.\n\n- c\n\n> Zo is het.\n\n## Drie\n"
    formula = "100 * heading_h1 + 10 * heading_h2 + 3 * list + blockquote"
    rules = {"t.Parts": f"extends: metric\nmessage: '%s'\nformula: {formula}\ncondition: '> 0'"}
    assert [one.message for one in check_text(text, rules=rules, locale="nl")] == ["127.00"]


def test_a_demanded_phrase_is_missing_once_for_the_whole_text() -> None:
    options = {"tokens": ["bezwaar maken"], "when": ["besluit"]}
    assert found("presence", options, "Ons besluit.", "Dag.") == [""]
    assert found("presence", options, "Ons besluit.", "U kunt bezwaar maken.") == []
    assert found("presence", options, "Dag.") == []


def test_a_copied_fact_is_pointed_at_where_it_stands_alone() -> None:
    facts = KnownFacts({"€ 83,87": KnownFact("u1", "short", "Paspoort"), "14 0251": KnownFact("u2", "short", "Bel")})
    texts = ["Dat kost € 83,87.", "Dat kost € 83,875 of € 83,87,50.", "Bel 14 0251!"]
    assert found("copied_fact", {}, *texts, context=Context("nl", facts=facts)) == ["€ 83,87", "14 0251"]


@pytest.mark.parametrize("text", ["Groß: € 83,87.", "İzmir € 83,87", "Dat kost €\u00a083,87."])
def test_a_copied_fact_is_seen_beside_letters_that_grow_and_spaces_that_hold(text: str) -> None:
    facts = KnownFacts({"€\u00a083,87": KnownFact("u1", "short", "Paspoort")})
    (seen,) = found("copied_fact", {}, text, context=Context("nl", facts=facts))
    assert seen.replace("\u00a0", " ") == "€ 83,87"


def test_a_copied_fact_names_the_fact_that_may_stand_there() -> None:
    facts = KnownFacts({"€ 83,87": KnownFact("u1", "short", "Paspoort")})
    rules = RuleSet([Rule("t.Fact", "copied_fact", "%s is %s")])
    (finding,) = lint_blocks([Block("Nu € 83,87", path="b")], rules, Context("nl", facts=facts)).findings
    assert (finding.message, finding.fact) == ("€ 83,87 is Paspoort", "u1:short")


def test_what_the_house_accepts_is_left_alone() -> None:
    options = {"tokens": ["tevens", "reeds"]}
    assert found("existence", options, "Tevens reeds tevens", accept=("reeds",)) == ["tevens"]


def test_a_phrase_that_is_accepted_shields_the_words_in_it() -> None:
    assert found("existence", {"tokens": ["plaats"]}, "de plaats", "ter plaats", accept=("ter plaats",)) == ["plaats"]


@pytest.mark.parametrize(
    ("rule", "context", "speaks"),
    [
        ({"languages": ("nl",)}, Context("nl-BE"), True),
        ({"languages": ("nl",)}, Context("en"), False),
        ({"languages": ("nl-BE",)}, Context("nl-be"), True),
        ({"languages": ("nl-BE",)}, Context("nl-NL"), False),
        ({"channels": ("email",)}, Context("nl"), False),
        ({"channels": ("email",)}, Context("nl", channels=frozenset({"web", "email"})), True),
        ({"audiences": ("jongeren",)}, Context("nl"), False),
        ({"models": ("letter",)}, Context("nl", model="letter"), True),
        ({"fields": ("9",)}, Context("nl"), False),
        ({"fields": ("0",)}, Context("nl"), True),
    ],
)
def test_a_rule_speaks_where_it_is_meant_to(rule: dict[str, Any], context: Context, *, speaks: bool) -> None:
    assert (found("existence", {"tokens": ["x"]}, "x", context=context, **rule) == ["x"]) is speaks


def test_a_limit_is_the_most_a_rule_says() -> None:
    assert found("existence", {"tokens": ["x"]}, "x x", "x", limit=2) == ["x", "x"]


@pytest.mark.parametrize(
    ("action", "text", "fixes"),
    [
        ({"name": "replace", "params": ["a", "b"]}, "xx", ("a", "b")),
        ({"name": "remove"}, "xx", ("",)),
        ({"name": "convert", "params": ["simple"]}, "XX", ("xx",)),
        ({"name": "edit", "params": ["trim_right", "x"]}, "yxx", ("y",)),
        ({"name": "edit", "params": ["remove", "-"]}, "a-b", ("ab",)),
        ({"name": "edit", "params": ["truncate", "-"]}, "a-b", ("a",)),
        ({"name": "edit", "params": ["split", "-", "1"]}, "a-b", ("b",)),
        ({"name": "edit", "params": ["regex", "(a)-(b)", "$2$1"]}, "a-b", ("ba",)),
    ],
)
def test_actions_offer_what_may_stand_there(action: dict[str, Any], text: str, fixes: tuple[str, ...]) -> None:
    rules = RuleSet([Rule("t.Rule", "existence", "%s", options={"raw": [r"\S+"], "action": action})])
    (finding,) = lint_blocks([Block(text, path="x")], rules, Context()).findings
    assert finding.fixes == fixes


def test_a_fingerprint_survives_edits_elsewhere() -> None:
    rules = RuleSet([Rule("t.Rule", "existence", "%s", options={"tokens": ["tevens"], "ignorecase": True})])
    texts = (
        "Een brief krijgt u tevens van ons per post.",
        "Vooraf iets. Nieuw! Een brief krijgt u TEVENS van ons per post. Na.",
    )
    first, second = (lint_blocks([Block(text, path="x")], rules, Context()).findings[0] for text in texts)
    other = lint_blocks([Block("Iets anders krijgt u tevens hier.", path="x")], rules, Context()).findings[0]
    assert first.fingerprint == second.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Dhr. Jansen komt. Hij belt o.a. mevr. De Vries.", ["Dhr. Jansen komt.", "Hij belt o.a. mevr. De Vries."]),
        ("Neem mee: pas, foto enz. Daarna wacht u.", ["Neem mee: pas, foto enz.", "Daarna wacht u."]),
        ("Om 17.00 uur dicht. Kom op tijd!", ["Om 17.00 uur dicht.", "Kom op tijd!"]),
        ("Zei hij: “Kom.” Toen ging hij.", ["Zei hij: “Kom.”", "Toen ging hij."]),
        ("1. Neem uw pas mee.", ["1. Neem uw pas mee."]),
        ("Hij woont op nr. 5. Daar belt u aan.", ["Hij woont op nr. 5.", "Daar belt u aan."]),
        ("J. de Wit tekent. Klaar… en door", ["J. de Wit tekent.", "Klaar… en door"]),
        ("", []),
    ],
)
def test_dutch_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split(text, "nl")] == sentences


@pytest.mark.parametrize(
    ("word", "language", "beats"),
    [
        ("gemeente", "nl", 3),
        ("paspoort", "nl", 2),
        ("ideeën", "nl", 3),
        ("nieuw", "nl", 1),
        ("make", "en", 1),
        ("table", "en", 2),
    ],
)
def test_syllables(word: str, language: str, beats: int) -> None:
    assert syllables(word, language) == beats


def test_the_formulas_of_readability() -> None:
    counts = count("Wij bellen u. Dat doen wij snel.", "nl")
    assert (counts.words, counts.sentences, counts.syllables, counts.long_words) == (7, 2, 8, 0)
    scores = {name: round(FORMULAS[name](counts), 2) for name in ("Flesch-Douma", "Brouwer", "LIX", "Flesch")}
    assert scores == {"Flesch-Douma": 115.58, "Brouwer": 111.77, "LIX": 3.5, "Flesch": 106.6}


needs_dictionary = pytest.mark.skipif(
    not Path("/usr/share/hunspell/nl.dic").exists(), reason="no dictionary: apt install hunspell-nl hunspell-en-us"
)


@needs_dictionary
@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("De vergunnning en de laadpaal van een eenoudergezin.", ["vergunnning"]),
        ("DigiD, BSN, 14 en MijnOverheid blijven staan, ook ￼.", []),
        ("Geen `*****` en geen paspoortt.", ["paspoortt"]),
    ],
)
def test_dutch_spelling(text: str, wrong: list[str]) -> None:
    assert found("spelling", {"dictionaries": ["nl_NL"]}, text) == wrong


@needs_dictionary
def test_the_house_has_words_of_its_own() -> None:
    options = {"dictionaries": ["en_US"], "ignore": ["lintje"]}
    context = Context("en")
    assert found("spelling", options, "A lintje and a Foobarr.", accept=("Foobarr",), context=context) == []


def test_a_dictionary_that_is_not_there_is_named() -> None:
    with pytest.raises(RuleError, match="there is no dictionary “xx_XX”"):
        RuleSet([Rule("t.Rule", "spelling", "%s", options={"dictionaries": ["xx_XX"]})])


@pytest.mark.parametrize(
    ("languages", "choices", "told"),
    [
        (("nl",), "over|voor", "Schrijf 'over' of 'voor' voor 'inzake'."),
        (("nl-be",), "over|voor|bij", "Schrijf 'over', 'voor' of 'bij' voor 'inzake'."),
        (("en",), "over|voor|bij", "Schrijf 'over', 'voor', or 'bij' voor 'inzake'."),
        ((), "over|voor", "Schrijf 'over' or 'voor' voor 'inzake'."),
    ],
)
def test_choices_are_listed_in_the_language_of_the_rule(languages: tuple[str, ...], choices: str, told: str) -> None:
    options = {"swap": {"inzake": choices}, "action": {"name": "replace"}}
    rule = Rule("t.Swap", "substitution", "Schrijf '%s' voor '%s'.", languages=languages, options=options)
    context = Context(languages[0] if languages else "nl")
    (one,) = lint_blocks([Block("inzake", path="0", prose=True)], RuleSet([rule], Vocabulary()), context).findings
    assert one.message == told
