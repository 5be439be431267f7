"""Settings, commands and JSON resources are written down, and what is written down is true."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import get_resolver, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from enchanted.config import env
from enchanted.config.commands import VERBS
from tests.house.laws import words
from tests.house.laws.sources import ROOT

INTERNAL = {"ENCHANTED_INSIDE"}
SETTINGS = [name for name in env.names() if name not in INTERNAL]
PAGE = ROOT / "docs" / "settings.md"


def text_of(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names if (ROOT / name).exists())


def test_every_setting_is_documented() -> None:
    assert not words.undocumented(SETTINGS, text_of("docs/settings.md"))


@pytest.mark.parametrize("row", words.rows_in(PAGE.read_text(encoding="utf-8")), ids=lambda row: str(row.name))
def test_a_settings_example_and_default_are_true(row: words.Row, tmp_path: Path) -> None:
    assert row.what
    base = {"ENCHANTED_HOME": str(tmp_path), "REDIS_URL": "redis://localhost", "TRUSTED_PROXIES": "127.0.0.1"}
    env.read({**base, row.name: row.example.strip("`")})
    if plain := re.fullmatch("`([^`]+)`", row.default):
        assert str(getattr(env.read({"ENCHANTED_HOME": str(tmp_path)}), row.name.lower())) == plain.group(1)


def test_a_missing_and_a_made_up_setting_are_caught() -> None:
    page = "| `PORT` | The port. | `8000` | `9000` |\n| `PROT` | The port. | `8000` | `9000` |\n"
    assert words.undocumented(["PORT", "HOST"], page) == [
        "HOST is not documented",
        "PROT is documented, and no setting",
    ]
    assert words.undocumented(["PORT"], page.splitlines()[0] + "\n" + page.splitlines()[0]) == [
        "PORT is documented twice"
    ]


def test_every_dependency_is_accounted_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    page = text_of("docs/decisions/0001-dependencies.md")
    assert not words.unaccounted([name for group in groups for name in group], page)


def test_a_dependency_without_a_reason_or_a_licence_is_caught() -> None:
    page = "| `rich` | Progress bars. | MIT |\n| `babel` | Translations. | |\n"
    assert words.unaccounted(["rich>=14.0", "babel>=2.17", "psycopg[binary,pool]>=3.3"], page) == ["babel", "psycopg"]


def test_every_command_is_named() -> None:
    assert not words.unnamed_commands(VERBS, text_of("README.md", "docs/commands.md"))


@pytest.mark.parametrize("verb", VERBS)
def test_a_commands_example_is_one_it_takes(verb: str) -> None:
    module = import_module(f"enchanted.config.commands.{VERBS[verb][0]}")
    assert words.parses(module, words.example_arguments(module.EXAMPLE, verb))


def test_an_unnamed_command_and_a_false_example_are_caught() -> None:
    assert words.unnamed_commands({"import": ..., "sweep": ...}, "`enchanted import-catalogue FILE`") == [
        "import",
        "sweep",
    ]
    takes_a_path = SimpleNamespace(arguments=lambda parser: parser.add_argument("path"))
    assert words.parses(takes_a_path, words.example_arguments("PORT=1 enchanted import ~/films", "import"))
    assert not words.parses(takes_a_path, words.example_arguments("enchanted import ~/films --quick", "import"))
    with pytest.raises(ValueError, match="does not call"):
        words.example_arguments("enchanted run", "import")


def test_every_json_resource_is_in_the_schema() -> None:
    routes = list(words.json_routes(get_resolver().url_patterns))
    assert routes
    assert not words.without_schema(routes, schema_of())


def test_the_schema_is_made_without_warnings(tmp_path: Path) -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", "--file", str(tmp_path / "schema.yaml"))


def schema_of(patterns: list[Any] | None = None) -> dict[str, Any]:
    generator: Any = SchemaGenerator
    schema: dict[str, Any] = generator(patterns=patterns).get_schema(request=None, public=True)
    return schema


@extend_schema(exclude=True)
class Secret(APIView):
    def get(self, request: object) -> None:
        """Planted: left out of the schema."""


def test_a_resource_left_out_of_the_schema_is_caught() -> None:
    patterns = [path("api/secret/<int:movie_id>/", Secret.as_view())]
    assert words.without_schema(list(words.json_routes(patterns)), schema_of(patterns)) == ["/api/secret/{movie_id}/"]
