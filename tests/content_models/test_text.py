"""Fields of text in the form: their help says how long a text may be."""

from typing import Any

import pytest

from content_models.fields import field_kind
from content_models.spec import FieldSpec


@pytest.mark.parametrize("kind", ["text", "long_text"])
@pytest.mark.parametrize(
    ("options", "help_text", "told"),
    [
        ({"max_length": 200}, "One sentence.", "One sentence. At most 200 characters."),
        ({"max_length": 200}, "", "At most 200 characters."),
        ({}, "One sentence.", "One sentence."),
    ],
)
def test_the_help_says_how_long_a_text_may_be(kind: str, options: dict[str, Any], help_text: str, told: str) -> None:
    spec = FieldSpec(key="summary", kind=kind, label="Summary", help_text=help_text, options=options)
    assert field_kind(kind).block(spec, "en").field.help_text == told
