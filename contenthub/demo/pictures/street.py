"""Pictures of the street: bins, bicycles, lampposts, parked cars."""

from contenthub.demo.pictures.canvas import (
    BRAND,
    BRICK,
    BRICK_DARK,
    CORAL,
    GRASS,
    GRASS_DARK,
    INK,
    MOSS,
    PALE,
    SAND,
    SAND_DARK,
    SEA,
    SKY,
    SKY_LOW,
    SLATE,
    STONE,
    SUN,
    WHITE,
    WINDOW,
    Canvas,
)

PAVEMENT, ASPHALT = "#d9d4c6", "#8d9aa0"


def bins() -> Canvas:
    """Three bins at the kerb: for garden waste, paper and packaging."""
    sheet = Canvas(SKY, SKY_LOW)
    sheet.cloud(1240, 150, 70)
    sheet.hill(520, 30, 1200, 0.3, MOSS)
    hedge(sheet)
    sheet.below(690, PAVEMENT)
    for x in range(0, 1600, 160):
        sheet.line([(x, 700), (x - 60, 820)], 3, "#c6c0af")
    sheet.rect(0, 820, 1600, 20, STONE)
    sheet.below(840, ASPHALT)
    for x, body, lid in ((330, "#4f7d4c", "#3c6440"), (670, "#356f9a", "#28567a"), (1010, "#d98a3d", "#b96f2b")):
        one_bin(sheet, x, body, lid)
    leaf(sheet, 435, 560)
    sheet.rect(748, 508, 54, 74, WHITE, radius=4)
    for y in (526, 544, 562):
        sheet.line([(758, y), (792, y)], 5, STONE)
    sheet.rect(1100, 528, 34, 62, WHITE, radius=8)
    sheet.rect(1108, 506, 18, 26, WHITE, radius=4)
    return sheet


def hedge(sheet: Canvas) -> None:
    for x in range(-40, 1660, 74):
        sheet.disc(x, 560 + (x // 74 % 3) * 10, 66, GRASS_DARK)
    sheet.rect(0, 560, 1600, 132, GRASS_DARK)
    for x in range(10, 1600, 148):
        sheet.disc(x, 586, 30, GRASS)


def one_bin(sheet: Canvas, x: float, body: str, lid: str) -> None:
    sheet.oval(x + 105, 778, 128, 16, "#bdb7a6")
    sheet.shape([(x, 420), (x + 210, 420), (x + 188, 770), (x + 22, 770)], body)
    sheet.rect(x - 14, 384, 238, 44, lid, radius=18)
    sheet.rect(x + 66, 370, 78, 22, lid, radius=10)
    for wheel in (x + 46, x + 164):
        sheet.disc(wheel, 766, 22, INK)
        sheet.disc(wheel, 766, 8, STONE)


def leaf(sheet: Canvas, x: float, y: float) -> None:
    sheet.shape([(x, y - 54), (x + 36, y - 10), (x, y + 34), (x - 36, y - 10)], "#a9cf8d")
    sheet.line([(x, y - 40), (x, y + 52)], 5, "#4f7d4c")


def bicycle() -> Canvas:
    """A bicycle on a quay with the harbour behind."""
    sheet = Canvas(SKY, SKY_LOW)
    sheet.cloud(380, 170, 74)
    sheet.below(430, SEA)
    for x, wall, roof in (
        (930, BRICK, BRICK_DARK),
        (1060, PALE, BRAND),
        (1190, "#d8a15c", BRICK_DARK),
        (1320, SLATE, INK),
    ):
        sheet.rect(x, 300, 124, 132, wall)
        sheet.shape([(x - 6, 302), (x + 130, 302), (x + 62, 226)], roof)
        for left in (x + 22, x + 72):
            sheet.rect(left, 330, 30, 40, WINDOW, radius=3)
    sheet.shape([(160, 480), (470, 480), (420, 560), (210, 560)], CORAL)
    sheet.line([(310, 480), (310, 270)], 9, INK)
    sheet.shape([(320, 290), (320, 460), (440, 460)], WHITE)
    sheet.below(650, PAVEMENT)
    sheet.rect(0, 640, 1600, 22, STONE)
    for x in (520, 1020):
        wheel(sheet, x)
    frame = [(520, 690), (690, 690), (930, 500), (640, 500), (690, 690)]
    sheet.line(frame, 15, BRAND)
    sheet.line([(520, 690), (640, 500)], 13, BRAND)
    sheet.line([(1020, 690), (925, 480), (900, 430)], 13, BRAND)
    sheet.line([(640, 500), (622, 450)], 11, INK)
    sheet.rect(572, 432, 104, 20, INK, radius=10)
    sheet.line([(900, 430), (960, 412)], 11, INK)
    sheet.ring(690, 690, 30, 9, INK)
    sheet.rect(960, 380, 120, 82, "#c99e6e", radius=10)
    for x in (980, 1004, 1028, 1052):
        sheet.line([(x, 392), (x, 452)], 4, "#a67b4f")
    sheet.disc(1000, 372, 24, CORAL)
    sheet.disc(1038, 370, 20, SUN)
    return sheet


def wheel(sheet: Canvas, x: float) -> None:
    sheet.oval(x, 826, 120, 10, "#bdb7a6")
    sheet.ring(x, 690, 132, 15, INK)
    for dx, dy in ((0, 118), (84, 84), (118, 0), (84, -84)):
        sheet.line([(x - dx, 690 - dy), (x + dx, 690 + dy)], 2.5, STONE)
    sheet.disc(x, 690, 12, INK)


def lamppost() -> Canvas:
    """A street in the evening: one lamppost shines, the other is dark."""
    sheet = Canvas("#27405a", "#d99a78")
    for x, y in ((200, 90), (420, 160), (700, 70), (980, 140), (1260, 80), (1460, 170)):
        sheet.disc(x, y, 4, WHITE)
    for number, x in enumerate(range(0, 1600, 200)):
        terraced(sheet, x, number)
    sheet.below(720, "#4b5b63")
    sheet.rect(0, 720, 1600, 18, "#6b7a80")
    sheet.shape([(520, 262), (300, 760), (740, 760)], "#f3cf86")
    sheet.oval(520, 762, 222, 26, "#f8dfa6")
    for x, lit in ((520, True), (1180, False)):
        post(sheet, x, lit=lit)
    sheet.below(800, "#3c4a52")
    for x in range(60, 1600, 220):
        sheet.rect(x, 842, 110, 10, PALE, radius=4)
    return sheet


def terraced(sheet: Canvas, x: float, number: int) -> None:
    wall = ("#7a4a45", "#6a4148", "#84574a")[number % 3]
    sheet.rect(x, 470, 196, 260, wall)
    sheet.shape([(x - 6, 474), (x + 202, 474), (x + 98, 370)], "#3a2f3d")
    for left in (x + 30, x + 112):
        sheet.rect(left, 520, 54, 66, "#f6cf86" if (number + int(left > x + 60)) % 3 else "#40506a", radius=3)
    sheet.rect(x + 72, 630, 54, 100, "#2f3a4b", radius=4)


def post(sheet: Canvas, x: float, *, lit: bool) -> None:
    sheet.line([(x, 780), (x, 280)], 14, INK)
    sheet.rect(x - 24, 760, 48, 28, INK, radius=6)
    sheet.shape([(x - 58, 268), (x + 58, 268), (x + 30, 214), (x - 30, 214)], INK)
    sheet.rect(x - 44, 262, 88, 20, SUN if lit else SLATE, radius=8)
    sheet.disc(x, 206, 10, INK)


def parking() -> Canvas:
    """Cars in parking bays behind a sign with a P."""
    sheet = Canvas(SKY, SKY_LOW)
    sheet.cloud(980, 140, 72)
    sheet.hill(470, 40, 1300, 0.25, MOSS)
    sheet.hill(540, 24, 1700, 0.6, SAND)
    sheet.below(610, ASPHALT)
    sheet.rect(0, 604, 1600, 14, SAND_DARK)
    for x in (420, 780, 1140, 1500):
        sheet.shape([(x, 640), (x + 12, 640), (x - 48, 880), (x - 66, 880)], WHITE)
    for x, colour in ((440, CORAL), (800, "#4d86a0"), (1160, PALE)):
        car(sheet, x, colour)
    sheet.line([(220, 840), (220, 330)], 20, SLATE)
    sheet.rect(104, 160, 232, 232, "#1c5fa8", radius=24)
    sheet.rect(172, 206, 34, 144, WHITE, radius=4)
    sheet.ring(226, 252, 46, 32, WHITE)
    sheet.rect(176, 206, 46, 30, WHITE)
    return sheet


def car(sheet: Canvas, x: float, colour: str) -> None:
    """Draw a car from behind the nose, a little from above."""
    sheet.oval(x + 140, 812, 160, 18, "#78858b")
    sheet.shape([(x + 44, 640), (x + 236, 640), (x + 270, 720), (x + 10, 720)], colour)
    sheet.shape([(x + 60, 652), (x + 220, 652), (x + 246, 714), (x + 34, 714)], WINDOW)
    sheet.rect(x, 712, 280, 84, colour, radius=24)
    for left in (x + 22, x + 214):
        sheet.rect(left, 736, 44, 24, SUN, radius=10)
    sheet.rect(x + 96, 752, 88, 22, INK, radius=6)
    for left in (x + 18, x + 214):
        sheet.rect(left, 788, 48, 30, INK, radius=8)
