"""Views in time: what was answered at each of many moments is answered again, byte for byte, after everything since."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import orjson
import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale

from channels.models import Channel, ChannelQuery, Token
from content_models.models import ContentModel, Fact, Item, Subject
from content_models.spec import ModelSpec
from contenthub import flow
from contenthub.endings import write_missing_endings
from contenthub.publishing.models import Ending, Publication, Snapshot
from contenthub.publishing.scopes import ChannelScope
from contenthub.query import answer, answer_at
from contenthub.query.kept import tags
from contenthub.query.kept.watch import Line
from contenthub.users import User

BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)

OFFER: dict[str, Any] = {
    "key": "offer",
    "fields": [
        {"key": "text", "kind": "rich_text"},
        {"key": "code", "kind": "text"},
        {"key": "weight", "kind": "number"},
        {"key": "words", "kind": "tags"},
        {"key": "price", "kind": "fact"},
        {"key": "related", "kind": "reference", "many": True},
    ],
}
NODE = """{ title key status notice stamp publishedAt subject { title } code weight words price { text }
 text { plain } related { title status } replacedBy { title } translations { locale title } }"""
PAST = f"""query($l: String!, $k: String!, $c: String, $w: Float, $after: String) {{
 newest: offers(locale: $l) {{ nodes {NODE} totalCount }}
 page: offers(locale: $l, first: 3, after: $after, order: TITLE_ASC) {{ edges {{ cursor node {{ title }} }}
  pageInfo {{ hasNextPage endCursor }} }}
 coded: offers(locale: $l, filter: {{ code: {{ eq: $c }} }}) {{ nodes {{ title code }} totalCount }}
 heavy: offers(locale: $l, filter: {{ weight: {{ gte: $w }} }}, order: WEIGHT_DESC) {{ nodes {{ title weight }} }}
 about: offers(locale: $l, subject: "living") {{ nodes {{ title }} }}
 worded: offers(locale: $l, filter: {{ words: {{ contains: "red" }} }}) {{ nodes {{ title words }} }}
 ended: items(locale: $l, status: [WITHDRAWN, GONE, REPLACED]) {{ nodes {{ title status notice }} }}
 one: item(key: $k, locale: $l, fallback: ["en"]) {{ ...on Offer {NODE} }}
 facts {{ nodes {{ key text }} totalCount }} fact(key: "fee") {{ text }} }}"""


class Years:
    """A hub whose clock is ours: things happen at moments, and what is answered at each is written down."""

    def __init__(self, publisher: User, monkeypatch: pytest.MonkeyPatch) -> None:
        self.publisher, self.now, self.random = publisher, BEGIN, Random(7)
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        living = Subject.objects.create(key="living", title="Wonen")
        self.subjects = [Subject.objects.create(key="moving", title="Verhuizen", parent=living)]
        self.subjects.append(Subject.objects.create(key="work", title="Werk"))
        self.model = ContentModel()
        self.model.set_definition(ModelSpec.read(OFFER))
        self.model.save()
        self.model.save_revision(user=publisher).publish(user=publisher)
        self.locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("nl", "en")}
        self.fact = Fact.objects.create(key="fee", kind="money", label="Fee", timeline=[])
        self.items: list[Item] = []
        channel = Channel.objects.create(key="web", name="Web", kind="web", status="active")
        self.token = Token.objects.create(channel=channel, label="web")
        self.document = self.store(PAST)
        self.told: list[tuple[datetime, dict[str, Any], bytes]] = []

    def store(self, text: str) -> str:
        name = f"q{ChannelQuery.objects.count()}"
        return ChannelQuery.objects.create(channel=self.token.channel, name=name, text=text).document_id

    def price(self, amount: str, later: str = "") -> None:
        """Publish a price; `later` is another one that will hold from two hours on."""
        entries: list[dict[str, Any]] = [{"value": {"amount": amount, "currency": "EUR"}}]
        if later:
            moment = (self.now + timedelta(hours=2)).isoformat()
            entries[0]["valid_until"] = moment
            entries.append({"value": {"amount": later, "currency": "EUR"}, "valid_from": moment})
        self.fact.timeline = [{"valid_from": None, "valid_until": None, **one} for one in entries]
        flow.publish_fact(self.fact.save_revision(user=self.publisher), self.publisher, now=self.now)

    def draft(self, title: str, locale: str = "nl", of: Item | None = None) -> Item:
        found = Item(content_model=self.model, model_version=1, title=title, locale=self.locales[locale])
        if of is not None:
            found.translation_key, found.key = of.translation_key, of.key
        found.body = {}
        self.change(found, title)
        self.items.append(found)
        return found

    def change(self, item: Item, title: str) -> None:
        text = f'<p>{title} kost <embed embedtype="fact" fact="{self.fact.uuid}" format="short"/>.</p>'
        others = [str(one.uuid) for one in self.items if one.live and one.uuid != item.uuid][:2]
        item.title, item.subject = title, self.random.choice(self.subjects)
        item.body = {"text": text, "price": str(self.fact.uuid), "related": others}
        item.body |= {"code": self.random.choice(["A1", "B2"]), "weight": self.random.randint(1, 5)}
        item.body["words"] = self.random.choice([["red"], ["blue", "red"], []])
        item.full_clean(exclude=["latest_revision"])
        item.save()

    def publish(self, item: Item) -> None:
        flow.publish_many([item.save_revision(user=self.publisher)], self.publisher, now=self.now)
        item.refresh_from_db()

    def variables(self) -> dict[str, Any]:
        key = self.random.choice([one.key for one in self.items if one.key])
        found = {"l": self.random.choice(["nl", "nl", "en"]), "k": key, "c": self.random.choice(["A1", "B2"])}
        return {**found, "w": self.random.randint(1, 5)}

    def note(self) -> None:
        """Write down what is answered now."""
        for variables in (self.variables(), self.variables()):
            told = answer(self.token, self.document, variables)
            assert told.errors == []
            again = {**variables, "after": told.data["page"]["pageInfo"]["endCursor"]}  # type: ignore[index]
            for given in (variables, again):
                body = orjson.dumps(answer(self.token, self.document, given).to_dict())
                self.told.append((self.now, given, body))

    def step(self, number: int) -> None:
        """Let something happen."""
        live = [one for one in self.items if one.live]
        match self.random.randint(0, 6) if len(live) > 2 else 0:
            case 0 | 1:
                self.publish(self.draft(f"Aanbod {number}"))
            case 2 | 3:
                item = self.random.choice(self.items)
                self.change(item, f"{item.title[:20]} {number}")
                self.publish(item)
            case 4:
                item = self.random.choice(live)
                ending = self.random.choice(["withdrawn", "gone", "replaced"])
                to = next(one for one in live if one.uuid != item.uuid) if ending == "replaced" else None
                notice = f"Weg {number}" if ending == "withdrawn" else ""
                given = {"notice": notice, "replaced_by": to.uuid if to else None}
                flow.withdraw(item, ending, self.publisher, "because", self.now, **given)
                item.refresh_from_db()
            case 5:
                self.price(f"{number}.50", f"{number}.90" if number % 2 else "")
            case _:
                item = self.random.choice(live)
                if item.locale.language_code == "nl" and not any(
                    one.uuid == item.uuid and one.locale.language_code == "en" for one in self.items
                ):
                    self.publish(self.draft(f"Offer {number}", "en", item))


@pytest.fixture
def years(publisher: User, monkeypatch: pytest.MonkeyPatch) -> Years:
    found = Years(publisher, monkeypatch)
    found.price("10.00")
    return found


def test_each_moment_is_answered_as_it_was(years: Years) -> None:
    for number in range(45):
        years.now += timedelta(minutes=years.random.choice([1, 30, 130]))
        years.step(number)
        years.note()
    assert {one.status for one in Ending.objects.all()} == {"withdrawn", "gone", "replaced"}
    assert Publication.objects.filter(status="live").count() > 5
    assert len({body for _at, _given, body in years.told}) > 100
    years.now += timedelta(days=30)
    different = [
        (at.isoformat(), given)
        for at, given, body in years.told
        if orjson.dumps(answer_at(years.token, years.document, at, given).to_dict()) != body
    ]
    assert different == []


def test_the_document_may_name_the_moment(years: Years) -> None:
    years.publish(years.draft("Eerst"))
    then, years.now = years.now, years.now + timedelta(days=1)
    years.change(years.items[0], "Nu")
    years.publish(years.items[0])
    key = years.items[0].key
    text = """query($at: DateTime, $k: String!) { item(key: $k, locale: "nl", at: $at) { title }
     offers(locale: "nl", at: $at) { nodes { title } } }"""
    document = years.store(text)

    def titles(at: datetime | None) -> list[str]:
        data: Any = answer(years.token, document, {"k": key, "at": at and at.isoformat()}).data
        return [data["item"]["title"], *(one["title"] for one in data["offers"]["nodes"])]

    assert titles(None) == titles(years.now) == ["Nu", "Nu"]
    assert titles(then) == titles(years.now - timedelta(seconds=1)) == ["Eerst", "Eerst"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ('at: "2026-02-01T00:00:00Z"', "Nothing was published before 2026-03-01T09:00:00+00:00"),
        ('at: "2031-01-01T00:00:00Z"', "“at” lies in the future"),
        ('at: "yesterday"', "is not a date with a time"),
        ('at: "2026-03-01T10:00:00Z", search: "x"', "“search” knows only what is published now"),
    ],
)
def test_a_moment_that_cannot_be_answered_is_refused(years: Years, arguments: str, told: str) -> None:
    years.publish(years.draft("Eerst"))
    years.now += timedelta(hours=5)
    document = years.store(f'{{ offers(locale: "nl", {arguments}) {{ nodes {{ title }} }} }}')
    (error,) = answer(years.token, document, {}).errors
    assert told in error["message"]


def test_one_answer_shows_one_moment(years: Years) -> None:
    years.publish(years.draft("Eerst"))
    years.now += timedelta(hours=5)
    document = years.store(
        '{ a: offers(locale: "nl", at: "2026-03-01T10:00:00Z") { totalCount } b: offers(locale: "nl") { totalCount } }'
    )
    (error,) = answer(years.token, document, {}).errors
    assert error["message"].startswith("One answer shows one moment")


def test_the_past_of_what_was_redacted_is_redacted_too(years: Years) -> None:
    item = years.draft("Geheim")
    years.publish(item)
    then, years.now = years.now, years.now + timedelta(days=1)
    document = years.store('query($k: String!) { item(key: $k, locale: "nl") { title ... on Offer { code } } }')
    before = answer_at(years.token, document, then, {"k": item.key}).data
    second = User.objects.create_superuser("second", "second@example.org", "secret")
    flow.redact(Snapshot.objects.get(), years.publisher, second, "privacy", years.now)
    after = answer_at(years.token, document, then, {"k": item.key}).data
    assert before["item"]["code"] in {"A1", "B2"}  # type: ignore[index]
    assert after["item"]["code"] is None  # type: ignore[index]


def test_a_channel_sees_of_the_past_what_its_scopes_allow_now(years: Years) -> None:
    years.publish(years.draft("Eerst"))
    then, years.now = years.now, years.now + timedelta(days=1)
    document = years.store('{ offers(locale: "nl") { nodes { title } } facts { nodes { key } } }')
    assert answer_at(years.token, document, then).data == {
        "offers": {"nodes": [{"title": "Eerst"}]},
        "facts": {"nodes": [{"key": "fee"}]},
    }
    ChannelScope.objects.create(channel=years.token.channel, locale="en", subject=years.subjects[0].uuid)
    nothing = {"offers": {"nodes": []}, "facts": {"nodes": []}}
    assert answer_at(years.token, document, then).data == nothing


def test_the_database_keeps_endings_as_they_were(years: Years) -> None:
    item = years.draft("Eerst")
    years.publish(item)
    flow.withdraw(item, "withdrawn", years.publisher, now=years.now, notice="Weg")
    for change in (
        lambda: Ending.objects.update(notice="anders"),
        lambda: Ending.objects.filter(pk__gt=0)._raw_delete("default"),
    ):
        with pytest.raises(Exception, match="never changed"), transaction.atomic():
            change()


def test_what_an_older_version_withdrew_is_written_down_later(years: Years, monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions before this one tell the change log and the publication of a withdrawal, and nobody else."""
    item = years.draft("Eerst")
    years.publish(item)
    document = years.store('query($k: String!) { item(key: $k, locale: "nl") { status notice } }')
    moments = []
    for ending, notice, knows in (("withdrawn", "Weg", False), ("gone", "", True), ("withdrawn", "Ook weg", False)):
        years.now += timedelta(days=1)
        moments.append(years.now)
        with monkeypatch.context() as older:
            if not knows:
                older.setattr(Ending.objects, "create", lambda **_row: None)
            flow.withdraw(item, ending, years.publisher, now=years.now, notice=notice)
    years.now += timedelta(days=1)

    def epoch() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM contenthub_epoch")
            return int(cursor.fetchone()[0])

    def told() -> list[Any]:
        found = [answer_at(years.token, document, at + timedelta(hours=1), {"k": item.key}).data for at in moments]
        return [tuple(one["item"].values()) for one in found if one]

    assert told() == [("LIVE", None), ("GONE", None), ("GONE", None)]
    before = epoch()
    assert (write_missing_endings(), write_missing_endings()) == (2, 0)
    assert told() == [("WITHDRAWN", None), ("GONE", None), ("WITHDRAWN", "Ook weg")]
    assert epoch() > before


def test_only_late_lines_and_redactions_touch_the_settled_past() -> None:
    def touched(what: str, seconds: float) -> set[str]:
        at = datetime.fromtimestamp(1_000_000 - seconds, UTC)
        line = Line(1, what, "u", "nl", "offer", "k", str(at))
        return {tag for tag in tags.touched([line], 1_000_000) if tag.startswith("@")}

    assert touched("published", 5) == set()
    assert touched("published", 61) == {"@changes", "@i-u", "@k-k", "@l-offer-nl", "@l-*-nl"}
    assert touched("redacted", 5) == touched("published", 61)
