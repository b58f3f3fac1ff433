"""Rule files of the field mean here what they mean there: the published cases of Vale and of its styles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contenthub.tone import check_text
from contenthub.tone.rule import RuleError
from contenthub.tone.vale.read import read_rule

CASES = Path(__file__).resolve().parents[4] / "shared/data/vale_cases"
LISTS = ("INDEX.json", "unit_cases.json", "redhat_pass_fail.json")
ELSEWHERE = {"sequence", "script", "spelling"}
SETTINGS = {"IgnoredScopes", "SkippedScopes", "IgnoredClasses", "TokenIgnores", "View"}
"""Settings of a Vale configuration file, which one text cannot be checked with."""

needs_cases = pytest.mark.skipif(not CASES.exists(), reason="../shared/data/vale_cases not found (developer fixtures)")


def cases() -> list[Any]:
    files = sorted(CASES.glob("*.json")) if CASES.exists() else []
    read = [json.loads(file.read_text("utf-8")) for file in files if file.name not in LISTS]
    return [one for one in read if not ELSEWHERE & set(one["extension_points"])]


def usable(rules: dict[str, str]) -> dict[str, str]:
    """Return the rules that we read; refused kinds are no part of these cases."""
    kept = {}
    for name, text in rules.items():
        try:
            read_rule(name, text)
        except RuleError:
            continue
        kept[name] = text
    return kept


def judged(case: dict[str, Any]) -> tuple[set[Any], set[Any]]:
    """Return the alerts that were given and those that were expected."""
    config = case["config"]
    rules = usable(case["rules"])
    built_in = "Vale" in config["styles"]
    if built_in or "Vale.Repetition" in config["checks"]:
        rules.setdefault("Vale.Repetition", "")
    found = check_text(
        case["input"],
        rules=rules,
        markup=case["format"] if case["format"] in ("md", "html") else "txt",
        accept=config["vocab"]["accept"],
        reject=config["vocab"]["reject"],
        minimum_level=config["options"].get("MinAlertLevel", "suggestion"),
    )
    given = {(one.line, one.column, one.check, one.message) for one in found}
    if not built_in:
        given = {one for one in given if one[2] not in ("Vale.Terms", "Vale.Avoid")}
    return given, {(one["line"], one["col"], one["check"], one["message"]) for one in case["expected"]}


@needs_cases
def test_of_the_published_cases_at_least_95_in_100_are_exact() -> None:
    wrong, alerts, exact = [], 0, 0
    tried = [one for one in cases() if not SETTINGS & set(one["config"]["options"])]
    for case in tried:
        given, expected = judged(case)
        alerts, exact = alerts + len(expected), exact + len(given & expected)
        if given != expected if case["exact"] else not expected <= given:
            wrong.append(case["id"])
    assert len(tried) == 57
    assert wrong == ["vale/misc/Vocab/test.md"]
    assert (exact, alerts) == (182, 182)


@needs_cases
def test_with_cases_that_need_a_configuration_file_every_expected_alert_is_given() -> None:
    missing = [(case["id"], expected - given) for case in cases() for given, expected in [judged(case)]]
    assert [one for one in missing if one[1]] == []


@needs_cases
def test_sentence_case_is_told_as_in_the_published_unit_cases() -> None:
    wrong = []
    for case in json.loads((CASES / "unit_cases.json").read_text("utf-8"))["sentence_case_threshold_1"]:
        rule = json.dumps(
            {
                "extends": "capitalization",
                "message": "%s",
                "match": "$sentence",
                "threshold": 1,
                "indicators": [":"],
                "exceptions": case["exceptions"],
            }
        )
        found = check_text(case["heading"], rules={"t.Case": rule}, markup="txt")
        if bool(found) == case["match"]:
            wrong.append(case["heading"])
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is not a rule"),
        ("extends: [", "this is not YAML"),
        ("extends: magic\nmessage: x", "“extends” must be one of"),
        ("extends: existence\ntokens: [a]", "“message” is missing"),
        ("extends: existence\nmessage: x\ntokens: [a]\nswop: 1", "“swop” is not an option of existence"),
        ("extends: script\nmessage: x\nscript: y", "it would run a program"),
        ("extends: sequence\nmessage: x\ntokens: []", "tagger of English"),
        ("extends: existence\nmessage: x\nlevel: fatal\ntokens: [a]", "is not a level"),
        ("extends: existence\nmessage: x\ntokens: ['(']", "is not a regular expression"),
        ("extends: existence\nmessage: x", "give the words it looks for"),
        ("extends: substitution\nmessage: x\nswap: 3", "must pair"),
        ("extends: metric\nmessage: x\nformula: __import__('os')\ncondition: '> 1'", "is not known in a formula"),
        ("extends: metric\nmessage: x\nformula: words\ncondition: 'quite'", "must be a comparison"),
        ("extends: readability\nmessage: x\nmetrics: [Own]\ngrade: 3", "is not a formula"),
        ("extends: existence\nmessage: x\ntokens: [a]\naction: {name: suggest, params: [a.tengo]}", "runs a script"),
    ],
)
def test_a_rule_that_cannot_be_used_says_why(text: str, message: str) -> None:
    with pytest.raises(RuleError, match=message) as refused:
        check_text("Some text.", rules={"house.Rule": text})
    assert str(refused.value).startswith("house.Rule: ")
