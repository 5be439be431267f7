"""Pins carry hashes; what is kept names neither a machine nor a host."""

from __future__ import annotations

import pytest

from tests.house.laws.pins import loose_pins, of_a_machine, resolved_in
from tests.house.laws.sources import ROOT, kept_files

PIN = "django==5.2.19 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via enchanted\n"


def test_every_requirement_is_pinned_by_hash() -> None:
    files = sorted((ROOT / "requirements").glob("*.txt"))
    assert files
    assert not {path.name: found for path in files if (found := loose_pins(path.read_text()))}


def test_the_web_lock_carries_no_addresses() -> None:
    assert resolved_in((ROOT / "web" / "package-lock.json").read_text()) == 0


def test_no_kept_file_names_a_machine_or_a_registry() -> None:
    found = {}
    for path in kept_files():
        try:
            names = of_a_machine(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        if names:
            found[str(path.relative_to(ROOT))] = names
    assert not found


@pytest.mark.parametrize(
    "planted",
    [
        "rich==14.0\n",
        "rich>=14.0 \\\n    --hash=sha256:aa\n",
        "rich @ https://example.org/rich.whl \\\n    --hash=sha256:aa\n",
        "--index-url https://example.org/simple\n",
        "-e .\n",
    ],
)
def test_a_loose_pin_is_caught(planted: str) -> None:
    assert not loose_pins(PIN)
    assert loose_pins(PIN + planted)


def test_an_address_in_the_web_lock_is_caught() -> None:
    assert resolved_in('{"packages": {"node_modules/a": {"resolved": "https://example.org/a.tgz"}}}') == 1


@pytest.mark.parametrize(
    "planted",
    [
        "cd /" + "work/main && make",
        '"/' + 'root/.cache"',
        "PATH=/" + "home/ada/bin",
        "https://files.python" + "hosted.org/x.whl",
        "registry=https://registry.npm" + "js.org/",
    ],
)
def test_a_machines_path_or_a_registry_is_caught(planted: str) -> None:
    assert of_a_machine(planted)


@pytest.mark.parametrize(
    "sound", ["/movies/work/plan", "var/home", "~/films", "framework/root", "/home/", "docs/work/x"]
)
def test_other_paths_are_left_alone(sound: str) -> None:
    assert not of_a_machine(sound)
