"""Colours of a drawn poster, chosen by genre and by the film's own luck."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

TURNS = (-48, -24, 0, 0, 24, 48)


@dataclass(frozen=True)
class Mood:
    """How a genre looks: a hue of the dark, a hue of the light, how strong and how bright, and what is drawn."""

    deep: int
    glow: int
    strength: float
    lift: float
    scenes: tuple[str, ...]
    face: str


@dataclass(frozen=True)
class Palette:
    """From the darkest to the lightest, as #rrggbb; `spark` is the one colour that stands out."""

    deep: str
    dark: str
    mid: str
    glow: str
    light: str
    spark: str


MOODS: dict[str, Mood] = {
    "space": Mood(236, 280, 0.62, 0.0, ("orbit", "eclipse", "rays", "peaks", "ribbons"), "wide"),
    "fear": Mood(268, 352, 0.5, -0.06, ("forest", "corridor", "eclipse", "beam", "peaks"), "narrow"),
    "crime": Mood(212, 28, 0.45, -0.04, ("skyline", "corridor", "beam", "rays", "eclipse"), "strong"),
    "action": Mood(352, 24, 0.72, 0.0, ("rays", "skyline", "peaks", "eclipse", "beam", "ribbons"), "strong"),
    "wild": Mood(18, 42, 0.66, 0.03, ("dunes", "peaks", "eclipse", "rays", "forest"), "strong"),
    "love": Mood(326, 14, 0.62, 0.05, ("bloom", "dunes", "waves", "deco"), "book"),
    "laugh": Mood(28, 48, 0.78, 0.12, ("tiles", "rays", "bloom", "waves", "beam", "skyline"), "round"),
    "young": Mood(194, 52, 0.7, 0.12, ("tiles", "waves", "dunes", "orbit", "bloom", "rays"), "round"),
    "song": Mood(288, 336, 0.68, 0.04, ("beam", "ribbons", "deco"), "wide"),
    "past": Mood(164, 40, 0.4, 0.0, ("deco", "peaks", "waves"), "book"),
    "truth": Mood(198, 168, 0.48, 0.02, ("peaks", "ribbons", "waves"), "plain"),
    "drama": Mood(222, 18, 0.5, 0.0, ("dunes", "waves", "bloom", "eclipse", "peaks", "forest", "ribbons"), "book"),
    "dream": Mood(262, 190, 0.6, 0.06, ("orbit", "bloom", "ribbons", "forest"), "book"),
    "any": Mood(244, 330, 0.55, 0.02, ("ribbons", "eclipse", "dunes", "beam", "waves"), "plain"),
}

WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("space", ("science fiction", "sci-fi", "space", "科幻")),
    ("fear", ("horror", "slasher", "supernatural", "found footage", "恐怖", "惊悚")),
    ("crime", ("crime", "noir", "mystery", "thriller", "suspense", "spy", "legal", "犯罪", "悬疑")),
    ("wild", ("western", "adventure", "disaster", "survival", "冒险", "西部")),
    ("young", ("animat", "family", "children", "kids", "动画", "家庭", "儿童")),
    ("laugh", ("comedy", "satire", "teen", "喜剧")),
    ("love", ("romance", "romantic", "erotic", "爱情")),
    ("song", ("music", "dance", "performance", "concert", "音乐", "歌舞")),
    ("dream", ("fantasy", "fairy", "奇幻", "abstract", "experimental")),
    ("action", ("action", "superhero", "martial", "war", "sport", "动作", "战争", "运动")),
    ("past", ("histor", "biograph", "political", "silent", "历史", "传记")),
    ("truth", ("documentary", "nature", "travel", "live action", "纪录", "自然")),
    ("drama", ("drama", "independent", "short", "剧情")),
)


def mood_of(genres: Sequence[str]) -> Mood:
    """The mood of the first genre that has one."""
    for genre in genres:
        name = genre.casefold()
        for mood, words in WORDS:
            if any(word in name for word in words):
                return MOODS[mood]
    return MOODS["any"]


def palette_of(mood: Mood, luck: Random) -> Palette:
    """The mood's colours, turned a little by luck so that neighbours differ."""
    turn = luck.choice(TURNS) + luck.uniform(-8, 8)
    deep, glow = mood.deep + turn, mood.glow + turn * luck.choice((-0.6, 0.4, 1.0))
    half = _between(deep, glow)
    s, up = mood.strength, mood.lift
    return Palette(
        deep=hsl(deep, s * 0.8, 0.085 + up * 0.5),
        dark=hsl(deep + 4, s * 0.86, 0.19 + up),
        mid=hsl(half, s * 0.92, 0.36 + up),
        glow=hsl(glow, min(1, s + 0.18), 0.58 + up * 0.4),
        light=hsl(glow + 8, min(1, s + 0.2), 0.86),
        spark=hsl(glow - 18, min(1, s + 0.3), 0.62),
    )


def hsl(hue: float, strength: float, light: float) -> str:
    """A colour as #rrggbb; hue in degrees, the others from 0 to 1."""
    red, green, blue = colorsys.hls_to_rgb(hue % 360 / 360, min(1, max(0, light)), min(1, max(0, strength)))
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _between(one: float, other: float) -> float:
    """The hue half way, the short way round."""
    return one + ((other - one + 180) % 360 - 180) / 2
