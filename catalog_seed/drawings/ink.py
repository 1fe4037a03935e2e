"""Palette and pen: small functions that return SVG text.

Shapes are drawn around the origin, about 700 units high, so that a scene can place any of them with `at`.
"""

import math
from collections.abc import Sequence

SIZE = 1200
INK, TEAL, SEA, MIST = "#12303A", "#1F5A66", "#3C8C93", "#CFE4E0"
SAND, SHELL, DUNE = "#F5ECDF", "#FBF6EE", "#E4D2B8"
CORAL, RUST, BLUSH, GOLD = "#F0775A", "#C9503A", "#F8C7B5", "#E9B44C"
SKIN, TAN, SHADE = "#F1C9A9", "#E3AD88", "#CF9470"
MUSCLE, FIBER, TENDON = "#D8695B", "#B54B43", "#FAF1E3"
WOOD, BARK, STEEL, IRON = "#D9A566", "#B37F45", "#C9D3D6", "#8A9CA2"

Point = tuple[float, float]


def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def pairs(points: Sequence[Point]) -> str:
    """Return points as SVG writes them."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def curve(points: Sequence[Point], *, closed: bool = True, pull: float = 1.0) -> str:
    """Return the `d` of a smooth line through the points (a Catmull-Rom spline)."""
    last = len(points)
    picked = [points[i % last] if closed else points[min(max(i, 0), last - 1)] for i in range(-1, last + 2)]
    parts = [f"M{pairs(points[:1])}"]
    for i in range(1, last + 1 if closed else last):
        before, start, end, after = picked[i - 1], picked[i], picked[i + 1], picked[i + 2]
        out = (start[0] + pull * (end[0] - before[0]) / 6, start[1] + pull * (end[1] - before[1]) / 6)
        back = (end[0] - pull * (after[0] - start[0]) / 6, end[1] - pull * (after[1] - start[1]) / 6)
        parts.append(f"C{pairs([out, back, end])}")
    return " ".join(parts) + (" Z" if closed else "")


def shape(points: Sequence[Point], fill: str, **more: str | float) -> str:
    """Return a smooth closed shape."""
    return path(curve(points), fill=fill, **more)


def line(points: Sequence[Point], color: str, width: float, **more: str | float) -> str:
    """Return a smooth open line with round ends."""
    return stroke(curve(points, closed=False), color, width, **more)


def stroke(d: str, color: str, width: float, **more: str | float) -> str:
    """Return a line along a path, with round ends and corners."""
    return path(
        d, fill="none", stroke=color, stroke_width=width, stroke_linecap="round", stroke_linejoin="round", **more
    )


def path(d: str, **more: str | float) -> str:
    """Return a path."""
    return f'<path d="{d}"{attributes(more)}/>'


def polygon(points: Sequence[Point], fill: str, **more: str | float) -> str:
    """Return a shape with straight edges."""
    return f'<polygon points="{pairs(points)}" fill="{fill}"{attributes(more)}/>'


def circle(x: float, y: float, r: float, fill: str, **more: str | float) -> str:
    """Return a disc."""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="{fill}"{attributes(more)}/>'


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, **more: str | float) -> str:
    """Return an ellipse."""
    radii = f'rx="{number(rx)}" ry="{number(ry)}"'
    return f'<ellipse cx="{number(x)}" cy="{number(y)}" {radii} fill="{fill}"{attributes(more)}/>'


def box(x: float, y: float, width: float, height: float, fill: str, *, r: float = 0, **more: str | float) -> str:
    """Return a rectangle with corners rounded by `r`."""
    sides = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="{number(r)}"'
    return f'<rect {sides} fill="{fill}"{attributes(more)}/>'


def words(text: str, x: float, y: float, size: float, fill: str, *, serif: bool = False, **more: str | float) -> str:
    """Return a line of lettering, centred on x unless `text_anchor` says otherwise."""
    font = "Liberation Serif, serif" if serif else "Liberation Sans, Arial, sans-serif"
    style: dict[str, str | float] = {"text_anchor": "middle", "font_weight": "bold", **more}
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    where = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}" font-family="{font}" fill="{fill}"'
    return f"<text {where}{attributes(style)}>{escaped}</text>"


def at(x: float, y: float, inside: str, *, scale: float = 1, turn: float = 0, flip: bool = False) -> str:
    """Place a drawing: its origin at (x, y), scaled, turned clockwise by degrees, mirrored."""
    spin = f" rotate({number(turn)})" if turn else ""
    size = f" scale({-scale if flip else scale:.3f},{scale:.3f})" if scale != 1 or flip else ""
    return f'<g transform="translate({number(x)},{number(y)}){spin}{size}">{inside}</g>'


def faded(inside: str, opacity: float) -> str:
    """Return a drawing that shines through."""
    return f'<g opacity="{opacity}">{inside}</g>'


def clipped(inside: str, by: str, name: str) -> str:
    """Return a drawing cut to a shape; `name` must be unique in its picture."""
    return f'<clipPath id="{name}">{by}</clipPath><g clip-path="url(#{name})">{inside}</g>'


def gradient(name: str, first: str, second: str, *, across: bool = False) -> str:
    """Return the definition of a gradient from top to bottom, or from left to right; fill with `url(#name)`."""
    direction = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
    stops = f'<stop offset="0" stop-color="{first}"/><stop offset="1" stop-color="{second}"/>'
    return f'<linearGradient id="{name}" x1="0" y1="0" {direction}>{stops}</linearGradient>'


def shadow(x: float, y: float, rx: float, ry: float, *, strength: float = 0.2) -> str:
    """Return a soft shadow on the ground."""
    rings = ((1.0, 0.25), (0.86, 0.35), (0.7, 0.4))
    return "".join(ellipse(x, y, rx * size, ry * size, INK, opacity=strength * part) for size, part in rings)


def drop(x: float, y: float, width: float, height: float, *, r: float = 0, down: float = 18) -> str:
    """Return the soft shadow that a flat thing casts on what is behind it."""
    rings = ((16, 0.04), (9, 0.06), (3, 0.08))
    return "".join(
        box(x - grow, y - grow + down, width + 2 * grow, height + 2 * grow, INK, r=r + grow, opacity=opacity)
        for grow, opacity in rings
    )


def mark(x: float, y: float, *, r: float = 17) -> str:
    """Return a trigger point: a dark dot in a light ring."""
    return (
        circle(x, y, r * 1.75, SHELL, opacity=0.45)
        + circle(x, y, r * 1.15, SHELL)
        + circle(x, y, r * 0.8, INK)
        + circle(x - r * 0.22, y - r * 0.25, r * 0.2, SHELL, opacity=0.8)
    )


def pain(x: float, y: float, rx: float, ry: float) -> str:
    """Return a zone of referred pain: a glow with a scatter of dots, denser in the middle."""
    glow = "".join(ellipse(x, y, rx * size, ry * size, CORAL, opacity=0.17) for size in (1.0, 0.78, 0.52))
    dots = []
    for i in range(26):
        reach, angle = math.sqrt(i / 26) * 0.92, i * 2.39996
        dots.append(circle(x + rx * reach * math.cos(angle), y + ry * reach * math.sin(angle), 4.2, RUST, opacity=0.75))
    return glow + "".join(dots)


def fibers(lines: Sequence[Sequence[Point]], *, width: float = 4) -> str:
    """Return the strands of a muscle."""
    return "".join(line(points, FIBER, width, opacity=0.45) for points in lines)


def attributes(more: dict[str, str | float]) -> str:
    """Return keyword arguments as SVG attributes: `stroke_width=3` becomes stroke-width="3"."""
    return "".join(
        f' {name.replace("_", "-")}="{number(value) if isinstance(value, float) else value}"'
        for name, value in more.items()
    )
