"""What something is called in each language: its usual name, and others by locale code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def label_in(locale: str, labels: Mapping[str, str], usual: str) -> str:
    """Return the name in a language, or in the one that it is a variety of; the usual name where it has none."""
    return labels.get(locale) or labels.get(locale.split("-")[0]) or usual


def label_here(labels: Mapping[str, str], usual: str) -> str:
    """Return the name in the language of the interface."""
    return label_in(get_language() or "", labels, usual)


def check_labels(value: Any) -> None:
    """Raise ValidationError where something is no text for each locale code."""
    texts = [*value.keys(), *value.values()] if isinstance(value, dict) else [None]
    if not all(isinstance(text, str) for text in texts):
        raise ValidationError(_("Write a text for each language."))
    if any(len(text) > LONGEST for text in texts):
        raise ValidationError(_("A label has at most %s characters.") % LONGEST)


LONGEST = 120
