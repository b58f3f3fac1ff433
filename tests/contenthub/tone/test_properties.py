"""What holds for every text: positions are exact, the shortcut loses nothing, no pattern holds a process."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content_models.spec import FieldSpec, ModelSpec
from contenthub.tone import RuleSet, check_text
from contenthub.tone.blocks import Block
from contenthub.tone.context import Context
from contenthub.tone.extract import FACT, blocks_of
from contenthub.tone.lint import lint_blocks
from contenthub.tone.markup import READERS
from contenthub.tone.needs import needs
from contenthub.tone.packs import own_packs
from contenthub.tone.patterns import compile_pattern
from contenthub.tone.rule import Rule

PIECES = st.sampled_from(
    [
        *(
            "klik hier",
            "Hieronder",
            "tevens",
            "u",
            "je",
            "uw",
            "derhalve",
            "wordt",
            "beoordeeld",
            "en",
            "de balie",
            "!!!",
        ),
        *(
            "👩‍👩‍👧",
            "🎄",
            "é",
            "e\u0301",
            "ﬁ",
            "ß",
            "İstanbul",
            "مرحبا بكم",
            "שלום",
            "\u200f",
            "\u00a0",
            "17:00",
            "€12,-",
            "&amp;",
            "*",
        ),
        *(
            "**vet**",
            "`code`",
            "[link](https://a.example/klik hier)",
            "<b>b</b>",
            "\\*",
            "&eacute;",
            "\n",
            "\n\n",
            "# ",
            "- ",
            "> ",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map(" ".join)
RULES = RuleSet([replace(rule, channels=(), audiences=(), languages=()) for pack in own_packs() for rule in pack.rules])
BROAD = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@BROAD
@given(TEXTS, st.sampled_from(sorted(READERS)))
def test_a_finding_stands_where_it_says(text: str, markup: str) -> None:
    lines = text.split("\n")
    for one in check_text(text, rules=RULES, locale="nl", markup=markup):
        assert text[one.start : one.end] == one.text
        assert 1 <= one.line <= len(lines)
        assert one.column == 1 or text[one.start :].startswith(
            lines[one.line - 1][one.column - 1 :][: len(one.text)] or ""
        )


@BROAD
@given(st.lists(TEXTS, max_size=6), TEXTS)
def test_in_an_item_a_finding_is_the_text_of_its_range(paragraphs: list[str], title: str) -> None:
    spec, document = item(paragraphs)
    blocks = blocks_of(spec, title, document)
    by_path = {block.path: block for block in blocks}
    for one in lint_blocks(blocks, RULES, Context("nl")).findings:
        if one.path:
            assert by_path[one.path].text[one.start : one.end] == one.text


def item(paragraphs: list[str]) -> tuple[ModelSpec, dict[str, object]]:
    fields = (FieldSpec("summary", "long_text", "Summary"), FieldSpec("body", "rich_text", "Body"))
    spec = ModelSpec("page", 1, "Page", "pages", {}, "", "", "", fields)
    fact = {"_type": "fact", "fact": "00000000-0000-4000-8000-000000000001", "format": "short"}
    nodes = [
        {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": one}, fact]} for one in paragraphs
    ]
    return spec, {"summary": " ".join(paragraphs), "body": nodes}


@BROAD
@given(TEXTS)
def test_the_shortcut_loses_nothing(text: str) -> None:
    slow = RuleSet([check.rule for check in RULES.checks])
    slow.automaton, slow.always = None, frozenset(range(len(slow.checks)))
    blocks = READERS["md"](text).blocks
    assert lint_blocks(blocks, RULES, Context("nl")) == lint_blocks(blocks, slow, Context("nl"))


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("klik hier", {"klik hier"}),
        (r"klik(?:t|ken)? (?:hier|op)", {"klik"}),
        (r"(?:foo|bars)\b", {"foo", "bars"}),
        (r"(?i:Fact)s?", {"fact"}),
        (r"[ab]cde", {"cde"}),
        (r"\d+", None),
        (r"(?:a|\d)", None),
        (r"x*", None),
        (r"\p{Lu}+abc", {"abc"}),
        (r"(?:foo){e<=1}", None),
        (r"(?=abc)\w+", None),
    ],
)
def test_what_a_pattern_cannot_do_without(pattern: str, needed: set[str] | None) -> None:
    assert needs([pattern]) == (None if needed is None else frozenset(needed))


EVIL = (
    *(r"(a+)+$", r"(a|a)*$", r"(a|aa)+$", r"(.*a){20}$", r"(?:a?){30}a{30}", r"(\w+\s?)*$", r"(x+x+)+y", r"([a-z]+)*!"),
    *(r"^(([a-z])+.)+[A-Z]([a-z])+$", r"(?:(?:a*)*)*b", r"(a*a*)*$c", r"(\d+|\w+|[a-z]+)*#", r"((ab)*)*c", r"(a+b?)+c"),
    *(rf"(a{{1,{size}}})+$" for size in (5, 10, 20, 40)),
    *(rf"({'a?' * size}){'a' * size}" for size in (10, 20, 25)),
    *(rf"(({letter}+)+)+{other}" for letter in "abx" for other in "yz!"),
    *(rf"({'|'.join(['a' * n for n in range(1, size)])})*$" for size in (3, 5, 8)),
    *(rf"(?:{body})+z" for body in (r"a|a?", r"\w*\w*", r".*.*", r"[ab]*a", r"(?:a+)?", r"a{0,9}a{0,9}")),
)
HOSTILE = ("a" * 60 + "!", "a" * 3000, "ab" * 800 + "X", "x" * 500, "aaaa bbbb " * 200, "\u0301" * 400)


def test_no_pattern_holds_a_process() -> None:
    """Each is stopped after a while, and named; the others go on."""
    rules = RuleSet(
        Rule(f"evil.{place}", "existence", "%s", options={"raw": [pattern]}) for place, pattern in enumerate(EVIL)
    )
    assert len(EVIL) == 39
    for text in HOSTILE:
        start = time.thread_time()
        rules.look([Block(text)], Context())
        assert time.thread_time() - start < 0.1 * len(EVIL)


def test_a_slow_rule_is_named_and_left_out_of_the_rest() -> None:
    rules = RuleSet(
        [
            Rule("t.Slow", "existence", "%s", options={"raw": [r"(?:(?:a|aa|b)+)+$"]}),
            Rule("t.Plain", "existence", "%s", options={"tokens": ["end"]}),
        ]
    )
    verdict = lint_blocks([Block("ab" * 400 + "! end", path="x"), Block("the end", path="y")], rules, Context())
    assert verdict.slow == ("t.Slow",)
    assert [(one.check, one.path) for one in verdict.findings] == [("t.Plain", "x"), ("t.Plain", "y")]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"[[a]", "x[", "["),
        (r"[a&&b]", "&", "&"),
        (r"[+--]", ",", ","),
        (r"[[:digit:]]+", "a12", "12"),
        (r"[^]]b", "ab", "ab"),
        (r"foo\z", "foo", "foo"),
        (r"\bé\w+", "één", "één"),
        (r"(?<=a{1,3})b", "aab", "b"),
    ],
)
def test_patterns_mean_what_they_mean_elsewhere(pattern: str, text: str, found: str) -> None:
    match = compile_pattern(pattern).search(text)
    assert match
    assert match.group() == found


def test_a_fact_is_one_sign_to_a_rule_about_words() -> None:
    spec, document = item(["Een paspoort kost "])
    block = blocks_of(spec, "", document)[-1]
    assert (block.path, block.text) == ("body.0", f"Een paspoort kost {FACT}")
