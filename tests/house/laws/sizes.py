"""How long things may be."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from statistics import median

FILE, FUNCTION, FACE_FUNCTION = 400, 60, 20
TEMPLATE, FRAGMENT, ELEMENT, STYLESHEET = 120, 60, 200, 300
FACES = {"pages", "api", "consumers", "tasks"}


def lines_of(text: str) -> int:
    return len(text.splitlines())


def functions_in(source: str) -> Iterator[tuple[str, int]]:
    """Every function of a module with its length in lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def too_long_python(path: PurePath, source: str) -> list[str]:
    """What of a Python file is over its size. `path` is its place in the checkout."""
    in_a_face = path.parts[0] == "src" and bool(FACES & {path.stem, *path.parts[:-1]})
    most = FACE_FUNCTION if in_a_face else FUNCTION
    found = [f"{path} has {lines_of(source)} lines, over {FILE}"] if lines_of(source) > FILE else []
    return found + [
        f"{path}: {name} has {length} lines, over {most}" for name, length in functions_in(source) if length > most
    ]


def too_long_text(path: PurePath, text: str) -> list[str]:
    """What of a template, an element or a stylesheet is over its size."""
    most = limit_of(path)
    return [f"{path} has {lines_of(text)} lines, over {most}"] if most and lines_of(text) > most else []


def limit_of(path: PurePath) -> int:
    """The most lines a file may have that is no Python; 0 for any number."""
    if path.suffix == ".html":
        return FRAGMENT if path.name.startswith("_") else TEMPLATE
    if path.suffix == ".ts" and "elements" in path.parts:
        return ELEMENT
    return STYLESHEET if path.suffix == ".css" else 0


def summary(lengths: Iterable[int]) -> str:
    """Median and 95th percentile, for eyes."""
    known = sorted(lengths)
    return f"median {median(known):g}, 95th percentile {known[int(len(known) * 0.95)]}, longest {known[-1]}"
