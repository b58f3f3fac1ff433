"""A rule: what it looks for, what it says, how grave that is and where it applies. Frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contenthub.tone.context import Context
from contenthub.tone.finding import Level


class RuleError(ValueError):
    """A rule that cannot be used; the message names the rule and says what to do."""


@dataclass(frozen=True)
class Vocabulary:
    """Words of the house: those that rules leave alone, and those that are not to be used."""

    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One rule.

    `options` are the settings of its kind. Empty `languages`, `channels`, `audiences`, `models` and `fields` mean all.
    """

    name: str
    kind: str
    message: str
    level: Level = Level.WARNING
    scope: tuple[str, ...] = ("text",)
    options: Mapping[str, Any] = field(default_factory=dict)
    limit: int = 0
    link: str = ""
    explanation: str = ""
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def speaks(self, context: Context) -> bool:
        """Tell whether the rule is for such a text; `nl` is also for `nl-BE`, an unknown language for all."""
        language = context.language.lower()
        names = {language, language.split("-")[0]}
        return (
            (not self.languages or not language or bool(names & {one.lower() for one in self.languages}))
            and (not self.models or context.model in self.models)
            and (not self.channels or bool(context.channels & set(self.channels)))
            and (not self.audiences or bool(context.audiences & set(self.audiences)))
        )

    def reads(self, path: str) -> bool:
        """Tell whether the rule is for the field at this path."""
        return not self.fields or any(path == one or path.startswith(f"{one}.") for one in self.fields)
