"""The tone of voice in the admin: what the panel is told, and how rules are kept."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from channels.models import Channel
from content_models.models import Item
from contenthub.admin.tone.charts import charts_of, months_of
from contenthub.admin.tone.profile import MEASURES, WAYS
from contenthub.admin.tone.ruleform import RuleForm, initial_of
from contenthub.governance.ruling import change_rule
from contenthub.models import Decision, ToneBand, ToneProfile, ToneRule, Waiver
from contenthub.tone.kept.measured import bands_of
from contenthub.tone.packs import own_definitions
from contenthub.tone.profile import TARGET, Band, Profile
from contenthub.tone.writing import as_toml
from contenthub.users import User

NOW = datetime(2026, 6, 1, tzinfo=UTC)
RULE = {
    "name": "klik",
    "kind": "existence",
    "message": "Geen “%s”.",
    "level": "error",
    "ignorecase": True,
    "tokens": ["klik hier"],
    "right": ["Kom."],
    "wrong": ["Klik hier."],
}


@pytest.fixture
def desk(publisher: User) -> Client:
    change_rule("huis", RULE, "active", publisher, "", NOW)
    client = Client()
    client.force_login(publisher)
    return client


def form_of(item: Item, **more: Any) -> dict[str, Any]:
    return {
        "content_model": item.content_model_id,
        "title": item.title,
        "subject": item.subject_id,
        "body-summary": "👍 Klik hier",
        "body-text": '{"blocks": [], "entityMap": {}}',
        "body-price": "",
        "body-photo-image": "",
        "body-related-count": "0",
        "body-code": "",
        "body-memo": "null",
        **more,
    }


@pytest.mark.django_db
def test_the_panel_is_told_what_the_form_holds_now(desk: Client, make_item: Callable[..., Item]) -> None:
    item = make_item()
    told = desk.post(reverse("contenthub_tone_edit", args=[item.pk]), form_of(item)).json()
    (finding,) = told["findings"]
    assert (told["open"], told["errors"], told["more"]) == (1, 1, 0)
    shown = {name: finding[name] for name in ("path", "field", "text", "size", "message", "state", "blocks")}
    assert shown == {
        "path": "summary",
        "field": "Summary",
        "text": "Klik hier",
        "size": 9,
        "message": "Geen “Klik hier”.",
        "state": "open",
        "blocks": True,
    }
    assert Item.objects.get(pk=item.pk).raw_body.get("summary") in (None, "")


@pytest.mark.django_db
def test_a_finding_is_waived_from_the_panel_with_a_reason(desk: Client, make_item: Callable[..., Item]) -> None:
    item = make_item()
    url = reverse("contenthub_tone_edit", args=[item.pk])
    (finding,) = desk.post(url, form_of(item)).json()["findings"]
    asked = {"tone-fingerprint": finding["fingerprint"], "tone-reason": ""}
    refused = desk.post(url, form_of(item, **asked))
    assert (refused.status_code, refused.json()["message"]) == (400, "A waiver needs a reason.")
    told = desk.post(url, form_of(item, **{**asked, "tone-reason": "Zo hoort het", "tone-false-alarm": "1"})).json()
    assert (told["open"], told["findings"][0]["state"], told["findings"][0]["waiver"]) == (
        0,
        "waived",
        "publisher: Zo hoort het",
    )
    assert Waiver.objects.get().false_alarm is True


@pytest.mark.django_db
def test_a_new_item_is_checked_before_it_is_saved(desk: Client, make_item: Callable[..., Item]) -> None:
    item = make_item()
    told = desk.post(reverse("contenthub_tone_add") + "?locale=nl", form_of(item, title="Nieuw")).json()
    assert [one["text"] for one in told["findings"]] == ["Klik hier"]


@pytest.mark.django_db
def test_who_may_not_change_an_item_is_told_nothing(desk: Client, make_item: Callable[..., Item], editor: User) -> None:
    stranger = Client()
    stranger.force_login(editor)
    item = make_item()
    answer = stranger.post(reverse("contenthub_tone_edit", args=[item.pk]), form_of(item))
    assert answer.status_code in (302, 403)


@pytest.mark.django_db
def test_a_rule_is_tried_on_what_is_published_and_then_kept(
    desk: Client, make_item: Callable[..., Item], publish: Callable[..., Item]
) -> None:
    publish(make_item(body={"text": "<p>Kom langs bij de balie.</p>"}))
    rule = {**RULE, "name": "balie", "level": "warning", "tokens": ["balie"], "wrong": ["De balie."]}
    said = {"pack": "huis", "status": "active", "reason": "Nieuw", **initial_of(rule)}
    tried = desk.post(reverse("contenthub_tone_rule_add"), {**said, "try": "1"})
    assert "It would speak once about what is published" in tried.content.decode()
    assert not ToneRule.objects.filter(name="huis.balie").exists()
    desk.post(reverse("contenthub_tone_rule_add"), said)
    row = ToneRule.objects.get(name="huis.balie")
    assert (row.status, Decision.objects.filter(kind="rule", reason="Nieuw").count()) == ("active", 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"more": "max = "}, "This is not TOML"),
        ({"kind": "magic"}, "magic is not one of the available choices"),
        ({"words": "("}, "is not a regular expression"),
        ({"kind": "substitution"}, "“klik hier”: write what is wrong, then →, then what to say."),
        ({"right": ""}, "at least one right and one wrong example"),
        ({"wrong": "Kom."}, "it is silent about its wrong example “Kom.”"),
    ],
)
def test_a_rule_that_cannot_be_used_is_not_kept_and_says_why(
    desk: Client, changed: dict[str, str], message: str
) -> None:
    said = {"pack": "huis", "status": "active", **initial_of({**RULE, "name": "x"}), **changed}
    answer = desk.post(reverse("contenthub_tone_rule_add"), said)
    assert message in answer.content.decode()
    assert ToneRule.objects.count() == 1


@pytest.mark.django_db
def test_the_screens_answer_with_and_without_content(
    desk: Client, make_item: Callable[..., Item], publish: Callable[..., Item]
) -> None:
    profile = reverse("contenthub_tone_profile")
    assert "Nothing that is published is long enough" in desk.get(profile).content.decode()
    publish(make_item(body={"text": "<p>" + "U komt langs bij de balie van het gemeentehuis. " * 6 + "</p>"}))
    for way in (*WAYS, "nonsense"):
        assert "1 of 1 published texts sounds as meant." in desk.get(profile, {"by": way}).content.decode()
    assert ToneProfile.objects.count() == 1
    listed = desk.get(reverse("contenthub_tone_rules"), {"q": "klik", "status": "active"}).content.decode()
    assert "huis.klik" in listed
    assert "Geen “…”." in listed


@pytest.mark.django_db
def test_a_text_stands_out_in_the_channel_that_means_otherwise(
    desk: Client, make_item: Callable[..., Item], publish: Callable[..., Item], make_channel: Callable[..., Any]
) -> None:
    web, print_ = make_channel("web"), make_channel("print")
    publish(make_item(body={"text": "<p>" + "U komt langs bij de balie van het gemeentehuis. " * 6 + "</p>"}))
    bands = reverse("contenthub_tone_bands") + f"?channel={print_.key}"
    said = {"sentence_least": "1", "sentence_most": "5", "passive_least": "0", "passive_most": "25", "reason": "Kort"}
    assert desk.post(bands, said).status_code == 302
    assert (bands_of(print_.key)["sentence"], bands_of(print_.key)["passive"]) == (Band(1, 5), Band(0, 0.25))
    assert bands_of(web.key) == bands_of() == TARGET
    profile = reverse("contenthub_tone_profile")
    assert "0 of 1 published texts sound as meant." in desk.get(profile, {"channel": print_.key}).content.decode()
    assert "1 of 1 published texts sounds as meant." in desk.get(profile, {"channel": web.key}).content.decode()
    assert Decision.objects.filter(kind="rule", reason="Kort").count() == 1
    assert desk.post(bands, {"reason": ""}).status_code == 302
    assert bands_of(print_.key) == TARGET


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"sentence_least": "9"}, "Fill in both, or neither."),
        ({"sentence_least": "9", "sentence_most": "3"}, "The least must be below the most"),
        ({"sentence_least": "-1", "sentence_most": "3"}, "greater than or equal to 0"),
    ],
)
def test_a_band_that_cannot_be_is_not_kept(desk: Client, said: dict[str, str], message: str) -> None:
    assert message in desk.post(reverse("contenthub_tone_bands"), said).content.decode()
    assert ToneBand.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("everywhere", [True, False])
def test_a_measure_has_one_band_everywhere_and_one_in_each_channel(everywhere: bool) -> None:
    web = Channel.objects.create(key="site", name="Site", kind="web")
    ToneBand.objects.create(channel=web, measure="words", least=1, most=2)
    ToneBand.objects.create(channel=None, measure="words", least=1, most=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        ToneBand.objects.create(channel=None if everywhere else web, measure="words", least=3, most=4)
    assert ToneBand.objects.count() == 2


@pytest.mark.django_db
def test_only_who_may_change_rules_says_what_is_meant(editor: User) -> None:
    editor.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_item"]))
    client = Client()
    client.force_login(editor)
    said = {"sentence_least": "1", "sentence_most": "5"}
    assert "You may not take this decision." in client.post(reverse("contenthub_tone_bands"), said).content.decode()
    assert ToneBand.objects.count() == 0


def test_a_measure_that_leaves_what_was_usual_is_called_a_drift() -> None:
    def at(month: int, sentence: float) -> tuple[datetime, Profile]:
        return datetime(2026, month, 10, tzinfo=UTC), Profile(100, sentence, 60, 0.05, 4, 1, 0)

    months = months_of([at(1, 9), at(2, 10), at(2, 12), at(3, 10), at(4, 20)], most=12)
    assert [(one.name, one.number, one.profile.sentence) for one in months] == [
        ("2026-01", 1, 9),
        ("2026-02", 2, 11),
        ("2026-03", 1, 10),
        ("2026-04", 1, 20),
    ]
    drifts = {one.name: one.drift for one in charts_of(months, TARGET, MEASURES)}
    assert drifts == {**dict.fromkeys(TARGET, ""), "sentence": "Went up from 10"}


@pytest.mark.django_db
def test_what_was_let_stand_is_listed_and_can_be_ended(desk: Client, make_item: Callable[..., Item]) -> None:
    item = make_item()
    url = reverse("contenthub_tone_edit", args=[item.pk])
    (finding,) = desk.post(url, form_of(item)).json()["findings"]
    desk.post(url, form_of(item, **{"tone-fingerprint": finding["fingerprint"], "tone-reason": "Zo hoort het"}))
    screen = reverse("contenthub_tone_waivers")
    shown = desk.get(screen, {"q": "klik"}).content.decode()
    assert "One finding was let stand." in shown
    assert "Zo hoort het" in shown
    assert "Nothing fits." in desk.get(screen, {"false": "1"}).content.decode()
    desk.post(screen, {"waiver": Waiver.objects.get().pk})
    assert desk.post(url, form_of(item)).json()["errors"] == 1
    assert "Nothing fits." in desk.get(screen).content.decode()
    assert "ended" in desk.get(screen, {"ended": "1"}).content.decode()
    assert desk.post(screen, {"waiver": "x"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pack", "definition"),
    [*own_definitions(), ("huis", {**RULE, "tokens": ["klik → hier", "a"], "right": ["Een\nregel"]})],
    ids=lambda one: one["name"] if isinstance(one, dict) else one,
)
def test_a_rule_shown_in_the_form_is_the_same_when_it_is_sent_back(pack: str, definition: dict[str, Any]) -> None:
    form = RuleForm({"pack": pack, "status": "draft", **initial_of(definition)}, initial=initial_of(definition))
    assert form.is_valid(), form.errors
    assert form.definition == {"level": "suggestion", **definition}


@pytest.mark.parametrize("definition", [one for _pack, one in own_definitions()], ids=lambda one: one["name"])
def test_a_definition_written_as_toml_reads_back_as_the_same(definition: dict[str, Any]) -> None:
    assert tomllib.loads(as_toml(definition)) == definition
