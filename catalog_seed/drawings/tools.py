"""Things that are sold: hand tools, tape, pads, drawn around the origin."""

import math

from catalog_seed.drawings.ink import (
    BARK,
    CORAL,
    DUNE,
    FIBER,
    GOLD,
    INK,
    IRON,
    RUST,
    SEA,
    SHELL,
    STEEL,
    TEAL,
    WOOD,
    Point,
    at,
    box,
    circle,
    clipped,
    curve,
    drop,
    ellipse,
    line,
    path,
    polygon,
    shadow,
    shape,
    stroke,
)

CANE: list[Point] = [
    (-150, 380),
    (-150, 60),
    (-150, -140),
    (-120, -270),
    (10, -340),
    (140, -290),
    (180, -170),
    (150, -80),
]


def cane(color: str = INK) -> str:
    """Draw a J-shaped cane with six rounded knobs."""
    rod = line(CANE, color, 46) + line([(x - 8, y) for x, y in CANE[:5]], SHELL, 7, opacity=0.25)
    knobs = (
        (-150, 380, 44),
        (146, -74, 46),
        (-150, 190, 0),
        (-96, 150, 36),
        (-204, 20, 36),
        (40, -346, 34),
        (-184, -300, 0),
    )
    stems = (
        line([(-150, 150), (-96, 150)], color, 34)
        + line([(-150, 20), (-204, 20)], color, 34)
        + line([(-132, -250), (-178, -288)], color, 34)
    )
    balls = "".join(
        circle(x, y, r, color) + circle(x - r * 0.3, y - r * 0.3, r * 0.28, SHELL, opacity=0.35)
        for x, y, r in knobs
        if r
    )
    tips = circle(-182, -292, 36, color) + circle(-190, -302, 10, SHELL, opacity=0.35)
    return rod + stems + balls + tips


def s_hook(color: str = "#5E8F5A", joint: str = INK) -> str:
    """Draw an S-shaped hook in two pieces with a small and a large tip."""
    bend: list[Point] = [
        (70, -330),
        (170, -300),
        (200, -200),
        (150, -110),
        (40, -40),
        (0, 0),
        (-40, 40),
        (-150, 110),
        (-200, 200),
        (-170, 300),
        (-60, 335),
    ]
    rod = line(bend, color, 52) + line([(x - 6, y - 9) for x, y in bend], SHELL, 8, opacity=0.28)
    sleeve = at(0, 0, box(-46, -36, 92, 72, joint, r=18) + box(-6, -36, 12, 72, SHELL, opacity=0.25), turn=-45)
    tips = circle(62, -330, 34, color) + circle(-54, 336, 52, color) + circle(-70, 318, 13, SHELL, opacity=0.35)
    return rod + sleeve + tips


def knob(color: str = WOOD, dark: str = BARK) -> str:
    """Draw a palm grip with one firm tip."""
    grip = shape(
        [
            (-160, -90),
            (-90, -180),
            (0, -206),
            (90, -180),
            (160, -90),
            (150, -10),
            (90, 40),
            (50, 90),
            (-50, 90),
            (-90, 40),
            (-150, -10),
        ],
        color,
    )
    grip += "".join(
        line([(-100 + i * 46, -150 + abs(i - 2) * 22), (-90 + i * 42, -60), (-60 + i * 28, 40)], dark, 5, opacity=0.4)
        for i in range(5)
    )
    neck = shape(
        [(-54, 70), (54, 70), (46, 150), (60, 200), (40, 256), (0, 272), (-40, 256), (-60, 200), (-46, 150)], dark
    )
    return neck + grip + ellipse(-60, -120, 42, 24, SHELL, opacity=0.3)


def thumb_saver(color: str = TEAL, tip: str = CORAL) -> str:
    """Draw a T-shaped press with a large and a small tip."""
    bar = line([(-200, -130), (-90, -160), (90, -160), (200, -130)], color, 104) + line(
        [(-190, -152), (0, -190), (160, -166)], SHELL, 12, opacity=0.3
    )
    shaft = shape([(-56, -150), (56, -150), (44, 20), (58, 90), (-58, 90), (-44, 20)], color)
    large = shape([(-62, 84), (62, 84), (66, 150), (34, 226), (0, 242), (-34, 226), (-66, 150)], tip) + ellipse(
        -22, 140, 14, 34, SHELL, opacity=0.3
    )
    small = circle(246, -116, 40, tip)
    return small + shaft + bar + large


def ball(color: str = CORAL, dark: str = RUST, *, r: float = 210) -> str:
    """Draw a grippy rubber ball with grooves."""
    grooves = "".join(
        clipped(
            stroke(f"M{-r},{y} Q0,{y + bend} {r},{y}", dark, r * 0.055),
            circle(0, 0, r, color),
            f"ball{int(r)}{i}{color[1:]}",
        )
        for i, (y, bend) in enumerate(((-r * 0.5, -r * 0.35), (0, -r * 0.2), (r * 0.5, r * 0.25)))
    )
    shade = clipped(
        circle(r * 0.3, r * 0.32, r * 1.02, "none", stroke=INK, stroke_width=r * 0.34, opacity=0.14),
        circle(0, 0, r, color),
        f"shade{int(r)}{color[1:]}",
    )
    return (
        circle(0, 0, r, color) + grooves + shade + ellipse(-r * 0.36, -r * 0.42, r * 0.24, r * 0.15, SHELL, opacity=0.5)
    )


def spiky(color: str = SEA, dark: str = TEAL, *, r: float = 150) -> str:
    """Draw a ball covered with blunt spikes."""
    rim = "".join(
        at(r * math.cos(a), r * math.sin(a), ellipse(0, 0, r * 0.17, r * 0.12, color), turn=math.degrees(a))
        for a in (i * math.tau / 18 for i in range(18))
    )
    face = ""
    for ring, count in ((0.0, 1), (0.33, 6), (0.66, 12)):
        for i in range(count):
            a = i * math.tau / count + ring
            x, y = r * ring * math.cos(a), r * ring * math.sin(a)
            face += circle(x + 3, y + 5, r * 0.105, dark) + circle(
                x, y, r * 0.095, "#6FB3B5" if color == SEA else SHELL
            )
    return rim + circle(0, 0, r, color) + circle(r * 0.12, r * 0.14, r * 0.9, dark, opacity=0.16) + face


def peanut(color: str = TEAL) -> str:
    """Draw two balls joined with a gap between them."""
    joined = shape(
        [
            (-210, -134),
            (-110, -128),
            (-40, -70),
            (0, -58),
            (40, -70),
            (110, -128),
            (210, -134),
            (318, -60),
            (318, 60),
            (210, 134),
            (110, 128),
            (40, 70),
            (0, 58),
            (-40, 70),
            (-110, 128),
            (-210, 134),
            (-318, 60),
            (-318, -60),
        ],
        color,
    )
    dimples = "".join(
        circle(x + s * 190, y, 15, INK, opacity=0.28)
        for s in (1, -1)
        for x, y in (
            (-60, -44),
            (0, -66),
            (60, -44),
            (-84, 14),
            (-28, 0),
            (28, 0),
            (84, 14),
            (-50, 60),
            (0, 70),
            (50, 60),
        )
    )
    groove = line([(0, -54), (-10, 0), (0, 54)], INK, 12, opacity=0.35)
    return (
        joined
        + dimples
        + groove
        + ellipse(-240, -78, 46, 22, SHELL, opacity=0.35)
        + ellipse(140, -84, 46, 22, SHELL, opacity=0.35)
    )


def foam_roller(color: str = SEA, core: str = INK) -> str:
    """Draw a hollow roller with wide and narrow ridges, lying at an angle."""
    barrel = box(-330, -130, 620, 260, color) + ellipse(-330, 0, 78, 130, color)
    ridges = "".join(
        box(x, -130, w, 260, TEAL, r=8, opacity=0.75)
        for x, w in (
            (-268, 42),
            (-200, 18),
            (-160, 18),
            (-116, 58),
            (-34, 18),
            (8, 18),
            (52, 58),
            (134, 18),
            (176, 42),
            (236, 18),
        )
    )
    cuts = "".join(box(-330, y, 620, 9, color) for y in (-70, -6, 58))
    gleam = box(-330, -112, 620, 20, SHELL, opacity=0.25)
    end = ellipse(290, 0, 78, 130, TEAL) + ellipse(290, 0, 58, 100, core) + ellipse(296, 0, 44, 80, "#0A2028")
    return at(0, 0, barrel + ridges + cuts + gleam + end, turn=-18)


def arch_roller(color: str = WOOD, dark: str = BARK) -> str:
    """Draw a ridged foot roller, thicker in the middle."""
    outline: list[Point] = [
        (-300, -44),
        (-200, -80),
        (0, -104),
        (200, -80),
        (300, -44),
        (316, 0),
        (300, 44),
        (200, 80),
        (0, 104),
        (-200, 80),
        (-300, 44),
        (-316, 0),
    ]
    rings = "".join(
        shape([(x - 15, -h), (x + 15, -h), (x + 22, 0), (x + 15, h), (x - 15, h), (x - 8, 0)], dark, opacity=0.55)
        for x, h in ((-240, 66), (-180, 82), (-120, 92), (-60, 99), (0, 102), (60, 99), (120, 92), (180, 82), (240, 66))
    )
    ends = line([(-330, 0), (-300, 0)], dark, 64) + line([(330, 0), (300, 0)], dark, 64)
    return ends + shape(outline, color) + rings + line([(-250, -56), (0, -80), (250, -56)], SHELL, 14, opacity=0.35)


def stick(bead: str = TEAL, handle: str = INK) -> str:
    """Draw a massage stick: nine beads between two handles."""
    rod = box(-400, -12, 800, 24, IRON, r=12)
    beads = "".join(
        box(-252 + i * 56, -48, 52, 96, bead if i % 2 else SEA, r=22)
        + box(-244 + i * 56, -38, 36, 16, SHELL, r=8, opacity=0.3)
        for i in range(9)
    )
    grips = "".join(
        box(x, -42, 150, 84, handle, r=36)
        + "".join(box(x + 30 + i * 30, -42, 9, 84, SHELL, opacity=0.16) for i in range(4))
        for x in (-410, 260)
    )
    return rod + beads + grips


def scraper() -> str:
    """Draw a polished steel scraping tool with one convex and one concave side."""
    edge: list[Point] = [
        (-330, -10),
        (-290, -90),
        (-150, -130),
        (30, -136),
        (210, -110),
        (320, -40),
        (336, 40),
        (290, 92),
        (230, 70),
        (120, 20),
        (0, 6),
        (-120, 24),
        (-230, 80),
        (-300, 84),
    ]
    inner = [(x * 0.9, y * 0.84 - 4) for x, y in edge]
    gleam = clipped(
        polygon([(-240, 100), (-90, -160), (-10, -160), (-160, 100)], SHELL, opacity=0.55)
        + polygon([(60, 100), (170, -160), (200, -160), (90, 100)], SHELL, opacity=0.45),
        path(curve(edge)),
        "steel",
    )
    holes = (
        circle(-238, -10, 26, IRON) + circle(-238, -8, 21, DUNE) + circle(250, -2, 26, IRON) + circle(250, 0, 21, DUNE)
    )
    return (
        shape([(x + 6, y + 16) for x, y in edge], INK, opacity=0.16)
        + shape(edge, IRON)
        + shape(inner, STEEL)
        + gleam
        + holes
    )


def tape(color: str = DUNE, dark: str = BARK) -> str:
    """Draw a roll of stretch tape with a loose end."""
    loose = shape(
        [(-150, 60), (60, 68), (240, 64), (352, 52), (364, 60), (364, 144), (352, 152), (240, 166), (-150, 160)], color
    )
    loose += "".join(line([(-80 + i * 66, 166), (-80 + i * 66, 76)], dark, 3, opacity=0.35) for i in range(7))
    roll = circle(-60, -10, 176, dark) + circle(-60, -10, 168, color)
    layers = "".join(
        circle(-60, -10, r, "none", stroke=dark, stroke_width=3, opacity=0.4) for r in (150, 134, 118, 102)
    )
    core = circle(-60, -10, 86, SHELL) + circle(-60, -10, 74, INK, opacity=0.75) + circle(-60, -6, 66, "#26444E")
    return loose + roll + layers + core


def strip(points: list[Point], color: str = SEA, *, width: float = 40) -> str:
    """Draw a strip of tape on skin."""
    tape_ = path(curve(points, closed=False), fill="none", stroke=color, stroke_width=width)
    return tape_ + line(points, SHELL, 3, opacity=0.5, stroke_dasharray="4 12")


def rocker() -> str:
    """Draw a foot rocker: a curved base with a ridged plate and a heel cup."""
    base = path("M-300,10 Q0,330 330,10 L270,-30 Q0,180 -250,-40 Z", fill=TEAL) + path(
        "M-250,86 Q0,262 284,70 L330,10 Q0,330 -300,10 Z", fill=INK
    )
    plate = path("M-320,-60 L290,-20 L300,36 L-316,-4 Z", fill=SEA)
    ridges = "".join(box(-220 + i * 62, -56 + i * 4, 16, 46, SHELL, r=7, opacity=0.45) for i in range(8))
    heel = path("M-320,-4 L-340,-150 Q-330,-178 -304,-160 L-250,-46 Z", fill=CORAL)
    return base + plate + ridges + heel


def pad(figure: str) -> str:
    """Draw a tear-off pad of body outlines with a score line and a pen."""
    sheets = "".join(box(-250 + i * 7, -330 + i * 9, 500, 680, c, r=8) for i, c in ((3, DUNE), (2, SHELL), (1, DUNE)))
    top = (
        drop(-250, -330, 500, 680, r=8)
        + sheets
        + box(-250, -330, 500, 680, SHELL, r=8)
        + box(-250, -330, 500, 66, TEAL, r=8)
    )
    rows = "".join(box(-200, 196 + i * 40, 400 - 60 * (i % 2), 10, DUNE, r=5) for i in range(3))
    scale = "".join(circle(-190 + i * 42, 150, 13, "none", stroke=SEA, stroke_width=4) for i in range(10)) + circle(
        -190 + 6 * 42, 150, 13, CORAL
    )
    pen = at(
        230,
        150,
        box(-15, -220, 30, 300, CORAL, r=12)
        + polygon([(-15, 78), (15, 78), (0, 132)], INK)
        + box(-15, -220, 30, 60, RUST, r=12),
        turn=24,
    )
    return top + figure + scale + rows + pen


def easel(figure: str) -> str:
    """Draw a free-standing flip chart: spiral on top, page hanging, a leg behind."""
    leg = polygon([(180, -250), (330, 330), (270, 330), (120, -250)], INK) + polygon(
        [(-330, 340), (350, 340), (330, 372), (-310, 372)], INK
    )
    page = (
        drop(-330, -290, 600, 600, r=8) + box(-330, -290, 600, 630, TEAL, r=10) + box(-306, -262, 552, 574, SHELL, r=6)
    )
    spiral = "".join(
        box(-300 + i * 46, -326, 14, 66, STEEL, r=7) + circle(-293 + i * 46, -262, 8, INK) for i in range(12)
    )
    tabs = "".join(box(246, -220 + i * 78, 46, 62, c, r=8) for i, c in enumerate((CORAL, GOLD, SEA, FIBER, TEAL, INK)))
    notes = box(10, -200, 200, 34, TEAL, r=6) + "".join(
        box(10, -140 + i * 40, 200 - 50 * (i % 3), 12, DUNE, r=6) for i in range(9)
    )
    return leg + tabs + page + at(-150, 30, figure, scale=0.72) + notes + spiral


def scroll(color: str = SHELL) -> str:
    """Draw a chart rolled in a tube."""
    tube = box(-60, -360, 120, 720, color, r=10) + box(-60, -360, 34, 720, INK, opacity=0.08)
    caps = ellipse(0, -360, 60, 20, TEAL) + ellipse(0, -360, 40, 12, INK) + box(-60, 300, 120, 60, TEAL, r=10)
    return tube + caps + box(-60, -80, 120, 130, CORAL)


def stand(inside: str, *, width: float = 300, y: float = 0) -> str:
    """Put a soft shadow under a thing that stands on the table."""
    return shadow(0, y, width, width * 0.11) + inside
