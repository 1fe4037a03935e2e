"""A whole person, a runner, and a muscle close up."""

from catalog_seed.drawings.ink import (
    FIBER,
    INK,
    MUSCLE,
    SEA,
    SKIN,
    TAN,
    TEAL,
    TENDON,
    box,
    circle,
    ellipse,
    fibers,
    line,
    mark,
    shape,
)
from catalog_seed.drawings.outlines import both_sides


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
