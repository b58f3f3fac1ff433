"""From a GOV.UK document type to a content model of ours, and its details to that model's fields."""

from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from contenthub.importing.govuk.documents import Document
from contenthub.importing.govuk.markup import SITE, Known
from contenthub.importing.govuk.pieces import Piece, as_html, pieces_of
from contenthub.importing.govuk.steps import procedure_of
from contenthub.importing.markup import blocks_of, clean, text_of

MODELS = {
    "guide": "guide",
    "travel_advice": "guide",
    "transaction": "product",
    "local_transaction": "product",
    "licence": "product",
    "place": "product",
    "simple_smart_answer": "procedure",
    "step_by_step_nav": "procedure",
    "contact": "contact_point",
    "news_story": "news",
    "press_release": "news",
    "speech": "news",
    "fatality_notice": "news",
    "government_response": "news",
    "world_news_story": "news",
    "open_consultation": "notice",
    "closed_consultation": "notice",
    "consultation": "notice",
    "open_call_for_evidence": "notice",
    "closed_call_for_evidence": "notice",
    "call_for_evidence": "notice",
    "official_statistics_announcement": "notice",
    "national_statistics_announcement": "notice",
    "topical_event": "notice",
    "organisation": "organisation",
    "working_group": "organisation",
    "worldwide_office": "organisation",
    "worldwide_organisation": "organisation",
}
"""Every other document type becomes an article."""

UNLINKED = {"available_translations", "organisations"} | {
    "primary_publishing_organisation",
    "original_primary_publishing_organisation",
}
"""Links that say who wrote something or how it is called elsewhere, not what to read next."""

LONGEST_SUMMARY = 200

Fields = dict[str, Any]
Mapper = Callable[["Draft"], Fields]


class Draft:
    """One document on its way into a content model."""

    def __init__(self, document: Document, known: Known) -> None:
        self.document, self.known = document, known
        self.dropped: Counter[str] = Counter()
        self.model = MODELS.get(document.type, "article")
        for name in ("image", "images", "logo"):
            if document.details.get(name):
                self.dropped["image without its file"] += 1

    def body(self) -> Fields:
        """Return the fields of the model, without those that have no value."""
        fields = {**MAPPERS[self.model](self), **self._summary()}
        return {name: value for name, value in fields.items() if value not in ("", [], {}, None)}

    def pieces(self, *without: str) -> list[Piece]:
        details = {name: value for name, value in self.document.details.items() if name not in without}
        return list(pieces_of(details))

    def _summary(self) -> Fields:
        """Return the description as summary; not when the text says the same, since then it would stand twice."""
        description = self.document.raw.get("description")
        text = " ".join(str(description if isinstance(description, str) else "").split())
        words = letters(text_of(" ".join(piece.html for piece in self.pieces())))
        if not text or letters(text) in words:
            text = self.document.title if self.model in {"product", "procedure", "contact_point", "notice"} else ""
        if len(text) <= LONGEST_SUMMARY:
            return {"summary": text}
        return {"summary": text[: LONGEST_SUMMARY - 1].rsplit(" ", 1)[0] + "…"}

    def blocks(self, pieces: list[Piece], *, level: int = 2) -> list[Fields]:
        """Return pieces as the blocks of a body; a body is never empty."""
        found = list(blocks_of(as_html(pieces, level), self.known, self.dropped))
        return found or [{"block": "text", "text": f"<p>{escape(self.document.title)}</p>"}]

    def with_links(self, blocks: list[Fields]) -> list[Fields]:
        return [*blocks, *({"block": "text", "text": html} for html in self.related())]

    def rich(self, pieces: list[Piece]) -> str:
        return clean(as_html(pieces), self.known, self.dropped, tables=False)

    def related(self) -> Iterator[str]:
        """Yield the list of what this item links to beside its text: items of the set, and others elsewhere."""
        seen: set[Any] = {self.document.uuid}
        rows = []
        for kind, links in self.document.links.items():
            for link in links if isinstance(links, list) and kind not in UNLINKED else ():
                if not isinstance(link, dict) or link.get("content_id") in seen or not _titled(link):
                    continue
                seen.add(link.get("content_id"))
                href = link.get("base_path") or link.get("web_url") or ""
                rows.append(f'<li><a href="{escape(href)}">{escape(link["title"].strip())}</a></li>')
        for link in self.document.details.get("external_related_links") or ():
            if isinstance(link, dict) and isinstance(link.get("url"), str) and isinstance(link.get("title"), str):
                rows.append(f'<li><a href="{escape(link["url"])}">{escape(link["title"])}</a></li>')
        if rows:
            yield clean(f"<ul>{''.join(rows)}</ul>", self.known, self.dropped, tables=False)


def letters(text: str) -> str:
    """Return only the letters and digits, for comparing what two texts say."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _titled(link: dict[str, Any]) -> bool:
    return (
        isinstance(link.get("title"), str)
        and bool(link["title"].strip())
        and bool(link.get("base_path") or link.get("web_url"))
    )


def article(draft: Draft) -> Fields:
    return {"body": draft.with_links(draft.blocks(draft.pieces())), "source_type": draft.document.type}


def news(draft: Draft) -> Fields:
    details = draft.document.details
    published = details.get("first_public_at") or draft.document.text("public_updated_at")
    return {"body": draft.with_links(draft.blocks(draft.pieces())), "date": str(published or "")[:10]}


def guide(draft: Draft) -> Fields:
    parts = [part for part in draft.document.details.get("parts") or [] if isinstance(part, dict)]
    chapters = [
        {
            "title": str(part.get("title") or draft.document.title)[:150],
            "body": draft.blocks(list(pieces_of(part.get("body"), "body")), level=3),
        }
        for part in parts
    ]
    pieces = draft.pieces("parts")
    introduction = draft.blocks(pieces) if pieces or not chapters else []
    return {"introduction": introduction, "chapters": chapters, "see_also": "".join(draft.related())}


def product(draft: Draft) -> Fields:
    start = draft.document.details.get("transaction_start_link") or draft.document.details.get("continuation_link")
    pieces = draft.pieces("transaction_start_link", "continuation_link")
    if isinstance(start, str) and start:
        where = draft.document.details.get("will_continue_on") or draft.document.title
        pieces.append(Piece("", f'<p><a href="{escape(start)}">{escape(str(where))}</a></p>'))
    return {"audience": "both", "body": draft.with_links(draft.blocks(pieces))}


def procedure(draft: Draft) -> Fields:
    rich = lambda html: clean(html, draft.known, draft.dropped, tables=False)  # noqa: E731
    pieces = draft.pieces("nodes", "step_by_step_nav", "start_button_text")
    introduction, value = procedure_of(draft.document.details, rich, draft.document.title)
    text = draft.rich(pieces) + introduction + "".join(draft.related())
    return {"introduction": text, "procedure": value}


def contact_point(draft: Draft) -> Fields:
    return {"details": draft.rich(draft.pieces()) + "".join(draft.related())}


def notice(draft: Draft) -> Fields:
    details = draft.document.details
    start = next(
        (details[name] for name in ("opening_date", "start_date", "first_public_at") if details.get(name)),
        draft.document.text("public_updated_at") or draft.document.text("first_published_at"),
    )
    end = details.get("closing_date") or details.get("end_date")
    message = draft.rich(draft.pieces()) + "".join(draft.related())
    return {
        "category": "other",
        "severity": "information",
        "starts_at": start or "1970-01-01T00:00:00+00:00",
        "ends_at": end,
        "message": message or f"<p>{escape(draft.document.title)}</p>",
    }


def organisation(draft: Draft) -> Fields:
    acronym = draft.document.details.get("acronym")
    pieces = draft.pieces("acronym", "alternative_format_contact_email")
    return {
        "body": draft.with_links(draft.blocks(pieces)),
        "abbreviation": acronym if isinstance(acronym, str) else "",
        "website": SITE + draft.document.path,
    }


MAPPERS: dict[str, Mapper] = {
    "article": article,
    "contact_point": contact_point,
    "guide": guide,
    "news": news,
    "notice": notice,
    "organisation": organisation,
    "procedure": procedure,
    "product": product,
}
