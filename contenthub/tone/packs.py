"""Rule packs: TOML files with rules, under version control, ours and anybody's.

    [pack]                                     [[rule]]
    name = "nl-helder"                         name = "woorden"          the check is "nl-helder.woorden"
    version = 1                                kind = "substitution"
    title = "Helder Nederlands"                message = "Schrijf liever %s dan “%s”."
    description = "…"                          level = "suggestion"
    languages = ["nl"]                         right = ["…"], wrong = ["…"]      examples, both needed

Every other key of a rule is an option of its kind, or one of scope, limit, link, explanation, languages, channels,
audiences, models and fields.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contenthub.tone.examples import broken_examples
from contenthub.tone.finding import Level
from contenthub.tone.rule import Rule, RuleError

FOLDER = Path(__file__).with_name("packs")
LISTS = ("languages", "channels", "audiences", "models", "fields", "right", "wrong")
TEXTS = ("link", "explanation")
OWN = {"name", "kind", "message", "level", "scope", "limit", *LISTS, *TEXTS}


@dataclass(frozen=True)
class Pack:
    """Rules that belong together."""

    name: str
    version: int
    title: str
    description: str
    languages: tuple[str, ...]
    rules: tuple[Rule, ...]


def read_pack(text: str, where: str) -> Pack:
    """Return the pack of a TOML text. Raises RuleError, which says where."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise RuleError(f"{where}: this is not TOML: {problem}") from problem
    head, rules = data.get("pack"), data.get("rule")
    if not isinstance(head, Mapping) or not head.get("name"):
        raise RuleError(f"{where}: [pack] with a name is missing.")
    if not isinstance(rules, list) or not rules:
        raise RuleError(f"{where}: a pack needs at least one [[rule]].")
    name, languages = str(head["name"]), tuple(map(str, head.get("languages") or ()))
    return Pack(
        name=name,
        version=int(head.get("version") or 1),
        title=str(head.get("title") or name),
        description=str(head.get("description") or ""),
        languages=languages,
        rules=tuple(read_rule(name, one, languages) for one in rules),
    )


def read_rule(pack: str, data: Mapping[str, Any], languages: tuple[str, ...] = ()) -> Rule:
    """Return one rule of a pack. Raises RuleError."""
    name = f"{pack}.{data.get('name') or '?'}"
    if missing := [key for key in ("name", "kind", "message") if not data.get(key)]:
        raise RuleError(f"{name}: “{missing[0]}” is missing.")
    try:
        level = Level.of(str(data.get("level") or "suggestion"))
    except ValueError as problem:
        raise RuleError(f"{name}: {problem}") from problem
    lists: dict[str, Any] = {key: tuple(map(str, data.get(key) or ())) for key in LISTS}
    texts: dict[str, Any] = {key: str(data.get(key) or "") for key in TEXTS}
    scope = data.get("scope") or "text"
    return Rule(
        name=name,
        kind=str(data["kind"]),
        message=str(data["message"]),
        level=level,
        scope=tuple(map(str, scope)) if isinstance(scope, list) else (str(scope),),
        options={key: value for key, value in data.items() if key not in OWN},
        limit=int(data.get("limit") or 0),
        **texts,
        **(lists | {"languages": lists["languages"] or languages}),
    )


def definitions(text: str, where: str) -> list[tuple[str, dict[str, Any]]]:
    """Return (pack, definition) for each rule of a pack, as rows keep it. Raises RuleError."""
    pack = read_pack(text, where)
    rows = tomllib.loads(text)["rule"]
    return [(pack.name, {**({"languages": list(pack.languages)} if pack.languages else {}), **one}) for one in rows]


def own_definitions() -> list[tuple[str, dict[str, Any]]]:
    """Return (pack, definition) for every rule that comes with the hub."""
    return [one for path in sorted(FOLDER.glob("*.toml")) for one in definitions(path.read_text("utf-8"), path.name)]


def own_packs() -> list[Pack]:
    """Return the packs that come with the hub, by name."""
    return [read_pack(path.read_text("utf-8"), path.name) for path in sorted(FOLDER.glob("*.toml"))]


def check_pack(pack: Pack) -> list[str]:
    """Return why a pack cannot be used: examples that are missing, or that a rule judges wrongly."""
    return [problem for rule in pack.rules for problem in broken_examples(rule)]
