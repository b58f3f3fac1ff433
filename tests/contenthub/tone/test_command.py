"""`manage.py lint_text`: any file, any rules, for people and for programs."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from contenthub.tone.load import load_rules
from contenthub.tone.packs import own_packs
from contenthub.tone.rule import Rule
from contenthub.tone.vale.read import read_rule
from contenthub.tone.vale.write import NotInVale, write_rule


def run(*arguments: Any, code: int = 0) -> str:
    out = StringIO()
    if code:
        with pytest.raises(SystemExit) as ended:
            call_command("lint_text", *map(str, arguments), stdout=out)
        assert ended.value.code == code
    else:
        call_command("lint_text", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.md"
    file.write_text("# Paspoort\n\nKlik hier, of bel [tevens](https://a.example).\n", "utf-8")
    return file


def test_findings_are_printed_by_place(page: Path) -> None:
    assert run(page, code=1).splitlines() == [
        f"{page}:3:1: error: “Klik hier” kan niet op papier of aan de telefoon. Noem wat de lezer vindt. "
        "[kanaalneutraal.klik-hier]",
        f"{page}:3:20: suggestion: Schrijf liever 'ook' dan “tevens”. [nl-helder.woorden]",
        "1 error, 0 warnings, 1 suggestion in 1 file.",
    ]


def test_json_and_sarif_hold_the_same(page: Path) -> None:
    plain = json.loads(run(page, "--json", code=1))
    assert [(one["where"], one["check"], one["start"], one["text"]) for one in plain] == [
        (str(page), "kanaalneutraal.klik-hier", 12, "Klik hier"),
        (str(page), "nl-helder.woorden", 31, "tevens"),
    ]
    log = json.loads(run(page, "--sarif", code=1))
    (results,) = [one["results"] for one in log["runs"]]
    assert [(one["ruleId"], one["level"]) for one in results] == [
        ("kanaalneutraal.klik-hier", "error"),
        ("nl-helder.woorden", "note"),
    ]
    assert results[0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 3


def test_a_vale_style_is_a_folder(tmp_path: Path) -> None:
    style = tmp_path / "styles/House"
    style.mkdir(parents=True)
    (style / "Terms.yml").write_text("extends: existence\nmessage: No '%s'.\nlevel: error\ntokens: [foo]\n")
    words = tmp_path / "styles/config/vocabularies/House"
    words.mkdir(parents=True)
    (words / "accept.txt").write_text("# ours\nDigiD\n")
    text = tmp_path / "a.txt"
    text.write_text("foo and digid\n")
    shown = run(text, "--rules", tmp_path / "styles", "--locale", "en", code=1)
    assert shown.splitlines()[:2] == [
        f"{text}:1:1: error: No 'foo'. [House.Terms]",
        f"{text}:1:9: error: Use 'DigiD' instead of 'digid'. [Vale.Terms]",
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.md", None, "cannot be read: No such file"),
        ("bytes.md", b"\xff\xfe\x00", "is not UTF-8 text: byte 0"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=message):
        call_command("lint_text", str(tmp_path / name))


def test_rules_that_cannot_be_used_say_why(tmp_path: Path, page: Path) -> None:
    (tmp_path / "house.toml").write_text("[pack]\nname='p'")
    with pytest.raises(CommandError, match="at least one"):
        call_command("lint_text", str(page), "--rules", str(tmp_path / "house.toml"))


@pytest.mark.parametrize("rule", load_rules([]), ids=lambda rule: rule.name)
def test_our_rules_are_written_as_vale_reads_them(rule: Rule) -> None:
    try:
        text = write_rule(rule)
    except NotInVale:
        assert rule.kind in ("address", "passive", "presence", "copied_fact")
        return
    again = read_rule(rule.name, text)
    assert (again.name, again.message, again.level) == (rule.name, rule.message, rule.level)
    if rule.kind not in ("length", "sentence_length"):
        assert (again.kind, dict(again.options)) == (rule.kind, {k: v for k, v in rule.options.items() if k != "words"})


def test_most_of_our_rules_can_be_written_for_vale() -> None:
    rules = [rule for pack in own_packs() for rule in pack.rules]
    assert (len(rules), sum(rule.kind in ("address", "passive", "copied_fact") for rule in rules)) == (70, 6)
