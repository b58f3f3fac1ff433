"""Real sets in every format: what comes in, what is said to be left out, and that a second import changes nothing."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from content_models.models import ContentModel, Fact, Item
from contenthub.models import Publication, Snapshot
from tests.conftest import shared
from tests.contenthub.importing.conftest import Run

COUNTS = ("read", "created", "updated", "unchanged", "published", "facts", "models")
SETS: list[tuple[tuple[str, ...], dict[str, Any], tuple[int, ...]]] = [
    (("contentful",), {"format": "contentful", "locale": "en"}, (1, 4, 0, 0, 4, 0, 2)),
    (("wagtail_bakerydemo",), {"format": "wagtail", "locale": "en"}, (1, 34, 0, 0, 34, 0, 0)),
    (("nl_coronamelder", "_questions"), {"format": "markdown", "model": "faq"}, (26, 26, 0, 0, 26, 0, 0)),
    (("hsds", "csv"), {"format": "hsds", "locale": "en"}, (21, 4, 0, 0, 4, 9, 0)),
    (("hsds",), {"format": "hsds", "locale": "en"}, (34, 4, 0, 0, 4, 9, 0)),
]


@pytest.mark.parametrize(("place", "options", "counts"), SETS, ids=["-".join(place) for place, _o, _c in SETS])
def test_a_set_comes_in_once(
    run: Run, place: tuple[str, ...], options: dict[str, Any], counts: tuple[int, ...]
) -> None:
    folder = shared("data", *place)
    dry = run(folder, **options, dry_run=True)
    assert (tuple(dry[name] for name in COUNTS), Item.objects.count(), Fact.objects.count()) == (counts, 0, 0)
    report = run(folder, **options)
    assert tuple(report[name] for name in COUNTS) == counts
    assert report["failed"] == []
    again = run(folder, **options)
    assert tuple(again[name] for name in COUNTS) == (counts[0], 0, 0, counts[1], 0, 0, 0)
    assert Snapshot.objects.count() == counts[4]


def document_of(key: str, locale: str = "en") -> dict[str, Any]:
    found: dict[str, Any] = Publication.objects.get(key=key, locale=locale).snapshot.document
    return found


def texts(blocks: list[dict[str, Any]]) -> list[str]:
    """Return the text of each paragraph of a body."""
    return [
        "".join(child.get("text", "") for child in node.get("children", ()))
        for block in blocks
        for node in block.get("text", ())
    ]


def test_contentful_types_become_models_and_links_references(run: Run) -> None:
    report = run(shared("data", "contentful"), format="contentful")
    models = {model.key: model.spec for model in ContentModel.objects.filter(description__startswith="Imported")}
    assert {
        key: [(one.key, one.kind, one.required) for one in spec.fields] for key, spec in models.items() if spec
    } == {
        "person": [
            ("title_field", "text", True),
            ("company", "text", True),
            ("short_bio", "blocks", True),
            *((name, "text", False) for name in ("email", "phone", "facebook", "twitter", "github")),
            ("image", "image", False),
        ],
        "blog_post": [
            ("hero_image", "image", False),
            ("description", "blocks", True),
            ("body", "blocks", True),
            ("author", "reference", False),
            ("publish_date", "datetime", True),
            ("tags", "tags", False),
        ],
    }
    post, person = document_of("automate-with-webhooks"), Publication.objects.get(key="john-doe")
    assert post["author"] == str(person.uuid)
    assert (post["publish_date"], post["tags"]) == ("2017-05-11T22:00:00+00:00", ["javascript"])
    assert texts(post["body"])[0] == "What are webhooks?"
    assert Counter(row["what"].partition(": ")[0] for row in report["dropped"]) == {"picture without its file": 4}


def test_wagtail_pages_keep_their_text_and_their_links(run: Run) -> None:
    report = run(shared("data", "wagtail_bakerydemo"), format="wagtail")
    assert {row["what"]: row["count"] for row in report["dropped"] if "operatinghours" in row["what"]} == {
        "locations.locationoperatinghours (not a page)": 42
    }
    bun = document_of("hot-cross-bun")
    assert bun["lead"] == "Hot Cross Buns are a popular and tasty yeasted pastry traditionally served before Easter."
    assert texts(bun["body"])[0].startswith("The Greeks in 6th century AD may have marked cakes with a cross.")


def test_one_question_in_two_languages_is_one_item(run: Run) -> None:
    run(shared("data", "nl_coronamelder", "_questions"), format="markdown", model="faq")
    rows = Item.objects.filter(key="2-7-is-de-app-verplicht").order_by("locale__language_code")
    assert [(row.locale.language_code, row.title) for row in rows] == [
        ("en", "Is the app compulsory?"),
        ("nl", "Is de app verplicht?"),
    ]
    assert len({row.uuid for row in rows}) == 1
    answer = document_of("2-7-is-de-app-verplicht", "nl")["answer"]
    assert [node["style"] for node in answer] == ["normal", "normal", "h2", "normal", "h3", "normal"]
    assert answer[3]["markDefs"] == [{"_key": "m1", "_type": "link", "href": "tel:0881205100"}]


def test_services_are_full_of_facts(run: Run) -> None:
    run(shared("data", "hsds", "csv"), format="hsds", locale="en")
    facts = {fact.key: (fact.kind, fact.timeline[0]["value"]) for fact in Fact.objects.all()}
    assert facts["community-counselling-price-under-18s-and-over-60s"] == (
        "money",
        {"amount": "35.00", "currency": "GBP"},
    )
    hours = facts["mycity-civic-center-opening-hours"][1]
    assert {day: ranges for day, ranges in hours["week"].items() if ranges} == {
        "thu": [["10:00", "18:00"]],
        "fri": [["10:00", "18:00"]],
    }
    service = document_of("community-counselling")
    (place,) = service["locations"]
    assert Publication.objects.get(uuid=place).key == "mycity-civic-center"
    (cost,) = service["costs"]
    assert cost["name"] == "Under 18s and Over 60s per 1 hour session"
    assert (service["authority"], service["audience"]) == ("Example Organization Inc.", "both")


MAPPING = """
model = "product"
locale = "nl"
id = "{URI}"
title = "{UniformeProductnaam}"

[fields]
summary = "{UniformeProductnaam}"
audience = { text = "{Bedrijf}", map = { X = "businesses" }, otherwise = "residents" }
body = "{UniformeProductnaam} *volgens* de wet."
legal_basis = [{ name = "{Grondslaglabel}", link = "{Grondslaglink}" }]
upn_uri = "{URI}"
apply_online = { fact = "url", value = { href = "{Grondslaglink}" }, label = "Grondslag" }
"""


def test_a_catalogue_comes_in_by_its_mapping(run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING)
    options = {"format": "table", "mapping": mapping}
    report = run(shared("data", "nl_openproduct") / "upl.csv", **options)
    assert tuple(report[name] for name in COUNTS) == (1, 1, 0, 0, 1, 1, 0)
    product = document_of("aangifte-vertrek-buitenland", "nl")
    assert product["audience"] == "residents"
    assert texts(product["body"]) == ["aangifte vertrek buitenland *volgens* de wet."]
    assert product["legal_basis"][0]["name"] == "Artikel 2.43 Wet basisregistratie personen"
    assert {row["what"] for row in report["dropped"]} == {
        f"column {name}" for name in ("Rijk", "Gemeente", "Burger", "SDG", "Medebewind", "Verplichting", "Grondslag")
    }
    assert run(shared("data", "nl_openproduct") / "upl.csv", **options)["unchanged"] == 1
