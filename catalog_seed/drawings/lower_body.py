"""The lower body: calf, shin, sole and hip, with the muscles a lesson is about, trigger points and pain zones."""

from catalog_seed.drawings.ink import (
    FIBER,
    INK,
    MUSCLE,
    SEA,
    SHADE,
    SHELL,
    SKIN,
    TAN,
    TEAL,
    TENDON,
    Point,
    box,
    circle,
    clipped,
    curve,
    ellipse,
    fibers,
    line,
    mark,
    pain,
    path,
    shape,
)
from catalog_seed.drawings.outlines import both_sides

LEG: list[Point] = [
    (-128, -360), (-112, -270), (-100, -215), (-112, -150), (-126, -60), (-112, 40), (-78, 140), (-52, 225), (-50, 275),
    (-62, 318), (-40, 352), (0, 360), (40, 352), (62, 318), (50, 275), (50, 225), (74, 140), (108, 30), (124, -70),
    (112, -150), (98, -215), (110, -270), (126, -360),
]  # fmt: skip


def calf(*, points: bool = True) -> str:
    """Draw the back of a lower leg: gastrocnemius, soleus, Achilles tendon and heel."""
    skin = path(curve(LEG), fill=SKIN)
    shading = shape([(60, -360), (130, -360), (130, -60), (110, 60), (56, 230), (62, 330), (30, 260), (70, 90)], TAN)
    soleus = shape([(-92, -70), (-96, 20), (-62, 130), (-22, 200), (22, 200), (58, 130), (92, 10), (90, -80)], FIBER)
    soleus += fibers([[(-84, 0), (-48, 120), (-16, 185)], [(80, 0), (46, 120), (16, 185)]], width=5)
    tendon = shape([(-34, 70), (-20, 190), (-24, 300), (0, 330), (24, 300), (20, 190), (34, 60), (0, 90)], TENDON)
    tendon += line([(-6, 130), (-7, 290)], SHADE, 3, opacity=0.5) + line([(7, 130), (8, 290)], SHADE, 3, opacity=0.5)
    inner = shape(
        [(-10, -214), (-64, -226), (-104, -130), (-106, -40), (-78, 52), (-36, 88), (-8, 50), (-4, -70)], MUSCLE
    )
    outer = shape([(10, -214), (62, -226), (100, -135), (100, -60), (76, 24), (38, 66), (8, 44), (4, -70)], MUSCLE)
    strands = fibers(
        [
            [(-62, -205), (-80, -60), (-46, 66)], [(-40, -205), (-52, -60), (-26, 60)],
            [(-22, -200), (-25, -60), (-12, 40)],
            [(60, -205), (76, -70), (46, 44)], [(40, -205), (50, -70), (28, 44)], [(22, -200), (24, -70), (12, 34)],
        ]
    )  # fmt: skip
    gleam = shape([(-86, -150), (-94, -80), (-84, -10), (-74, -80)], SHELL, opacity=0.22)
    crease = line([(-74, -262), (-10, -248), (66, -264)], SHADE, 6) + line(
        [(-46, -238), (0, -232), (40, -240)], SHADE, 4
    )
    cut = clipped(shading, path(curve(LEG)), "calf-skin")
    out = skin + cut + soleus + inner + outer + strands + gleam + tendon + crease
    if points:
        out += pain(0, 318, 50, 44) + mark(-58, -96) + mark(54, -104) + mark(-40, 128, r=14) + mark(44, 104, r=14)
    return out


def shin(*, points: bool = True) -> str:
    """Draw the front of a lower leg and the top of the foot, with tibialis anterior along the shin."""
    leg: list[Point] = [
        (-118, -360), (-98, -270), (-96, -200), (-104, -120), (-98, 0), (-66, 130), (-46, 210), (-56, 270), (-84, 330),
        (-80, 366), (-20, 378), (60, 374), (92, 350), (70, 280), (46, 210), (62, 120), (104, -20), (108, -120),
        (96, -200),
        (100, -270), (120, -360),
    ]  # fmt: skip
    skin = path(curve(leg), fill=SKIN)
    shading = clipped(
        shape([(-130, -360), (-60, -360), (-70, -60), (-40, 150), (-50, 270), (-100, 320)], TAN),
        path(curve(leg)),
        "shin-skin",
    )
    patella = ellipse(0, -258, 52, 58, TENDON) + ellipse(-4, -262, 34, 40, SHELL)
    bone = shape([(-24, -190), (20, -190), (12, -40), (4, 120), (10, 215), (-16, 215), (-20, 60), (-30, -80)], TENDON)
    muscle = shape(
        [(26, -186), (64, -150), (66, -60), (44, 60), (18, 150), (4, 205), (-6, 200), (8, 110), (18, -40)], MUSCLE
    )
    muscle += fibers(
        [[(44, -150), (46, -40), (8, 170)], [(32, -160), (32, -40), (4, 160)], [(56, -110), (52, -20), (16, 140)]]
    )
    cord = line([(2, 196), (-20, 262), (-46, 312)], TENDON, 13)
    toes = "".join(
        ellipse(x, 366 - abs(x) * 0.02, r, r * 0.72, SKIN, stroke=SHADE, stroke_width=3)
        for x, r in ((-58, 27), (-18, 20), (14, 18), (42, 16), (66, 14))
    )
    nails = "".join(ellipse(x, 362, r, r * 0.6, SHELL) for x, r in ((-60, 10), (-18, 8), (14, 7), (42, 6), (66, 5)))
    out = skin + shading + bone + muscle + cord + patella + toes + nails
    if points:
        out += pain(-20, 290, 46, 34) + pain(-58, 356, 26, 20) + mark(50, -96) + mark(42, 10, r=14)
    return out


def sole(*, points: bool = True) -> str:
    """Draw the sole of a foot: heel, arch, ball and toes, with the short foot muscles."""
    outline: list[Point] = [
        (-30, 350), (-86, 318), (-102, 250), (-84, 160), (-52, 60), (-62, -60), (-104, -150), (-108, -215), (-60, -252),
        (20, -246), (100, -206), (136, -140), (126, -60), (104, 40), (98, 160), (96, 260), (64, 330), (16, 356),
    ]  # fmt: skip
    skin = path(curve(outline), fill=SKIN)
    toes = "".join(
        ellipse(x, y, rx, ry, SKIN) + ellipse(x, y + 8, rx * 0.6, ry * 0.55, TAN, opacity=0.6)
        for x, y, rx, ry in (
            (-78, -292, 46, 56),
            (-8, -300, 29, 42),
            (46, -278, 26, 37),
            (92, -246, 23, 32),
            (128, -206, 20, 28),
        )
    )
    pads = ellipse(-4, 275, 70, 66, TAN, opacity=0.65) + shape(
        [(-92, -190), (-40, -226), (60, -200), (112, -140), (60, -108), (-60, -120)], TAN, opacity=0.65
    )
    inner = shape(
        [(-70, 236), (-82, 180), (-46, 60), (-64, -60), (-84, -120), (-58, -110), (-32, 0), (-34, 100), (-50, 220)],
        MUSCLE,
    )
    middle = shape(
        [
            (-22, 240),
            (-26, 120),
            (-6, 0),
            (-24, -96),
            (8, -80),
            (30, -88),
            (54, -76),
            (78, -70),
            (54, 20),
            (36, 130),
            (22, 240),
        ],
        MUSCLE,
    )
    strands = fibers(
        [
            [(-12, 220), (-8, 80), (-14, -70)],
            [(2, 220), (10, 80), (18, -66)],
            [(12, 220), (26, 80), (50, -50)],
            [(-62, 210), (-52, 80), (-66, -70)],
        ]
    )
    cords = "".join(
        line([(x, y), (u, v)], TENDON, 8)
        for x, y, u, v in ((-18, -90, -12, -262), (14, -80, 42, -248), (44, -78, 88, -222), (72, -68, 122, -186))
    )
    out = toes + skin + pads + inner + middle + strands + cords
    if points:
        out += pain(-4, 280, 62, 56) + mark(-60, 120) + mark(6, 60, r=15) + mark(12, 190, r=15)
    return out


def hip(*, points: bool = True) -> str:
    """Draw the pelvis and thighs from behind in shorts, with the deep buttock muscles shown on one side."""
    outline = both_sides(
        [
            (0, -360),
            (152, -360),
            (150, -270),
            (196, -150),
            (216, -20),
            (212, 90),
            (196, 220),
            (178, 366),
            (30, 366),
            (16, 240),
            (6, 140),
            (0, 110),
        ]
    )
    skin = path(curve(outline, pull=0.9), fill=SKIN)
    shorts = clipped(
        box(-260, -236, 520, 390, TEAL)
        + box(-260, -236, 520, 34, SEA)
        + line([(0, -200), (4, -40), (0, 140)], INK, 6, opacity=0.5)
        + line([(-150, 120), (-90, 138), (-20, 110)], INK, 5, opacity=0.4),
        path(curve(outline, pull=0.9)),
        "hip-shorts",
    )
    window = shape([(14, -190), (110, -214), (196, -130), (214, -10), (190, 110), (110, 150), (26, 120), (10, 0)], SKIN)
    bone = shape([(20, -150), (100, -190), (170, -130), (150, -70), (90, -60), (40, -20), (22, 60), (12, -40)], TENDON)
    femur = circle(176, -8, 27, TENDON) + line([(178, 10), (166, 130)], TENDON, 30)
    medius = shape([(70, -180), (140, -170), (178, -100), (186, -20), (164, -10), (120, -70), (74, -120)], MUSCLE)
    medius += fibers(
        [
            [(92, -160), (140, -90), (172, -24)],
            [(124, -160), (160, -90), (178, -26)],
            [(150, -150), (174, -90), (182, -30)],
        ]
    )
    piriformis = shape([(24, -66), (60, -60), (120, -26), (174, -18), (176, 4), (110, 14), (50, -6), (22, -26)], FIBER)
    piriformis += "".join(line([(32, y), (100, y * 0.4 - 2), (168, -6)], MUSCLE, 4) for y in (-52, -40, -28))
    nerve = line([(64, -6), (92, 30), (104, 90), (100, 150)], "#E9B44C", 13)
    out = skin + shorts + window + bone + femur + nerve + piriformis + medius
    if points:
        out += pain(118, 250, 46, 78) + mark(128, -112) + mark(92, -22, r=15) + mark(164, -62, r=13)
    return out
