"""Channels without code: a Liquid template within limits, whose output is harmless and is what it says it is."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from channels.kinds.template import kind
from channels.kinds.template.filler import Filler, TemplateError
from channels.output import Output, Payload, UnsafePathError
from tests.channels import samples
from tests.channels.samples import block, field, item
from tests.channels.test_signage import HOURS

EVIL = '"><script>alert(1)</script>{{ 7 | times: 7 }}=cmd|\n", "admin": true'


@pytest.fixture(scope="module")
def filler() -> Iterator[Filler]:
    found = Filler(timeout=3.0)
    yield found
    found.close()


@pytest.fixture(scope="module")
def template() -> Iterator[Any]:
    found = kind()
    yield found
    found.workers.close()


def render(template: Any, source: str, media_type: str, *fields: Any, **settings: Any) -> Output:
    one = item(EVIL, "paspoort", list(fields))
    context = samples.context(template=source, media_type=media_type, **settings)
    return template.render_item(Payload("item", {"item": one}, context))[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{{ (1..500000000) | join }}", "Line 1: a range has at most 1000 numbers"),
        ("{% for a in (1..900) %}{% for b in (1..900) %}{% endfor %}{% endfor %}", "loop iteration limit reached"),
        ("{% for a in (1..900) %}{{ big }}{% endfor %}", "output stream limit"),
        ("{{ item.titel }}", "Line 1: item.titel is undefined"),
        ("{% if %}", "Line 1: "),
        ("{% include 'x' %}", "unexpected tag 'include'"),
        ("{{ 'now' | date: '%Y' }}", "unknown filter 'date'"),
        ("{{ item.title | safe }}", "unknown filter 'safe'"),
        ("{% assign a = 'aaaaaaaaaa' %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}", ""),
        ("{% assign a = 9 %}{% for i in (1..60) %}{% assign a = a | times: a %}{% endfor %}", ""),
    ],
)
def test_a_template_keeps_within_limits(filler: Filler, source: str, reason: str) -> None:
    with pytest.raises(TemplateError) as raised:
        filler.fill(source, {"item": {"title": "t"}, "big": "x" * 5000}, escape=False)
    assert reason in str(raised.value)
    assert filler.fill("{{ item.title }}", {"item": {"title": "still there"}}, escape=False) == "still there"


def test_nothing_of_the_machine_is_reached(filler: Filler) -> None:
    reach = "{{ item.__class__ | default: '-' }}{{ item.title.__class__ | default: '-' }}{{ item.keys | default: '-' }}"
    assert filler.fill(reach, {"item": {"title": "t"}}, escape=False) == "---"


def test_html_is_escaped_and_text_with_marks_is_written(template: Any) -> None:
    body = field("t", "rich_text", "T", [block("Kost ", samples.price(), " <b>")])
    source = "<p title='{{ item.title }}'>{{ item.title }}</p>{{ item.fields[0].value | html }}<!-- {{ stamp }} -->"
    shown = render(template, source, "text/html", body)
    text = shown.content.decode()
    assert "<script>" not in text
    assert "€ 83,87" in text
    assert "&lt;b&gt;" in text
    assert (shown.findings, shown.path) == ((), "nl/paspoort.txt")


def test_json_and_csv_cannot_be_broken_out_of(template: Any) -> None:
    shown = render(template, '{"t": "{{ item.title }}", "s": "{{ stamp }}"}', "application/json", file="{key}.json")
    assert json.loads(shown.content)["t"] == EVIL
    assert set(json.loads(shown.content)) == {"t", "s"}
    cell = render(template, '"{{ item.fields[0].text }}","{{ stamp }}"', "text/csv", field("f", "text", "F", '=1+"2'))
    assert cell.content.decode().startswith('"\'=1+""2","ch1:')


@pytest.mark.parametrize(
    ("source", "media_type", "message"),
    [
        ("{{ item.key }}", "text/plain", "The file carries no stamp. Put {{ stamp }} in the template."),
        ('{"a": {{ stamp }} }', "application/json", "This is not application/json"),
        ("<a>{{ stamp }}", "image/svg+xml", "This is not image/svg+xml"),
    ],
)
def test_what_is_wrong_with_a_file_is_a_finding(template: Any, source: str, media_type: str, message: str) -> None:
    found = render(template, source, media_type).findings
    assert [(one.level, one.message.startswith(message)) for one in found] == [("error", True)]


def test_the_stamp_changes_with_the_template(template: Any) -> None:
    one, other = (render(template, f"{{{{ stamp }}}} {word}", "text/plain").stamps[0] for word in ("a", "b"))
    assert one != other
    assert one.partition(";")[0] == other.partition(";")[0]


@pytest.mark.parametrize(
    ("source", "status", "ending", "shown"),
    [
        ("{{ item.title }} {{ stamp }}", "LIVE", "", True),
        ("{{ item.title }} {{ stamp }}", "WITHDRAWN", ";e=withdrawn", False),
        ("{{ item.title }} {{ stamp }}", "", ";e=gone", False),
        ('{% if item.status == "WITHDRAWN" %}Let op: {% endif %}{{ stamp }}', "WITHDRAWN", ";e=withdrawn", True),
    ],
)
def test_what_no_longer_holds_goes_only_into_a_template_that_looks(
    template: Any, source: str, status: str, ending: str, shown: bool
) -> None:
    one = item("Storm", "storm", [], status=status)
    one["stamp"] += ending
    outputs = template.render_item(Payload("item", {"item": one}, samples.context(template=source)))
    assert [output.stamps[0].startswith(f"{one['stamp']};t=") for output in outputs] == [True] * shown


def test_a_file_stays_in_its_folder_and_settings_are_checked_first(template: Any) -> None:
    with pytest.raises(UnsafePathError):
        render(template, "{{ stamp }}", "text/plain", file="../{key}")
    wrong = {"media_type": "html", "file": "/etc/{key}", "template": "x" * 100_001}
    assert [one.where for one in template.problems(wrong)] == ["media_type", "template", "file"]
    assert template.problems({"media_type": "text/html", "file": "{locale}/{key}/index.html"}) == []


def test_hours_are_short_where_the_settings_say_so(template: Any) -> None:
    fields = [
        field("hours", "fact", "Open", HOURS, text="lang"),
        field("body", "rich_text", "T", [block("Open:"), block(HOURS)], text="lang"),
        field(
            "b",
            "blocks",
            "B",
            [{"_type": "group", "fields": [field("t", "rich_text", "T", [block(HOURS)], text="lang")]}],
        ),
    ]
    source = (
        "{% for one in item.fields %}{% if one.kind == 'blocks' %}{{ one.value[0].fields[0].text }}"
        "{% else %}{{ one.text }}{% endif %}|{% endfor %}{{ stamp }}"
    )
    week = "ma, di en vr 8.30–17.00 uur\ndo 8.30–20.00 uur\n\nAndere tijden:\nvr 3 apr: gesloten\n\nKom op tijd."
    near = render(template, source, "text/plain", *fields, hours=40).content.decode()
    assert near.split("|")[:3] == [week, f"Open:\n\n{week}", week]
    assert render(template, source, "text/plain", *fields).content.decode().split("|")[:3] == ["lang"] * 3
