"""What a picture stands in: the ground, a lesson player, a certificate, a hanging chart, a book, a card, the emblem."""

import re

from catalog_seed.drawings.ink import (
    CORAL,
    DUNE,
    GOLD,
    INK,
    MIST,
    RUST,
    SAND,
    SEA,
    SHELL,
    SIZE,
    TEAL,
    at,
    box,
    circle,
    clipped,
    curve,
    drop,
    line,
    path,
    polygon,
    shadow,
    stroke,
    words,
)

MIDDLE = SIZE / 2


def picture(inside: str) -> str:
    """Return a whole drawing as an SVG document; what clips gets a name of its own each time it is drawn."""
    names: dict[str, str] = {}

    def rename(found: re.Match[str]) -> str:
        before, name = found.groups()
        if before.startswith("<"):
            names[name] = f"{name}-{len(names)}" if name not in names else f"{names[name]}i"
        return before + names[name]

    inside = re.sub(r'(<clipPath id="|url\(#)([\w-]+)', rename, inside)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">{inside}</svg>'


def ground(wall: str = SAND, disc: str = SHELL) -> str:
    """Draw the backdrop: a wall of one color with a large soft disc behind the subject."""
    return box(0, 0, SIZE, SIZE, wall) + circle(MIDDLE, MIDDLE - 10, 470, disc, opacity=0.75)


def table(wall: str = SAND, disc: str = SHELL, top: str = DUNE) -> str:
    """Draw the backdrop with a table top, for things that lie or stand."""
    return ground(wall, disc) + box(0, 860, SIZE, 340, top) + box(0, 860, SIZE, 8, SHELL, opacity=0.5)


def player(inside: str, *, screen: str = MIST, wall: str = TEAL, lessons: int = 5, done: int = 2) -> str:
    """Draw a lesson on a tablet: the subject on its screen, a play button, and how far the learner is."""
    frame = drop(130, 210, 940, 760, r=44, down=30) + box(130, 210, 940, 760, INK, r=44)
    view = box(164, 244, 872, 600, screen, r=20)
    subject = clipped(circle(600, 560, 330, SHELL, opacity=0.65) + at(600, 548, inside, scale=0.78), view, "screen")
    bar = (
        box(200, 896, 560, 14, SEA, r=7, opacity=0.6) + box(200, 896, 210, 14, CORAL, r=7) + circle(410, 903, 17, SHELL)
    )
    dots = "".join(circle(820 + i * (190 / (lessons - 1)), 903, 11, CORAL if i < done else SEA) for i in range(lessons))
    return ground(wall, SEA) + frame + view + subject + at(920, 724, play()) + bar + dots


def play() -> str:
    """Draw a play button."""
    triangle = polygon([(-24, -38), (46, 0), (-24, 38)], SHELL, stroke=SHELL, stroke_width=14, stroke_linejoin="round")
    return circle(0, 12, 92, INK, opacity=0.14) + circle(0, 0, 88, CORAL) + triangle


def certificate(inside: str, *, ribbon: str = CORAL) -> str:
    """Draw a certificate with a seal; the subject stands in its middle."""
    paper = drop(180, 150, 840, 900, r=16, down=30) + box(180, 150, 840, 900, SHELL, r=16)
    border = box(216, 186, 768, 828, "none", r=8, stroke=TEAL, stroke_width=6)
    border += box(234, 204, 732, 792, "none", r=4, stroke=GOLD, stroke_width=3)
    heading = words("CERTIFICATE", 600, 282, 54, TEAL, serif=True, letter_spacing=14)
    heading += box(470, 306, 260, 5, GOLD, r=2)
    lines = "".join(box(600 - w / 2, y, w, 12, DUNE, r=6) for w, y in ((420, 846), (300, 880)))
    disc = circle(600, 576, 236, MIST) + circle(600, 576, 236, "none", stroke=SEA, stroke_width=5)
    subject = clipped(at(600, 576, inside, scale=0.6), circle(600, 576, 233, MIST), "medal")
    sign = line([(300, 950), (340, 926), (366, 956), (400, 930), (440, 950)], TEAL, 6) + box(290, 966, 190, 4, DUNE)
    return ground(TEAL, SEA) + paper + border + heading + disc + subject + lines + sign + at(838, 920, seal(ribbon))


def seal(ribbon: str) -> str:
    """Draw a rosette with two ribbons."""
    tails = polygon([(-52, 30), (-8, 50), (-30, 150), (-58, 122), (-92, 132)], RUST)
    tails += polygon([(52, 30), (8, 50), (30, 150), (58, 122), (92, 132)], RUST)
    rays = "".join(at(0, 0, box(-22, -84, 44, 168, ribbon, r=14), turn=30 * i) for i in range(6))
    star = polygon(
        [(0, -34), (10, -10), (36, -9), (15, 8), (22, 33), (0, 18), (-22, 33), (-15, 8), (-36, -9), (-10, -10)],
        TEAL if ribbon == GOLD else GOLD,
    )
    return tails + rays + circle(0, 0, 66, SHELL) + circle(0, 0, 56, ribbon) + star


def chart(
    inside: str, *, title: str, width: float = 620, height: float = 860, glossy: bool = True, tint: str = MIST
) -> str:
    """Draw a wall chart on two rods, centred on the origin; the subject is drawn on it with a key beside it."""
    left, top = -width / 2, -height / 2
    paper = drop(left, top, width, height, r=4) + box(left, top, width, height, SHELL, r=4)
    paper += box(left + 20, top + 20, width - 40, 92, TEAL, r=6)
    size = min(46, (width - 90) / (0.74 * len(title)))
    paper += words(title, 0, top + 66 + size * 0.35, size, SHELL, letter_spacing=2)
    area = box(left + 20, top + 128, width - 40, height - 260, tint, r=6)
    scale = min((width - 60) / 640, (height - 290) / 760)
    figure = clipped(at(0, top + 128 + (height - 260) / 2, inside, scale=scale), area, f"chart{int(width)}{len(title)}")
    key = "".join(
        circle(left + 46, y, 11, color) + box(left + 72, y - 6, w, 12, DUNE, r=6)
        for y, color, w in ((height / 2 - 96, INK, width * 0.26), (height / 2 - 58, CORAL, width * 0.2))
    )
    key += "".join(box(30, height / 2 - 102 + i * 28, width / 2 - 70 - (i % 2) * 40, 10, DUNE, r=5) for i in range(3))
    rods = "".join(
        box(left - 16, y, width + 32, 26, INK, r=13)
        + circle(left - 16, y + 13, 17, GOLD)
        + circle(-left + 16, y + 13, 17, GOLD)
        for y in (top - 20, -top - 6)
    )
    cord = stroke(f"M{left * 0.55},{top - 10} L0,{top - 92} L{-left * 0.55},{top - 10}", INK, 5) + circle(
        0, top - 92, 11, INK
    )
    gleam = polygon(
        [(left + 40, -top - 130), (left + 250, top + 128), (left + 330, top + 128), (left + 120, -top - 130)],
        "#FFFFFF",
        opacity=0.22,
    )
    return cord + paper + area + figure + (gleam if glossy else "") + key + rods


def book(
    inside: str,
    *,
    lines: list[str],
    cover: str = TEAL,
    band: str = CORAL,
    ring: bool = False,
    thick: float = 46,
    foot: str = "",
) -> str:
    """Draw a book standing a little turned, with its title lettered; `ring` binds it with a spiral."""
    width, height = 560, 780
    left, top = -width / 2, -height / 2
    pages = polygon(
        [
            (left + width, top + 14),
            (left + width + thick, top + 34),
            (left + width + thick, -top - 6),
            (left + width, -top),
        ],
        SHELL,
    )
    pages += "".join(
        stroke(
            f"M{left + width + thick * i / 5:.0f},{top + 14 + 4 * i} L{left + width + thick * i / 5:.0f},{-top - i}",
            DUNE,
            2,
        )
        for i in range(1, 5)
    )
    under = polygon(
        [
            (left + 10, -top),
            (left + width, -top),
            (left + width + thick, -top - 6),
            (left + width + thick, -top + 8),
            (left + 16, -top + 14),
        ],
        INK,
    )
    front = box(left, top, width, height, cover, r=8) + box(left, top, 34, height, INK, r=6, opacity=0.22)
    front += box(left + 60, top + 250, width - 100, height - 400, SHELL, r=12, opacity=0.95)
    art = clipped(
        at(10, top + 250 + (height - 400) / 2, inside, scale=0.5),
        box(left + 60, top + 250, width - 100, height - 400, SHELL, r=12),
        f"book{len(lines)}{len(lines[0])}",
    )
    size = min(62, 470 / (0.53 * max(len(text) for text in lines)))
    first = top + 140 - (len(lines) - 1) * size * 0.58 + size * 0.3
    title = "".join(words(text, 12, first + i * size * 1.14, size, SHELL, serif=True) for i, text in enumerate(lines))
    strip = box(left + 60, -top - 112, width - 100, 8, band, r=4)
    bottom = (
        words(foot, 12, -top - 52, 30, SHELL, letter_spacing=2)
        if foot
        else words("NIEL ASHER EDUCATION", 12, -top - 54, 25, SHELL, letter_spacing=4)
    )
    spiral = (
        "".join(
            box(left - 22, y, 58, 15, "#C9D3D6", r=7) + circle(left + 26, y + 7, 9, INK)
            for y in range(int(top) + 40, int(-top) - 30, 52)
        )
        if ring
        else ""
    )
    ground_shadow = shadow(20, -top + 10, 360, 34)
    return ground_shadow + under + pages + front + art + title + strip + bottom + spiral


def screen_file(inside: str, *, label: str, button: bool = True) -> str:
    """Draw a downloaded file: a page on a tablet with an arrow."""
    body_ = drop(-250, -360, 500, 700, r=40) + box(-250, -360, 500, 700, INK, r=40)
    page = box(-218, -322, 436, 624, SHELL, r=12)
    return body_ + page + inside + (at(214, 290, download()) if button else "") + words(label, 0, 262, 40, TEAL)


def download() -> str:
    """Draw a button with an arrow pointing down."""
    arrow = (
        line([(0, -44), (0, 26)], SHELL, 18)
        + stroke("M-32,-2 L0,32 L32,-2", SHELL, 18)
        + line([(-36, 54), (36, 54)], SHELL, 14)
    )
    return circle(0, 10, 92, INK, opacity=0.15) + circle(0, 0, 88, CORAL) + arrow


def emblem(*, light: str = SHELL, dark: str = TEAL) -> str:
    """Draw the emblem of the campus: an open book under a rising point with rings."""
    rings = "".join(
        stroke(f"M{-r},-20 A{r},{r} 0 0 1 {r},-20", color, 16) for r, color in ((96, GOLD), (146, light), (196, light))
    )
    leaf = path(
        curve([(0, 60), (-70, 20), (-170, 16), (-210, 30), (-210, 140), (-170, 126), (-70, 132), (0, 172)], pull=0.7),
        fill=light,
    )
    other = at(0, 0, leaf, flip=True)
    rules = "".join(
        line([(s * 178, y), (s * 90, y + 4), (s * 34, y + 30)], dark, 7, opacity=0.35)
        for s in (1, -1)
        for y in (60, 92)
    )
    return rings + circle(0, -20, 46, CORAL) + leaf + other + line([(0, 60), (0, 172)], dark, 8) + rules


def card(*, face: str, width: float = 760, height: float = 470) -> str:
    """Draw a blank plastic or paper card, centred on the origin."""
    left, top = -width / 2, -height / 2
    sheen = polygon([(left + 60, -top), (left + 330, top), (left + 470, top), (left + 200, -top)], SHELL, opacity=0.09)
    plain = box(left, top, width, height, face, r=34)
    return drop(left, top, width, height, r=34, down=26) + plain + clipped(sheen, plain, f"card{int(width)}{face[1:]}")


def parcel(inside: str, *, front: str = TEAL) -> str:
    """Draw an open box with things looking out of it, and a band with the mark of the shop."""
    behind = polygon([(250, 640), (330, 560), (870, 560), (950, 640)], INK)
    walls = box(230, 640, 740, 330, front, r=10) + box(230, 640, 740, 22, INK, opacity=0.25)
    flaps = polygon([(230, 640), (150, 716), (172, 748), (250, 690)], SEA) + polygon(
        [(970, 640), (1050, 716), (1028, 748), (950, 690)], SEA
    )
    badge = circle(600, 812, 92, SHELL) + at(600, 812, emblem(light=TEAL, dark=SHELL), scale=0.3)
    return shadow(600, 976, 440, 40) + behind + inside + walls + flaps + badge
