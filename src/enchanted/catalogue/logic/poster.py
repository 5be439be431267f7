"""The poster of a film that has none: drawn from its title, year and genres. `seed` decides the picture: one
film keeps its own whatever becomes of its title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from random import Random

from enchanted.catalogue.logic.motifs import SCENES
from enchanted.catalogue.logic.palette import Palette, mood_of, palette_of
from enchanted.catalogue.logic.scenes import Canvas
from enchanted.catalogue.logic.typeset import set_title, width_of

TALL = 480, 720
WIDE = 1280, 720
MARGIN = 40
SANS = "'SF Pro Display','Helvetica Neue','Inter','Segoe UI',Roboto,'Noto Sans','PingFang SC','Noto Sans CJK SC','Microsoft YaHei',Arial,sans-serif"
SERIF = "'New York','Iowan Old Style','Palatino Linotype',Georgia,'Noto Serif','Songti SC','Noto Serif CJK SC',SimSun,'Times New Roman',serif"


@dataclass(frozen=True)
class Face:
    """A way of setting type: `weight` widens the measure, tracking and leading are in ems."""

    family: str
    bold: int
    weight: float
    tracking: float
    leading: float
    capitals: bool
    largest: int


FACES = {
    "strong": Face(SANS, 900, 1.1, -0.01, 1.0, True, 84),
    "wide": Face(SANS, 600, 1.04, 0.1, 1.14, True, 58),
    "narrow": Face(SERIF, 700, 1.04, 0.04, 1.08, True, 70),
    "book": Face(SERIF, 600, 1.05, -0.005, 1.08, False, 78),
    "round": Face(SANS, 800, 1.07, -0.025, 1.02, False, 84),
    "plain": Face(SANS, 700, 1.03, -0.015, 1.06, False, 76),
}


def draw_poster(title: str, year: int | None, genres: Sequence[str], *, seed: int) -> str:
    """The poster as SVG, 2:3."""
    canvas, scene, face = _stage(seed, genres, TALL)
    at_top = canvas.luck.random() < 0.22 and scene in ("dunes", "peaks", "tiles", "ribbons")
    return _sheet(
        canvas,
        [
            *SCENES[scene](canvas),
            _scrim(canvas.colours, at_top),
            GRAIN,
            *_words(title, year, genres, canvas, face, at_top),
        ],
        title,
    )


def draw_wide(title: str, genres: Sequence[str], *, seed: int) -> str:
    """The same scene without words, 16:9, for where a film has no wide art."""
    canvas, scene, _face = _stage(seed, genres, WIDE)
    return _sheet(canvas, [*SCENES[scene](canvas), GRAIN], title)


GRAIN = (
    '<filter id="noise" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".9" numOctaves="2" stitchTiles="stitch"/>'
    '<feColorMatrix values="0 0 0 0 .5 0 0 0 0 .5 0 0 0 0 .5 0 0 0 1.1 -.35"/></filter>'
    '<pattern id="grain" width="160" height="160" patternUnits="userSpaceOnUse"><rect width="160" height="160" filter="url(#noise)"/></pattern>'
    '<rect width="100%" height="100%" fill="url(#grain)" opacity=".3" style="mix-blend-mode:overlay"/>'
)


def _stage(seed: int, genres: Sequence[str], size: tuple[int, int]) -> tuple[Canvas, str, Face]:
    """The canvas, the scene and the face that this film gets, whatever the shape."""
    luck, mood = Random(f"poster {seed}"), mood_of(genres)
    colours, scene = palette_of(mood, luck), luck.choice(mood.scenes)
    return Canvas(*size, colours, luck), scene, FACES[mood.face]


def _sheet(canvas: Canvas, drawn: list[str], title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {canvas.width} {canvas.height}" width="{canvas.width}" height="{canvas.height}" role="img"'
        f' preserveAspectRatio="xMidYMid slice"><title>{escape(_clean(title))}</title>'
        f'<rect width="100%" height="100%" fill="{canvas.colours.deep}"/>{"".join(drawn)}</svg>'
    )


def _scrim(colours: Palette, at_top: bool) -> str:
    """Dusk behind the words, so that they stand out over any scene."""
    ends = 'x1="0" y1="1" x2="0" y2="0"' if not at_top else 'x1="0" y1="0" x2="0" y2="1"'
    stops = "".join(
        f'<stop offset="{at}" stop-color="{colours.deep}" stop-opacity="{see}"/>'
        for at, see in ((0, 0.96), (0.2, 0.86), (0.4, 0.5), (0.62, 0))
    )
    return (
        f'<linearGradient id="dusk" {ends}>{stops}</linearGradient><rect width="100%" height="100%" fill="url(#dusk)"/>'
    )


def _words(title: str, year: int | None, genres: Sequence[str], canvas: Canvas, face: Face, at_top: bool) -> list[str]:
    shown = _clean(title).upper() if face.capitals else _clean(title)
    box = canvas.width - 2 * MARGIN
    setting = set_title(
        shown,
        width=box,
        height=250,
        largest=face.largest,
        smallest=24,
        leading=face.leading,
        weight=face.weight,
        tracking=face.tracking,
    )
    step = setting.size * face.leading
    small = _small(year, genres)
    low = canvas.height - 46 - (34 if small else 0)
    first = 52 + setting.size * 0.76 if at_top else low - step * (len(setting.lines) - 1)
    out = [
        f'<text x="{MARGIN}" y="{first + i * step:.1f}" font-family="{escape(face.family)}" font-size="{setting.size:.1f}" font-weight="{face.bold}"'
        f' letter-spacing="{face.tracking * setting.size:.2f}" fill="#fff"{_squeezed(line, setting.size, face, box)}>{escape(line)}</text>'
        for i, line in enumerate(setting.lines)
    ]
    if small:
        y = first + step * (len(setting.lines) - 1) + 36 if at_top else canvas.height - 42
        out.append(
            f'<text x="{MARGIN}" y="{y:.1f}" font-family="{escape(SANS)}" font-size="17" font-weight="600" letter-spacing="2.2"'
            f' fill="{canvas.colours.light}">{escape(small)}</text>'
        )
    return out


def _squeezed(line: str, size: float, face: Face, box: float) -> str:
    """Lines near the edge are held to their measure, whatever the reader's font does."""
    wide = width_of(line, weight=face.weight, tracking=face.tracking) * size
    return f' textLength="{wide:.0f}" lengthAdjust="spacingAndGlyphs"' if wide > box * 1.02 else ""


def _small(year: int | None, genres: Sequence[str]) -> str:
    """The line beneath the title: the year, and the first genre where there is room."""
    parts = ([str(year)] if year else []) + [_clean(genre).upper() for genre in genres[:1]]
    return " · ".join(part for part in parts if width_of(part) <= 18)


def _clean(text: str) -> str:
    """Text without what XML can't hold."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split()) or "?"
