"""A submission of a form that is not complete: what is missing, and where, in one message."""

from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail import blocks
from wagtail.blocks import BlockField

from content_models.models import Fact
from contenthub.admin.decisions.missing import told
from contenthub.governance.workflow import install_workflow
from contenthub.users import User

TEXT = blocks.StructBlock([("line", blocks.CharBlock(label="Line", max_length=3))], label="Text")
PARTS = [
    ("summary", blocks.CharBlock(label="Summary")),
    ("costs", blocks.ListBlock(blocks.StructBlock([("name", blocks.CharBlock(label="Name"))]), label="Costs")),
    ("body", blocks.StreamBlock([("text", TEXT)], label="Body")),
    ("more", blocks.StreamBlock([("text", TEXT)], label="More")),
]


class Sent(forms.Form):
    """A title and a body of every shape a body has."""

    title = forms.CharField(label="Title", error_messages={"required": "?"})
    body = BlockField(block=blocks.StructBlock(PARTS, label="Content"), label="Content")


SENT: dict[str, Any] = {
    **{"title": "", "body-summary": "", "body-costs-count": "2", "body-body-count": "1", "body-more-count": "0"},
    **{f"body-costs-{row}-{name}": text for row in (0, 1) for name, text in (("deleted", ""), ("order", str(row)))},
    **{"body-costs-0-value-name": "Fee", "body-costs-1-value-name": ""},
    **{"body-body-0-deleted": "", "body-body-0-order": "0", "body-body-0-type": "text"},
    **{"body-body-0-value-line": "long", "body-body-0-id": ""},
}


def test_every_field_that_is_missing_or_wrong_is_named_with_its_place() -> None:
    assert told(Sent(SENT)) == (
        "Nobody has been asked yet. First fill in: Title, Summary, Costs › 2 › Name, More. "
        "Body › 1 Text › Line: Ensure this value has at most 3 characters (it has 4)."
    )
    with override("nl"):
        assert told(Sent(SENT)).startswith(
            "Er is nog niemand gevraagd. Vul eerst in: Title, Summary, Costs › 2 › Name, More."
        )


@pytest.mark.parametrize(
    ("button", "messages"),
    [
        ("submit", ["Nobody has been asked yet. First fill in: Label."]),
        ("publish", ["The fact could not be saved due to errors."]),
    ],
)
def test_the_author_is_told_once(fact: Fact, publisher: User, client: Client, button: str, messages: list[str]) -> None:
    install_workflow()
    client.force_login(publisher)
    row = "timeline-values-0"
    data = {"kind": "money", "label": "", "key": fact.key, "timeline-values-count": "1", "labels": "{}"}
    data |= {f"{row}-deleted": "", f"{row}-order": "0", f"{row}-type": "", f"{row}-id": "", f"action-{button}": "1"}
    data |= {f"{row}-value-value-amount": "80", f"{row}-value-value-currency": "EUR"}
    page = client.post(reverse(Fact.snippet_viewset.get_url_name("edit"), args=[fact.pk]), data)
    assert [str(one).split("<")[0].strip() for one in get_messages(page.wsgi_request)] == messages
