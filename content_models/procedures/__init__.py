"""Procedures: questions, steps and outcomes as data, the same for a service desk, a chat, a voice and a sheet of paper.

    {"inputs": {id: {"kind": "choice|yesno|date|number|text", "label", "spoken_label"?, "help"?,
                     "options"?: [{"value", "label", "short"?}]}},
     "nodes": [{"id", "kind": "question|info|steps|outcome", "input"?, "title"?, "body"?,
                "steps"?: [{"text", "agent_note"?}],
                "next"?: [{"if": condition, "to": id}, ..., {"else": true, "to": id}],
                "disposition"?, "send"?: [str], "handover"?: str}]}

The first node is the start. Every node but an outcome ends with an else branch, so that nobody gets stuck. A condition
is {operator: [input, value]}, {"is_empty": [input]}, {"all": [...]}, {"any": [...]} or {"not": condition}.

    check(procedure)                      what makes a procedure unusable
    warnings(procedure)                   what makes it hard to use
    evaluate(procedure, answers, today)   the nodes that a customer with these answers passes
    paths(procedure, today)               every way through, with example answers

Everything is a loop, never recursion: a procedure is data, and may be as deep as someone likes to make it.
"""

from content_models.procedures.lint import check, warnings
from content_models.procedures.walk import Path, ProcedureError, evaluate, paths

__all__ = ["Path", "ProcedureError", "check", "evaluate", "paths", "warnings"]
