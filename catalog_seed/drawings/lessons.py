"""Pictures of what is studied: courses, certification programs, memberships, and the first article."""

from catalog_seed.drawings import figures, frames, lower_body, tools, upper_body
from catalog_seed.drawings.ink import (
    BLUSH,
    CORAL,
    DUNE,
    GOLD,
    INK,
    MIST,
    RUST,
    SAND,
    SEA,
    SHELL,
    TEAL,
    at,
    box,
    circle,
    drop,
    ellipse,
    faded,
    line,
    mark,
    path,
    polygon,
    shape,
    stroke,
    words,
)
from catalog_seed.drawings.scene import Scene


def _foundations() -> str:
    lens = (
        circle(0, 0, 190, SHELL)
        + at(0, 0, figures.band(), scale=0.36)
        + circle(0, 0, 190, "none", stroke=INK, stroke_width=22)
    )
    return at(-210, 0, figures.whole(), scale=0.98) + line([(300, 190), (380, 290)], INK, 44) + at(190, 30, lens)


def _sequence() -> str:
    steps = ((-98, -228), (66, -196), (-60, 120), (96, 236))
    trail = line(steps, INK, 7, stroke_dasharray="4 20")
    numbers = "".join(
        circle(x, y, 40, SHELL) + circle(x, y, 33, TEAL) + words(str(i + 1), x, y + 14, 40, SHELL)
        for i, (x, y) in enumerate(steps)
    )
    return upper_body.back(points=False) + trail + numbers


def _frozen() -> str:
    flake = "".join(
        at(0, 0, line([(0, 0), (0, -74)], SEA, 12) + stroke("M-20,-62 L0,-42 L20,-62", SEA, 10), turn=60 * i)
        for i in range(6)
    )
    arc = stroke("M300,250 A330,330 0 0 0 330,-150", CORAL, 16, stroke_dasharray="2 30") + polygon(
        [(330, -196), (296, -130), (362, -134)], CORAL
    )
    return (
        at(-60, 0, upper_body.shoulder())
        + arc
        + at(-400, -250, flake, scale=0.9)
        + at(-420, 200, flake, scale=0.5)
        + at(370, 300, flake, scale=0.4)
    )


def _scraping() -> str:
    trails = "".join(line([(-250, y), (-120, y - 4), (-40, y)], CORAL, 9, opacity=0.7) for y in (36, 66, 96))
    return at(0, 60, upper_body.forearm(), scale=1.1) + trails + at(40, -60, tools.scraper(), scale=0.66, turn=-24)


def _taping() -> str:
    strips = tools.strip([(-70, 350), (-96, 90), (-104, -140)], SEA, width=42) + tools.strip(
        [(66, 350), (94, 90), (92, -150)], SEA, width=42
    )
    strips += tools.strip([(-116, 20), (0, 52), (110, 14)], CORAL, width=44)
    return (
        at(-110, 0, lower_body.calf(points=False))
        + at(-110, 0, strips)
        + at(240, 130, tools.tape(SEA, TEAL), scale=0.74)
    )


def _ethics() -> str:
    board = (
        box(-210, -300, 420, 600, DUNE, r=26)
        + box(-180, -260, 360, 530, SHELL, r=8)
        + box(-80, -330, 160, 76, INK, r=20)
        + circle(0, -310, 16, SHELL)
    )
    rows = "".join(
        circle(-124, y, 30, SEA)
        + stroke(f"M-138,{y} L-128,{y + 12} L-108,{y - 12}", SHELL, 9)
        + box(-70, y - 18, 200, 14, DUNE, r=7)
        + box(-70, y + 8, 140, 14, DUNE, r=7)
        for y in (-160, -50, 60)
    )
    sign = line([(-120, 190), (-80, 160), (-50, 200), (-10, 164), (40, 190)], TEAL, 8) + box(-140, 214, 280, 5, DUNE)
    pole = (
        line([(0, -150), (0, 240)], INK, 20)
        + line([(-170, -120), (0, -150), (170, -120)], INK, 18)
        + box(-90, 230, 180, 30, INK, r=15)
        + circle(0, -160, 26, GOLD)
    )
    pans = "".join(
        stroke(f"M{x},-116 L{x - 74},60 M{x},-116 L{x + 74},60", INK, 5)
        + shape([(x - 92, 56), (x + 92, 56), (x + 60, 110), (x - 60, 110)], CORAL if x < 0 else SEA)
        for x in (-170, 170)
    )
    return at(-220, 0, board + rows + sign) + at(240, 20, pole + pans, scale=0.95)


def _frame(inside: str, *, screen: str, wall: str = TEAL, lessons: int = 5, done: int = 2) -> str:
    return frames.player(inside, screen=screen, wall=wall, lessons=lessons, done=done)


def _calendar(marks: int) -> str:
    page = (
        box(-150, -150, 300, 300, SHELL, r=26) + box(-150, -150, 300, 84, CORAL, r=26) + box(-150, -100, 300, 34, CORAL)
    )
    rings = "".join(box(x - 9, -186, 18, 70, INK, r=9) for x in (-80, 80))
    cells = "".join(circle(-96 + (i % 4) * 64, -14 + (i // 4) * 58, 19, SEA if i < marks else DUNE) for i in range(12))
    return drop(-150, -150, 300, 300, r=26) + page + rings + cells


def _member_card(extra: str, *, face: str = TEAL, label: str = "NAT GLOBAL CAMPUS") -> str:
    plain = frames.card(face=face)
    return (
        plain
        + at(-190, -30, frames.emblem(dark=face), scale=0.66)
        + words(label, 344, -160, 36, SHELL, letter_spacing=3, text_anchor="end")
        + extra
    )


def _monthly() -> str:
    return (
        frames.table()
        + at(560, 520, _member_card(box(250, -128, 94, 12, SEA, r=6)), turn=-6)
        + at(850, 800, _calendar(1))
    )


def _annual() -> str:
    return (
        frames.table(MIST, SHELL, SAND)
        + at(560, 520, _member_card(box(250, -128, 94, 12, GOLD, r=6), face=INK), turn=-6)
        + at(850, 800, _calendar(12))
    )


def _student() -> str:
    cap = polygon([(0, -150), (250, -50), (0, 50), (-250, -50)], INK) + shape(
        [(-130, 0), (0, 54), (130, 0), (126, 100), (0, 140), (-126, 100)], TEAL
    )
    cap += (
        line([(0, -52), (180, -10), (190, 110)], GOLD, 11)
        + circle(190, 120, 22, GOLD)
        + polygon([(174, 126), (206, 126), (216, 200), (164, 200)], GOLD)
    )
    books = (
        box(-190, 130, 380, 62, CORAL, r=10)
        + box(-170, 144, 350, 34, SHELL)
        + box(-210, 192, 420, 66, SEA, r=10)
        + box(-190, 206, 390, 38, SHELL)
    )
    return (
        frames.table()
        + at(520, 480, _member_card("", face=SEA), turn=-6, scale=0.94)
        + at(810, 780, books + at(0, 40, cap))
    )


def _clinic() -> str:
    fan = "".join(
        at(600 + (i - 2) * 40, 640, at(0, -120, frames.card(face=color, width=620, height=390)), turn=(i - 2) * 9)
        for i, color in enumerate((INK, SEA, CORAL, SEA))
    )
    front = at(
        680,
        520,
        at(
            -30,
            0,
            frames.card(face=TEAL, width=640, height=400)
            + at(-150, -24, frames.emblem(), scale=0.55)
            + words("CLINIC TEAM", 280, 150, 42, SHELL, text_anchor="end", letter_spacing=3),
        ),
        turn=8,
    )
    people = "".join(
        at(
            240 + i * 180,
            900,
            circle(0, -84, 52, skin) + shape([(-84, 110), (-80, 10), (-40, -24), (40, -24), (80, 10), (84, 110)], coat),
        )
        for i, (skin, coat) in enumerate(
            ((BLUSH, TEAL), ("#C98F6B", SEA), ("#F1C9A9", CORAL), ("#A56B4B", INK), ("#F1C9A9", SEA))
        )
    )
    return frames.table(MIST, SHELL, SAND) + fan + front + people


def night() -> str:
    """Draw the first article's picture: a calf at night, with the pain of a cramp."""
    sky = box(0, 0, 1200, 1200, INK) + circle(600, 600, 470, TEAL, opacity=0.55)
    moon = at(940, 280, path("M22,-62 A64,64 0 1 0 62,26 A52,52 0 0 1 22,-62 Z", fill=GOLD), scale=1.3)
    stars = "".join(
        circle(x, y, r, SHELL, opacity=0.8)
        for x, y, r in (
            (190, 260, 6),
            (300, 380, 4),
            (160, 560, 5),
            (1040, 560, 5),
            (980, 720, 4),
            (330, 200, 4),
            (760, 190, 5),
        )
    )
    rings = "".join(
        ellipse(600, 520, 330 + i * 60, 290 + i * 60, "none", stroke=CORAL, stroke_width=5, opacity=0.5 - i * 0.13)
        for i in range(3)
    )
    bed = shape(
        [(-60, 1020), (260, 960), (600, 1000), (940, 950), (1260, 1010), (1260, 1260), (-60, 1260)], SEA
    ) + line([(60, 1090), (400, 1050), (760, 1096), (1130, 1060)], TEAL, 12, opacity=0.6)
    return sky + moon + stars + rings + at(600, 620, lower_body.calf(), scale=1.12) + bed


def _close_neck() -> str:
    return (
        at(0, 330, upper_body.back(lower=False, points=False), scale=1.5)
        + at(0, 330, mark(-150, -344, r=24) + mark(96, -300, r=22) + mark(-60, -440, r=18))
        + faded(ellipse(130, -260, 70, 50, RUST), 0.25)
    )


SCENES = (
    Scene(
        "what-is-a-trigger-point",
        lambda: _frame(figures.band(), screen=SAND, lessons=4, done=1),
    ),
    Scene(
        "trigger-point-therapy-foundations",
        lambda: _frame(_foundations(), screen=MIST, lessons=6),
    ),
    Scene(
        "nat-trigger-point-master-course",
        lambda: _frame(_sequence(), screen=BLUSH, wall=INK, lessons=7, done=4),
    ),
    Scene(
        "gastrocnemius-soleus-night-cramp",
        lambda: _frame(lower_body.calf(), screen=MIST, lessons=6),
    ),
    Scene(
        "plantar-heel-pain-trigger-points",
        lambda: _frame(lower_body.sole(), screen=SAND, lessons=6, done=3),
    ),
    Scene(
        "shin-pain-tibialis-anterior",
        lambda: _frame(lower_body.shin(), screen=MIST, lessons=4, done=1),
    ),
    Scene(
        "sciatica-type-pain-glutes-piriformis",
        lambda: _frame(lower_body.hip(), screen=SAND, lessons=6, done=4),
    ),
    Scene(
        "low-back-pain-quadratus-lumborum",
        lambda: _frame(at(0, -120, upper_body.back(), scale=1.2), screen=MIST, done=3),
    ),
    Scene(
        "stiff-neck-trapezius-levator",
        lambda: _frame(_close_neck(), screen=BLUSH),
    ),
    Scene(
        "headache-scm-suboccipitals",
        lambda: _frame(upper_body.profile(), screen=MIST, done=1),
    ),
    Scene(
        "jaw-pain-masseter-temporalis",
        lambda: _frame(at(-20, 60, upper_body.profile(neck=False, jaw=True), scale=1.15), screen=SAND, done=4),
    ),
    Scene(
        "shoulder-pain-infraspinatus-rotator-cuff",
        lambda: _frame(upper_body.shoulder(), screen=BLUSH),
    ),
    Scene(
        "frozen-shoulder-nat-introduction",
        lambda: _frame(_frozen(), screen=MIST, wall=INK, lessons=6),
    ),
    Scene(
        "trigger-points-for-runners",
        lambda: _frame(at(30, 40, figures.runner(), scale=1.15), screen=SAND, lessons=6),
    ),
    Scene(
        "iastm-scraping-basics",
        lambda: _frame(_scraping(), screen=MIST, done=1),
    ),
    Scene(
        "kinesiology-taping-basics",
        lambda: _frame(_taping(), screen=SAND, lessons=4),
    ),
    Scene(
        "ethics-and-scope-of-practice",
        lambda: _frame(_ethics(), screen=MIST, lessons=4),
    ),
    Scene(
        "trigger-point-therapy-diploma",
        lambda: frames.certificate(at(0, 20, figures.whole(), scale=1.05)),
    ),
    Scene(
        "nat-master-certificate-frozen-shoulder",
        lambda: frames.certificate(at(30, 60, upper_body.shoulder(), scale=1.1), ribbon=SEA),
    ),
    Scene(
        "head-neck-jaw-specialist-certificate",
        lambda: frames.certificate(at(10, 40, upper_body.profile(jaw=True), scale=1.05), ribbon=GOLD),
    ),
    Scene(
        "back-hip-specialist-certificate",
        lambda: frames.certificate(lower_body.hip(), ribbon=TEAL),
    ),
    Scene(
        "lower-limb-sports-specialist-certificate",
        lambda: frames.certificate(at(20, 40, figures.runner(), scale=1.1)),
    ),
    Scene("nat-global-campus-monthly", _monthly),
    Scene(
        "nat-global-campus-annual",
        _annual,
    ),
    Scene("nat-global-campus-student", _student),
    Scene("nat-global-campus-clinic-team", _clinic),
)
