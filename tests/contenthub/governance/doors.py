"""Enumerating the doors: every address, command, GraphQL field and model method, found, not listed by hand."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import models, transaction
from django.urls import URLPattern, get_resolver
from wagtail.models import Revision, TaskState, Workflow, WorkflowState

from content_models.models import ContentModel, Fact, FactVersion, Item
from content_models.models.content_model import ModelVersion
from contenthub import endings, flow
from contenthub.governance.approvals import Approval
from contenthub.governance.workflow import MandateTask
from contenthub.models import Publication, Snapshot

MODELS = (Item, Fact, ContentModel, Revision, WorkflowState, TaskState, Approval, Workflow, MandateTask)
PLAIN = set(dir(models.Model)) | {"DoesNotExist", "MultipleObjectsReturned", "NotUpdated"}
"""What every model has; `save` and `delete` are tried all the same."""
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))+\)")


class Undone(Exception):
    """Whatever was done behind one door is undone before the next."""


def what_readers_have() -> tuple[Any, ...]:
    """Return all that anybody outside can see: a snapshot more, or a publication that is another, is a breach."""
    current = tuple(Publication.objects.order_by("pk").values_list("snapshot", "status"))
    return Snapshot.objects.count(), current, FactVersion.objects.count(), ModelVersion.objects.count()


def undone(act: Callable[[], Any]) -> tuple[Any, Exception | None, tuple[Any, ...]]:
    """Do something and undo it; return what it answered, what it raised, and what readers had then."""
    answer, error, seen = None, None, ()
    try:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    answer = act()
            except Exception as raised:  # noqa: BLE001 (what is raised is what the test looks at)
                error = raised
            seen = what_readers_have()
            raise Undone
    except Undone:
        return answer, error, seen


def addresses() -> list[tuple[str, tuple[str, ...]]]:
    """Return every address of the hub with the names of its arguments."""

    def walk(patterns: Any, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        for pattern in patterns:
            text = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
            if isinstance(pattern, URLPattern):
                names = tuple(one or two for one, two in ARGUMENT.findall(text))
                yield text, names
            else:
                yield from walk(pattern.url_patterns, text)

    return list(walk(get_resolver().url_patterns, "/"))


def fill(address: str, values: dict[str, str]) -> str | None:
    """Return an address with its arguments filled in, None when one is not known."""
    found = ARGUMENT.sub(lambda match: values.get(match[1] or match[2], "\0"), address)
    return None if "\0" in found else found.replace("\\.", ".")


def methods() -> list[tuple[type[Any], str]]:
    """Return every public method of everything that takes part in publishing."""
    found = []
    for model in MODELS:
        for name in dir(model):
            if name.startswith(("_", "a")) and name != "approve":
                continue
            known = name in PLAIN and name not in {"save", "delete"}
            if not known and callable(getattr(model, name, None)) and not inspect.isclass(getattr(model, name)):
                found.append((model, name))
    return found


def functions() -> list[tuple[Any, str]]:
    """Return the public functions of the modules that publish."""
    return [
        (module, name)
        for module in (flow, endings)
        for name, found in vars(module).items()
        if inspect.isfunction(found) and found.__module__ == module.__name__ and not name.startswith("_")
    ]


def call(function: Any, values: dict[str, Any]) -> Any:
    """Call something with whatever of `values` it takes by name; what it needs besides gets None."""
    given = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if name in values:
            given[name] = values[name]
        elif parameter.default is parameter.empty:
            given[name] = None
    return function(**given)
