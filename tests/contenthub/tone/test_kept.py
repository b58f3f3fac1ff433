"""Rules as the hub keeps them: changed by mandate, proven before use, binding at the gate, waived with a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from content_models.door import PublicationRefused
from content_models.models import Fact, Item, Subject
from contenthub.admin.tone.check import shown
from contenthub.admin.tone.check import verdict_of as panel_verdict
from contenthub.flow import publish_many
from contenthub.governance.mandates import Mandate
from contenthub.governance.ruling import change_rule, load_packs
from contenthub.governance.tone import checked_of
from contenthub.governance.waivers import waive
from contenthub.models import Decision, Notice, Snapshot, ToneRule, ToneRuleVersion, Waiver
from contenthub.publishing.intake import read_all
from contenthub.tone.kept.item import ItemVerdict, check_item
from contenthub.tone.kept.ruling import current_ruling
from contenthub.tone.packs import own_definitions
from contenthub.users import User

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
CLICK = {
    "name": "klik",
    "kind": "existence",
    "message": "“%s” kan niet overal.",
    "level": "error",
    "ignorecase": True,
    "tokens": ["klik hier"],
    "right": ["Kom langs."],
    "wrong": ["Klik hier."],
}
BODY = {"text": "<p>Klik hier voor een paspoort.</p>"}


@pytest.fixture
def rule(publisher: User) -> ToneRule:
    return change_rule("huis", CLICK, "active", publisher, "Zo spreken wij", NOW)


def verdict_of(item: Item, now: datetime = NOW) -> ItemVerdict:
    (intake,) = read_all([item.save_revision()])
    return check_item(checked_of(intake), now)


def refused(call: Callable[[], Any]) -> list[str]:
    with pytest.raises(PublicationRefused) as refusal:
        call()
    return [problem.message for problems in refusal.value.problems.values() for problem in problems]


@pytest.mark.django_db
def test_a_rule_changes_by_mandate_and_is_written_down(rule: ToneRule, publisher: User, editor: User) -> None:
    assert refused(lambda: change_rule("huis", CLICK, "retired", editor, "", NOW)) == [
        "You may not take this decision."
    ]
    changed = change_rule("huis", {**CLICK, "level": "warning"}, "trial", publisher, "Eerst proberen", NOW)
    assert (changed.pk, changed.status) == (rule.pk, "trial")
    assert [(one.status, one.definition["level"], one.reason) for one in ToneRuleVersion.objects.all()] == [
        ("trial", "warning", "Eerst proberen"),
        ("active", "error", "Zo spreken wij"),
    ]
    assert list(Decision.objects.filter(kind="rule").values_list("actor_name", "mandate")) == [
        (str(publisher), "publisher role"),
        (str(publisher), "publisher role"),
    ]


@pytest.mark.django_db
def test_a_rule_that_fails_its_own_examples_is_not_used(publisher: User) -> None:
    wrong = {**CLICK, "tokens": ["druk hier"]}
    assert refused(lambda: change_rule("huis", wrong, "active", publisher, "", NOW)) == [
        "huis.klik: it is silent about its wrong example “Klik hier.”."
    ]
    assert change_rule("huis", wrong, "draft", publisher, "", NOW).status == "draft"


@pytest.mark.django_db
def test_an_error_of_an_active_rule_keeps_an_item_from_being_published(
    rule: ToneRule, make_item: Callable[..., Item], publish: Callable[..., Item]
) -> None:
    item = make_item(body=BODY)
    assert refused(lambda: publish(item)) == ["“Klik hier” kan niet overal. [huis.klik]"]
    assert Snapshot.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "level", "state"), [("trial", "error", "trial"), ("active", "warning", "open")])
def test_what_does_not_block_is_kept_with_the_snapshot(
    publisher: User, make_item: Callable[..., Item], publish: Callable[..., Item], status: str, level: str, state: str
) -> None:
    change_rule("huis", {**CLICK, "level": level}, status, publisher, "", NOW)
    publish(make_item(body=BODY))
    ((finding,),) = Snapshot.objects.values_list("findings")[0]
    assert {name: finding[name] for name in ("check", "level", "path", "text", "state", "rules")} == {
        "check": "huis.klik",
        "level": level,
        "path": "text.0",
        "text": "Klik hier",
        "state": state,
        "rules": ToneRuleVersion.objects.latest("pk").pk,
    }


@pytest.mark.django_db
def test_a_fact_in_an_item_is_as_long_as_its_value(publisher: User, make_item: Callable[..., Item], fact: Fact) -> None:
    rule = {"name": "kort", "kind": "length", "message": "%s", "scope": ["paragraph"], "max": 10}
    examples = {"right": ["Kort."], "wrong": ["Dit is te lang."]}
    change_rule("huis", {**rule, **examples}, "active", publisher, "", NOW)
    told = f'<embed embedtype="fact" fact="{fact.uuid}" format="short"/>'
    (intake,) = read_all([make_item(body={"text": f"<p>Nu {told}.</p>"}).save_revision()])
    assert [one.finding.message for one in check_item(checked_of(intake), timezone.now()).judged] == ["1"]


@pytest.mark.django_db
def test_an_import_and_an_emergency_are_not_kept_back_but_say_what_was_found(
    rule: ToneRule, publisher: User, make_item: Callable[..., Item]
) -> None:
    item = make_item(body=BODY)
    (snapshot,) = publish_many([item.save_revision()], publisher, kind="import")
    assert [one["state"] for one in snapshot.findings] == ["open"]


@pytest.mark.django_db
def test_a_waiver_needs_a_reason_and_for_an_error_the_mandate(
    rule: ToneRule, make_item: Callable[..., Item], publish: Callable[..., Item], publisher: User, editor: User
) -> None:
    item = make_item(body=BODY)
    (finding,) = verdict_of(item).blocking
    place = (finding, item.uuid, "nl", "/living/moving/")
    assert refused(lambda: waive(*place, editor, "", NOW)) == [
        "A waiver needs a reason.",
        "You may not take this decision.",
    ]
    waive(*place, publisher, "Alleen op het web", NOW)
    publish(item)
    (snapshot,) = Snapshot.objects.all()
    assert [(one["state"], one["waiver"]) for one in snapshot.findings] == [("waived", Waiver.objects.get().pk)]
    assert Decision.objects.filter(kind="waive").count() == 1


@pytest.mark.django_db
def test_a_waiver_survives_edits_elsewhere_and_ends_on_its_day(
    rule: ToneRule, make_item: Callable[..., Item], publisher: User
) -> None:
    item = make_item(body=BODY)
    (finding,) = verdict_of(item).blocking
    until = NOW + timedelta(days=30)
    waive(finding, item.uuid, "nl", "/", publisher, "Tijdelijk", NOW, expires_at=until)
    item.body = {"text": "<p>Vooraf.</p><p>Klik hier voor een paspoort. Daarna niet.</p>", "summary": "Nieuw"}
    item.save()
    assert verdict_of(item, until - timedelta(seconds=1)).blocking == []
    assert len(verdict_of(item, until).blocking) == 1


@pytest.mark.django_db
def test_who_may_waive_is_a_mandate_of_the_subject(
    rule: ToneRule, make_item: Callable[..., Item], subject: Subject, publisher: User, editor: User
) -> None:
    Mandate.objects.create(user=editor, subject=subject, decision="waive")
    item = make_item(body=BODY)
    (finding,) = verdict_of(item).blocking
    refusal = refused(lambda: waive(finding, item.uuid, "nl", subject.path, publisher, "Toch", NOW))
    assert len(refusal) == 1
    assert waive(finding, item.uuid, "nl", subject.path, editor, "Toch", NOW).mandate != ""


@pytest.mark.django_db
def test_a_fact_that_was_typed_is_told_with_the_fact_that_may_stand_there(
    publisher: User, fact: Fact, make_item: Callable[..., Item]
) -> None:
    copied = {"name": "feit", "kind": "copied_fact", "message": "%s is %s", "level": "warning"}
    change_rule("huis", {**copied, "right": ["Geld."], "wrong": ["Het kost € 83,87."]}, "active", publisher, "", NOW)
    item = make_item(body={"text": "<p>Een paspoort kost € 75,80 bij ons.</p>"})
    (judged,) = verdict_of(item, timezone.now()).judged
    assert (judged.finding.text, judged.finding.fact) == ("€ 75,80", f"{fact.uuid}:short")


@pytest.mark.django_db
def test_the_packs_load_once_and_leave_alone_what_was_changed_here(publisher: User) -> None:
    found = own_definitions()
    assert load_packs(found, publisher, NOW) == {"created": 70, "updated": 0, "unchanged": 0, "kept": 0}
    assert load_packs(found, publisher, NOW) == {"created": 0, "updated": 0, "unchanged": 70, "kept": 0}
    row = ToneRule.objects.get(name="nl-helder.woorden")
    change_rule("nl-helder", {**row.definition, "level": "warning"}, "trial", publisher, "", NOW)
    assert load_packs(found, publisher, NOW) == {"created": 0, "updated": 0, "unchanged": 69, "kept": 1}
    ruling = current_ruling()
    assert (len(ruling.rules.checks), ruling.trial, ruling.broken) == (70, {"nl-helder.woorden"}, ())


@pytest.mark.django_db
def test_a_rule_that_can_no_longer_be_read_is_left_out_and_named(rule: ToneRule, publisher: User) -> None:
    ToneRule.objects.filter(pk=rule.pk).update(definition={**CLICK, "kind": "magic"})
    change_rule("huis", {**CLICK, "name": "goed"}, "active", publisher, "", NOW)
    ruling = current_ruling()
    assert [check.rule.name for check in ruling.rules.checks] == ["huis.goed"]
    assert ruling.broken[0].startswith("huis.klik: “magic” is not a kind of rule")


@pytest.mark.django_db
def test_everything_published_is_checked_with_the_rules_of_today(
    make_item: Callable[..., Item], publish: Callable[..., Item], publisher: User
) -> None:
    publish(make_item(body=BODY))
    out = StringIO()
    call_command("check_content", stdout=out)
    assert out.getvalue() == "1 items checked: 0 error, 0 warning, 0 suggestion.\n"
    change_rule("huis", CLICK, "active", publisher, "", NOW)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_content", "--json", "--subject", "living", stdout=out)
    assert [(one["where"], one["path"], one["check"]) for one in json.loads(out.getvalue())] == [
        ("nl/paspoort", "text.0", "huis.klik")
    ]


@pytest.mark.django_db
def test_a_subject_or_channel_that_is_not_there_is_named() -> None:
    for option in ("--subject", "--channel"):
        with pytest.raises(CommandError, match="There is no (subject|channel) “none”"):
            call_command("check_content", option, "none")


@pytest.mark.django_db
def test_a_rule_that_is_wrong_too_often_only_reports_from_then_on(
    publisher: User, editor: User, make_item: Callable[..., Item]
) -> None:
    change_rule("huis", {**CLICK, "level": "warning"}, "active", publisher, "", NOW, owner=editor)
    for number in range(5):
        item = make_item(title=f"Nummer {number}", body=BODY)
        (judged,) = verdict_of(item).judged
        assert (judged.state, ToneRule.objects.get().status) == ("open", "active")
        waive(judged.finding, item.uuid, "nl", "/", publisher, "Klopt hier", NOW, false_alarm=True)
    assert ToneRule.objects.get().status == "trial"
    assert list(Notice.objects.values_list("user__username", "title")) == [
        ("editor", "This rule was wrong too often, so it only reports now: huis.klik")
    ]
    assert Decision.objects.filter(kind="rule", actor_name="Content Hub").count() == 1


@pytest.mark.django_db
def test_the_panel_the_gate_and_the_report_say_the_same(
    publisher: User, make_item: Callable[..., Item], publish: Callable[..., Item], fact: Fact
) -> None:
    load_packs(own_definitions(), publisher, NOW)
    embed = f'<embed embedtype="fact" fact="{fact.uuid}" format="short"/>'
    text = (
        f"<h2>Derhalve</h2><p>U krijgt tevens € 75,80 terug 🎄!! {embed}</p>"
        "<ul><li>Uw aanvraag wordt door ons beoordeeld.</li></ul>"
    )
    item = publish(make_item(title="Middels één brief", body={"text": text, "summary": "Bel om 17:00 uur."}))
    live = shown(item, panel_verdict(item, timezone.now()))["findings"]
    (snapshot,) = Snapshot.objects.all()
    out = StringIO()
    call_command("check_content", "--json", stdout=out)
    said = [(one["check"], one["path"], one["text"], one["fingerprint"]) for one in live]
    assert len(said) == 8
    assert said == [(one["check"], one["path"], one["text"], one["fingerprint"]) for one in snapshot.findings]
    assert said == [(one["check"], one["path"], one["text"], one["fingerprint"]) for one in json.loads(out.getvalue())]
