"""The blocks in which an editor fills in a procedure."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content_models.procedureform.convert import from_form, to_form

INPUT_KINDS = [
    ("choice", _("One of several options")),
    ("yesno", _("Yes or no")),
    ("date", _("Date")),
    ("number", _("Number")),
    ("text", _("Text")),
]
OPERATORS = [
    ("eq", _("is")),
    ("ne", _("is not")),
    ("lt", _("is less than, or before")),
    ("le", _("is at most, or on or before")),
    ("gt", _("is more than, or after")),
    ("ge", _("is at least, or on or after")),
    ("in", _("is one of")),
    ("not_in", _("is none of")),
    ("days_ahead_gt", _("is more days ahead than")),
    ("days_ahead_lt", _("is fewer days ahead than")),
    ("is_empty", _("was not answered")),
]


def line(label: Any, help_text: Any = "", *, required: bool = False) -> blocks.Block:
    return blocks.CharBlock(label=label, help_text=help_text, required=required)


def rows(block: blocks.Block, label: Any, help_text: Any = "") -> blocks.Block:
    return blocks.ListBlock(block, default=[], required=False, collapsed=True, label=label, help_text=help_text)


def input_block() -> blocks.Block:
    option = blocks.StructBlock(
        [
            ("value", line(_("Key"), required=True)),
            ("label", line(_("Label"), required=True)),
            ("short", line(_("Short label"), _("As a voice reads it."))),
        ],
        label=_("Option"),
    )
    return blocks.StructBlock(
        [
            ("label", line(_("Question"), required=True)),
            ("key", line(_("Key"), _("By which steps and conditions name this question; empty: made from it."))),
            ("kind", blocks.ChoiceBlock(choices=INPUT_KINDS, label=_("Answered with"))),
            ("spoken_label", line(_("Question as it is spoken"))),
            ("help", line(_("Explanation"))),
            ("options", rows(option, _("Options"))),
        ],
        label=_("Question"),
        collapsed=True,
    )


def branch_block() -> blocks.Block:
    rule = blocks.StructBlock(
        [
            ("input", line(_("Answer to"), _("The key of a question."))),
            ("operator", blocks.ChoiceBlock(choices=OPERATORS, default="eq", label=_("Comparison"))),
            ("value", line(_("Value"), _("The key of an option, yes or no, a number or a date; several with commas."))),
        ],
        label=_("Condition"),
    )
    match = blocks.ChoiceBlock(
        choices=[("all", _("all conditions hold")), ("any", _("any condition holds"))], default="all", label=_("When")
    )
    advanced = blocks.TextBlock(
        required=False, rows=2, label=_("Nested condition"), help_text=_("As JSON, in place of the rows above.")
    )
    return blocks.StructBlock(
        [
            ("rules", rows(rule, _("Conditions"))),
            ("match", match),
            ("to", line(_("Go to"), _("The id of a step."), required=True)),
            ("advanced", advanced),
        ],
        label=_("Branch"),
    )


def node_block(label: Any, icon: str, members: Sequence[tuple[str, blocks.Block]]) -> blocks.Block:
    name = line(_("Id"), _("By which other steps lead here."), required=True)
    return blocks.StructBlock([("id", name), *members], label=label, icon=icon, collapsed=True)


def node_blocks(features: Sequence[str]) -> list[tuple[str, blocks.Block]]:
    """Return a block for each kind of step."""

    def body() -> tuple[str, blocks.Block]:
        return "body", blocks.RichTextBlock(features=list(features), required=False, label=_("Text"))

    def title() -> tuple[str, blocks.Block]:
        return "title", line(_("Title"), required=True)

    def onwards() -> list[tuple[str, blocks.Block]]:
        otherwise = line(_("Otherwise go to"), _("The id of a step: without it people get stuck here."), required=True)
        return [("branches", rows(branch_block(), _("Branches"))), ("otherwise", otherwise)]

    step = blocks.StructBlock(
        [
            ("text", blocks.TextBlock(rows=2, label=_("What to do"))),
            ("agent_note", blocks.TextBlock(rows=2, required=False, label=_("Note for agents"))),
        ],
        label=_("Step"),
    )
    asked = "input", line(_("Question"), _("The key of a question above."), required=True)
    ending = [
        ("disposition", line(_("What this means"), _("One word: answered, appointment, referred …"), required=True)),
        ("handover", line(_("Hand over to"))),
        ("send", rows(line(_("What")), _("To send"))),
    ]
    return [
        ("question", node_block(_("Ask a question"), "help", [asked, ("title", line(_("Title"))), body(), *onwards()])),
        ("info", node_block(_("Tell something"), "info-circle", [title(), body(), *onwards()])),
        (
            "steps",
            node_block(_("Steps to take"), "list-ol", [title(), body(), ("steps", rows(step, _("Steps"))), *onwards()]),
        ),
        ("outcome", node_block(_("Outcome"), "tick", [title(), body(), *ending])),
    ]


class ProcedureBlock(blocks.StructBlock):
    """Shows a stored procedure as fields, and gives one back."""

    def __init__(self, features: Sequence[str], **kwargs: Any) -> None:
        members = [
            ("inputs", rows(input_block(), _("Questions"))),
            (
                "nodes",
                blocks.StreamBlock(node_blocks(features), required=False, collapsed=True, label=_("What happens")),
            ),
        ]
        super().__init__(members, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(to_form(value))

    def bulk_to_python(self, values: Any) -> Any:
        return super().bulk_to_python([to_form(value) for value in values])

    def get_prep_value(self, value: Any) -> Any:
        return from_form(super().get_prep_value(value))
