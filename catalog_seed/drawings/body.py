"""Regions of the body in a flat anatomical style: skin, the muscles a lesson is about, trigger points, pain zones."""

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
    faded,
    fibers,
    line,
    mark,
    pain,
    path,
    shape,
)

LEG: list[Point] = [
    (-128, -360), (-112, -270), (-100, -215), (-112, -150), (-126, -60), (-112, 40), (-78, 140), (-52, 225), (-50, 275),
    (-62, 318), (-40, 352), (0, 360), (40, 352), (62, 318), (50, 275), (50, 225), (74, 140), (108, 30), (124, -70),
    (112, -150), (98, -215), (110, -270), (126, -360),
]  # fmt: skip


def both_sides(half: list[Point]) -> list[Point]:
    """Return a symmetric outline from its right half, listed from top to bottom."""
    return half + [(-x, y) for x, y in reversed(half)]


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


def whole(*, points: bool = True) -> str:
    """Draw a whole person from behind, with the trunk's and legs' large muscles in outline."""
    limbs = [
        shape(
            both_sides(
                [
                    (0, -262),
                    (26, -258),
                    (70, -240),
                    (92, -214),
                    (90, -150),
                    (66, -60),
                    (64, -20),
                    (84, 50),
                    (84, 70),
                    (0, 84),
                ]
            ),
            SKIN,
        ),
        *(
            shape(
                [
                    (s * 66, -238),
                    (s * 96, -216),
                    (s * 112, -130),
                    (s * 126, -40),
                    (s * 138, 40),
                    (s * 130, 66),
                    (s * 112, 44),
                    (s * 98, -34),
                    (s * 82, -120),
                ],
                SKIN,
            )
            for s in (1, -1)
        ),
        *(
            shape(
                [
                    (s * 4, 70),
                    (s * 84, 56),
                    (s * 80, 150),
                    (s * 62, 210),
                    (s * 66, 262),
                    (s * 48, 330),
                    (s * 50, 356),
                    (s * 22, 356),
                    (s * 26, 310),
                    (s * 22, 240),
                    (s * 22, 190),
                ],
                SKIN,
            )
            for s in (1, -1)
        ),
    ]
    neck = box(-24, -290, 48, 46, TAN, r=14)
    head = ellipse(0, -322, 42, 50, SKIN) + shape(
        both_sides([(0, -378), (34, -362), (46, -318), (38, -288), (0, -282)]), TEAL
    )
    shorts = shape(both_sides([(0, 22), (78, 22), (88, 60), (84, 124), (10, 124), (0, 96)]), TEAL)
    muscles = shape(both_sides([(0, -262), (18, -256), (64, -232), (30, -190), (10, -120), (0, -100)]), MUSCLE)
    muscles += "".join(
        shape([(s * 30, -176), (s * 62, -196), (s * 70, -160), (s * 44, -136)], MUSCLE)
        + shape([(s * 14, -40), (s * 36, -40), (s * 44, 14), (s * 14, 14)], MUSCLE)
        + shape([(s * 28, 214), (s * 54, 210), (s * 60, 262), (s * 42, 304), (s * 30, 270)], MUSCLE)
        + shape([(s * 20, 132), (s * 66, 132), (s * 56, 186), (s * 30, 190)], MUSCLE, opacity=0.55)
        for s in (1, -1)
    )
    spine = line([(0, -240), (0, 10)], TENDON, 9)
    out = neck + "".join(limbs) + head + muscles + spine + shorts
    if points:
        for x, y in ((-36, -222), (50, -170), (-28, -16), (46, 40), (-44, 240), (42, 270), (44, 160)):
            out += mark(x, y, r=10)
    return out


def runner() -> str:
    """Draw a runner in mid-stride from the side, heading right, with points marked along the leg that pushes off."""
    far = line([(6, -186), (-66, -112), (-138, -132)], TAN, 40)
    far += line([(-6, 34), (112, 48)], TAN, 70) + line([(112, 52), (110, 150), (98, 196)], TAN, 52)
    far += line([(96, 206), (164, 222)], TEAL, 38)
    near = line([(-10, 30), (-78, 140), (-96, 170)], SKIN, 76) + line([(-92, 160), (-180, 200), (-250, 208)], SKIN, 56)
    near += line([(-252, 190), (-262, 252)], SEA, 36)
    trunk = line([(24, -170), (-4, 10)], SEA, 112) + line([(30, -196), (40, -226)], SKIN, 46)
    shorts = line([(-8, 30), (-46, 96)], INK, 92) + line([(0, 34), (64, 58)], INK, 72)
    head = ellipse(58, -284, 52, 60, SKIN) + shape(
        [(100, -312), (60, -352), (2, -334), (-8, -276), (14, -250), (34, -290), (70, -316)], TEAL
    )
    arm = line([(24, -176), (34, -78), (128, -92)], SKIN, 42) + circle(136, -94, 25, SKIN)
    muscle = line([(-112, 172), (-170, 196), (-226, 204)], MUSCLE, 26) + line([(-60, 112), (-88, 150)], MUSCLE, 30)
    return (
        far
        + trunk
        + near
        + shorts
        + head
        + arm
        + muscle
        + mark(-140, 186, r=14)
        + mark(-74, 130, r=14)
        + mark(-20, 36, r=14)
    )


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


def band() -> str:
    """Draw a muscle close up: strands, a taut band and the knot in it, with the pain it sends elsewhere."""
    belly = shape(
        [(-360, -6), (-240, -110), (0, -150), (240, -110), (360, -6), (240, 104), (0, 144), (-240, 104)], MUSCLE
    )
    strands = fibers(
        [[(-320, y * 0.2), (-150, y * 0.9), (0, y), (150, y * 0.9), (320, y * 0.2)] for y in (-110, -72, 72, 108)],
        width=6,
    )
    taut = "".join(
        line([(-330, y * 0.3), (-120, y), (0, y * 2.1), (120, y), (330, y * 0.3)], FIBER, 9) for y in (-34, -12, 12, 34)
    )
    knot = ellipse(0, 0, 92, 70, FIBER) + ellipse(-6, -6, 70, 50, MUSCLE) + mark(0, 0, r=26)
    ends = line([(-352, -2), (-420, -4)], TENDON, 44) + line([(352, -2), (420, -4)], TENDON, 44)
    return ends + belly + strands + taut + knot
