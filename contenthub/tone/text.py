"""Check a text that stands in no item: a file, a draft from another tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contenthub.tone.finding import Finding, Level
from contenthub.tone.lint import lint_source
from contenthub.tone.markup import READERS
from contenthub.tone.rule import Vocabulary
from contenthub.tone.ruleset import RuleSet
from contenthub.tone.vale.read import read_rule, vocabulary_rules


def check_text(
    text: str,
    *,
    rules: RuleSet | Mapping[str, str],
    locale: str = "en",
    markup: str = "md",
    accept: Sequence[str] = (),
    reject: Sequence[str] = (),
    minimum_level: str = "suggestion",
) -> list[Finding]:
    """Return the findings about a text, in the order of their places.

    `rules` is a compiled rule set, or a mapping from the name of a check (`Google.Passive`) to the YAML of its Vale
    rule. `markup` is `md`, `html` or `txt`; `accept` and `reject` are the words of a vocabulary, and only count with
    such a mapping. Offsets and columns count code points. Raises RuleError for a rule that cannot be used, ValueError
    for an unknown markup or level.
    """
    if markup not in READERS:
        raise ValueError(f"“{markup}” is not a markup that can be read: {', '.join(READERS)}")
    if not isinstance(rules, RuleSet):
        vocabulary = Vocabulary(tuple(accept), tuple(reject))
        read = [read_rule(name, rule) for name, rule in rules.items()]
        rules = RuleSet([*read, *vocabulary_rules(vocabulary)], vocabulary)
    return list(lint_source(READERS[markup](text), rules, language=locale, least=Level.of(minimum_level)).findings)
