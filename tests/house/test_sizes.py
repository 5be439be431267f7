"""Things stay small enough to be read. Sizes over a limit fail; the rest is printed, for eyes."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from tests.house.laws.sizes import functions_in, lines_of, summary, too_long_python, too_long_text
from tests.house.laws.sources import ROOT, below, python_files

FOLDERS = {"src": "*.html", "web/elements": "*.ts", "web/styles": "*.css"}


def sources() -> list[Path]:
    return python_files("src", "tests", "benchmarks")


def test_python_is_within_its_sizes() -> None:
    assert not [
        fault
        for path in sources()
        for fault in too_long_python(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
    ]


def test_templates_elements_and_styles_are_within_their_sizes() -> None:
    paths = [path for folder, pattern in FOLDERS.items() for path in below(ROOT / folder, pattern)]
    assert not [
        fault for path in paths for fault in too_long_text(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
    ]


def test_the_sizes_for_eyes(capsys: pytest.CaptureFixture[str]) -> None:
    texts = [text for path in python_files("src") if (text := path.read_text(encoding="utf-8")).strip()]
    functions = [length for text in texts for _name, length in functions_in(text)]
    with capsys.disabled():
        print(f"\nlines of a file: {summary(map(lines_of, texts))} (to be ≤ 100 and ≤ 300)")
        print(f"lines of a function: {summary(functions)} (to be ≤ 30)")


LONG = "x = 1\n" * 401


def function_of(lines: int) -> str:
    return "async def long():\n" + "    x = 1\n" * (lines - 1)


def test_a_long_file_or_function_is_caught() -> None:
    assert too_long_python(PurePath("tests/test_x.py"), LONG)
    assert too_long_python(PurePath("src/enchanted/media/actions/x.py"), function_of(61))
    assert not too_long_python(PurePath("src/enchanted/media/actions/x.py"), function_of(60))


@pytest.mark.parametrize("place", ["pages.py", "api.py", "consumers.py", "tasks.py", "pages/buying.py"])
def test_a_long_function_of_a_face_is_caught(place: str) -> None:
    path = PurePath("src/enchanted/media") / place
    assert too_long_python(path, function_of(21))
    assert not too_long_python(path, function_of(20))


@pytest.mark.parametrize(
    ("place", "most"),
    [
        ("src/enchanted/front/templates/front/home.html", 120),
        ("src/enchanted/front/templates/front/_rows.html", 60),
        ("web/elements/movie-player.ts", 200),
        ("web/styles/card.css", 300),
    ],
)
def test_a_long_text_is_caught(place: str, most: int) -> None:
    assert too_long_text(PurePath(place), "x\n" * (most + 1))
    assert not too_long_text(PurePath(place), "x\n" * most)
