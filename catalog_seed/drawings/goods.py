"""Pictures of what is sent or downloaded: books, charts, tools, bundles and gift cards."""

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
    line,
    path,
    polygon,
    shadow,
    shape,
    stroke,
    words,
)
from catalog_seed.drawings.scene import Scene


def legs() -> str:
    """Draw hips, thighs and both calves from behind."""
    calves = at(-73, 262, lower_body.calf(), scale=0.42) + at(73, 262, lower_body.calf(), scale=0.42, flip=True)
    return at(0, -20, calves + at(0, -130, lower_body.hip(), scale=0.7), scale=0.86)


def _shelf(inside: str, *, wall: str = SAND, disc: str = SHELL, top: str = DUNE) -> str:
    return frames.table(wall, disc, top) + inside


def _one_book(book: str, **colors: str) -> str:
    return _shelf(at(580, 556, book, scale=0.98), **colors)


def _wall(inside: str, *, wall: str = MIST) -> str:
    return frames.ground(wall, SHELL) + inside


def _one_chart(figure: str, title: str, *, tint: str, wall: str = MIST) -> str:
    return _wall(at(600, 630, frames.chart(figure, title=title, tint=tint)), wall=wall)


def _lying(
    inside: str,
    *,
    x: float = 600,
    y: float = 600,
    scale: float = 1.0,
    width: float = 340,
    drop: float = 250,
    wall: str = SAND,
) -> str:
    return frames.ground(wall, SHELL) + shadow(x, y + drop, width, 40) + at(x, y, inside, scale=scale)


def _moon(x: float, y: float) -> str:
    return at(x, y, path("M22,-62 A64,64 0 1 0 62,26 A52,52 0 0 1 22,-62 Z", fill=GOLD))


def _mini_chart() -> str:
    sheet = frames.chart(lower_body.calf(), title="CALF AND NIGHT CRAMP", width=600, height=800, tint=MIST)
    return _wall(at(600, 630, sheet), wall=SAND) + at(880, 900, circle(0, 0, 96, TEAL) + _moon(0, 0))


def _chart_pair() -> str:
    upper = frames.chart(upper_body.back(), title="UPPER BODY", width=430, height=760, tint=SAND)
    lower = frames.chart(legs(), title="LOWER BODY", width=430, height=760, tint=MIST)
    return _wall(at(330, 630, upper) + at(870, 630, lower), wall=SAND)


def _digital() -> str:
    back = at(
        690, 560, frames.screen_file(at(0, -60, upper_body.profile(), scale=0.5), label="", button=False), turn=10
    )
    front = at(520, 600, frames.screen_file(at(0, -40, figures.whole(points=True), scale=0.7), label="PDF"), turn=-4)
    return _wall(back + front)


def _balls() -> str:
    trio = (
        at(330, 700, tools.ball(SEA, TEAL, r=170))
        + at(860, 690, tools.ball(INK, SEA, r=180))
        + at(600, 560, tools.ball(r=240))
    )
    return (
        frames.ground(MIST, SHELL)
        + shadow(330, 880, 170, 26)
        + shadow(860, 880, 180, 26)
        + shadow(600, 830, 240, 32)
        + trio
    )


def _spikies() -> str:
    trio = (
        at(600, 560, tools.spiky(r=250))
        + at(250, 740, tools.spiky(CORAL, RUST, r=130))
        + at(950, 720, tools.spiky(GOLD, "#B98426", r=170))
    )
    return (
        frames.ground(SAND, SHELL)
        + shadow(600, 850, 260, 34)
        + shadow(250, 892, 130, 22)
        + shadow(950, 912, 170, 26)
        + trio
    )


def _tapes() -> str:
    trio = (
        at(420, 480, tools.tape(SEA, TEAL), scale=0.95)
        + at(790, 560, tools.tape("#34474D", INK), scale=0.9)
        + at(520, 780, tools.tape(), scale=1.05)
    )
    return frames.ground(SAND, SHELL) + trio


def _rollers() -> str:
    pair = at(560, 480, tools.arch_roller(), scale=1.1, turn=-14) + at(
        640, 760, tools.arch_roller("#C9A27C", "#8D6A49"), scale=0.95, turn=-14
    )
    return frames.ground(MIST, SHELL) + shadow(580, 640, 350, 30) + shadow(660, 900, 320, 28) + pair


def _knobs() -> str:
    pair = at(430, 580, tools.knob(), scale=1.25, turn=-12) + at(820, 640, tools.knob(SEA, TEAL), scale=1.0, turn=14)
    return frames.ground(SAND, SHELL) + shadow(450, 940, 200, 30) + shadow(800, 920, 170, 26) + pair


def _guide(figure: str, first: str, second: str, cover: str) -> str:
    return frames.book(
        figure,
        lines=[first, second],
        cover=cover,
        ring=True,
        thick=20,
        foot="52 PAGES" if second == "Treatment Guide" else "",
    )


CRAMP_GUIDE = ("Night Cramp", "Pocket Guide")


def _tablet(figure: str) -> str:
    return (
        box(-230, -170, 460, 340, INK, r=30)
        + box(-204, -144, 408, 288, MIST, r=10)
        + at(0, 0, figure, scale=0.36)
        + at(140, 92, frames.play(), scale=0.5)
    )


def _cramp_kit() -> str:
    chart = at(350, 470, frames.chart(lower_body.calf(), title="CALF", width=330, height=460, tint=MIST), turn=-7)
    guide = at(770, 480, _guide(legs(), *CRAMP_GUIDE, TEAL), scale=0.5, turn=8)
    inside = chart + guide + at(560, 450, tools.stick(), scale=0.72, turn=-78) + at(880, 640, tools.ball(r=84))
    return frames.ground(SAND, SHELL) + frames.parcel(inside)


def _calf_bundle() -> str:
    inside = (
        at(460, 480, _tablet(lower_body.calf()), turn=-5, scale=1.1)
        + at(760, 440, tools.stick(), scale=0.72, turn=-72)
        + at(880, 620, tools.ball(r=90))
    )
    return frames.ground(MIST, SHELL) + frames.parcel(inside, front=SEA)


def _head_set() -> str:
    chart = at(
        620,
        440,
        frames.chart(upper_body.profile(jaw=True), title="HEAD AND NECK", width=360, height=500, tint=MIST),
        turn=3,
    )
    guide = at(
        860,
        540,
        _guide(upper_body.back(lower=False), "Headache and Neck", "Treatment Guide", RUST),
        scale=0.44,
        turn=10,
    )
    return frames.ground(SAND, SHELL) + frames.parcel(
        at(360, 480, tools.cane(), scale=0.86, turn=-6) + chart + guide, front=TEAL
    )


def _foot_kit() -> str:
    guide = at(780, 470, _guide(lower_body.sole(), "Plantar Fasciitis", "Treatment Guide", SEA), scale=0.5, turn=8)
    inside = (
        guide
        + at(470, 470, tools.arch_roller(), scale=0.72, turn=-58)
        + at(340, 580, tools.spiky(CORAL, RUST, r=96))
        + at(600, 600, tools.tape(), scale=0.5)
    )
    return frames.ground(MIST, SHELL) + frames.parcel(inside, front=TEAL)


def _wall_pack() -> str:
    figures = (
        (upper_body.profile(jaw=True), "HEAD", SAND),
        (upper_body.shoulder(), "SHOULDER", MIST),
        (upper_body.back(), "BACK", SAND),
        (legs(), "LEG", MIST),
    )
    row = "".join(
        at(186 + i * 276, 410, frames.chart(f, title=t, width=210, height=450, tint=c), scale=0.98)
        for i, (f, t, c) in enumerate(figures)
    )
    return (
        frames.table(MIST, SHELL, DUNE)
        + row
        + shadow(600, 1060, 330, 30)
        + at(600, 850, tools.easel(lower_body.calf()), scale=0.6)
    )


def _library() -> str:
    figures = (
        upper_body.back(lower=False),
        upper_body.profile(),
        upper_body.profile(neck=False, jaw=True),
        upper_body.shoulder(),
        upper_body.back(),
        lower_body.hip(),
        lower_body.calf(),
        lower_body.sole(),
        lower_body.shin(),
    )
    tints = (SHELL, MIST, SAND)
    cells = ""
    for i, figure in enumerate(figures):
        x, y = 272 + (i % 3) * 328, 250 + (i // 3) * 350
        cells += box(x - 150, y - 134, 300, 306, INK, r=24, opacity=0.16) + box(x - 150, y - 150, 300, 300, INK, r=24)
        cells += box(x - 134, y - 134, 268, 236, tints[(i + i // 3) % 3], r=12) + at(x, y - 16, figure, scale=0.31)
        cells += (
            box(x - 110, y + 120, 150, 10, SEA, r=5)
            + box(x - 110, y + 120, 40 + 12 * i, 10, CORAL, r=5)
            + at(x + 104, y + 88, frames.play(), scale=0.34)
        )
    return box(0, 0, 1200, 1200, TEAL) + circle(600, 600, 520, SEA, opacity=0.5) + cells


def _starter() -> str:
    paper = (
        box(-200, -150, 400, 300, SHELL, r=8)
        + box(-180, -130, 360, 260, "none", stroke=TEAL, stroke_width=5)
        + words("DIPLOMA", 0, -60, 46, TEAL, serif=True, letter_spacing=8)
    )
    paper += (
        box(-110, -30, 220, 10, DUNE, r=5)
        + box(-80, 0, 160, 10, DUNE, r=5)
        + at(110, 70, frames.seal(CORAL), scale=0.5)
    )
    book = at(
        390,
        500,
        frames.book(figures.whole(), lines=["The Concise", "Book of", "Trigger Points"], thick=34),
        scale=0.52,
        turn=-7,
    )
    inside = (
        book
        + at(700, 420, paper, turn=5)
        + at(900, 620, tools.thumb_saver(), scale=0.46, turn=10)
        + at(620, 620, tools.easel(upper_body.shoulder()), scale=0.42)
    )
    return frames.ground(SAND, SHELL) + frames.parcel(inside, front=INK)


def _bow() -> str:
    loops = shape([(0, 0), (-60, -74), (-150, -80), (-160, -10), (-90, 20)], CORAL) + shape(
        [(0, 0), (60, -74), (150, -80), (160, -10), (90, 20)], CORAL
    )
    tails = polygon([(-10, 10), (-90, 130), (-50, 124), (-34, 156), (14, 30)], RUST) + polygon(
        [(10, 10), (90, 130), (50, 124), (34, 156), (-14, 30)], RUST
    )
    return (
        tails
        + loops
        + line([(-30, -12), (-110, -40)], RUST, 8)
        + line([(30, -12), (110, -40)], RUST, 8)
        + circle(0, 0, 36, RUST)
    )


def _gift_face(face: str) -> str:
    return (
        frames.card(face=face, width=640, height=400)
        + at(-150, -20, frames.emblem(dark=face), scale=0.5)
        + words("GIFT CARD", 270, 148, 50, SHELL, text_anchor="end", letter_spacing=4)
    )


def _e_gift() -> str:
    envelope = box(-340, -60, 680, 400, SEA, r=22) + polygon([(-340, -50), (0, -280), (340, -50)], TEAL)
    front = polygon([(-340, -40), (0, 190), (340, -40), (340, 340), (-340, 340)], SEA) + polygon(
        [(-340, 340), (-30, 130), (30, 130), (340, 340)], "#4FA0A5"
    )
    badge = circle(0, 0, 92, CORAL) + words("@", 0, 38, 116, SHELL)
    return (
        frames.ground(SAND, SHELL)
        + shadow(600, 1010, 400, 36)
        + at(600, 660, envelope)
        + at(600, 520, _gift_face(INK), turn=-4)
        + at(600, 660, front)
        + at(880, 900, badge)
    )


def _printed_gift() -> str:
    envelope = at(
        640, 690, box(-350, -210, 700, 430, BLUSH, r=18) + stroke("M-340,-200 L0,60 L340,-200", CORAL, 8), turn=7
    )
    ribbon = box(-250, -200, 44, 400, CORAL)
    face = _gift_face(TEAL)
    return (
        frames.ground(MIST, SHELL)
        + shadow(620, 980, 400, 36)
        + envelope
        + at(560, 560, face + at(-20, 0, ribbon) + at(-248, -130, _bow(), scale=0.8), turn=-6)
    )


SCENES = (
    Scene(
        "concise-book-of-trigger-points",
        lambda: _one_book(
            frames.book(
                figures.whole(), lines=["The Concise Book", "of Trigger Points"], thick=54, foot="SIMEON NIEL-ASHER"
            )
        ),
    ),
    Scene(
        "libro-conciso-de-los-puntos-gatillo",
        lambda: _one_book(
            frames.book(
                figures.whole(),
                lines=["El libro conciso de", "los puntos gatillo"],
                cover=RUST,
                band=GOLD,
                thick=54,
                foot="SIMEON NIEL-ASHER",
            ),
            wall=MIST,
            top=SAND,
        ),
    ),
    Scene(
        "treat-your-own-frozen-shoulder",
        lambda: _wall(
            at(
                600,
                590,
                frames.screen_file(
                    at(-10, -70, upper_body.shoulder(), scale=0.52)
                    + words("Treat Your Own", 0, -262, 44, TEAL, serif=True)
                    + words("Frozen Shoulder", 0, 190, 44, TEAL, serif=True),
                    label="PDF",
                ),
                scale=1.12,
            ),
            wall=SAND,
        ),
    ),
    Scene(
        "plantar-fasciitis-treatment-guide",
        lambda: _one_book(_guide(lower_body.sole(), "Plantar Fasciitis", "Treatment Guide", SEA)),
    ),
    Scene(
        "low-back-pain-treatment-guide",
        lambda: _one_book(_guide(upper_body.back(), "Low Back Pain", "Treatment Guide", INK), wall=MIST, top=SAND),
    ),
    Scene(
        "headache-neck-treatment-guide",
        lambda: _one_book(_guide(upper_body.profile(), "Headache and Neck", "Treatment Guide", RUST)),
    ),
    Scene(
        "night-cramp-pocket-guide",
        lambda: _shelf(
            at(
                590,
                610,
                frames.book(legs(), lines=["Night Cramp", "Pocket Guide"], cover=TEAL, thick=14, foot="32 PAGES"),
                scale=0.84,
            )
            + _moon(770, 250),
            wall=MIST,
            top=SAND,
        ),
    ),
    Scene(
        "trigger-point-pocket-atlas",
        lambda: _one_book(
            frames.book(
                upper_body.shoulder(),
                lines=["Trigger Point", "Pocket Atlas"],
                cover=CORAL,
                band=INK,
                ring=True,
                thick=36,
                foot="160 PAGES",
            )
        ),
    ),
    Scene("trigger-point-wall-chart-set-full-body", _chart_pair),
    Scene(
        "head-neck-trigger-point-chart",
        lambda: _one_chart(upper_body.profile(jaw=True), "HEAD AND NECK", tint=SAND),
    ),
    Scene(
        "shoulder-arm-trigger-point-chart",
        lambda: _one_chart(upper_body.shoulder(), "SHOULDER AND ARM", tint=MIST, wall=SAND),
    ),
    Scene(
        "back-torso-trigger-point-chart",
        lambda: _one_chart(upper_body.back(), "BACK AND TORSO", tint=SAND),
    ),
    Scene(
        "hip-leg-foot-trigger-point-chart",
        lambda: _one_chart(legs(), "HIP, LEG AND FOOT", tint=SAND),
    ),
    Scene(
        "calf-night-cramp-mini-chart",
        _mini_chart,
    ),
    Scene(
        "trigger-point-desktop-flip-chart",
        lambda: _shelf(shadow(600, 950, 420, 36) + at(590, 580, tools.easel(lower_body.calf()), scale=1.15)),
    ),
    Scene(
        "pain-map-client-record-pad",
        lambda: _shelf(
            at(580, 600, tools.pad(at(0, -64, figures.whole(points=False), scale=0.5)), scale=1.15), wall=MIST, top=SAND
        ),
    ),
    Scene("digital-chart-pack", _digital),
    Scene(
        "trigger-point-cane",
        lambda: _lying(at(-10, -10, tools.cane(), turn=16), scale=1.12, width=210, drop=440),
    ),
    Scene(
        "s-hook-massager",
        lambda: _lying(tools.s_hook(), scale=1.16, width=250, drop=430, wall=MIST),
    ),
    Scene("palm-knob-massager", _knobs),
    Scene(
        "thumb-saver-press",
        lambda: _lying(tools.thumb_saver(), scale=1.5, y=580, width=200, drop=390, wall=MIST),
    ),
    Scene("firm-pressure-ball", _balls),
    Scene("spiky-massage-ball", _spikies),
    Scene(
        "twin-peanut-ball",
        lambda: _lying(at(0, 0, tools.peanut(), turn=-12), scale=1.3, width=400, drop=230, wall=MIST),
    ),
    Scene(
        "textured-foam-roller",
        lambda: _lying(tools.foam_roller(), scale=1.2, width=420, drop=270),
    ),
    Scene("foot-arch-roller", _rollers),
    Scene(
        "calf-massage-stick",
        lambda: (
            frames.ground(MIST, SHELL)
            + at(600, 610, lower_body.calf(points=False), scale=1.05)
            + at(600, 560, tools.stick(), scale=1.12, turn=-16)
        ),
    ),
    Scene(
        "steel-scraping-tool",
        lambda: _lying(at(0, 0, tools.scraper(), turn=-14), scale=1.35, width=380, drop=240),
    ),
    Scene("kinesiology-tape", _tapes),
    Scene(
        "calf-stretch-rocker",
        lambda: _lying(tools.rocker(), y=540, scale=1.25, width=300, drop=215),
    ),
    Scene(
        "night-cramp-relief-kit",
        _cramp_kit,
    ),
    Scene(
        "calf-course-and-tools",
        _calf_bundle,
    ),
    Scene("headache-and-neck-set", _head_set),
    Scene("foot-pain-home-kit", _foot_kit),
    Scene("clinic-wall-pack", _wall_pack),
    Scene("regional-course-library", _library),
    Scene("diploma-starter-pack", _starter),
    Scene("campus-e-gift-card", _e_gift),
    Scene("printed-gift-card", _printed_gift),
)
