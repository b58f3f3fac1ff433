"""How well Dutch is understood: `uv run python tests/benchmarks/tone_quality.py [--json] [--wrong]`.

The sentences were labelled by readers who had not seen the rules (`tests/contenthub/tone/labelled/`). Precision is
the share of what was said that is right, recall the share of what is there that was said, F1 their harmonic mean.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from contenthub.tone.blocks import Block
from contenthub.tone.context import Context
from contenthub.tone.lint import lint_blocks
from contenthub.tone.packs import own_packs
from contenthub.tone.passive_nl import spans
from contenthub.tone.ruleset import RuleSet
from contenthub.tone.sentences import split

LABELLED = Path(__file__).resolve().parents[1] / "contenthub/tone/labelled"


def labelled() -> dict[str, list[dict[str, Any]]]:
    """Return the labelled texts of every reader: passive, address, sentences."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(LABELLED.glob("*.toml")):
        for kind, entries in tomllib.loads(file.read_text("utf-8")).items():
            found.setdefault(kind, []).extend(entries)
    return found


def scores(pairs: Iterable[tuple[bool, bool]]) -> dict[str, float]:
    """Return precision and recall of (said, true) pairs."""
    found = list(pairs)
    right = sum(said and true for said, true in found)
    said_all, true_all = sum(said for said, _ in found), sum(true for _, true in found)
    return {"precision": round(right / max(said_all, 1), 3), "recall": round(right / max(true_all, 1), 3)}


def is_passive(text: str) -> bool:
    """Tell whether the rule for the passive speaks about any sentence."""
    return any(True for start, end in split(text, "nl") for _ in spans(text[start:end]))


def mixes() -> Callable[[str], bool]:
    """Return a function that tells whether the rule for the form of address speaks."""
    rules = RuleSet(rule for pack in own_packs() for rule in pack.rules if rule.name == "nl-aanspreekvorm.mengvorm")
    return lambda text: bool(lint_blocks([Block(text, path="x", prose=True)], rules, Context("nl")).findings)


def measure() -> tuple[dict[str, float], list[str]]:
    """Return the figures, and every text that was judged otherwise than labelled."""
    known, wrong = labelled(), []
    mixed = mixes()
    passive = [(is_passive(one["text"]), bool(one["passive"])) for one in known["passive"]]
    address = [(mixed(one["text"]), bool(one["mixed"])) for one in known["address"]]
    for name, pairs in (("passive", passive), ("address", address)):
        wrong += [
            f"{name} {said=}: {one['text']}"
            for (said, true), one in zip(pairs, known[name], strict=True)
            if said != true
        ]
    right = told = true = 0
    for one in known["sentences"]:
        given = [one["text"][start:end] for start, end in split(one["text"], "nl")]
        right += sum(given.count(text) and 1 for text in one["split"])
        told, true = told + len(given), true + len(one["split"])
        if given != one["split"]:
            wrong.append(f"sentences: {given}")
    precision, recall = right / told, right / true
    figures = {f"passive_{name}": value for name, value in scores(passive).items()}
    figures |= {f"address_{name}": value for name, value in scores(address).items()}
    figures["sentences_f1"] = round(2 * precision * recall / (precision + recall), 3)
    figures["texts"] = len(passive) + len(address) + len(known["sentences"])
    return figures, wrong


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="Print what was judged otherwise than labelled.")
    asked = parser.parse_args()
    figures, wrong = measure()
    print(json.dumps(figures) if asked.json else "\n".join(f"{name:20} {value}" for name, value in figures.items()))
    if asked.wrong:
        print(*wrong, sep="\n")


if __name__ == "__main__":
    main()
