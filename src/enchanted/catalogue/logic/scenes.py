"""What is drawn on a poster. Each scene fills a canvas of any shape with SVG elements, the foot left calm for words."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from enchanted.catalogue.logic.palette import Palette


@dataclass(frozen=True)
class Canvas:
    width: int
    height: int
    colours: Palette
    luck: Random

    @property
    def unit(self) -> float:
        """A length to measure things by: the shorter side."""
        return float(min(self.width, self.height))


Scene = Callable[[Canvas], list[str]]


def sky(c: Canvas, top: str, middle: str, bottom: str, place: float = 0.55) -> str:
    return (
        f'<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop stop-color="{top}"/>'
        f'<stop offset="{place}" stop-color="{middle}"/><stop offset="1" stop-color="{bottom}"/></linearGradient>'
        f'<rect width="{c.width}" height="{c.height}" fill="url(#sky)"/>'
    )


def halo(name: str, x: float, y: float, radius: float, colour: str, strength: float = 0.9) -> str:
    return (
        f'<radialGradient id="{name}"><stop stop-color="{colour}" stop-opacity="{strength}"/>'
        f'<stop offset=".45" stop-color="{colour}" stop-opacity="{strength * 0.34:.2f}"/>'
        f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>'
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="url(#{name})"/>'
    )


def disc(x: float, y: float, r: float, fill: str, more: str = "") -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}" {more}/>'


def stars(c: Canvas, count: int, down_to: float = 1.0) -> str:
    luck = c.luck
    dots = (f"M{luck.uniform(0, c.width):.0f} {luck.uniform(0, c.height * down_to):.0f}h0" for _ in range(count))
    return f'<path d="{"".join(dots)}" stroke="#fff" stroke-opacity=".7" stroke-width="1.6" stroke-linecap="round"/>'


def ridge(c: Canvas, base: float, swell: float, rough: int, fill: str, *, sharp: bool = False) -> str:
    """A line of hills from edge to edge, filled down to the foot."""
    luck, step = c.luck, c.width / rough
    points = [(i * step, base + luck.uniform(-swell, swell)) for i in range(-1, rough + 2)]
    path = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        path += f"L{x1:.0f} {y1:.0f}" if sharp else f"C{middle:.0f} {y0:.0f} {middle:.0f} {y1:.0f} {x1:.0f} {y1:.0f}"
    return f'<path d="{path}V{c.height}H{-step:.0f}Z" fill="{fill}"/>'


def mix(one: str, other: str, share: float) -> str:
    """A colour between two, `share` of the way."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def dunes(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    x, y, r = c.width * luck.uniform(0.28, 0.72), c.height * luck.uniform(0.28, 0.4), c.unit * luck.uniform(0.15, 0.24)
    hills = [
        ridge(c, c.height * (0.46 + 0.11 * i), c.height * 0.05, 2 + i % 3, mix(p.glow, p.deep, 0.28 + 0.16 * i))
        for i in range(5)
    ]
    return [sky(c, p.dark, p.mid, p.light, 0.36), halo("sun", x, y, r * 3.4, p.light), disc(x, y, r, p.light), *hills]


def peaks(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    out = [
        sky(c, p.dark, p.glow, p.light, 0.6),
        halo("sun", c.width * luck.uniform(0.2, 0.8), c.height * 0.3, c.unit, p.light, 0.7),
    ]
    for i in range(4):
        base, swell = c.height * (0.42 + 0.12 * i), c.height * (0.13 - 0.02 * i)
        out.append(ridge(c, base, swell, 4 + 2 * i, mix(p.mid, p.deep, 0.06 + 0.3 * i), sharp=True))
    return out


def skyline(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    x, y, r = c.width * luck.uniform(0.25, 0.75), c.height * luck.uniform(0.2, 0.34), c.unit * luck.uniform(0.16, 0.26)
    out = [sky(c, p.deep, p.dark, p.glow, 0.3), halo("moon", x, y, r * 3, p.glow), disc(x, y, r, p.light)]
    for layer in range(3):
        fill, left, walls, lights = mix(p.mid, p.deep, 0.35 + 0.32 * layer), -10.0, [], []
        while left < c.width:
            wide = c.unit * luck.uniform(0.06, 0.15)
            top = c.height * luck.uniform(0.36 + 0.11 * layer, 0.58 + 0.1 * layer)
            walls.append(f"M{left:.0f} {top:.0f}h{wide:.0f}V{c.height}h{-wide:.0f}Z")
            for row in range(int((c.height - top) / 22)):
                if luck.random() < 0.42:
                    lights.append(f"M{left + luck.uniform(0.2, 0.7) * wide:.0f} {top + 12 + row * 22:.0f}v7")
            left += wide * luck.uniform(0.86, 1.08)
        out.append(f'<path d="{"".join(walls)}" fill="{fill}"/>')
        out.append(
            f'<path d="{"".join(lights)}" stroke="{p.light}" stroke-width="5" stroke-opacity="{0.2 + 0.26 * layer:.2f}"/>'
        )
    return out


def orbit(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    x, y, r = c.width * luck.uniform(0.35, 0.65), c.height * luck.uniform(0.32, 0.42), c.unit * luck.uniform(0.27, 0.36)
    lean = luck.choice((-1, 1)) * luck.uniform(12, 28)
    ball = (
        f'<radialGradient id="ball" cx=".3" cy=".26" r=".9"><stop stop-color="{p.light}"/><stop offset=".34" stop-color="{p.glow}"/>'
        f'<stop offset=".72" stop-color="{p.mid}"/><stop offset="1" stop-color="{p.deep}"/></radialGradient>'
    )
    ring = f'<g transform="rotate({lean:.0f} {x:.0f} {y:.0f})" fill="none" stroke="{p.light}">'
    arcs = [
        f'<path d="M{x - r * k:.0f} {y:.0f}a{r * k:.0f} {r * k * 0.24:.0f} 0 0 0 {2 * r * k:.0f} 0" stroke-width="{w}" stroke-opacity="{o}"/>'
        for k, w, o in ((1.42, 9, 0.75), (1.58, 3, 0.5), (1.7, 14, 0.28))
    ]
    back = [arc.replace("0 0 0", "0 0 1").replace('stroke-opacity="', 'stroke-opacity=".5" data-o="') for arc in arcs]
    moon = disc(x + r * 1.24, y - r * 0.98, r * 0.15, p.spark)
    return [sky(c, p.deep, p.dark, p.mid, 0.5), stars(c, 150), halo("air", x, y, r * 2.1, p.glow, 0.6), ring, *back, "</g>",
            ball, disc(x, y, r, "url(#ball)"), ring, *arcs, "</g>", moon]  # fmt: skip


def rays(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    x, y, far = c.width * luck.uniform(0.4, 0.6), c.height * luck.uniform(0.36, 0.46), math.hypot(c.width, c.height)
    count, start = luck.choice((16, 20, 24)), luck.uniform(0, 6)
    wedges = []
    for i in range(count):
        a, b = start + i * math.tau / count, start + (i + 0.5) * math.tau / count
        wedges.append(
            f"M{x:.0f} {y:.0f}L{x + far * math.cos(a):.0f} {y + far * math.sin(a):.0f}L{x + far * math.cos(b):.0f} {y + far * math.sin(b):.0f}Z"
        )
    rings = [
        disc(x, y, c.unit * k, fill) for k, fill in ((0.36, p.dark), (0.31, p.glow), (0.22, p.light), (0.13, p.spark))
    ]
    return [sky(c, p.mid, p.mid, p.dark), f'<path d="{"".join(wedges)}" fill="{p.glow}" fill-opacity=".62"/>',
            halo("heart", x, y, c.unit * 0.8, p.light, 0.55), *rings]  # fmt: skip
