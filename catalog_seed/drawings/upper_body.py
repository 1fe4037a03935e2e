"""The upper body: head and neck, shoulder and arm, back; skin, muscles, trigger points and pain zones."""

from catalog_seed.drawings.ink import (
    FIBER,
    INK,
    MUSCLE,
    SEA,
    SHADE,
    SKIN,
    TAN,
    TEAL,
    TENDON,
    Point,
    box,
    clipped,
    curve,
    ellipse,
    faded,
    fibers,
    line,
    mark,
    pain,
    path,
    shape,
)
from catalog_seed.drawings.outlines import both_sides


def profile(*, neck: bool = True, jaw: bool = False, points: bool = True) -> str:
    """Draw a head and neck from the side, looking right; shows the neck muscles, the jaw muscles or both."""
    face: list[Point] = [
        (190, 360), (150, 300), (88, 246), (66, 176), (74, 116), (122, 104), (156, 84), (160, 50), (166, 26), (158, 10),
        (172, -6), (166, -28), (198, -48), (196, -64), (164, -116), (164, -150), (160, -205), (128, -268), (50, -318),
        (-50, -318), (-136, -270), (-172, -180), (-158, -90), (-122, -20), (-112, 60), (-146, 150), (-230, 222),
        (-320, 262),
        (-350, 360),
    ]  # fmt: skip
    skin = path(curve(face), fill=SKIN)
    shading = clipped(
        shape(
            [
                (-360, 380),
                (-330, 260),
                (-140, 170),
                (-112, 60),
                (-122, -40),
                (-60, 20),
                (10, 120),
                (-20, 230),
                (-60, 380),
            ],
            TAN,
        ),
        path(curve(face)),
        "profile-skin",
    )
    hair = shape(
        [
            (148, -226),
            (110, -292),
            (30, -336),
            (-70, -332),
            (-158, -276),
            (-190, -180),
            (-176, -86),
            (-136, -22),
            (-96, -40),
            (-70, -100),
            (-66, -160),
            (-20, -190),
            (30, -220),
            (96, -216),
        ],
        TEAL,
    )
    hair += line([(-130, -250), (-60, -290), (30, -290)], SEA, 7, opacity=0.5) + line(
        [(-150, -170), (-120, -220)], SEA, 7, opacity=0.5
    )
    ear = ellipse(-36, -92, 30, 42, SKIN, stroke=SHADE, stroke_width=5) + line(
        [(-48, -110), (-28, -112), (-26, -86), (-40, -70)], SHADE, 4
    )
    eye = line([(112, -112), (130, -104), (148, -110)], INK, 6) + line([(104, -142), (128, -152), (154, -144)], TEAL, 7)
    mouth = line([(126, 14), (144, 10), (160, 10)], SHADE, 6) + line([(168, -38), (178, -30)], SHADE, 4)
    out = skin + shading
    if neck:
        trapezius = shape(
            [
                (-130, -62),
                (-104, -40),
                (-86, 70),
                (-96, 160),
                (-180, 240),
                (-290, 290),
                (-316, 268),
                (-212, 214),
                (-132, 144),
                (-108, 60),
            ],
            MUSCLE,
        )
        trapezius += fibers(
            [[(-116, -40), (-98, 70), (-120, 170), (-270, 270)], [(-106, -30), (-90, 90), (-108, 180), (-210, 250)]]
        )
        sternomastoid = shape([(-62, -50), (-30, -54), (24, 90), (84, 232), (62, 248), (-8, 130)], MUSCLE)
        sternomastoid += fibers([[(-48, -40), (8, 100), (70, 230)], [(-38, -44), (18, 96), (76, 226)]])
        deep = shape(
            [(-74, -26), (-56, -20), (-40, 80), (-60, 176), (-110, 222), (-86, 150), (-70, 60)], FIBER, opacity=0.8
        )
        out += deep + trapezius + sternomastoid + line([(70, 240), (-40, 262), (-180, 262)], TENDON, 12)
    out += hair
    if jaw:
        fan = shape(
            [(0, -96), (-40, -176), (-10, -236), (60, -250), (112, -214), (110, -150), (56, -96), (30, -74)], MUSCLE
        )
        fan += fibers(
            [[(26, -84), (-18, -180)], [(30, -84), (24, -228)], [(34, -84), (72, -226)], [(40, -88), (102, -178)]]
        )
        cheek = shape([(12, -46), (66, -58), (84, -36), (58, 30), (26, 82), (-8, 66), (0, 10)], MUSCLE)
        cheek += fibers([[(24, -42), (12, 60)], [(46, -44), (26, 66)], [(66, -42), (42, 40)]])
        out += fan + cheek + line([(-8, -62), (50, -64), (100, -50)], TENDON, 12)
    out += ear + eye + mouth
    if points:
        if neck and not jaw:
            out += pain(62, -190, 54, 46) + mark(-112, 150) + mark(12, 96, r=15) + mark(-102, -8, r=14)
        elif jaw:
            out += pain(120, -20, 34, 30) + mark(30, 14, r=15) + mark(36, -160, r=15)
            out += mark(-112, 150, r=15) if neck else ""
    return out


def shoulder(*, points: bool = True) -> str:
    """Draw a right shoulder and upper arm from behind: shoulder blade, infraspinatus and the rotator cuff."""
    outline: list[Point] = [
        (-280, -370), (-186, -368), (-176, -290), (-120, -240), (10, -216), (120, -196), (196, -130), (222, -20),
        (236, 120),
        (240, 250), (234, 370), (118, 370), (112, 230), (104, 130), (84, 70), (74, 160), (62, 370), (-280, 370),
    ]  # fmt: skip
    skin = path(curve(outline, pull=0.8), fill=SKIN)
    shading = clipped(
        shape([(190, -150), (240, -20), (260, 380), (190, 380), (186, 120), (160, -40)], TAN)
        + shape([(20, 60), (90, 90), (70, 380), (10, 380)], TAN),
        path(curve(outline, pull=0.8)),
        "shoulder-skin",
    )
    spine = "".join(box(-262, y, 44, 34, TENDON, r=10) for y in range(-300, 340, 46))
    blade = shape(
        [(-130, -168), (40, -186), (92, -164), (60, -110), (0, 20), (-66, 138), (-92, 60), (-128, -90)], TENDON
    )
    cuff = shape(
        [(-112, -96), (-40, -110), (60, -128), (150, -132), (150, -100), (70, -66), (0, 24), (-62, 116), (-88, 40)],
        MUSCLE,
    )
    cuff += fibers(
        [
            [(-100, -70), (20, -100), (136, -118)],
            [(-94, -10), (10, -60), (130, -112)],
            [(-76, 60), (-10, -10), (110, -100)],
        ]
    )
    above = shape([(-118, -150), (20, -176), (110, -170), (128, -148), (20, -148)], FIBER) + line(
        [(-124, -128), (30, -140), (110, -152)], TENDON, 13
    )
    deltoid = shape(
        [(104, -176), (178, -130), (208, -20), (206, 90), (186, 120), (150, 20), (128, -70)], MUSCLE, opacity=0.6
    )
    deltoid += fibers([[(140, -140), (176, -20), (190, 96)], [(166, -120), (194, -10), (196, 90)]])
    out = skin + shading + spine + blade + above + cuff + deltoid
    if points:
        out += pain(172, 40, 44, 96) + mark(-30, -70) + mark(-50, 20, r=15) + mark(54, -102, r=14)
    return out


def back(*, points: bool = True, lower: bool = True) -> str:
    """Draw a back from behind, neck to hips, with trapezius and, where `lower`, quadratus lumborum."""
    torso = both_sides(
        [
            (0, -366),
            (58, -362),
            (60, -300),
            (120, -262),
            (196, -226),
            (204, -120),
            (176, -10),
            (146, 100),
            (160, 210),
            (186, 300),
            (190, 366),
            (0, 366),
        ]
    )
    arm = shape(
        [
            (150, -244),
            (222, -226),
            (258, -140),
            (272, 0),
            (286, 140),
            (280, 250),
            (240, 250),
            (226, 130),
            (206, 10),
            (184, -110),
        ],
        SKIN,
    )
    arms = arm + f'<g transform="scale(-1,1)">{arm}</g>'
    skin = path(curve(torso), fill=SKIN)
    shading = clipped(
        shape([(200, -230), (150, -40), (110, 100), (130, 220), (140, 380), (220, 380), (220, -100)], TAN)
        + line([(96, -190), (112, -110), (84, -40)], TAN, 16)
        + line([(-96, -190), (-112, -110), (-84, -40)], TAN, 16),
        path(curve(torso)),
        "back-skin",
    )
    trapezius = shape(
        both_sides(
            [(0, -330), (34, -320), (46, -280), (110, -244), (170, -222), (90, -190), (44, -110), (12, -10), (0, 40)]
        ),
        MUSCLE,
    )
    trapezius += fibers(
        [[(s * 14, -300), (s * 40, -250), (s * 140, -226)] for s in (1, -1)]
        + [[(s * 12, -200), (s * 60, -206), (s * 110, -208)] for s in (1, -1)]
    )
    trapezius += fibers([[(s * 10, -60), (s * 40, -130), (s * 70, -172)] for s in (1, -1)])
    ribs = "".join(
        line([(s * 20, 44 + i * 0), (s * 70, 62), (s * 118, 50)], TENDON, 12) for s in (1, -1) for i in range(1)
    )
    pelvis = "".join(
        shape([(s * 24, 226), (s * 70, 196), (s * 136, 204), (s * 158, 250), (s * 120, 280), (s * 50, 286)], TENDON)
        for s in (1, -1)
    )
    quadratus = "".join(
        shape([(s * 30, 72), (s * 66, 76), (s * 84, 130), (s * 100, 200), (s * 62, 206), (s * 30, 190)], MUSCLE)
        for s in (1, -1)
    )
    quadratus += fibers(
        [[(s * 42, 80), (s * 50, 140), (s * 60, 198)] for s in (1, -1)]
        + [[(s * 58, 84), (s * 70, 140), (s * 84, 196)] for s in (1, -1)]
    )
    spine = "".join(box(-15, y, 30, 24, TENDON, r=8) for y in range(-320, 230, 33)) + shape(
        [(-34, 226), (34, 226), (16, 310), (0, 326), (-16, 310)], TENDON
    )
    shorts = clipped(box(-260, 300, 520, 90, TEAL), path(curve(torso)), "back-shorts")
    out = arms + skin + shading + trapezius
    out += (ribs + pelvis + quadratus) if lower else ""
    out += spine + shorts
    if points:
        out += mark(-98, -228, r=15) + mark(66, -196, r=15)
        out += (pain(-104, 244, 46, 38) + mark(-60, 120) + mark(66, 168, r=15)) if lower else ""
    return out


def forearm() -> str:
    """Draw a forearm and hand lying to the right, palm up."""
    arm = shape(
        [
            (-340, -70),
            (-200, -92),
            (-60, -84),
            (80, -52),
            (150, -46),
            (210, -60),
            (260, -40),
            (266, 40),
            (206, 66),
            (140, 48),
            (60, 58),
            (-80, 92),
            (-220, 98),
            (-340, 80),
        ],
        SKIN,
    )
    fingers = "".join(
        line([(246, y), (340 + x, y - 4)], SKIN, 31) for y, x in ((-34, -6), (-8, 12), (20, 6), (44, -20))
    )
    thumb = line([(190, -50), (236, -104), (284, -118)], SKIN, 34)
    muscle = shape(
        [(-320, -40), (-200, -66), (-60, -50), (60, -22), (110, -8), (60, 14), (-80, 50), (-220, 64), (-320, 44)],
        MUSCLE,
    )
    muscle += fibers([[(-310, y), (-160, y * 1.4), (90, -4)] for y in (-26, 0, 26)], width=5)
    return thumb + fingers + arm + faded(muscle, 0.9)
