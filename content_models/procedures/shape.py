"""The shape of inputs and nodes: members, types, and labels that can be told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from content_models.problem import Problem

ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
INPUT_KINDS = ("choice", "yesno", "date", "number", "text")
INPUT_TEXTS = ("label", "spoken_label", "help")
NODE_KINDS = ("question", "info", "steps", "outcome")
NODE_TEXTS = ("title", "disposition", "handover", "input")
NODE_MEMBERS = {"id", "kind", "body", "steps", "next", "send", *NODE_TEXTS}


def check_inputs(inputs: Any) -> list[Problem]:
    """Return what is wrong with the inputs."""
    if not isinstance(inputs, Mapping):
        return [Problem("inputs", _("Write an object: input id to input."), code="shape")]
    problems = []
    for name, asked in inputs.items():
        path = f"inputs.{name}"
        if not isinstance(name, str) or not ID.fullmatch(name):
            problems.append(Problem(path, _("%s is not an id.") % name, id_hint(), "id"))
        if not isinstance(asked, Mapping):
            problems.append(Problem(path, _("Write an object with kind and label."), code="shape"))
            continue
        problems += check_input(asked, path)
    return problems


def check_input(asked: Mapping[str, Any], path: str) -> list[Problem]:
    problems = check_members(asked, {"kind", "options", *INPUT_TEXTS}, INPUT_TEXTS, path)
    if asked.get("kind") not in INPUT_KINDS:
        hint = _("Kinds are %s.") % ", ".join(INPUT_KINDS)
        problems.append(Problem(f"{path}.kind", _("This kind of input does not exist."), hint, "kind"))
    if is_blank(asked.get("label")):
        problems.append(Problem(f"{path}.label", _("Write the question."), code="required"))
    if asked.get("kind") == "choice":
        problems += check_options(asked.get("options"), f"{path}.options")
    elif asked.get("options"):
        problems.append(Problem(f"{path}.options", _("Only a choice has options."), code="unknown"))
    return problems


def check_options(options: Any, path: str) -> list[Problem]:
    """Return what is wrong with the options: two at least, each with its own value and short label."""
    if not isinstance(options, list) or len(options) < 2:
        return [Problem(path, _("A choice has two options at least."), code="options")]
    problems: list[Problem] = []
    values: set[str] = set()
    shorts: set[str] = set()
    for number, option in enumerate(options):
        here = f"{path}.{number}"
        if not isinstance(option, Mapping) or is_blank(option.get("value")) or is_blank(option.get("label")):
            problems.append(Problem(here, _("Write an object with value and label."), code="shape"))
            continue
        problems += check_members(option, {"value", "label", "short"}, ("value", "label", "short"), here)
        short = str(option.get("short") or option["label"]).strip().casefold()
        if option["value"] in values:
            problems.append(Problem(f"{here}.value", _("The value %s is used twice.") % option["value"], code="twice"))
        if short in shorts:
            hint = _("Give it a short label of its own: a voice reads the short labels.")
            problems.append(Problem(f"{here}.short", _("Two options are called %s.") % short, hint, "twice"))
        values.add(str(option["value"]))
        shorts.add(short)
    return problems


def check_nodes(nodes: Sequence[Any], inputs: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with each node by itself."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, node in enumerate(nodes):
        path = f"nodes.{number}"
        if not isinstance(node, Mapping):
            problems.append(Problem(path, _("Write an object with id and kind."), code="shape"))
            continue
        name = node.get("id")
        if not isinstance(name, str) or not ID.fullmatch(name):
            problems.append(Problem(f"{path}.id", _("%s is not an id.") % name, id_hint(), "id"))
        elif name in seen:
            problems.append(Problem(f"{path}.id", _("The id %s is used twice.") % name, code="twice"))
        seen.add(str(name))
        problems += check_members(node, NODE_MEMBERS, NODE_TEXTS, path)
        problems += check_kind(node, inputs, path)
    return problems


def check_kind(node: Mapping[str, Any], inputs: Mapping[str, Any], path: str) -> list[Problem]:
    """Return what is wrong with a node given its kind."""
    kind = node.get("kind")
    if kind not in NODE_KINDS:
        hint = _("Kinds are %s.") % ", ".join(NODE_KINDS)
        return [Problem(f"{path}.kind", _("This kind of node does not exist."), hint, "kind")]
    problems: list[Problem] = []
    if kind == "question" and node.get("input") not in inputs:
        message = _("A question asks for an input; there is no input %s.") % node.get("input")
        problems.append(Problem(f"{path}.input", message, _("Inputs are %s.") % ", ".join(inputs), "unknown_input"))
    if kind != "question" and is_blank(node.get("title")):
        problems.append(Problem(f"{path}.title", _("Write a title."), code="required"))
    if kind == "steps" or node.get("steps"):
        problems += check_steps(node.get("steps"), f"{path}.steps")
    if kind == "outcome":
        return problems + check_outcome(node, path)
    return problems + check_branches(node.get("next"), f"{path}.next")


def check_steps(steps: Any, path: str) -> list[Problem]:
    if not isinstance(steps, list) or not steps:
        return [Problem(path, _("Write at least one step."), code="required")]
    problems = []
    for number, step in enumerate(steps):
        here = f"{path}.{number}"
        if not isinstance(step, Mapping) or is_blank(step.get("text")):
            problems.append(Problem(here, _("Write an object with a text."), code="shape"))
            continue
        problems += check_members(step, {"text", "agent_note"}, ("text", "agent_note"), here)
    return problems


def check_outcome(node: Mapping[str, Any], path: str) -> list[Problem]:
    problems = []
    if is_blank(node.get("disposition")):
        hint = _("One word for what this means for the case, such as solved, appointment, call_back.")
        problems.append(Problem(f"{path}.disposition", _("An outcome has a disposition."), hint, "disposition"))
    if node.get("next"):
        problems.append(Problem(f"{path}.next", _("An outcome is an end; it leads nowhere."), code="branch"))
    send = node.get("send") or []
    if not isinstance(send, list) or any(is_blank(one) for one in send):
        problems.append(Problem(f"{path}.send", _("Write a list of texts."), code="type"))
    return problems


def check_branches(branches: Any, path: str) -> list[Problem]:
    """Return what is wrong with the branches: conditions first, the else branch last and only there."""
    hint = _('End with {"else": true, "to": "…"}.')
    if not isinstance(branches, list) or not branches:
        return [Problem(path, _("Without a branch, people get stuck here."), hint, "else")]
    problems = []
    for number, branch in enumerate(branches):
        here, is_last = f"{path}.{number}", number == len(branches) - 1
        if not isinstance(branch, Mapping) or not isinstance(branch.get("to"), str):
            problems.append(Problem(here, _("Write an object with a condition and the id to go to."), hint, "branch"))
            continue
        problems += check_members(branch, {"if", "else", "to"}, (), here)
        if is_last and branch.get("else") is not True:
            problems.append(Problem(here, _("The last branch is the else branch."), hint, "else"))
        if not is_last and ("else" in branch or "if" not in branch):
            problems.append(Problem(here, _("Only the last branch goes without a condition."), hint, "else"))
        if is_last and branch.get("else") is True and "if" in branch:
            problems.append(Problem(here, _("The else branch has no condition."), hint, "else"))
    return problems


def check_members(value: Mapping[str, Any], known: set[str], texts: Sequence[str], path: str) -> list[Problem]:
    """Return a problem for each unknown member, and for each text that is none."""
    hint = _("Known are %s.") % ", ".join(sorted(known))
    unknown = [Problem(f"{path}.{name}", _("This is not known here."), hint, "unknown") for name in set(value) - known]
    wrong = [
        Problem(f"{path}.{name}", _("Write text."), code="type")
        for name in texts
        if value.get(name) is not None and not isinstance(value[name], str)
    ]
    return sorted(unknown, key=lambda problem: problem.path) + wrong


def is_blank(value: Any) -> bool:
    return not isinstance(value, str) or not value.strip()


def id_hint() -> str:
    return _("Lower-case letters, digits, - and _, starting with a letter, 40 at most.")
