"""A town of articles to ask for: written straight into the tables, as the door would have written them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import orjson

NAMES = UUID("b6a3bb8e-0f6d-4f1f-9a39-6b1f6a9c7d10")
START = datetime(2026, 1, 1, 8, tzinfo=UTC)
CATEGORIES = ("moving", "passport", "waste", "parking", "taxes", "care", "work", "school", "sport", "trees")
BATCH = 500

ARTICLE: dict[str, Any] = {
    "key": "article",
    "fields": [
        {"key": "summary", "kind": "long_text"},
        {"key": "body", "kind": "long_text"},
        {"key": "text", "kind": "rich_text"},
        {"key": "category", "kind": "choice", "choices": [{"value": one, "label": one.title()} for one in CATEGORIES]},
        {"key": "code", "kind": "text"},
        {"key": "weight", "kind": "number"},
        {"key": "since", "kind": "date"},
        {"key": "popular", "kind": "boolean"},
        {"key": "words", "kind": "tags"},
        {"key": "more", "kind": "url"},
        {"key": "price", "kind": "fact"},
        {"key": "author", "kind": "reference", "models": ["person"]},
        {"key": "place", "kind": "reference", "models": ["place"]},
        {"key": "related", "kind": "reference"},
        {"key": "photo", "kind": "image"},
        {"key": "audience", "kind": "text"},
    ],
}
PERSON: dict[str, Any] = {
    "key": "person",
    "fields": [
        {"key": "name", "kind": "text"},
        {"key": "role", "kind": "text"},
        {"key": "place", "kind": "reference", "models": ["place"]},
    ],
}
PLACE: dict[str, Any] = {
    "key": "place",
    "fields": [
        {"key": "city", "kind": "text"},
        {"key": "phone", "kind": "fact"},
        {"key": "nearest", "kind": "reference", "models": ["place"]},
    ],
}
SENTENCE = "De gemeente helpt u met uw aanvraag, aan de balie en thuis. "


def uuid_of(model: str, number: int) -> UUID:
    return uuid5(NAMES, f"{model}-{number}")


def build(items: int) -> None:
    """Write models, facts, and `items` articles with a tenth as many people and places."""
    from content_models.models import ContentModel, Fact, FactVersion, ModelVersion
    from content_models.spec import ModelSpec
    from contenthub.publishing import statistics

    specs = {}
    for definition in (ARTICLE, PERSON, PLACE):
        row = ContentModel.objects.create(key=definition["key"], name=definition["key"], live=True)
        digest = uuid5(NAMES, definition["key"]).hex * 2
        ModelVersion.objects.create(model=row, number=1, definition=definition, digest=digest, published_at=START)
        specs[definition["key"]] = ModelSpec.read(definition, 1)
    for number in range(50):
        fact = Fact.objects.create(uuid=uuid_of("fact", number), key=f"fact-{number}", kind="money", label="Fact")
        value = {"amount": f"{number + 1}.50", "currency": "EUR"}
        FactVersion.objects.create(fact=fact, number=1, value=value, published_at=START)
    others = max(5, items // 10)
    write(specs["place"], [place(number, others) for number in range(others)])
    write(specs["person"], [person(number, others) for number in range(others)])
    for start in range(0, items, 2000):
        numbers = range(start, min(start + 2000, items))
        write(specs["article"], [article(number, items, others) for number in numbers], first=start)
    statistics.learn(items)


def place(number: int, others: int) -> dict[str, Any]:
    fact = {"fact": str(uuid_of("fact", number % 50)), "format": "short"}
    return {"city": f"Stad {number}", "phone": fact, "nearest": str(uuid_of("place", (number + 1) % others))}


def person(number: int, others: int) -> dict[str, Any]:
    return {"name": f"Naam {number}", "role": "adviseur", "place": str(uuid_of("place", number % others))}


def article(number: int, items: int, others: int) -> dict[str, Any]:
    return {
        "summary": f"Artikel {number} legt uit hoe het werkt. " + SENTENCE * 2,
        "body": f"Artikel {number}. " + SENTENCE * 33,
        "text": text(number),
        "category": CATEGORIES[number % len(CATEGORIES)],
        "code": f"A{number % 1000}",
        "weight": number % 97,
        "since": (START - timedelta(days=number % 4000)).date().isoformat(),
        "popular": number % 3 == 0,
        "words": ["wonen", f"woord{number % 20}"],
        "more": f"https://example.org/{number}",
        "price": {"fact": str(uuid_of("fact", number % 50)), "format": "short"},
        "author": str(uuid_of("person", number % others)),
        "place": str(uuid_of("place", number % others)),
        "related": str(uuid_of("article", (number * 7 + 1) % items)),
        "photo": {"image": str(uuid_of("image", number)), "alt": "Een foto", "file": "foto.jpg"}
        | {"width": 1200, "height": 800, "focal": None, "title": "Foto"},
        "audience": "inwoners",
    }


def text(number: int) -> list[dict[str, Any]]:
    """Return some 2 KB of Portable Text with a fact in it."""
    fact = {"_type": "fact", "_key": "f", "fact": str(uuid_of("fact", number % 50)), "format": "short"}
    spans = [{"_type": "span", "_key": "a", "text": "Dit kost ", "marks": []}, fact]
    blocks = [{"_type": "block", "_key": "b0", "style": "normal", "markDefs": [], "children": spans}]
    for part in range(1, 6):
        words = [{"_type": "span", "_key": "a", "text": SENTENCE * 4, "marks": []}]
        blocks.append({"_type": "block", "_key": f"b{part}", "style": "normal", "markDefs": [], "children": words})
    return blocks


def write(spec: Any, bodies: list[dict[str, Any]], first: int = 0) -> None:
    """Write one publication for each body, with everything that belongs to it."""
    from content_models.document import terms_of, text_of, uses_of
    from contenthub.publishing import fulltext
    from contenthub.publishing.models import Decision, Dependency, FieldIndex, Publication, Snapshot

    rows = []
    for number, body in enumerate(bodies, first):
        uuid, digest = uuid_of(spec.key, number), uuid5(NAMES, f"{spec.key}{number}").hex * 2
        rows.append((number, body, uuid, digest, START + timedelta(seconds=number)))
    decisions = Decision.objects.bulk_create(
        [
            Decision(kind="publish", what="item", uuid=uuid, locale="nl", digest=digest, actor_name="bench", at=at)
            for _n, _b, uuid, digest, at in rows
        ],
        batch_size=BATCH,
    )
    common = [
        {"uuid": uuid, "locale": "nl", "key": f"{spec.key}-{number}", "model": spec.key, "published_at": at}
        | {"title": f"{spec.name} {number}"}
        for number, _b, uuid, _d, at in rows
    ]
    snapshots = Snapshot.objects.bulk_create(
        [
            Snapshot(
                **known, number=1, model_version=1, body=orjson.dumps(row[1]).decode(), digest=row[3], decision=one
            )
            for known, row, one in zip(common, rows, decisions, strict=True)
        ],
        batch_size=BATCH,
    )
    Dependency.objects.bulk_create(
        [
            Dependency(snapshot=snapshot, kind=use.kind, target=use.uuid, path=use.path)
            for snapshot, row in zip(snapshots, rows, strict=True)
            for use in uses_of(spec, row[1])
        ],
        batch_size=BATCH,
    )
    current = Publication.objects.bulk_create(
        [
            Publication(**known, first_published_at=known["published_at"], snapshot=snapshot)
            for known, snapshot in zip(common, snapshots, strict=True)
        ],
        batch_size=BATCH,
    )
    terms = [
        FieldIndex(publication=one, field=name, **{"text" if isinstance(term, str) else "number": term})
        for one, row in zip(current, rows, strict=True)
        for name, term in terms_of(spec, row[1])
    ]
    FieldIndex.objects.bulk_create(terms, batch_size=BATCH)
    fulltext.replace([(one.pk, "nl", one.title, text_of(spec, row[1])) for one, row in zip(current, rows, strict=True)])
