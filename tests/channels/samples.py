"""One small town as its channels receive it: payloads with every field kind and every status."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from channels.output import Context, Organisation, Payload

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

ORGANISATION = Organisation(
    name="Gemeente Voorbeeldstad",
    hub="voorbeeldstad",
    locale_names={"nl": "Nederlands", "en": "English", "ar": "العربية"},
    base_url="https://www.voorbeeldstad.example",
    colours={"brand": "#154273", "accent": "#0b5cad"},
    contact={
        "phone": "14 010",
        "email": "info@voorbeeldstad.example",
        "address": "Stadsplein 1\n1000 AA Voorbeeldstad",
    },
)

PASSPORT = "11111111-1111-4111-8111-111111111111"
MOVING = "22222222-2222-4222-8222-222222222222"
DESK = "33333333-3333-4333-8333-333333333333"
PRICE = "44444444-4444-4444-8444-444444444444"
PHONE = "55555555-5555-4555-8555-555555555555"
HOUSE = "66666666-6666-4666-8666-666666666666"

FAMILY = {"key": "familie", "title": "Familie en wonen", "parent": None}
SUBJECT = {"key": "verhuizen", "title": "Verhuizen", "parent": FAMILY}
PAPERS = {"key": "paspoort", "title": "Paspoort en rijbewijs", "parent": None}


def context(locale: str = "nl", **settings: Any) -> Context:
    return Context(
        channel="website",
        title="Website",
        locale=locale,
        base_url="",
        organisation=ORGANISATION,
        now=NOW,
        settings={"time_zone": "Europe/Amsterdam", "schema_types": {"faq": "FAQPage", "service": "GovernmentService"}}
        | settings,
    )


def field(key: str, kind: str, label: str, value: Any, **more: Any) -> dict[str, Any]:
    shown = value if isinstance(value, str) else ""
    return {"key": key, "label": label, "kind": kind, "value": value, "text": shown, **more}


def span(text: str, *marks: str) -> dict[str, Any]:
    return {"_type": "span", "text": text, **({"marks": list(marks)} if marks else {})}


def block(*children: Any, style: str = "normal", **more: Any) -> dict[str, Any]:
    spans = [span(child) if isinstance(child, str) else child for child in children]
    return {"_type": "block", "style": style, "children": spans, **more}


def price(**more: Any) -> dict[str, Any]:
    return {
        "_type": "fact",
        "fact": PRICE,
        "key": "prijs-paspoort",
        "label": "Prijs van een paspoort",
        "kind": "money",
        "format": "short",
        "text": "€ 83,87",
        "spoken": "drieëntachtig euro zevenentachtig",
        "value": {"amount": "83.87", "currency": "EUR"},
        "version": 3,
        **more,
    }


def phone(**more: Any) -> dict[str, Any]:
    return {
        "_type": "fact",
        "fact": PHONE,
        "key": "telefoon",
        "label": "Telefoonnummer",
        "kind": "phone",
        "format": "short",
        "text": "14 010",
        "spoken": "veertien nul tien",
        "value": {"number": "14010", "region": "NL"},
        "version": 1,
        **more,
    }


def renditions(ending: str, **sizes: tuple[int, int]) -> dict[str, Any]:
    return {
        name: {"src": f"/media/images/huis.{name}.{ending}", "width": width, "height": height}
        for name, (width, height) in sizes.items()
    }


WEBP = renditions("webp", small=(480, 320), medium=(960, 640), large=(1600, 1067))
AVIF = renditions("avif", small_avif=(480, 320), medium_avif=(960, 640), large_avif=(1600, 1067))
JPEG = renditions("jpg", jpeg=(960, 640))


def image(**more: Any) -> dict[str, Any]:
    return {
        "_type": "image",
        "image": HOUSE,
        "alt": "Een gezin draagt verhuisdozen naar binnen",
        "decorative": False,
        "src": "/media/images/huis.jpg",
        "width": 3000,
        "height": 2000,
        "file": "original_images/huis.jpg",
        "renditions": {**WEBP, **JPEG, **AVIF},
        **more,
    }


def reference(key: str = "paspoort-aanvragen", title: str = "Paspoort aanvragen", **more: Any) -> dict[str, Any]:
    return {
        "_type": "reference",
        "item": PASSPORT,
        "key": key,
        "locale": "nl",
        "title": title,
        "model": "service",
        "status": "live",
        "address": f"/nl/{key}",
        **more,
    }


def item(title: str, key: str, fields: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "uuid": MOVING,
        "key": key,
        "locale": "nl",
        "title": title,
        "model": "service",
        "status": "LIVE",
        "notice": None,
        "stamp": f"ch1:voorbeeldstad:{MOVING}:nl:7:444444444444.3-555555555555.1",
        "version": 7,
        "publishedAt": "2026-02-27T23:30:00+00:00",
        "firstPublishedAt": "2025-05-01T08:00:00+00:00",
        "reviewBy": "2027-02-01",
        "subject": SUBJECT,
        "replacedBy": None,
        "translations": [],
        "fields": fields,
        **more,
    }


BODY = [
    block(
        "U kunt uw verhuizing doorgeven ",
        span("vanaf vier weken vóór", "strong"),
        " tot uiterlijk vijf dagen na de verhuisdatum. Een nieuw ",
        span("paspoort", "m1"),
        " is niet nodig. Dat zou ",
        price(),
        " kosten.",
        markDefs=[
            {
                "_key": "m1",
                "_type": "itemLink",
                "item": PASSPORT,
                "key": "paspoort-aanvragen",
                "locale": "nl",
                "title": "Paspoort aanvragen",
                "model": "service",
                "status": "live",
                "address": "/nl/paspoort-aanvragen",
            }
        ],
    ),
    block("Wat u nodig heeft", style="h2"),
    block("uw ", span("DigiD", "strong"), " met sms-controle of de app", listItem="bullet", level=1),
    block("uw nieuwe adres", listItem="bullet", level=1),
    block("met huisnummer en toevoeging", listItem="bullet", level=2),
    block("de namen van wie meeverhuist", listItem="bullet", level=1),
    block("Bij wie u moet zijn", style="h3"),
    block(
        "Bel ",
        phone(),
        " of mail ",
        span("het loket", "m2"),
        ".",
        markDefs=[{"_key": "m2", "_type": "link", "href": "mailto:loket@voorbeeldstad.example"}],
    ),
    block("Verhuist iemand anders? Dan geeft die zelf de verhuizing door.", style="blockquote"),
]

PROCEDURE: dict[str, Any] = {
    "inputs": {
        "waarheen": {
            "kind": "choice",
            "label": "Waar komt u vandaan?",
            "help": "Het gaat om het adres waar u nu staat ingeschreven.",
            "options": [
                {"value": "binnen", "label": "Uit Voorbeeldstad", "short": "binnen"},
                {"value": "nl", "label": "Uit een andere gemeente", "short": "gemeente"},
                {"value": "buitenland", "label": "Uit het buitenland", "short": "buitenland"},
            ],
        },
        "datum": {"kind": "date", "label": "Op welke datum verhuist u?"},
        "digid": {"kind": "yesno", "label": "Heeft u DigiD?"},
    },
    "nodes": [
        {
            "id": "start",
            "kind": "question",
            "input": "waarheen",
            "title": "",
            "next": [{"if": {"eq": ["waarheen", "buitenland"]}, "to": "balie"}, {"else": True, "to": "datum"}],
        },
        {
            "id": "datum",
            "kind": "question",
            "input": "datum",
            "title": "Wanneer verhuist u?",
            "next": [{"if": {"days_ahead_gt": ["datum", 28]}, "to": "vroeg"}, {"else": True, "to": "digid"}],
        },
        {
            "id": "digid",
            "kind": "question",
            "input": "digid",
            "title": "",
            "next": [{"if": {"eq": ["digid", True]}, "to": "online"}, {"else": True, "to": "balie"}],
        },
        {
            "id": "online",
            "kind": "steps",
            "title": "Geef uw verhuizing online door",
            "steps": [
                {"text": "Ga naar Mijn Voorbeeldstad."},
                {"text": "Log in met DigiD."},
                {"text": "Vul uw nieuwe adres in.", "agent_note": "GEHEIM: controleer de toevoeging."},
            ],
            "next": [{"else": True, "to": "klaar"}],
        },
        {
            "id": "klaar",
            "kind": "outcome",
            "title": "U bent klaar",
            "body": [block("U krijgt binnen vijf werkdagen bericht.")],
            "disposition": "opgelost",
        },
        {
            "id": "vroeg",
            "kind": "outcome",
            "title": "Het is nog te vroeg",
            "body": [block("Kom terug vanaf vier weken vóór de verhuizing.")],
            "disposition": "later",
        },
        {
            "id": "balie",
            "kind": "outcome",
            "title": "Kom naar de balie",
            "body": [block("Bel ", phone(), " voor een afspraak.")],
            "disposition": "afspraak",
        },
    ],
}

TABLE = {
    "caption": "Openingstijden van de balie",
    "header": ["Dag", "Balie", "Telefoon"],
    "rows": [
        ["Maandag", "9.00 – 17.00", "8.30 – 17.30"],
        ["Dinsdag", "9.00 – 20.00", "8.30 – 17.30"],
        ["Zaterdag", "10.00 – 13.00", ""],
    ],
}

FIELDS = [
    field(
        "summary",
        "long_text",
        "Samenvatting",
        "Gaat u verhuizen? Geef het op tijd door. Het kost niets en het kan online.",
    ),
    field("price", "fact", "Kosten paspoort", price()),
    field("phone", "fact", "Telefoon", phone()),
    field("online", "boolean", "Kan online", True),
    field("days", "number", "Werkdagen", 1234.5),
    field("since", "date", "Geldig vanaf", "2026-01-01"),
    field("deadline", "datetime", "Uiterlijk", "2026-06-30T22:00:00+00:00"),
    field("audience", "choice", "Voor wie", {"_type": "choice", "value": "citizens", "label": "Inwoners"}),
    field("topics", "tags", "Trefwoorden", ["verhuizen", "adres", "BRP"]),
    field("law", "url", "Wet", "https://wetten.example/wet-brp/"),
    field("related", "reference", "Zie ook", reference()),
    field("photo", "image", "Foto", image()),
    field("body", "rich_text", "Tekst", BODY),
    field("hours", "table", "Openingstijden", TABLE),
    field("steps", "procedure", "Hoe u het regelt", PROCEDURE),
    field("documents", "list", "Neem mee", ["Een geldig identiteitsbewijs", "Het huurcontract of de koopakte"]),
    field(
        "questions",
        "list",
        "Veelgestelde vragen",
        [
            {
                "_type": "group",
                "fields": [
                    field("question", "text", "Vraag", "Moet ik zelf langskomen?"),
                    field("answer", "rich_text", "Antwoord", [block("Nee, dat hoeft niet.")]),
                ],
            },
            {
                "_type": "group",
                "fields": [
                    field("question", "text", "Vraag", "Wat als ik te laat ben?"),
                    field("answer", "rich_text", "Antwoord", [block("Dan bellen wij u op ", phone(), ".")]),
                ],
            },
        ],
    ),
    field(
        "contact",
        "group",
        "Contact",
        {
            "_type": "group",
            "fields": [field("desk", "text", "Balie", "Stadsplein 1"), field("phone", "fact", "Telefoon", phone())],
        },
    ),
    field(
        "more",
        "blocks",
        "Meer",
        [
            {
                "_type": "group",
                "block": "tip",
                "label": "Tip",
                "fields": [
                    field("heading", "text", "Kop", "Denk aan uw huisdier"),
                    field("text", "rich_text", "Tekst", [block("Een chip staat op uw oude adres.")]),
                ],
            },
            {
                "_type": "group",
                "block": "photo",
                "label": "Foto",
                "fields": [field("photo", "image", "Foto", image(decorative=True, alt=""))],
            },
        ],
    ),
    field(
        "others",
        "reference",
        "Andere pagina's",
        [reference(), reference("weg", "Een tekst zonder pagina", status="missing")],
    ),
    field("memo", "text", "Memo voor de balie", "GEHEIM: alleen voor medewerkers", internal=True),
]

ITEM = item(
    "Verhuizing doorgeven",
    "verhuizing-doorgeven",
    FIELDS,
    translations=[
        {"locale": "en", "key": "moving-house", "title": "Moving house", "address": "/en/moving-house"},
        {"locale": "ar", "key": "al-intiqal", "title": "الانتقال", "address": "/ar/al-intiqal"},
    ],
)

ARABIC = item(
    "الإبلاغ عن الانتقال إلى عنوان جديد",
    "al-intiqal",
    [
        field("summary", "long_text", "ملخص", "هل ستنتقل إلى منزل جديد؟ أبلغنا في الوقت المناسب."),
        field("phone", "fact", "هاتف", phone()),
        field(
            "body",
            "rich_text",
            "نص",
            [
                block("اتصل على ", phone(), " من الاثنين إلى الجمعة."),
                block("ما تحتاجه", style="h2"),
                block("هويتك", listItem="bullet", level=1),
            ],
        ),
    ],
    locale="ar",
    subject=None,
    translations=ITEM["translations"] + [{"locale": "nl", "key": ITEM["key"], "title": "Verhuizing"}],
)


def payload(item: Mapping[str, Any] | None, **settings: Any) -> Payload:
    locale = str(item["locale"]) if item else "nl"
    return Payload("item", {"item": item}, context(locale, **settings))


def listed(uuid: str, key: str, title: str, locale: str = "nl", subject: Any = None) -> dict[str, Any]:
    stamp = f"ch1:voorbeeldstad:{uuid}:{locale}:1:"
    return {
        "uuid": uuid,
        "key": key,
        "locale": locale,
        "title": title,
        "model": "faq",
        "status": "LIVE",
        "stamp": stamp,
        "subject": subject,
    }


def index(*items: Mapping[str, Any], **settings: Any) -> Payload:
    data = {"items": {"edges": [{"node": one} for one in items], "pageInfo": {"hasNextPage": False, "endCursor": None}}}
    return Payload("index", data, context(**settings))
