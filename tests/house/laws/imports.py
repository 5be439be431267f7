"""Laws of import that hold for every feature by its name, the next one included."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePath

OPEN_ROOMS = {"actions", "queries", "rules", "events", "models"}
NOT_FOR_LOGIC = ("django.db", "django.core.cache", "django.http", "socket", "subprocess", "sqlite3", "urllib.request")


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def closed_doors(path: PurePath, source: str, features: tuple[str, ...]) -> list[str]:
    """Imports of a neighbour's inner rooms. `path` is the module's own place in the package."""
    own = path.parts[0]
    found = []
    for line, name in imported(source):
        parts = name.split(".")
        if parts[0] != "enchanted" or len(parts) < 3 or parts[1] not in features or own in (parts[1], "config"):
            continue
        if parts[2] not in OPEN_ROOMS:
            found.append(f"{line}: {name}")
    return found


def impure(source: str) -> list[str]:
    """Imports that logic must not have: tables, caches, requests, sockets, other programs."""
    return [
        f"{line}: {name}"
        for line, name in imported(source)
        if any(name == banned or name.startswith(banned + ".") for banned in NOT_FOR_LOGIC)
    ]
