"""From the tables of HSDS to items: organisations, services as products, ways in as contact points, and locations.

Phones, addresses, hours and prices become facts, since that is what they are.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from contenthub.importing.facts import Facts
from contenthub.importing.fit import shortened
from contenthub.importing.hsds.hours import week_of
from contenthub.importing.hsds.tables import Row, Tables
from contenthub.importing.identity import key_of, uuid_of
from contenthub.importing.markup import Known, clean
from contenthub.importing.records import ImportedItem, Losses, Source

TABLES = {"organizations", "services", "locations"}
"""Tables whose rows are items; the others say something about these."""

USED = {
    "organizations": {"name", "alternate_name", "description", "website", "email"},
    "services": {"name", "description", "organization_id", "url", "email", "application_process", "fees_description"}
    | {"eligibility_description", "interpretation_services", "alert", "wait_time"},
    "locations": {"name", "description", "transportation"},
    "addresses": {"address_1", "address_2", "city", "postal_code", "country", "address_type", "location_id"},
    "phones": {"number", "extension", "description", "service_id", "location_id"},
    "schedules": {"byday", "opens_at", "closes_at", "description", "service_id", "location_id", "freq"},
    "cost_options": {"option", "currency", "amount", "amount_description", "service_id"},
    "required_documents": {"document", "service_id"},
    "accessibility": {"description", "details", "location_id"},
    "languages": {"name", "service_id"},
    "service_at_location": {"service_id", "location_id"},
}
"""Columns that end up in an item; every other one that says something is a loss."""

FIRST_LINE = 200
ACCESS = ("description", "details")
TAGGED = re.compile(r"</?[a-z][a-z0-9]*[ />]", re.IGNORECASE)


class Town:
    """Everything that a set tells of, on its way to items."""

    def __init__(self, tables: Tables, facts: Facts, source: Source) -> None:
        self.tables, self.facts, self.source = tables, facts, source
        self.dropped: dict[str, Losses] = defaultdict(Losses)
        self.known = Known()

    def items(self) -> Iterator[ImportedItem]:
        rows = self.tables.rows
        for row in rows["organizations"].values():
            yield self.item("organizations", row, "organisation", self.organisation(row))
        for row in rows["locations"].values():
            yield self.item("locations", row, "location", self.location(row))
        for row in rows["services"].values():
            yield self.item("services", row, "product", self.service(row))
            yield self.contact(row)
        for table, found in rows.items():
            for row in found.values():
                for column in row.keys() - USED.get(table, set()) - {"id"}:
                    self.dropped[table][f"{table}.{column}"] += 1

    def item(self, table: str, row: Row, model: str, body: Mapping[str, Any], suffix: str = "") -> ImportedItem:
        title = row.get("name") or row.get("alternate_name") or row["id"]
        kept = {name: value for name, value in body.items() if value not in (None, "", [], {})}
        return ImportedItem(
            file=f"{table}: {row['id']}",
            uuid=uuid_of("hsds", row["id"] + suffix),
            locale=self.source.locale_of(self.source.locale),
            key=key_of(f"{title}{suffix}"),
            title=title[:200],
            model=model,
            body=kept,
            live=row.get("status", "active") == "active",
        )

    def organisation(self, row: Row) -> dict[str, Any]:
        return {
            "summary": self.summary("organisation", row),
            "body": [{"block": "text", "text": self.rich(row.get("description") or row.get("name", row["id"]))}],
            "website": row.get("website"),
        }

    def location(self, row: Row) -> dict[str, Any]:
        id, body = row["id"], self.rich(row.get("description", ""))
        addresses = self.tables.of("addresses", "location_id", id)
        postal = next((one for one in addresses if one.get("address_type") == "postal"), None)
        visited = next((one for one in addresses if one is not postal), postal)
        access = [one.get(name, "") for one in self.tables.of("accessibility", "location_id", id) for name in ACCESS]
        return {
            "summary": self.summary("location", row) or row.get("name"),
            "visiting_address": self.address(row, visited, "visiting-address"),
            "postal_address": self.address(row, postal, "postal-address") if postal is not visited else None,
            "opening_hours": self.hours(row, "location_id"),
            "phone": self.phone(row, "location_id"),
            "body": [{"block": "text", "text": body}] if body else [],
            "route": self.rich(row.get("transportation", "")),
            "accessibility": self.rich("\n".join(access)),
        }

    def service(self, row: Row) -> dict[str, Any]:
        id = row["id"]
        documents = [one.get("document", "") for one in self.tables.of("required_documents", "service_id", id)]
        organisation = self.tables.rows["organizations"].get(row.get("organization_id", ""), {})
        costs = [self.cost(row, one) for one in self.tables.of("cost_options", "service_id", id)]
        places = [one["location_id"] for one in self.tables.of("service_at_location", "service_id", id)]
        text = "\n".join(part for part in (row.get("alert"), row.get("description") or row.get("name")) if part)
        return {
            "summary": self.summary("product", row) or row.get("name"),
            "audience": "both",
            "body": [{"block": "text", "text": self.rich(text)}],
            "requirements": self.rich(row.get("eligibility_description", "")),
            "evidence": self.rich("\n".join(documents)),
            "steps": self.rich(row.get("application_process", "")),
            "costs": [one for one in costs if one],
            "costs_note": self.rich(row.get("fees_description", "")),
            "processing_time": self.fact("text", {self.locale: row.get("wait_time", "")}, row, "processing-time"),
            "apply_online": self.fact("url", {"href": row["url"]} if row.get("url") else None, row, "web-address"),
            "contact": [uuid_of("hsds", f"{id}-contact")],
            "locations": [uuid_of("hsds", one) for one in places if one in self.tables.rows["locations"]],
            "authority": organisation.get("name"),
        }

    def contact(self, row: Row) -> ImportedItem:
        """Return the way in for a service: where one calls, writes, and in which languages."""
        languages = [one["name"] for one in self.tables.of("languages", "service_id", row["id"]) if one.get("name")]
        body = {
            "summary": row.get("name"),
            "phone": self.phone(row, "service_id"),
            "email": self.fact("email", row.get("email"), row, "email"),
            "availability": self.hours(row, "service_id"),
            "languages": languages,
            "details": self.rich(row.get("interpretation_services", "")),
        }
        return self.item("services", row, "contact_point", body, "-contact")

    @property
    def locale(self) -> str:
        return self.source.locale_of(self.source.locale)

    def rich(self, text: str) -> str:
        """Return plain text, or HTML as some writers give it, as rich text."""
        if not TAGGED.search(text):
            text = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
        return clean(text, self.known, self.dropped["text"], tables=False)

    def summary(self, model: str, row: Row) -> str:
        spec = self.source.specs.get(model)
        found = spec.field("summary") if spec else None
        first = row.get("description", "").partition("\n")[0]
        return shortened(first, found, self.dropped[model]) if found else first[:FIRST_LINE]

    def fact(self, kind: str, value: Any, row: Row, name: str, id: str = "", label: str = "") -> str | None:
        if isinstance(value, Mapping) and not any(value.values()):
            return None
        owner = row.get("name") or row["id"]
        return self.facts.add(
            kind,
            value,
            file=row["id"],
            id=f"{id or row['id']}#{name}",
            owner=key_of(owner),
            name=name,
            label=label or f"{owner}: {name.replace('-', ' ')}",
            dropped=self.dropped["facts"],
        )

    def phone(self, row: Row, column: str) -> str | None:
        found = self.tables.of("phones", column, row["id"])
        if not found:
            return None
        value = {"number": found[0].get("number", ""), "extension": found[0].get("extension", "")}
        if len(found) > 1:
            self.dropped["phones"]["a second phone number"] += len(found) - 1
        return self.fact("phone", {name: one for name, one in value.items() if one}, row, "phone")

    def hours(self, row: Row, column: str) -> str | None:
        rows = self.tables.of("schedules", column, row["id"])
        notes = [one["description"] for one in rows if one.get("description")]
        week = week_of(rows)
        value = {"week": week, **({"note": {self.locale: " ".join(notes)}} if notes else {})} if week else None
        return self.fact("opening_hours", value, row, "opening-hours")

    def address(self, row: Row, found: Row | None, name: str) -> str | None:
        if found is None:
            return None
        lines = [found[part] for part in ("address_1", "address_2") if found.get(part)]
        value: dict[str, Any] = {"lines": lines, "city": found.get("city", "")}
        value |= {"postcode": found["postal_code"]} if found.get("postal_code") else {}
        value |= {"country": found["country"]} if found.get("country") else {}
        return self.fact("address", value, row, name)

    def cost(self, row: Row, found: Row) -> dict[str, Any] | None:
        name = found.get("option") or row.get("name", "")
        value = {"amount": found.get("amount", ""), "currency": found.get("currency", "").upper()}
        price = self.fact("money", value, row, f"price-{key_of(name)[:40]}", found["id"], f"{row.get('name')}: {name}")
        text = " ".join(part for part in (name, found.get("amount_description")) if part)
        return {"name": text[:120], "price": price} if price else None
