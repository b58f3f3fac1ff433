"""metric: a formula of counts over a whole text, written by whoever made the rule."""

from __future__ import annotations

import ast
import dataclasses
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import regex

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.base import PARTS, Hit, Shape, State, language_of, once, say
from contenthub.tone.kinds.measures import Counts, count
from contenthub.tone.rule import Rule, RuleError, Vocabulary

SUMS: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
}
ORDERS: Mapping[type[ast.AST], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "math.sqrt": math.sqrt,
    "sqrt": math.sqrt,
    "abs": abs,
    "min": min,
    "max": max,
}
NAMES = tuple(one.name for one in dataclasses.fields(Counts))
CONDITION = regex.compile(r"\s*(<=|>=|==|!=|<|>)\s*(-?\d+(?:\.\d+)?)\s*", regex.V1)


class Metric:
    """Options: formula, condition (`> 8`). Sums, comparisons and square roots of counts; nothing else is run."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        formula, condition = (str(rule.options.get(name) or "").strip() for name in ("formula", "condition"))
        if not CONDITION.fullmatch(condition):
            raise RuleError(f"{rule.name}: “condition” must be a comparison with a number, such as “> 8”.")
        try:
            self.formula = ast.parse(" ".join(formula.split()), mode="eval").body
            self.condition = ast.parse(f"0 {condition}", mode="eval").body
            _value(self.formula, dict.fromkeys((*NAMES, *PARTS), 1.0))
        except (SyntaxError, RecursionError, MemoryError) as problem:
            raise RuleError(f"{rule.name}: “formula” cannot be read: {formula[:80]}") from problem
        except ValueError as problem:
            raise RuleError(f"{rule.name}: {problem}") from problem
        except (ZeroDivisionError, OverflowError):
            pass
        self.needs = None

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        counts = once(state, count, block.text, language_of(state, "en"))
        if not counts.words:
            return
        shape = state.get(Shape) or Shape()
        known = {name: float(shape[name]) for name in PARTS} | {name: float(getattr(counts, name)) for name in NAMES}
        try:
            score = float(_value(self.formula, known))
        except (ZeroDivisionError, OverflowError, ValueError):
            return
        if self._is_met(score):
            yield Hit(0, 0, say(self.rule.message, f"{score:.2f}"), nowhere=True)

    def _is_met(self, score: float) -> bool:
        if not isinstance(self.condition, ast.Compare):
            return False
        right = _value(self.condition.comparators[0], {})
        return ORDERS[type(self.condition.ops[0])](score, right)


def _value(node: ast.AST, known: Mapping[str, float]) -> float:
    """Return the value of a sum. Raises ValueError for anything that is not one."""
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, known)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in SUMS:
            return float(SUMS[type(sign)](_value(left, known), _value(right, known)))
        case ast.Call(func=function, args=arguments, keywords=[]) if (name := ast.unparse(function)) in FUNCTIONS:
            return float(FUNCTIONS[name](*(_value(one, known) for one in arguments)))
        case _:
            raise ValueError(f"“{ast.unparse(node)}” is not known in a formula. Known: {', '.join((*NAMES, *PARTS))}.")
