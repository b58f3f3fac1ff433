"""Findings as programs read them: JSON, and SARIF 2.1.0 for code hosts and editors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from contenthub.tone.finding import Finding

SARIF_LEVEL = {"suggestion": "note", "warning": "warning", "error": "error"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(findings: Mapping[str, Sequence[Finding]]) -> list[dict[str, Any]]:
    """Return the findings by place (a file, an item), each with its place."""
    return [{"where": where, **asdict(one)} for where, found in findings.items() for one in found]


def as_sarif(findings: Mapping[str, Sequence[Finding]], version: str) -> dict[str, Any]:
    """Return a SARIF log of one run. Source: OASIS SARIF 2.1.0, section 3."""
    rules = {one.check: one for found in findings.values() for one in found}
    tool = {"name": "Content Hub", "version": version, "rules": [_rule(one) for one in rules.values()]}
    results = [_result(where, one) for where, found in findings.items() for one in found]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": tool}, "results": results}]}


def _rule(one: Finding) -> dict[str, Any]:
    said = one.explanation or one.message
    return {"id": one.check, "fullDescription": {"text": said}, **({"helpUri": one.link} if one.link else {})}


def _result(where: str, one: Finding) -> dict[str, Any]:
    region = {
        "startLine": one.line,
        "startColumn": one.column,
        "charOffset": one.start,
        "charLength": one.end - one.start,
    }
    place = {"artifactLocation": {"uri": where}, "region": region}
    logical = [{"fullyQualifiedName": one.path}] if one.path else []
    location: dict[str, Any] = {"physicalLocation": place, **({"logicalLocations": logical} if logical else {})}
    return {
        "ruleId": one.check,
        "level": SARIF_LEVEL[one.level],
        "message": {"text": one.message},
        "locations": [location],
        "partialFingerprints": {"contenthub/v1": one.fingerprint},
    }


def count_by_level(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each level."""
    counts = dict.fromkeys(("error", "warning", "suggestion"), 0)
    for one in findings:
        counts[one.level] += 1
    return counts
