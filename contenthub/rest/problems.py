"""Errors of the REST doors, as problem+json (RFC 9457): what is wrong, where, and what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from content_models.door import PublicationRefused
from content_models.problem import Problem

PROBLEM = "application/problem+json"


class Refused(APIException):
    """A request that is understood and not carried out; `errors` gives each reason by its place."""

    def __init__(self, status: HTTPStatus, detail: str, errors: dict[str, list[str]] | None = None) -> None:
        super().__init__(detail)
        self.status_code = int(status)
        self.errors = errors or {}


def answer_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to an error; None for one that is a fault of ours."""
    if isinstance(error, PublicationRefused):
        problems = [problem for found in error.problems.values() for problem in found]
        error = Refused(HTTPStatus.CONFLICT, "This was refused.", by_place(problems))
    elif isinstance(error, ValidationError):
        found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        error = Refused(HTTPStatus.BAD_REQUEST, "Some values cannot be used.", found)
    answer = exception_handler(error, context)
    if answer is None:
        return None
    status = HTTPStatus(answer.status_code)
    errors = error.errors if isinstance(error, Refused) else {}
    detail = answer.data.get("detail", "") if isinstance(answer.data, dict) else ""
    if not detail:
        errors, detail = answer.data, "Some values cannot be used."
    answer.data = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": str(detail)}
    answer.data |= {"errors": errors} if errors else {}
    answer.content_type = PROBLEM
    return answer


def by_place(problems: list[Problem]) -> dict[str, list[str]]:
    """Return what is wrong by its place: `body.summary` -> messages with their hints."""
    found: dict[str, list[str]] = {}
    for one in problems:
        found.setdefault(one.path, []).append(f"{one.message} {one.hint}".strip())
    return found
