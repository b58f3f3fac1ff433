"""A procedure: questions, steps and outcomes that every channel shows in its own way."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from content_models import procedures
from content_models.fields.kind import FieldKind, Use, common, wrong_type
from content_models.fields.rich_text import ALWAYS, FEATURES, uses_in_text
from content_models.problem import Problem
from content_models.procedureform.block import ProcedureBlock
from content_models.richtext import plain_text, to_portable_text
from content_models.spec import FieldSpec


class Procedure(FieldKind):
    """Typed inputs, nodes and declarative conditions; the format stands in docs/editors.md."""

    key = "procedure"
    label = gettext_lazy("Procedure")
    icon = "tasks"
    reads_as = "Procedure"

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        return ProcedureBlock([*FEATURES, *ALWAYS], **common(spec, locale))

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        if not isinstance(raw, dict) or not raw.get("nodes"):
            return None
        nodes = [
            {**node, "body": to_portable_text(node["body"])} if isinstance(node.get("body"), str) else node
            for node in raw["nodes"]
            if isinstance(node, dict)
        ]
        return {**raw, "nodes": nodes}

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield wrong_type(path, _("a procedure"), value)
            return
        for problem in procedures.check(value):
            yield Problem(f"{path}.{problem.path}", problem.message, problem.hint, problem.code)

    def uses(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Use]:
        for number, node in enumerate(value["nodes"]):
            yield from uses_in_text(node.get("body") or [], f"{path}.nodes.{number}")

    def texts(self, spec: FieldSpec, value: Any) -> Iterator[str]:
        for node in value["nodes"]:
            yield node.get("title", "")
            yield plain_text(node.get("body") or [])
            yield from (step.get("text", "") for step in node.get("steps", ()))
        for question in value.get("inputs", {}).values():
            yield question.get("label", "")
