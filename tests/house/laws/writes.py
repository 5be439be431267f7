"""Writes live in actions. Finds calls that change rows anywhere else.

Names alone are not enough: a set has `add`, a cache `delete`, a picture `save`. So a call counts as a write when its
arguments are those of the ORM, or when it is made on a manager, on a chain that began at one, or on a relation.
"""

from __future__ import annotations

import ast
import re
from pathlib import PurePath

ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update"}
ON_A_RELATION = {"add", "set", "remove", "clear"}
KEYWORDS = {
    "save": {"force_insert", "force_update", "using", "update_fields"},
    "delete": {"using", "keep_parents"},
}
OF_THE_OFFICE = {"save_model", "save_related", "save_m2m", "save_formset", "delete_model", "delete_queryset"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
QUERYSETS = {"queryset", "qs"}
READS = re.compile(r"\s*(SELECT|PRAGMA \w+;?\s*$|EXPLAIN)", re.IGNORECASE)
RUNS_SQL = {"execute", "executemany", "executescript", "callproc"}
_WITH_A_TWIN = {*ALWAYS, *ON_A_RELATION, "save", "delete", "create", "update"}


def may_write(path: PurePath) -> bool:
    """Whether a file, by its place in the package, is one where rows change."""
    rooms = {"actions", "models", "migrations"}
    inside = {path.stem, *path.parts[:-1]} & rooms
    return bool(inside) or path.as_posix() in ("core/outbox.py", "core/sqlite/base.py")


def writes_in(source: str, relations: frozenset[str] = frozenset()) -> list[str]:
    """The writes in a module's text, each as `line: what`. `relations` are the names of many-sided fields."""
    tree = ast.parse(source)
    rows = _names_of_querysets(tree)
    return [
        f"{call.lineno}: {ast.unparse(call.func)}"
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if _is_write(call, call.func, _in_step(call.func.attr), rows, relations)
    ]


def _in_step(name: str) -> str:
    """A method's name without the `a` of its async twin."""
    return name[1:] if name.startswith("a") and name[1:] in _WITH_A_TWIN else name


def _is_write(call: ast.Call, made: ast.Attribute, name: str, rows: set[str], relations: frozenset[str]) -> bool:
    receiver = made.value
    if name in ALWAYS or name == "create":
        return True
    if name in KEYWORDS:
        return not call.args and {word.arg for word in call.keywords} <= KEYWORDS[name] and not _is_session(receiver)
    if name == "update":
        return _is_queryset(receiver, rows)
    if name in ON_A_RELATION:
        return isinstance(receiver, ast.Attribute) and receiver.attr in relations
    if name in RUNS_SQL:
        return not (call.args and isinstance(call.args[0], ast.Constant) and READS.match(str(call.args[0].value)))
    if name == "atomic":
        return ast.unparse(receiver) == "transaction"
    return name in OF_THE_OFFICE and isinstance(receiver, ast.Call) and ast.unparse(receiver.func) == "super"


def _is_session(receiver: ast.expr) -> bool:
    return ast.unparse(receiver).endswith("session")


def _is_queryset(value: ast.expr, rows: set[str]) -> bool:
    """Whether an expression's chain goes through a manager, or starts at a name that holds a queryset."""
    node: ast.AST = value
    while True:
        if isinstance(node, ast.Attribute):
            if node.attr in MANAGERS or node.attr.endswith("_set"):
                return True
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return isinstance(node, ast.Name) and (node.id in rows or node.id in QUERYSETS)


def _names_of_querysets(tree: ast.Module) -> set[str]:
    """Names given a queryset, by assignment or by annotation, anywhere in the module."""
    rows: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_queryset(node.value, rows):
            rows |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.arg) and node.annotation and "QuerySet" in ast.unparse(node.annotation):
            rows.add(node.arg)
        elif isinstance(node, ast.AnnAssign) and "QuerySet" in ast.unparse(node.annotation):
            rows.add(ast.unparse(node.target))
    return rows
