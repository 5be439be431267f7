"""The house's texts: gathered from the code, compared with the translations, compiled.

`python -m enchanted.config.words gather|check|compile`. Needs no gettext programs: Babel reads Python and writes the
catalogues, Django turns templates into what Babel reads. What scripts say stands in core/templatetags/script_words.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
CATALOGUES = ROOT / "locale"
COMPILED = PACKAGE / "_locale"
LANGUAGES = ("zh_Hans",)
KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")) | {
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def gathered() -> Catalog:
    """Every text, with the files it stands in."""
    catalog = Catalog(project="Enchanted", charset="utf-8")
    for path in _sources():
        for message, context in _texts(path):
            catalog.add(message, locations=[(path.relative_to(ROOT).as_posix(), 0)], context=context)
    return catalog


def check() -> list[str]:
    """What is wrong with the translations: a line for each text that is missing, stale or unsure."""
    return [f"{language}: {fault}" for language in LANGUAGES for fault in _faults(language)]


def _faults(language: str) -> Iterator[str]:
    wanted = {_key(message.id, message.context) for message in gathered() if message.id}
    held = {_key(m.id, m.context): m for m in _read(language) if m.id}
    yield from (f"not translated: {key!r}" for key in sorted(wanted - held.keys()))
    yield from (f"no longer used: {key!r}" for key in sorted(held.keys() - wanted))
    for key in sorted(wanted & held.keys()):
        string = held[key].string
        if not (all(string) if isinstance(string, tuple | list) else string) or held[key].fuzzy:
            yield f"not translated: {key!r}"
        elif held[key].python_format and list(held[key].check()):
            yield f"placeholders differ: {key!r}"


def gather() -> None:
    """Bring the catalogues up to date with the code; translations are kept, stale ones dropped."""
    template = gathered()
    for language in LANGUAGES:
        catalog = _read(language)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        out = io.BytesIO()
        write_po(out, catalog, sort_output=True, no_location=True, width=120)
        path = _path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(out.getvalue())


def compile_all(target: Path = COMPILED) -> None:
    """Write what the house reads at run time."""
    for language in LANGUAGES:
        place = target / language / "LC_MESSAGES" / "django.mo"
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            write_mo(file, _read(language))


def _sources() -> list[Path]:
    found = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.*")]
    return sorted(path for path in found if not path.relative_to(PACKAGE).parts[0].startswith("_"))


def _texts(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        source = "\n".join(line.lstrip() for line in templatize(source).split("\n"))
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield message, context


def _key(message: object, context: str | None) -> str:
    text = message[0] if isinstance(message, tuple | list) else message
    return f"{context}|{text}" if context else str(text)


def _path(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "django.po"


def _read(language: str) -> Catalog:
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, project="Enchanted", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def main(verb: str) -> int:
    if verb == "gather":
        gather()
    elif verb == "compile":
        compile_all()
    elif verb == "check":
        faults = check()
        print("\n".join(faults), end="\n" if faults else "")
        return bool(faults)
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
