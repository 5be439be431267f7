"""What the documents must name, and how their tables are read."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver

_ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \|([^|]*)\|([^|]*)\|([^|]*)\|\s*$", re.MULTILINE)
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Row:
    """One setting as docs/settings.md tells it."""

    name: str
    what: str
    default: str
    example: str


def rows_in(text: str) -> list[Row]:
    """The settings in the tables of a page; examples and plain defaults stand in backquotes."""
    return [Row(name, *(part.strip() for part in rest)) for name, *rest in _ROW.findall(text)]


def undocumented(names: Sequence[str], text: str) -> list[str]:
    """Settings that a page lacks, has twice, or makes up."""
    told = [row.name for row in rows_in(text)]
    found = [f"{name} is not documented" for name in names if name not in told]
    found += [f"{name} is documented, and no setting" for name in told if name not in names]
    return found + [f"{name} is documented twice" for name in sorted(set(told)) if told.count(name) > 1]


def unaccounted(requirements: Sequence[str], text: str) -> list[str]:
    """Packages a page gives no reason or no licence for."""
    names = [re.split(r"[\[<>=!~; ]", one, maxsplit=1)[0] for one in requirements]
    return [
        name for name in names if not re.search(rf"^\| `{re.escape(name)}` \| \S.* \| \S.* \|$", text, re.MULTILINE)
    ]


def unnamed_commands(verbs: Mapping[str, Any], text: str) -> list[str]:
    """Commands that no page names."""
    return [verb for verb in verbs if not re.search(rf"\b(?:enchanted |bin/){re.escape(verb)}(?![\w-])", text)]


def example_arguments(example: str, verb: str) -> list[str]:
    """What an example gives to its verb: the words after `enchanted VERB` in its last command.

    Errors: ValueError when the example does not call the verb.
    """
    words = shlex.split(example.rsplit("|", 1)[-1])
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words.pop(0)
    if words[:2] != ["enchanted", verb]:
        raise ValueError(f"{example!r} does not call `enchanted {verb}`")
    return words[2:]


def parses(module: Any, given: Sequence[str]) -> bool:
    """Whether a verb's own parser takes these arguments."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    module.arguments(parser)
    try:
        parser.parse_args(list(given))
    except (SystemExit, argparse.ArgumentError):
        return False
    return True


def json_routes(patterns: Sequence[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address under /api/, its parameters in braces, as OpenAPI writes them."""
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from json_routes(pattern.url_patterns, path)
        elif path.startswith("api/"):
            yield "/" + _CONVERTER.sub(r"{\1}", path)


def without_schema(routes: Sequence[str], schema: Mapping[str, Any]) -> list[str]:
    """Addresses the OpenAPI schema does not know."""
    return [route for route in routes if route not in schema["paths"] and route != "/api/schema/"]
