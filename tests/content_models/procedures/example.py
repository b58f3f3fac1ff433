"""One procedure, giving notice of a move, and ways to spoil it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

TODAY = date(2026, 3, 1)
ELSE = {"else": True, "to": "klaar"}

MOVE: dict[str, Any] = {
    "inputs": {
        "waarheen": {
            "kind": "choice",
            "label": "Waar verhuist u naartoe?",
            "options": [
                {"value": "binnen", "label": "Binnen de gemeente", "short": "binnen"},
                {"value": "nl", "label": "Vanuit een andere gemeente", "short": "van elders"},
                {"value": "buitenland", "label": "Naar het buitenland", "short": "buitenland"},
            ],
        },
        "datum": {"kind": "date", "label": "Op welke datum verhuist u?", "spoken_label": "Wanneer verhuist u?"},
        "digid": {"kind": "yesno", "label": "Heeft u DigiD?"},
    },
    "nodes": [
        {
            "id": "start",
            "kind": "question",
            "input": "waarheen",
            "next": [{"if": {"eq": ["waarheen", "buitenland"]}, "to": "buitenland"}, {"else": True, "to": "datum"}],
        },
        {
            "id": "datum",
            "kind": "question",
            "input": "datum",
            "next": [{"if": {"days_ahead_gt": ["datum", 28]}, "to": "te-vroeg"}, {"else": True, "to": "digid"}],
        },
        {
            "id": "digid",
            "kind": "question",
            "input": "digid",
            "next": [{"if": {"eq": ["digid", True]}, "to": "stappen"}, {"else": True, "to": "balie"}],
        },
        {
            "id": "stappen",
            "kind": "steps",
            "title": "Zo regelt u het online",
            "steps": [
                {"text": "Log in met DigiD."},
                {"text": "Vul uw nieuwe adres in.", "agent_note": "Controleer huisnummer en toevoeging."},
            ],
            "next": [{"else": True, "to": "klaar"}],
        },
        {"id": "klaar", "kind": "outcome", "title": "Klaar", "disposition": "solved", "send": ["email:bevestiging"]},
        {"id": "te-vroeg", "kind": "outcome", "title": "Nog te vroeg", "disposition": "call_back"},
        {"id": "balie", "kind": "outcome", "title": "Kom langs", "disposition": "appointment", "handover": "balie"},
        {"id": "buitenland", "kind": "outcome", "title": "Naar het buitenland", "disposition": "appointment"},
    ],
}

Edit = Callable[[dict[str, Any]], Any]


def edited(edit: Edit) -> dict[str, Any]:
    copy = deepcopy(MOVE)
    edit(copy)
    return copy


def node(number: int, **members: Any) -> Edit:
    return lambda one: one["nodes"][number].update(members)


def asked(name: str, **members: Any) -> Edit:
    return lambda one: one["inputs"].setdefault(name, {}).update(members)


def condition(*conditions: Any) -> Edit:
    """Put conditions before the else branch of the question for DigiD, where every input is known."""
    return node(2, next=[*({"if": one, "to": "stappen"} for one in conditions), {"else": True, "to": "balie"}])


def both(first: Edit, second: Edit) -> Edit:
    return lambda one: (first(one), second(one))


def chain(length: int) -> dict[str, Any]:
    """Return a procedure of yes-or-no questions in a row."""
    inputs = {f"q{number}": {"kind": "yesno", "label": "?"} for number in range(length)}
    nodes: list[dict[str, Any]] = [
        {
            "id": f"n{number}",
            "kind": "question",
            "input": f"q{number}",
            "next": [
                {"if": {"eq": [f"q{number}", True]}, "to": f"n{number + 1}"},
                {"else": True, "to": f"n{number + 1}"},
            ],
        }
        for number in range(length)
    ]
    return {
        "inputs": inputs,
        "nodes": [*nodes, {"id": f"n{length}", "kind": "outcome", "title": "x", "disposition": "x"}],
    }
