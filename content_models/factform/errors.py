"""Say what is wrong with the values of a fact where an editor filled them in."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from wagtail.blocks import Block, ListBlock, ListBlockValidationError, StructBlock, StructBlockValidationError

from content_models.problem import Problem


def block_error(problems: Sequence[Problem], root: StructBlock) -> StructBlockValidationError:
    """Return the problems of a timeline (`check_timeline`) as the error of the block in which it was filled in.

    A path is the number of the value, from 1, then the part of the value; what has neither is about all values.
    """
    rows: ListBlock = root.child_blocks["values"]
    row: StructBlock = rows.child_block
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.path.partition(".")[0], []).append(problem)
    everything = [_told(one) for one in found.pop("", [])]
    each = {int(number) - 1: _row_error(own, row) for number, own in found.items()}
    return StructBlockValidationError({"values": ListBlockValidationError(each, everything)})


def _row_error(problems: Sequence[Problem], row: StructBlock) -> StructBlockValidationError:
    value, parts, whole, period = row.child_blocks["value"], dict[str, ValidationError](), list[str](), list[str]()
    for problem in problems:
        part = problem.path.split(".")[1:2]
        if problem.code == "period" and not part:
            period.append(_told(problem))
        elif part and part[0] in _members(value):
            parts[part[0]] = ValidationError(_told(problem))
        else:
            whole.append(_told(problem))
    errors = {}
    if isinstance(value, StructBlock) and (parts or whole):
        errors["value"] = StructBlockValidationError(parts, whole)
    elif whole:
        errors["value"] = ValidationError(whole)
    return StructBlockValidationError(errors, period)


def _members(block: Block) -> Sequence[str]:
    return list(block.child_blocks) if isinstance(block, StructBlock) else ()


def _told(problem: Problem) -> str:
    """Return what is wrong and what to do."""
    return " ".join(one for one in (problem.message, problem.hint) if one)
