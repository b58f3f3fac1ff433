"""A letter of the small town, and what may not become markup anywhere."""

from __future__ import annotations

from tests.channels.samples import BODY, TABLE, field, item

HOSTILE = [
    "<script>alert(1)</script>",
    "</mj-text></mj-column><mj-raw>x</mj-raw>",
    '<mj-include path="/etc/passwd" />',
    "&lt;b&gt; & \"a\" 'b'",
    "]]> <![CDATA[ x ]]> <!-- y -->",
    "{{ 7|add:7 }} {% load static %}",
    "#panic() #read(\"/etc/passwd\") $x^2$ *b* _i_ `c` = kop @ref <label> // c /* d */ \\ ~",
    "#import \"@preview/x:1.0.0\": *",
    "a\r\nBcc: boef@example.org\r\n\r\nhallo",
    "\u202eomgekeerd \u2028 regel",
]  # fmt: skip

LETTER = item(
    "Brief parkeervergunning",
    "brief-parkeren",
    [
        field("summary", "long_text", "Samenvatting", "Als een vergunning afloopt."),
        field("subject_line", "text", "Onderwerp", "Uw parkeervergunning loopt af"),
        field("salutation", "text", "Aanhef", "Beste bewoner,"),
        field(
            "body",
            "blocks",
            "Inhoud",
            [
                {
                    "_type": "group",
                    "block": "text",
                    "label": "Tekst",
                    "fields": [field("text", "rich_text", "Tekst", BODY)],
                },
                {
                    "_type": "group",
                    "block": "table",
                    "label": "Tabel",
                    "fields": [field("table", "table", "Tabel", TABLE)],
                },
            ],
        ),
        field("closing", "text", "Afsluiting", "Hartelijke groet,"),
        field(
            "signatory",
            "group",
            "Ondertekenaar",
            {
                "_type": "group",
                "fields": [
                    field("name", "text", "Naam", "A. de Vries"),
                    field("role", "text", "Functie", "Hoofd Parkeren"),
                ],
            },
        ),
        field("tags", "tags", "Trefwoorden", ["parkeren"]),
        field("agent_note", "text", "Notitie", "GEHEIM: eerst nakijken", internal=True),
    ],
    model="letter",
)
