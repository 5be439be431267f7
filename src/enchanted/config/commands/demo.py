"""Makes the demo house: a dozen short films, drawn and sounded by ffmpeg's own generators, imported like any folder."""

from __future__ import annotations

import argparse
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

EXAMPLE = "enchanted demo"
STILL_AT = 0.6


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something goes wrong")
    parser.add_argument("--films", type=int, default=0, metavar="N", help="make only the first N films")


def run(options: argparse.Namespace) -> int:
    from enchanted.config.commands.django import setup

    setup()
    from enchanted.config.commands.bars import track
    from enchanted.config.commands.import_folder import take_in
    from enchanted.config.env import env
    from enchanted.media.actions.walking import find_films

    folder = demo_folder(env().enchanted_home)
    films = read_films()
    wanted = films[: options.films] if options.films else films
    counts: Counter[str] = Counter()
    for film, _say in track(wanted, "Making demo films", quiet=options.quiet):
        counts += take_in(list(find_films(make(film, folder))), folder, quiet=True)
    if not options.quiet:
        print(f"{len(wanted) - counts['refused']} films are in the house; the open house encodes those it has not yet.")
    return 1 if counts["refused"] else 0


def demo_folder(home: Path) -> Path:
    return home / "demo"


def is_made(home: Path) -> bool:
    """Whether every demo film was made and is in the house, deleted ones included."""
    from enchanted.media.queries import count_files_below

    return count_files_below(demo_folder(home)) >= len(read_films())


def read_films() -> list[dict[str, Any]]:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["film"])


def make(film: dict[str, Any], folder: Path) -> Path:
    """The film's file below `folder`, with its NFO, art and subtitles; made whole when it is not there."""
    from enchanted.core.storage import part_beside

    name = f"{film['title']} ({film['year']})"
    place = folder / name
    if not place.exists():
        with part_beside(place) as part:
            part.mkdir()
            _draw(film, part / f"{name}.mp4")
            (part / "movie.nfo").write_text(nfo(film), encoding="utf-8")
            for column, language in ((2, "en"), (3, "zh-Hans")):
                (part / f"{name}.{language}.srt").write_text(srt(film["lines"], column), encoding="utf-8")
    return place / f"{name}.mp4"


def _draw(film: dict[str, Any], target: Path) -> None:
    from enchanted.core.errors import Conflict
    from enchanted.media.actions.tools import ffmpeg

    quiet = [ffmpeg(), "-nostdin", "-v", "error", "-y"]
    seconds = str(film["seconds"])
    moving = [*quiet, "-f", "lavfi", "-i", film["picture"], "-f", "lavfi", "-i", _sound(film["notes"]), "-t", seconds,
              "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-pix_fmt", "yuv420p", "-c:a", "aac",
              "-b:a", "96k", "-movflags", "+faststart", str(target)]  # fmt: skip
    still = [*quiet, "-ss", str(film["seconds"] * STILL_AT), "-i", str(target), "-frames:v", "1",
             str(target.with_name("fanart.jpg"))]  # fmt: skip
    for command in (moving, still):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Conflict(f"ffmpeg could not draw {film['title']}: {done.stderr.strip()[-300:]}")


def _sound(notes: list[float]) -> str:
    """A chord whose notes swell at different paces, a little apart left and right."""

    def voices(detune: float) -> str:
        return "+".join(
            f"{0.26 / len(notes):.3f}*sin(2*PI*{note * detune:.2f}*t)*(0.6+0.4*sin(2*PI*{0.11 + 0.07 * index:.2f}*t))"
            for index, note in enumerate(notes)
        )

    return f"aevalsrc='{voices(1)}|{voices(1.003)}':s=48000"


def nfo(film: dict[str, Any]) -> str:
    """The film's `movie.nfo`."""
    actors = "".join(
        f"<actor><name>{escape(name)}</name><role>{escape(role)}</role></actor>" for name, role in film["cast"]
    )
    fields = {"title": "title", "originaltitle": "original", "year": "year", "tagline": "tagline", "plot": "plot",
              "director": "director", "credits": "writer"}  # fmt: skip
    simple = "".join(f"<{tag}>{escape(str(film[key]))}</{tag}>" for tag, key in fields.items())
    genres = "".join(f"<genre>{escape(genre)}</genre>" for genre in film["genres"])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<movie>{simple}{genres}{actors}</movie>\n'


def srt(lines: list[list[Any]], column: int) -> str:
    """Subtitles in one language as SRT."""
    return "\n".join(_cues(lines, column))


def _cues(lines: list[list[Any]], column: int) -> Iterator[str]:
    for index, line in enumerate(lines, 1):
        yield f"{index}\n{_stamp(line[0])} --> {_stamp(line[1])}\n{line[column]}\n"


def _stamp(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d},{ms % 1000:03d}"
