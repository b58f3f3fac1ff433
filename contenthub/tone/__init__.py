"""Tone of voice: rules about how the organisation speaks, and the one way to ask them about text."""

from contenthub.tone.finding import Finding, Level
from contenthub.tone.ruleset import RuleSet
from contenthub.tone.text import check_text

__all__ = ["Finding", "Level", "RuleSet", "check_text"]
