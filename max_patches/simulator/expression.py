"""expr: arithmetic in text."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

OPERATORS: Final[Mapping[type, Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Mod: operator.mod,
    ast.Gt: operator.gt,
    ast.Lt: operator.lt,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.GtE: operator.ge,
    ast.LtE: operator.le,
}


def evaluate(text: str, values: Sequence[float | str]) -> int | float:
    """The value of an expression where $i1 and so on stand for values. Raises ValueError."""
    said = re.sub(r"\$([if])(\d)", lambda m: str(_as(m[1], values[int(m[2]) - 1])), text)
    return _of(ast.parse(said, mode="eval").body, text)


def _as(kind: str, value: float | str) -> int | float:
    return int(value) if kind == "i" else float(value)


def _of(node: ast.expr, text: str) -> int | float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_of(node.operand, text)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        found = OPERATORS[type(node.op)](_of(node.left, text), _of(node.right, text))
        return found if isinstance(found, float) else int(found)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPERATORS:
        left, right = _of(node.left, text), _of(node.comparators[0], text)
        return int(OPERATORS[type(node.ops[0])](left, right))
    raise ValueError(f"expr {text} is more than the simulator knows")
