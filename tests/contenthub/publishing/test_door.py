"""The one door: what is refused, what is written, and that nothing goes around it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from content_models.door import PublicationRefused
from content_models.models import ContentModel, Fact, HubImage, Item, Subject
from contenthub import flow
from contenthub.models import Change, Decision, Dependency, FieldIndex, Mandate, Publication, Snapshot
from contenthub.publishing import fulltext
from contenthub.users import User

MakeItem = Callable[..., Item]
Publish = Callable[..., Item]


def test_publication_writes_all_its_rows(item: Item, fact: Fact, publisher: User) -> None:
    snapshot = Snapshot.objects.get()
    assert (str(snapshot.uuid), snapshot.locale, snapshot.number, snapshot.key) == (item.uuid, "nl", 1, "paspoort")
    assert snapshot.document["price"] == {"fact": str(fact.uuid), "format": "short"}
    assert snapshot.document["text"][0]["children"][1] == {"_type": "fact", "fact": str(fact.uuid), "format": "short"}
    found = Dependency.objects.values_list("kind", "target", "path").order_by("path")
    assert list(found) == [("fact", fact.uuid, "price"), ("fact", fact.uuid, "text.0.children.1")]
    publication = Publication.objects.get()
    assert (publication.status, publication.subject_path, publication.snapshot) == ("live", "/living/moving/", snapshot)
    decision = Decision.objects.get(what="item")
    assert (decision.kind, decision.actor, decision.mandate) == ("publish", publisher, "publisher role")
    assert decision.digest == snapshot.digest
    assert list(FieldIndex.objects.values_list("field", "text")) == [("service.price", str(fact.uuid))]
    assert [row for row, _rank in fulltext.search("paspoort kost", "nl")] == [publication.pk]
    assert list(Change.objects.values_list("what", "number")) == [("model", 1), ("fact", 1), ("published", 1)]


def test_publishing_again_keeps_the_first_snapshot(item: Item, publish: Publish) -> None:
    item.title = "Paspoort aanvragen"
    publish(item)
    assert list(Snapshot.objects.order_by("number").values_list("number", "title")) == [
        (1, "Paspoort"),
        (2, "Paspoort aanvragen"),
    ]
    publication = Publication.objects.get()
    assert publication.snapshot.number == 2
    assert publication.first_published_at < publication.published_at


def refusal_of(publish: Publish, item: Item) -> list[tuple[str, str]]:
    """Return (path, code) of every reason, having seen that nothing was written."""
    before = (Snapshot.objects.count(), Decision.objects.count(), Change.objects.count())
    with pytest.raises(PublicationRefused) as caught:
        publish(item)
    assert (Snapshot.objects.count(), Decision.objects.count(), Change.objects.count()) == before
    assert Item.objects.get(pk=item.pk).live is False
    return [(problem.path, problem.code) for problems in caught.value.problems.values() for problem in problems]


NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("body", "reasons"),
    [
        ({}, [("text", "required")]),
        ({"text": "<p>a</p>", "summary": "x" * 201}, [("summary", "max_length")]),
        ({"text": "<p>a</p>", "code": "nl1"}, [("code", "pattern")]),
        ({"text": "<p>a</p>", "price": NOWHERE}, [("price", "unresolved")]),
        ({"text": "<p>a</p>", "related": [NOWHERE]}, [("related.0", "unresolved")]),
        (
            {"text": f'<p><embed embedtype="fact" fact="{NOWHERE}" format="short"/></p>'},
            [("text.0.children.0", "unresolved")],
        ),
        (
            {"text": f'<p><a linktype="item" item="{NOWHERE}">a</a></p>', "summary": "x" * 201},
            [("summary", "max_length"), ("text.0.markDefs.0", "unresolved")],
        ),
    ],
)
def test_every_reason_is_listed_and_nothing_written(
    body: dict[str, object], reasons: list[tuple[str, str]], make_item: MakeItem, publish: Publish
) -> None:
    assert sorted(refusal_of(publish, make_item(body=body))) == sorted(reasons)


def test_an_image_needs_alternative_text(make_item: MakeItem, publish: Publish, image: HubImage) -> None:
    photo = {"image": str(image.uuid), "alt": " ", "decorative": False}
    item = make_item(body={"text": "<p>a</p>", "photo": photo})
    assert refusal_of(publish, item) == [("photo", "alt_missing")]
    item.body = {"text": "<p>a</p>", "photo": {**photo, "alt": "De balie"}}
    publish(item)
    assert Snapshot.objects.get().document["photo"] == {
        "image": str(image.uuid),
        "alt": "De balie",
        "decorative": False,
        "file": image.file.name,
        "width": 640,
        "height": 480,
        "title": "Balie",
        "focal": None,
    }


def test_a_fact_of_another_kind_or_format_is_refused(
    make_item: MakeItem, publish: Publish, make_fact: Callable[..., Fact]
) -> None:
    phone = make_fact("phone", "phone", {"number": "+31141234567"})
    text = f'<p><embed embedtype="fact" fact="{phone.uuid}" format="nonsense"/></p>'
    item = make_item(body={"text": text, "price": str(phone.uuid)})
    assert sorted(refusal_of(publish, item)) == [("price", "fact_kind"), ("text.0.children.0", "format")]


def test_items_that_refer_to_each_other_are_published_together(make_item: MakeItem, publisher: User) -> None:
    one, two = make_item("Een"), make_item("Twee")
    for item, other in ((one, two), (two, one)):
        item.body = {"text": "<p>a</p>", "related": [other.uuid]}
    revisions = [item.save_revision(user=publisher) for item in (one, two)]
    with pytest.raises(PublicationRefused):
        revisions[0].publish(user=publisher)
    flow.publish_many(revisions, publisher)
    assert Publication.objects.filter(status="live").count() == 2
    assert set(Item.objects.values_list("live", flat=True)) == {True}


def test_a_unique_value_belongs_to_one_item(make_item: MakeItem, publish: Publish) -> None:
    publish(make_item("Een", body={"text": "<p>a</p>", "code": "NL1"}))
    assert refusal_of(publish, make_item("Twee", body={"text": "<p>a</p>", "code": "NL1"})) == [("code", "unique")]


def test_a_mandate_decides_and_the_publisher_role_stands_in(
    make_item: MakeItem, publish: Publish, editor: User, subject: Subject, publisher: User
) -> None:
    item = make_item()
    with pytest.raises(PublicationRefused, match="Ask somebody with the publisher role"):
        publish(item, editor)
    Mandate.objects.create(user=editor, decision="content", subject=subject.parent, four_eyes=False)
    publish(item, editor)
    assert Decision.objects.get(what="item").mandate == "editor: approve content (Wonen)"
    with pytest.raises(PublicationRefused, match="Ask editor"):
        publish(item, publisher)


def test_skip_permission_checks_is_not_honoured(make_item: MakeItem, editor: User) -> None:
    revision = make_item().save_revision(user=editor)
    with pytest.raises(PublicationRefused):
        revision.publish(user=editor, skip_permission_checks=True)
    with pytest.raises(PublicationRefused, match="Nobody takes this decision"):
        revision.publish()
    assert Snapshot.objects.count() == 0


def test_a_live_row_alone_reaches_nobody(make_item: MakeItem) -> None:
    item = make_item()
    Item.objects.filter(pk=item.pk).update(live=True)
    assert Publication.objects.count() == 0


def test_schedule_asks_the_gate_again(make_item: MakeItem, publish: Publish, publisher: User) -> None:
    item = make_item()
    item.go_live_at = timezone.now() + timedelta(hours=1)
    publish(item)
    assert Snapshot.objects.count() == 0
    assert Decision.objects.get(what="item").kind == "schedule"
    revision = item.revisions.get()
    revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
    revision.content["go_live_at"] = None
    revision.save()
    publisher.is_active = False
    publisher.save()
    with pytest.raises(PublicationRefused):
        revision.publish(log_action="wagtail.publish.scheduled")
    publisher.is_active = True
    publisher.save()
    call_command("publish_scheduled")
    assert Snapshot.objects.get().decision.actor == publisher


@pytest.mark.parametrize("ending", ["withdrawn", "gone", "expired"])
def test_withdrawing_says_how(item: Item, publisher: User, ending: str) -> None:
    flow.withdraw(item, ending, publisher, "Regeling vervallen", notice="De regeling is vervallen.")
    row = Publication.objects.get()
    assert (row.status, row.notice, row.snapshot.number) == (ending, "De regeling is vervallen.", 1)
    assert Item.objects.get().live is False
    assert fulltext.search("paspoort", "nl") == []
    assert FieldIndex.objects.count() == 0
    assert Change.objects.last().cause == f"{ending}: Regeling vervallen"


def test_unpublishing_in_the_admin_is_a_withdrawal(item: Item, publisher: User) -> None:
    item.unpublish(user=publisher)
    assert Publication.objects.get().status == "withdrawn"


def test_replacing_names_a_published_item(item: Item, make_item: MakeItem, publish: Publish, publisher: User) -> None:
    other = make_item("Nieuw")
    with pytest.raises(PublicationRefused, match="Name the published item"):
        flow.withdraw(item, "replaced", publisher, replaced_by=other.uuid)
    publish(other)
    flow.withdraw(item, "replaced", publisher, replaced_by=other.uuid)
    assert str(Publication.objects.get(key="paspoort").replaced_by) == other.uuid


def test_redaction_needs_two_persons_and_keeps_the_digest(item: Item, publisher: User) -> None:
    snapshot = Snapshot.objects.get()
    with pytest.raises(PublicationRefused, match="Two different persons"):
        flow.redact(snapshot, publisher, publisher, "Verzoek van de betrokkene")
    second = User.objects.create_superuser("second", "", "x")
    flow.redact(snapshot, publisher, second, "Verzoek van de betrokkene")
    after = Snapshot.objects.get()
    assert (after.document, after.digest) == ({"redacted": True}, snapshot.digest)
    assert fulltext.search("paspoort", "nl") == []


def test_what_was_published_or_is_used_cannot_be_deleted(item: Item, fact: Fact, model: ContentModel) -> None:
    for thing, why in ((item, "Withdraw it instead"), (fact, "is used in: Paspoort"), (model, "never deleted")):
        with pytest.raises(Exception, match=why):
            thing.delete()


def test_the_key_of_an_address_stays(item: Item) -> None:
    item.key = "anders"
    with pytest.raises(Exception, match="so its key stays"):
        item.full_clean()
