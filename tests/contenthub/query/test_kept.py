"""What is kept is never stale, wrong, or another's: every way of committing is tried, on a database of its own."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale

from channels.models import Channel, ChannelQuery, Token
from content_models.models import ContentModel, Fact, Item, Subject
from content_models.spec import FieldSpec, ModelSpec
from contenthub import flow
from contenthub.publishing.models import Change
from contenthub.publishing.scopes import ChannelScope, Withholding
from contenthub.query import answer, registry
from contenthub.query.kept import memory
from contenthub.query.schema import pauses
from contenthub.query.web import fast
from contenthub.query.web.fast import FastPath
from contenthub.users import User
from contenthub.wsgi import django_application

LIST = """query($l: String!) { services(locale: $l, order: TITLE_ASC) { nodes { title stamp price { text }
 text { plain } related { title status } subject { title } translations { locale } } totalCount } }"""
ONE = 'query($k: String!) { item(key: $k, locale: "nl") { title status notice replacedBy { title } } }'


class Asker:
    """Asks through the fast path as a channel does, and counts what went on to Django."""

    def __init__(self, secret: str) -> None:
        self.secret, self.through = secret, 0
        self.application = FastPath(self._django)

    def _django(self, env: dict[str, Any], start: Any) -> Any:
        self.through += 1
        return django_application(env, start)

    def raw(self, document: str, variables: dict[str, Any], **headers: str) -> tuple[str, dict[str, str], bytes]:
        if connection.vendor == "postgresql":
            memory.look()  # what the listener does within milliseconds; the benchmark measures how many
        query = urlencode({"documentId": document, "variables": orjson.dumps(variables).decode()})
        env = {"REQUEST_METHOD": "GET", "PATH_INFO": "/graphql", "QUERY_STRING": query, "SERVER_NAME": "localhost"}
        env |= {"SERVER_PORT": "80", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http", "SERVER_PROTOCOL": "HTTP/1.1"}
        env |= {"HTTP_AUTHORIZATION": f"Bearer {self.secret}", **headers}
        seen: list[Any] = []
        body = b"".join(self.application(env, lambda status, given, *_: seen.append((status, given))))
        return seen[0][0], dict(seen[0][1]), body

    def __call__(self, document: str, **variables: Any) -> Any:
        status, _headers, body = self.raw(document, variables)
        assert status.startswith("200"), body
        return orjson.loads(body)["data"]


class Place:
    """A town with two services, one referring to the other, on a channel with a token."""

    def __init__(self, publisher: User, model: ContentModel, fact: Fact, subject: Subject) -> None:
        self.publisher, self.model, self.fact, self.subject = publisher, model, fact, subject
        self.channel = Channel.objects.create(key="site", name="Site", kind="web", status="active")
        _token, secret = Token.issue(self.channel, "site")
        self.ask = Asker(secret)
        self.list, self.one = self.store(LIST), self.store(ONE)
        self.passport = self.item("Paspoort", price=str(fact.uuid))
        self.card = self.item("Kaart", related=[self.passport.uuid])

    def store(self, text: str) -> str:
        number = ChannelQuery.objects.count()
        return ChannelQuery.objects.create(channel=self.channel, name=f"q{number}", text=text).document_id

    def item(self, title: str, **body: Any) -> Item:
        text = f'<p>Kost <embed embedtype="fact" fact="{self.fact.uuid}" format="short"/>.</p>'
        locale = Locale.objects.get_or_create(language_code="nl")[0]
        item = Item(content_model=self.model, model_version=1, title=title, locale=locale, subject=self.subject)
        item.body = {"text": text, **body}
        item.full_clean(exclude=["latest_revision"])
        item.save()
        return self.publish(item)

    def publish(self, item: Item, **changed: Any) -> Item:
        for name, value in changed.items():
            setattr(item, name, value)
        item.save_revision(user=self.publisher).publish(user=self.publisher)
        return Item.objects.get(pk=item.pk)

    def titles(self) -> list[str]:
        return [one["title"] for one in self.ask(self.list, l="nl")["services"]["nodes"]]

    def settled(self) -> None:
        """Ask until the answer comes from what is kept."""
        self.ask(self.list, l="nl")
        before = self.ask.through
        self.ask(self.list, l="nl")
        assert self.ask.through == before


@pytest.fixture
def db(committed: None) -> None:
    """Stand in for pytest-django's fixture: here everything is committed."""


@pytest.fixture
def place(
    publisher: User, model: ContentModel, fact: Fact, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    monkeypatch.setattr(fast, "VOUCHED", 0.0)  # one test below tells what a look vouches for; the others commit between
    yield Place(publisher, model, fact, subject)
    memory.forget()


def test_a_kept_answer_is_the_same_bytes_and_never_reaches_django(place: Place) -> None:
    status, headers, first = place.ask.raw(place.list, {"l": "nl"})
    again = place.ask.raw(place.list, {"l": "nl"})
    assert (status, again[0], again[2]) == ("200 OK", "200 OK", first)
    assert place.ask.through == 1
    assert again[1]["ETag"] == headers["ETag"]
    assert place.ask.raw(place.list, {"l": "nl"}, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == "304 Not Modified"
    assert "Set-Cookie" not in again[1]
    assert place.ask.through == 1


def test_publishing_shows_in_the_next_answer(place: Place) -> None:
    place.settled()
    place.publish(place.passport, title="Paspoort aanvragen")
    found = place.ask(place.list, l="nl")["services"]["nodes"]
    assert [one["title"] for one in found] == ["Kaart", "Paspoort aanvragen"]
    assert found[0]["related"] == [{"title": "Paspoort aanvragen", "status": "LIVE"}]
    place.item("Aangifte")
    assert place.titles() == ["Aangifte", "Kaart", "Paspoort aanvragen"]


def test_a_new_fact_shows_in_the_next_answer_and_evicts_its_dependents_only(
    place: Place, make_fact: Callable[..., Fact], change_fact: Callable[[Fact, Any], None]
) -> None:
    other = make_fact("other", "money", {"amount": "1.00", "currency": "EUR"})
    place.settled()
    through = place.ask.through
    change_fact(other, {"amount": "2.00", "currency": "EUR"})
    place.ask(place.list, l="nl")
    assert place.ask.through == through
    change_fact(place.fact, {"amount": "80.00", "currency": "EUR"})
    found = place.ask(place.list, l="nl")["services"]["nodes"][1]
    assert (found["price"]["text"], found["text"]["plain"]) == ("€\u00a080,00", "Kost €\u00a080,00.")
    assert found["stamp"].endswith(".2")


def test_a_new_name_of_a_fact_in_any_language_shows_in_the_next_answer(place: Place) -> None:
    text = place.store('{ fact(key: "passport-price") { label en: label(locale: "en") } }')
    assert place.ask(text)["fact"] == {"label": "passport-price", "en": "passport-price"}
    place.fact.labels = {"en": "Price of a passport"}
    place.fact.save_revision(user=place.publisher).publish(user=place.publisher)
    assert place.ask(text)["fact"]["en"] == "Price of a passport"


def test_a_withdrawn_item_is_gone_from_the_next_answer(place: Place) -> None:
    place.settled()
    place.ask(place.one, k="paspoort")
    flow.withdraw(place.passport, "withdrawn", place.publisher, "over", notice="Kom later terug.")
    assert place.titles() == ["Kaart"]
    assert place.ask(place.list, l="nl")["services"]["nodes"][0]["related"][0]["status"] == "WITHDRAWN"
    assert place.ask(place.one, k="paspoort")["item"]["notice"] == "Kom later terug."


def test_what_is_not_there_yet_is_found_once_it_is(place: Place) -> None:
    assert place.ask(place.one, k="aangifte")["item"] is None
    assert place.ask(place.one, k="aangifte")["item"] is None
    place.item("Aangifte")
    assert place.ask(place.one, k="aangifte")["item"]["title"] == "Aangifte"


def test_a_fact_begins_to_hold_at_its_moment(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    moment = now + timedelta(hours=1)
    old, new = ({"amount": amount, "currency": "EUR"} for amount in ("75.80", "99.00"))
    place.fact.timeline = [
        {"value": old, "valid_from": None, "valid_until": moment.isoformat()},
        {"value": new, "valid_from": moment.isoformat(), "valid_until": None},
    ]
    place.fact.save_revision(user=place.publisher).publish(user=place.publisher)
    place.settled()
    age = place.ask.raw(place.list, {"l": "nl"})[1]["Cache-Control"]
    assert age == "public, max-age=60, must-revalidate"
    set_clock(monkeypatch, moment - timedelta(seconds=5))
    assert place.ask.raw(place.list, {"l": "nl"})[1]["Cache-Control"] == "public, max-age=5, must-revalidate"
    set_clock(monkeypatch, moment)
    assert place.ask(place.list, l="nl")["services"]["nodes"][1]["price"]["text"] == "€\u00a099,00"


def set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Let every module of the way of an answer believe that it is now this moment."""
    for name in ("web.fast", "web.views", "answer"):
        monkeypatch.setattr(sys.modules[f"contenthub.query.{name}"], "time", now.timestamp)
    monkeypatch.setattr(sys.modules["contenthub.query.answer"].timezone, "now", lambda: now)


def test_a_transaction_that_is_rolled_back_leaves_nothing(place: Place) -> None:
    place.settled()

    class Never(Exception):
        pass

    def inside() -> Any:
        place.publish(place.passport, title="Nooit")
        return answer(Token.objects.get(label="site"), place.list, {"l": "nl"}).data

    def fail() -> None:
        with transaction.atomic():
            assert [one["title"] for one in inside()["services"]["nodes"]] == ["Kaart", "Nooit"]
            raise Never

    with pytest.raises(Never):
        fail()
    assert place.titles() == ["Kaart", "Paspoort"]


def test_a_scope_or_a_withholding_of_the_channel_counts_at_once(place: Place) -> None:
    place.settled()
    scope = ChannelScope.objects.create(channel=place.channel, locale="en")
    assert place.titles() == []
    scope.delete()
    assert place.titles() == ["Kaart", "Paspoort"]
    Withholding.objects.create(
        channel=place.channel, uuid=place.card.uuid, locale="nl", number=1, because="no", at=timezone.now()
    )
    assert place.titles() == ["Paspoort"]


def test_another_channel_gets_its_own_answer(place: Place) -> None:
    place.settled()
    other = Channel.objects.create(key="desk", name="Desk", kind="web", status="active", locales=["en"])
    ChannelQuery.objects.create(channel=other, name="q", text=LIST)
    ask = Asker(Token.issue(other, "desk")[1])
    assert ask(place.list, l="nl")["services"]["nodes"] == []
    assert place.titles() == ["Kaart", "Paspoort"]
    assert (
        ask.raw(place.one, {"k": "paspoort"})[0] == "400 Bad Request"
        or b"DOCUMENT_UNKNOWN" in ask.raw(place.one, {"k": "paspoort"})[2]
    )


def test_a_token_without_a_right_never_gets_the_answer_of_one_with_it(place: Place) -> None:
    memo = place.store('{ services(locale: "nl") { nodes { title memo { plain } } } }')
    insider = Asker(Token.issue(place.channel, "desk", ["internal"])[1])
    assert len(insider(memo)["services"]["nodes"]) == 2
    assert insider.raw(memo, {})[1]["Cache-Control"] == "private, no-cache"
    assert b"INTERNAL_FIELD" in place.ask.raw(memo, {})[2]


def test_a_revoked_expired_or_retired_token_is_refused_at_once(place: Place) -> None:
    place.settled()
    Token.objects.update(revoked_at=timezone.now())
    assert place.ask.raw(place.list, {"l": "nl"})[0] == "401 Unauthorized"
    Token.objects.update(revoked_at=None)
    place.settled()
    Channel.objects.filter(pk=place.channel.pk).update(status="paused")
    assert place.titles() == ["Kaart", "Paspoort"]
    Channel.objects.filter(pk=place.channel.pk).update(status="retired")
    assert place.ask.raw(place.list, {"l": "nl"})[0] == "403 Forbidden"


def test_a_renamed_subject_or_fact_shows_at_once(place: Place) -> None:
    place.settled()
    Subject.objects.filter(pk=place.subject.pk).update(title="Verhuisd", titles={})
    assert place.ask(place.list, l="nl")["services"]["nodes"][0]["subject"]["title"] == "Verhuisd"


def test_a_redacted_snapshot_is_gone_at_once(place: Place) -> None:
    place.settled()
    second = User.objects.create_superuser("second", "second@example.org", "secret")
    snapshot = place_snapshot(place)
    flow.redact(snapshot, place.publisher, second, "privacy")
    assert place.ask(place.list, l="nl")["services"]["nodes"][1]["text"] is None


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL tells of a commit: no look is awaited")
def test_a_look_vouches_for_two_milliseconds_and_never_past_a_request_through_django(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [timezone.now().timestamp()]
    monkeypatch.setattr(fast, "VOUCHED", 0.002)
    monkeypatch.setattr(fast, "time", lambda: now[0])
    looks: list[float] = []
    is_current = memory.is_current
    monkeypatch.setattr(memory, "is_current", lambda: looks.append(now[0]) or is_current())

    def title(after: float) -> str:
        now[0] += after
        found: str = place.ask(place.list, l="nl")["services"]["nodes"][0]["subject"]["title"]
        return found

    def rename(to: str) -> None:
        Subject.objects.filter(pk=place.subject.pk).update(title=to, titles={})

    title(0.0)  # through Django
    assert (title(0.0), title(0.001), len(looks)) == ("Verhuizen", "Verhuizen", 1)
    rename("Elders")  # as another process commits: nothing here tells of it
    assert (title(0.0005), len(looks)) == ("Verhuizen", 1)
    assert (title(0.0006), len(looks)) == ("Elders", 2)
    assert (title(0.0), title(0.0), len(looks)) == ("Elders", "Elders", 3)
    with monkeypatch.context() as patched:  # a page of the admin that commits, in this process
        patched.setattr(place.ask.application, "application", lambda _env, _start: [rename("Hier")])
        place.ask.application({"REQUEST_METHOD": "PUT", "PATH_INFO": "/admin/"}, None)
    assert (title(0.0), len(looks)) == ("Hier", 4)
    assert (title(0.0), title(0.0), len(looks)) == ("Hier", "Hier", 5)
    assert (title(-5.0), len(looks)) == ("Hier", 6)  # a clock that is set back vouches for nothing


def place_snapshot(place: Place) -> Any:
    from contenthub.publishing.models import Snapshot

    return Snapshot.objects.get(uuid=place.passport.uuid)


def test_what_was_read_before_a_commit_is_not_put_after_it(place: Place) -> None:
    """A request reads, somebody publishes and is heard of, and only then the request would keep what it read."""
    put = memory.answers.put
    place.publish(place.passport, title="Een")

    def late(key: Any, answer: Any, generation: int) -> None:
        run_elsewhere(lambda: place.publish(place.passport, title="Twee"))
        memory.look()
        put(key, answer, generation)

    try:
        memory.answers.put = late  # type: ignore[method-assign]
        assert place.titles() == ["Een", "Kaart"]
    finally:
        del memory.answers.put
    assert place.titles() == ["Kaart", "Twee"]


def run_elsewhere(work: Callable[[], Any]) -> None:
    """Do something in another thread, with a connection of its own."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 (handed over)
            failed.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    assert failed == []


def test_a_line_that_commits_late_is_not_passed_over(place: Place) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer, so no line comes late: run with a PostgreSQL DATABASE_URL")
    other = connection.copy()
    other.inc_thread_sharing()
    try:
        other.ensure_connection()
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO contenthub_change (what, uuid, locale, cause, actor, at)"
                " VALUES ('published', %s, 'nl', '', 'late', now())",
                [place.passport.uuid],
            )
        place.publish(place.card, title="Kaartje")
        memory.look()
        later = Change.objects.latest("seq").seq
        place.settled()
        through = place.ask.through
        for number in range(3):
            place.publish(place.card, title=f"Kaart {number}")
            memory.look()
        place.settled()
        through = place.ask.through
        other.commit()
        memory.look()
        place.ask(place.list, l="nl")
        assert place.ask.through == through + 1
        assert Change.objects.filter(actor="late").get().seq < later
    finally:
        other.close()


def publish_leaflet(place: Place) -> None:
    """Publish a content model, and notice it."""
    model = ContentModel()
    model.set_definition(ModelSpec.read({"key": "leaflet", "fields": [{"key": "note", "kind": "text"}]}))
    model.save()
    model.save_revision(user=place.publisher).publish(user=place.publisher)
    memory.look()


def test_a_new_content_model_is_built_aside_while_the_old_schema_answers(place: Place) -> None:
    place.settled()
    registry.settle()
    new = place.store('{ leaflets(locale: "nl") { nodes { title } } }')
    publish_leaflet(place)
    assert place.titles() == ["Kaart", "Paspoort"]
    registry.settle()
    assert place.ask(new) == {"leaflets": {"nodes": []}}
    assert place.titles() == ["Kaart", "Paspoort"]
    place.settled()


def test_what_is_kept_goes_on_being_sent_until_the_new_schema_stands(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, let_go = registry._build, Event()

    def build(*given: Any, **more: Any) -> Any:
        let_go.wait(60)
        return usual(*given, **more)

    place.settled()
    registry.settle()
    monkeypatch.setattr(registry, "_build", build)
    text = '{ services(locale: "nl") { nodes { mail } } }'
    through, old, spec = place.ask.through, registry._current, place.model.draft_spec()
    mail = FieldSpec.read({"key": "mail", "kind": "text"}, "service")
    place.model.set_definition(replace(spec, fields=(*spec.fields, mail)))
    place.model.save_revision(user=place.publisher).publish(user=place.publisher)
    assert place.titles() == ["Kaart", "Paspoort"]
    assert place.titles() == ["Kaart", "Paspoort"]
    assert place.ask.through == through
    assert set(memory.stocks[place.channel.pk].items) == {str(place.card.uuid), str(place.passport.uuid)}
    place.publish(place.card, title="Kaartje")
    assert place.titles() == ["Kaartje", "Paspoort"]
    place.settled()
    assert registry._current is old
    through = place.ask.through
    let_go.set()
    registry.settle()
    assert registry._current is not old
    assert place.titles() == ["Kaartje", "Paspoort"]
    assert place.ask.through == through + 1
    place.settled()
    assert place.ask(place.store(text)) == {"services": {"nodes": [{"mail": None}] * 2}}


def test_a_build_takes_its_turn_and_what_is_kept_waits_for_nobody_who_builds(
    place: Place, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pauses, "TURN", 60.0)
    place.settled()
    registry.settle()
    through, old = place.ask.through, registry._current
    with pauses.in_turn(settings.VAR_DIR / "schema.lock"):
        publish_leaflet(place)
        assert place.titles() == ["Kaart", "Paspoort"]
        builder = registry._builder
        assert builder is not None
        builder.join(0.1)
        assert builder.is_alive()
        with registry._lock:  # as whoever waits for a schema holds it
            assert place.titles() == ["Kaart", "Paspoort"]
        waited = registry.current()
        assert waited is not old
    registry.settle()
    assert registry._current is waited
    assert place.ask.through == through


def test_a_build_that_fails_is_tried_again_but_not_at_once(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    place.settled()
    registry.settle()
    tried, usual = list[int](), registry._build

    def build(*_given: Any, **_more: Any) -> Any:
        tried.append(1)
        raise RuntimeError("no schema")

    monkeypatch.setattr(registry, "_build", build)
    publish_leaflet(place)
    for _time in range(3):
        assert place.titles() == ["Kaart", "Paspoort"]
        registry.settle()
    assert tried == [1]
    assert "The GraphQL schema could not be built" in caplog.text
    monkeypatch.setattr(registry, "_build", usual)
    monkeypatch.setattr(registry, "_retry", 0.0)
    place.titles()
    registry.settle()
    assert "leaflet" in registry.current().built.specs


def test_the_connection_to_the_database_stays_open_between_requests(place: Place) -> None:
    place.ask(place.list, l="nl")
    raw = connection.connection
    assert raw is not None
    place.ask(place.one, k="kaart")
    assert connection.connection is raw
