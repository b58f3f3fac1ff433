"""Subjects are chosen from their tree, and found by title, language, key, and what they are part of."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from content_models.models import Subject
from contenthub.users import User

RESULTS = "wagtailsnippetchoosers_content_models_subject:choose_results"


@pytest.fixture
def tree(subject: Subject) -> Subject:
    """Living with moving in it, and in moving: abroad; and taxes."""
    Subject.objects.create(key="abroad", title="Naar het buitenland", parent=subject)
    return Subject.objects.create(key="taxes", title="Belastingen")


def found(client: Client, words: str) -> list[str]:
    page = client.get(reverse(RESULTS), {"q": words}).content.decode()
    return [
        unescape(title.strip()) for title in re.findall(r"<a [^>]*data-chooser-modal-choice[^>]*>([^<]*)</a>", page)
    ]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("belast", ["Belastingen"]),
        ("Moving", ["Verhuizen", "Naar het buitenland"]),
        ("abroad", ["Naar het buitenland"]),
        ("wonen buiten", ["Naar het buitenland"]),
        ("nergens", []),
    ],
)
def test_found_by_words(client: Client, publisher: User, tree: Subject, words: str, titles: list[str]) -> None:
    client.force_login(publisher)
    assert found(client, words) == titles


def test_in_the_order_of_the_tree_with_what_each_is_part_of(client: Client, publisher: User, tree: Subject) -> None:
    client.force_login(publisher)
    page = unescape(client.get(reverse(RESULTS)).content.decode())
    places = [page.index(title) for title in ("Wonen", "Verhuizen", "Naar het buitenland", "Belastingen")]
    assert places == sorted(places)
    assert "Wonen › Verhuizen" in page


def test_the_trail(tree: Subject) -> None:
    assert [one.trail for one in Subject.objects.order_by("path")] == ["", "Wonen", "Wonen › Verhuizen", ""]
