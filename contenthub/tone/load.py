"""Rules from files: packs (TOML), Vale styles (folders and YAML files), and those that come with the hub."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from contenthub.tone.packs import own_packs, read_pack
from contenthub.tone.rule import Rule, RuleError, Vocabulary
from contenthub.tone.vale.read import read_rule, read_style, read_words, vocabulary_rules


def load_rules(paths: Iterable[Path]) -> list[Rule]:
    """Return the rules of files and folders; without any, those of the packs that come with the hub.

    A folder is a Vale style (`Style/Rule.yml`), a folder of styles, or of packs. Raises RuleError, OSError.
    """
    named = list(paths)
    if not named:
        return [rule for pack in own_packs() for rule in pack.rules]
    rules = [rule for path in named for rule in _rules_in(path)]
    if not rules:
        raise RuleError(f"No rules were found in {', '.join(map(str, named))}: name .toml packs or Vale styles.")
    return rules


def _rules_in(path: Path) -> list[Rule]:
    if path.is_file():
        if path.suffix == ".toml":
            return list(read_pack(path.read_text("utf-8"), path.name).rules)
        return [read_rule(f"{path.parent.name}.{path.stem}", path.read_text("utf-8"))]
    if not path.is_dir():
        raise RuleError(f"{path}: there is no such file or folder.")
    rules = [rule for file in sorted(path.glob("*.toml")) for rule in _rules_in(file)] + read_style(path)
    for folder in sorted(one for one in path.iterdir() if one.is_dir() and one.name not in ("config", "Vocab")):
        rules += _rules_in(folder)
    return rules


def load_vocabulary(paths: Iterable[Path]) -> Vocabulary:
    """Return the words in `accept.txt` and `reject.txt` under the folders that hold rules."""
    words: dict[str, tuple[str, ...]] = {"accept": (), "reject": ()}
    for path in paths:
        for name in words:
            for file in sorted(path.rglob(f"{name}.txt")) if path.is_dir() else ():
                words[name] += read_words(file.read_text("utf-8").splitlines())
    return Vocabulary(**words)


def with_vocabulary(rules: list[Rule], vocabulary: Vocabulary) -> list[Rule]:
    """Return the rules with those that a vocabulary stands for."""
    return [*rules, *vocabulary_rules(vocabulary)]
