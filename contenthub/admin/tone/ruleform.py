"""The form of a tone rule: the words and examples as lines, and whatever is left of the definition as TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.registry import installed
from content_models.models import ContentModel
from contenthub.tone.finding import Level
from contenthub.tone.kept.rows import ToneRule
from contenthub.tone.kinds import KINDS
from contenthub.tone.packs import read_rule
from contenthub.tone.rule import Rule, RuleError
from contenthub.tone.ruleset import compile_rule
from contenthub.tone.writing import as_toml

ARROWS = ("→", "=>")
LINES = ("right", "wrong")
CHOICES = ("languages", "channels", "models")
TEXTS = ("name", "kind", "message", "explanation", "link", "level")

KIND_NAMES = {
    "existence": gettext_lazy("existence: words that should not be there"),
    "substitution": gettext_lazy("substitution: say this instead of that"),
    "occurrence": gettext_lazy("occurrence: too often or too seldom"),
    "repetition": gettext_lazy("repetition: the same word twice in a row"),
    "consistency": gettext_lazy("consistency: one of two ways, the same throughout"),
    "conditional": gettext_lazy("conditional: the first asks for the second"),
    "capitalization": gettext_lazy("capitalization: capitals in titles and headings"),
    "readability": gettext_lazy("readability: a formula over the whole text"),
    "metric": gettext_lazy("metric: a formula of your own"),
    "address": gettext_lazy("address: one form of address"),
    "sentence_length": gettext_lazy("sentence_length: words in a sentence"),
    "passive": gettext_lazy("passive: sentences that hide who does something"),
    "spelling": gettext_lazy("spelling: words that no dictionary knows"),
    "presence": gettext_lazy("presence: a phrase that must be there"),
    "length": gettext_lazy("length: characters in a paragraph or a field"),
    "copied_fact": gettext_lazy("copied_fact: the value of a fact, typed as text"),
}


def _area(rows: int, *, mono: bool = False) -> forms.Textarea:
    more = {"spellcheck": "false", "class": "w-font-mono"} if mono else {}
    return forms.Textarea(attrs={"rows": rows, **more})


class RuleForm(forms.Form):
    """A rule as its owner writes it. `definition` is what is kept, once the form is valid."""

    pack = forms.RegexField(r"^[a-z][a-z0-9-]*$", max_length=60, label=gettext_lazy("Pack"))
    name = forms.CharField(max_length=58, label=gettext_lazy("Name"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=lambda: [(one, KIND_NAMES.get(one, one)) for one in KINDS]
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        choices=[
            ("suggestion", gettext_lazy("suggestion")),
            ("warning", gettext_lazy("warning")),
            ("error", gettext_lazy("error: keeps an item from being approved")),
        ],
    )
    message = forms.CharField(
        label=gettext_lazy("What it says"),
        help_text=gettext_lazy(
            "%s stands for the words that were found; in a swap the first one for what to say instead."
        ),
    )
    explanation = forms.CharField(label=gettext_lazy("Why"), required=False, widget=_area(2))
    link = forms.CharField(label=gettext_lazy("Link to the house style"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        widget=_area(8, mono=True),
        help_text=gettext_lazy("One in a line. For a swap: what is wrong → what to say. Patterns are allowed."),
    )
    ignorecase = forms.BooleanField(label=gettext_lazy("Capitals make no difference"), required=False)
    right = forms.CharField(
        label=gettext_lazy("Right examples"),
        required=False,
        widget=_area(3),
        help_text=gettext_lazy("One in a line. A rule in use says nothing about these."),
    )
    wrong = forms.CharField(
        label=gettext_lazy("Wrong examples"),
        required=False,
        widget=_area(3),
        help_text=gettext_lazy("One in a line. A rule in use has something to say about each of these."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of channels"), required=False, widget=forms.CheckboxSelectMultiple
    )
    models = forms.MultipleChoiceField(
        label=gettext_lazy("Content models"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.CharField(
        label=gettext_lazy("More settings"),
        required=False,
        widget=_area(5, mono=True),
        help_text=gettext_lazy("TOML: what else this kind of rule can be told, such as max = 20."),
    )
    status = forms.ChoiceField(label=gettext_lazy("State"), choices=ToneRule.Status.choices)
    reason = forms.CharField(
        label=gettext_lazy("Why this changes"),
        required=False,
        widget=_area(2),
        help_text=gettext_lazy("It stands in the log of decisions."),
    )

    definition: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = self.initial
        offers = {
            "languages": settings.WAGTAIL_CONTENT_LANGUAGES,
            "channels": [(key, key) for key in sorted(installed().kinds)],
            "models": ContentModel.objects.values_list("key", "name"),
        }
        for name, offer in offers.items():
            known = {one: one for one in shown.get(name, ())} | dict(offer)
            field: Any = self.fields[name]
            field.choices = list(known.items())
            field.help_text = _("None chosen: all.")

    def clean_more(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.cleaned_data["more"])
        except tomllib.TOMLDecodeError as problem:
            raise forms.ValidationError(_("This is not TOML: %s") % problem) from problem

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            self.definition = definition_of(cleaned)
            compile_rule(self.rule())
        except RuleError as problem:
            self.add_error(None, str(problem))
        except LineError as problem:
            self.add_error("words", str(problem))
        return cleaned

    def rule(self) -> Rule:
        return read_rule(self.cleaned_data["pack"], self.definition)


class LineError(ValueError):
    """A line of words that cannot be read."""


def initial_of(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a definition; `definition_of` makes the same of it again."""
    rest = dict(definition)
    shown: dict[str, Any] = {name: str(rest.pop(name, "")) for name in TEXTS}
    shown["level"] = shown["level"] or Level.SUGGESTION.label
    shown["words"] = _words_of(rest)
    for name in LINES:
        shown[name] = "\n".join(rest.pop(name)) if _are_lines(rest.get(name)) else ""
    for name in CHOICES:
        shown[name] = list(rest.pop(name, ()))
    shown["ignorecase"] = rest.get("ignorecase") is True and rest.pop("ignorecase")
    shown["more"] = as_toml(rest) if rest else ""
    return shown


def definition_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the definition that a filled form stands for. Raises LineError."""
    definition = {name: said[name] for name in TEXTS if said[name]}
    if said["ignorecase"]:
        definition["ignorecase"] = True
    lines = [line.strip() for line in said["words"].splitlines() if line.strip()]
    if lines and said["kind"] == "substitution":
        definition["swap"] = dict(map(_swap, lines))
    elif lines:
        definition["tokens"] = lines
    for name in LINES:
        if found := [line.strip() for line in said[name].splitlines() if line.strip()]:
            definition[name] = found
    definition |= {name: list(said[name]) for name in CHOICES if said[name]}
    return {**said["more"], **definition}


def _swap(line: str) -> tuple[str, str]:
    wrong, arrow, better = line.partition(next((one for one in ARROWS if one in line), ARROWS[0]))
    if not arrow or not wrong.strip():
        raise LineError(_("“%s”: write what is wrong, then →, then what to say.") % line)
    return wrong.strip(), better.strip()


def _words_of(rest: dict[str, Any]) -> str:
    """Take the words out of what is left of a definition, and return them as lines."""
    swap = rest.get("swap")
    if rest.get("tokens") and "swap" not in rest and _are_lines(rest["tokens"]):
        return "\n".join(rest.pop("tokens"))
    if isinstance(swap, Mapping) and _are_lines([*swap, *(one or "-" for one in swap.values())]):
        del rest["swap"]
        return "\n".join(f"{wrong} {ARROWS[0]} {better}".strip() for wrong, better in swap.items())
    return ""


def _are_lines(texts: Any) -> bool:
    """Tell whether texts can stand in lines of their own and be read back as they were."""
    if not isinstance(texts, Sequence) or isinstance(texts, str):
        return False
    return all(isinstance(one, str) and [one.strip()] == one.splitlines() for one in texts) and not any(
        arrow in one for one in texts for arrow in ARROWS
    )
