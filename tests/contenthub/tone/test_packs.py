"""The packs that come with the hub: they prove themselves, and they are few and precise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import regex

from content_models.facts.language.locales import tag_here
from contenthub.demo.reading import read_items
from contenthub.tone.blocks import Block
from contenthub.tone.context import Context
from contenthub.tone.extract import FACT
from contenthub.tone.lint import lint_blocks
from contenthub.tone.packs import Pack, check_pack, own_packs, read_pack
from contenthub.tone.rule import RuleError
from contenthub.tone.ruleset import RuleSet

PACKS = own_packs()
MARK = regex.compile(r"\{[^}]*\}")


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_every_rule_proves_itself_on_its_examples(pack: Pack) -> None:
    assert check_pack(pack) == []


def test_the_packs_there_are() -> None:
    assert [pack.name for pack in PACKS] == [
        *("en-inclusive", "en-notation", "en-plain"),
        *("kanaal-app", "kanaal-email", "kanaal-print", "kanaal-servicedesk", "kanaal-web", "kanaalneutraal"),
        *("nl-aanspreekvorm", "nl-helder", "nl-inclusief", "nl-notatie", "toon-temper"),
    ]
    helder = next(pack for pack in PACKS if pack.name == "nl-helder")
    assert sum(len(rule.options.get("swap", ())) for rule in helder.rules) == 291


def written(locale: str) -> list[Block]:
    """Return the texts of the demo organisation in one language: plain public texts."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str) and " " in value:
            yield from MARK.sub(FACT, value).split("\n")
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from texts(inner)

    items = [one for one in read_items() if one.locale == locale]
    found = [text for one in items for text in (one.title, *texts(dict(one.fields)))]
    return [Block(text, path=str(place), prose=True) for place, text in enumerate(found)]


@pytest.mark.parametrize(("language", "least"), [("nl-NL", 8000), ("en-GB", 3000)])
def test_good_texts_are_left_in_peace(language: str, least: int) -> None:
    """At most three findings in a thousand words."""
    blocks = written(language[:2])
    rules = RuleSet(rule for pack in PACKS for rule in pack.rules)
    found = [finding for block in blocks for finding in lint_blocks([block], rules, Context(language)).findings]
    words = sum(len(block.text.split()) for block in blocks)
    assert words > least
    assert len(found) * 1000 <= 3 * words


@pytest.mark.parametrize(("zone", "checks"), [("Europe/Amsterdam", ["en-notation.time"]), ("America/New_York", [])])
def test_times_are_asked_for_as_facts_are_written_here(settings: Any, zone: str, checks: list[str]) -> None:
    settings.TIME_ZONE = zone
    rules = RuleSet(rule for pack in PACKS for rule in pack.rules)
    found = lint_blocks([Block("We are open until 5 p.m. today.")], rules, Context(tag_here("en")))
    assert [one.check for one in found.findings] == checks


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[pack", "this is not TOML"),
        ("x = 1", r"\[pack\] with a name is missing"),
        ("[pack]\nname='p'", "at least one"),
        ("[pack]\nname='p'\n[[rule]]\nname='r'\nkind='existence'", "p.r: “message” is missing"),
        ("[pack]\nname='p'\n[[rule]]\nname='r'\nkind='existence'\nmessage='m'\nlevel='no'", "is not a level"),
    ],
)
def test_a_pack_that_cannot_be_read_says_why(text: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        read_pack(text, "house.toml")


def test_a_rule_without_examples_or_with_wrong_ones_is_not_used() -> None:
    text = "[pack]\nname='p'\n[[rule]]\nname='r'\nkind='existence'\nmessage='m'\ntokens=['foo']\n"
    assert check_pack(read_pack(text, "p")) == ["p.r: give at least one right and one wrong example."]
    text += "right=['a foo']\nwrong=['a bar']\n"
    assert check_pack(read_pack(text, "p")) == [
        "p.r: it speaks about its right example “a foo”.",
        "p.r: it is silent about its wrong example “a bar”.",
    ]
