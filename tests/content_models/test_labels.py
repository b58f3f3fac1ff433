"""What something is called in each language."""

import pytest
from django.core.exceptions import ValidationError

from content_models.labels import check_labels, label_in

LABELS = {"en": "Price", "nl-be": "Prijs in België"}


@pytest.mark.parametrize(
    ("locale", "found"),
    [
        ("en", "Price"),
        ("en-gb", "Price"),
        ("nl-be", "Prijs in België"),
        ("nl", "Prijs"),
        ("ar", "Prijs"),
        ("", "Prijs"),
    ],
)
def test_a_language_has_its_own_name_or_the_usual_one(locale: str, found: str) -> None:
    assert label_in(locale, LABELS, "Prijs") == found


@pytest.mark.parametrize("value", [["en"], None, "Price", {"en": 1}, {1: "Price"}, {"en": "x" * 121}])
def test_labels_are_texts_by_language(value: object) -> None:
    check_labels(LABELS)
    with pytest.raises(ValidationError):
        check_labels(value)
