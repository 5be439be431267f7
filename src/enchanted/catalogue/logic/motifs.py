"""More scenes: those built from patterns and light."""

from __future__ import annotations

import math

from enchanted.catalogue.logic import scenes
from enchanted.catalogue.logic.scenes import Canvas, Scene, disc, halo, mix, ridge, sky, stars


def waves(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    x, y, r = c.width * luck.uniform(0.3, 0.7), c.height * 0.3, c.unit * luck.uniform(0.18, 0.26)
    size = c.unit * luck.uniform(0.15, 0.2)
    out = [sky(c, p.light, p.glow, p.mid, 0.4), halo("sun", x, y, r * 2.4, p.light, 0.8), disc(x, y, r, p.spark)]
    row, top = 0, c.height * 0.42
    while top < c.height + size:
        share = min(1.0, (top - c.height * 0.4) / (c.height * 0.55))
        dark, pale = mix(p.mid, p.deep, share), mix(p.glow, p.dark, share)
        for i in range(-1, int(c.width / size) + 2):
            middle = (i + (row % 2) / 2) * size
            out += [
                disc(middle, top + size / 2, size * k / 2, dark if n % 2 == 0 else pale)
                for n, k in enumerate((1.0, 0.8, 0.6, 0.4, 0.2))
            ]
        row, top = row + 1, top + size / 4
    return out


def forest(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    x, y, r = c.width * luck.uniform(0.3, 0.7), c.height * luck.uniform(0.24, 0.34), c.unit * luck.uniform(0.13, 0.22)
    out = [
        sky(c, p.deep, p.mid, p.glow, 0.5),
        stars(c, 60, 0.4),
        halo("moon", x, y, r * 3.6, p.light, 0.8),
        disc(x, y, r, p.light),
    ]
    for layer in range(4):
        trees, left = [], -30.0
        while left < c.width + 30:
            tall = c.height * luck.uniform(0.16, 0.3) * (0.7 + layer * 0.22)
            foot, wide = c.height * (0.66 + 0.12 * layer), tall * luck.uniform(0.13, 0.17)
            trees.append(_pine(left, foot, tall, wide))
            left += wide * luck.uniform(0.8, 1.9)
        fill = mix(p.mid, p.deep, 0.2 + 0.27 * layer)
        out.append(f'<path d="{"".join(trees)}" fill="{fill}"/>')
        out.append(ridge(c, c.height * (0.65 + 0.12 * layer), c.height * 0.012, 5, fill))
    return out


def _pine(x: float, foot: float, tall: float, wide: float) -> str:
    """A tree of four tiers."""
    path = f"M{x:.1f} {foot - tall:.0f}"
    right, left = [], []
    for tier in range(1, 5):
        low, half = foot - tall * (1 - tier / 4), wide * tier / 4
        right.append(f"L{x + half:.1f} {low:.0f}L{x + half * 0.5:.1f} {low:.0f}")
        left.append(f"L{x - half * 0.5:.1f} {low:.0f}L{x - half:.1f} {low:.0f}")
    return path + "".join(right) + "".join(reversed(left)) + "Z"


def deco(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    size = c.unit / luck.choice((2, 3, 4))
    out = [sky(c, p.dark, p.mid, p.deep, 0.5)]
    rows = int(c.height / size * 2) + 2
    for row in range(rows):
        share = row / rows
        for i in range(-1, int(c.width / size) + 2):
            x, y = (i + (row % 2) / 2) * size + size / 2, row * size / 2
            fill = mix(p.glow, p.deep, min(1.0, 0.25 + 0.75 * share + luck.uniform(-0.08, 0.08)))
            arcs = "".join(
                f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size / 2 * k:.0f}"/>' for k in (0.99, 0.8, 0.6, 0.4, 0.2)
            )
            out.append(
                f'<g fill="{fill}" stroke="{p.light}" stroke-opacity="{0.75 - 0.55 * share:.2f}" stroke-width="1.6">{arcs}</g>'
            )
    return [*out, halo("lamp", c.width / 2, 0, c.unit * 1.1, p.light, 0.5)]


def bloom(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    x, y = c.width * luck.uniform(0.42, 0.58), c.height * luck.uniform(0.34, 0.42)
    out = [sky(c, p.deep, p.dark, p.mid, 0.4), halo("air", x, y, c.unit * 0.9, p.glow, 0.75)]
    count = luck.choice((7, 8, 9, 11))
    for ring, (reach, fill, see) in enumerate(
        ((0.43, p.mid, 0.6), (0.34, p.glow, 0.55), (0.24, p.spark, 0.6), (0.14, p.light, 0.75))
    ):
        length = c.unit * reach
        for i in range(count):
            turn = 360 / count * (i + ring * 0.5)
            out.append(
                f'<path d="M0 0C{length * 0.42:.0f} {-length * 0.3:.0f} {length * 0.36:.0f} {-length * 0.9:.0f} 0 {-length:.0f}'
                f'C{-length * 0.36:.0f} {-length * 0.9:.0f} {-length * 0.42:.0f} {-length * 0.3:.0f} 0 0Z" fill="{fill}" fill-opacity="{see}"'
                f' stroke="{p.light}" stroke-opacity=".25" transform="translate({x:.0f} {y:.0f}) rotate({turn:.1f})"/>'
            )
    return [*out, disc(x, y, c.unit * 0.045, p.light)]


def tiles(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    across = max(3, round(c.width / c.unit * luck.choice((3, 4))))
    size = c.width / across
    inks = (p.deep, p.dark, p.mid, p.glow, p.light, p.spark)
    out = []
    for row in range(int(c.height / size) + 1):
        for column in range(across):
            back, front = luck.sample(inks, 2)
            x, y, turn = column * size, row * size, luck.choice((0, 90, 180, 270))
            shape = luck.choice((
                f"M0 0H{size:.1f}A{size:.1f} {size:.1f} 0 0 1 0 {size:.1f}Z",
                f"M0 0A{size / 2:.1f} {size / 2:.1f} 0 0 0 {size:.1f} 0Z",
                f"M0 0H{size:.1f}L0 {size:.1f}Z",
                f"M{size / 2:.1f} {size * 0.15:.1f}a{size * 0.35:.1f} {size * 0.35:.1f} 0 1 1 -.1 0Z",
            ))  # fmt: skip
            out.append(
                f'<g transform="translate({x:.1f} {y:.1f})"><path d="M0 0h{size + 0.6:.1f}v{size + 0.6:.1f}H0Z" fill="{back}"/>'
                f'<path d="{shape}" fill="{front}" transform="rotate({turn} {size / 2:.1f} {size / 2:.1f})"/></g>'
            )
    return out


def corridor(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    x, y = c.width * luck.uniform(0.42, 0.58), c.height * 0.4
    out = [sky(c, p.deep, p.deep, p.deep)]
    for i in range(9):
        share = (1 - i / 9) ** 1.5
        wide, tall = c.width * 0.12 + c.width * 0.95 * share, c.height * 0.17 + c.height * 0.95 * share
        out.append(
            f'<path d="M{x - wide / 2:.0f} {y + tall * 0.56:.0f}v{-tall * 0.72:.0f}a{wide / 2:.0f} {wide / 2:.0f} 0 0 1 {wide:.0f} 0v{tall * 0.72:.0f}Z"'
            f' fill="{mix(p.deep, p.glow, (i / 9) ** 1.7)}"/>'
        )
    foot = y + c.height * 0.17 * 0.56
    floor = (
        f'<linearGradient id="floor" x1="0" y1="0" x2="0" y2="1"><stop stop-color="{p.light}" stop-opacity=".85"/><stop offset="1" stop-color="{p.glow}" stop-opacity="0"/></linearGradient>'
        f'<path d="M{x - c.width * 0.06:.0f} {foot:.0f}h{c.width * 0.12:.0f}L{x + c.width * 0.34:.0f} {c.height}H{x - c.width * 0.34:.0f}Z" fill="url(#floor)"/>'
    )
    tall = c.unit * 0.1
    person = f'<path d="M{x:.0f} {foot - tall:.0f}a{tall * 0.13:.1f} {tall * 0.13:.1f} 0 1 1 .1 0Zm{-tall * 0.17:.1f} {tall * 0.06:.1f}h{tall * 0.34:.1f}l{-tall * 0.05:.1f} {tall * 0.98:.1f}h{-tall * 0.24:.1f}Z" fill="{p.deep}"/>'
    return [*out, floor, halo("door", x, y, c.unit * 0.42, p.light, 0.8), person]


def ribbons(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    out = [
        sky(c, p.deep, p.dark, p.mid, 0.6),
        halo("air", c.width * luck.random(), c.height * 0.3, c.unit, p.glow, 0.6),
    ]
    inks, rise = (p.mid, p.glow, p.spark, p.light), luck.uniform(-0.2, 0.35)
    bend, lift = luck.uniform(0.5, 0.9), luck.uniform(0.18, 0.3)
    for i in range(26):
        t = i / 25
        y0, y1 = c.height * (lift + 0.34 * t), c.height * (lift + rise + 0.5 * t)
        path = f"M-20 {y0:.0f}C{c.width * 0.3:.0f} {y0 - c.height * bend * (1 - t) * 0.6:.0f} {c.width * 0.6:.0f} {y1 + c.height * bend * t * 0.5:.0f} {c.width + 20} {y1:.0f}"
        out.append(
            f'<path d="{path}" fill="none" stroke="{inks[i * 4 // 26]}" stroke-width="{2 + 9 * math.sin(math.pi * t):.1f}" stroke-opacity="{0.35 + 0.5 * math.sin(math.pi * t):.2f}"/>'
        )
    return out


def beam(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    out = [sky(c, p.deep, p.dark, p.deep, 0.5)]
    for i in range(3):
        x, to, wide = (
            c.width * (0.2 + 0.3 * i + luck.uniform(-0.06, 0.06)),
            c.width * luck.uniform(0.2, 0.8),
            c.unit * luck.uniform(0.14, 0.24),
        )
        ink = (p.glow, p.light, p.spark)[i]
        out.append(
            f'<linearGradient id="beam{i}" x1="0" y1="0" x2="0" y2="1"><stop stop-color="{ink}" stop-opacity=".9"/><stop offset="1" stop-color="{ink}" stop-opacity=".04"/></linearGradient>'
            f'<path d="M{x - 5:.0f} -10h10L{to + wide:.0f} {c.height * 0.8:.0f}H{to - wide:.0f}Z" fill="url(#beam{i})" fill-opacity=".62"/>'
        )
        out.append(
            f'<ellipse cx="{to:.0f}" cy="{c.height * 0.8:.0f}" rx="{wide:.0f}" ry="{wide * 0.2:.0f}" fill="{ink}" fill-opacity=".5"/>'
        )
    dust = "".join(f"M{luck.uniform(0, c.width):.0f} {luck.uniform(0, c.height * 0.8):.0f}h0" for _ in range(70))
    return [*out, f'<path d="{dust}" stroke="{p.light}" stroke-opacity=".5" stroke-width="3" stroke-linecap="round"/>']


def eclipse(c: Canvas) -> list[str]:
    p, luck = c.colours, c.luck
    x, y, r = c.width * 0.5, c.height * luck.uniform(0.34, 0.42), c.unit * luck.uniform(0.23, 0.31)
    slip = luck.uniform(-0.05, 0.05) * r
    land = [
        ridge(c, c.height * (0.74 + 0.09 * i), c.height * 0.02, 3 + i, mix(p.dark, p.deep, 0.3 + 0.35 * i))
        for i in range(3)
    ]
    return [sky(c, p.deep, p.dark, p.glow, 0.52), stars(c, 70, 0.6), halo("crown", x, y, r * 2.6, p.glow, 1), halo("fire", x, y, r * 1.6, p.light, 1),
            disc(x, y, r * 1.02, p.light), disc(x + slip, y + slip, r, p.deep), *land]  # fmt: skip


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (scenes.dunes, scenes.peaks, scenes.skyline, scenes.orbit, scenes.rays, waves, forest, deco, bloom, tiles,
                  corridor, ribbons, beam, eclipse)
}  # fmt: skip
