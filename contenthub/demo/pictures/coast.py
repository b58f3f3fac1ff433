"""Pictures of the sea, the dunes and what grows there."""

from math import cos, pi, sin

from contenthub.demo.pictures.canvas import (
    BRAND,
    BRICK,
    CORAL,
    DUNE,
    DUNE_FAR,
    EVENING,
    EVENING_LOW,
    FOAM,
    GRASS,
    GRASS_DARK,
    INK,
    MOSS,
    SAND,
    SAND_DARK,
    SEA,
    SEA_DEEP,
    SKY,
    SKY_LOW,
    SUN,
    WHITE,
    WINDOW,
    WOOD,
    WOOD_DARK,
    Canvas,
)


def dunes() -> Canvas:
    """A path of planks through the dunes, with the sea behind."""
    sheet = Canvas(SKY, SKY_LOW)
    sheet.disc(1240, 210, 92, SUN)
    sheet.cloud(360, 190, 88)
    sheet.cloud(830, 118, 54)
    for x, y, size in ((1010, 250, 26), (1075, 215, 20), (945, 205, 17)):
        sheet.gull(x, y, size)
    sheet.below(430, SEA)
    sheet.rect(0, 430, 1600, 10, SEA_DEEP)
    sheet.hill(520, 46, 1250, 0.12, DUNE_FAR)
    sheet.hill(600, 62, 1500, 0.62, MOSS)
    sheet.hill(690, 70, 1700, 0.2, DUNE)
    path(sheet)
    sheet.hill(872, 58, 1900, 0.42, SAND)
    for number, (x, y, size) in enumerate(
        (
            (140, 700, 110),
            (330, 742, 90),
            (1270, 720, 120),
            (1430, 760, 150),
            (1130, 690, 80),
            (70, 850, 170),
            (520, 880, 120),
            (1520, 900, 190),
        )
    ):
        sheet.tuft(x, y, size, number, GRASS_DARK if number % 2 else GRASS)
    return sheet


def path(sheet: Canvas) -> None:
    """Draw planks that become smaller and closer towards the sea."""
    y, step = 880.0, 34.0
    while y > 585:
        near = (y - 560) / 320
        middle = 830 + 130 * sin((1 - near) * 2.6)
        half = 30 + 110 * near
        sheet.shape(
            [
                (middle - half, y),
                (middle + half, y),
                (middle + half * 0.95, y - step * 0.7),
                (middle - half * 0.95, y - step * 0.7),
            ],
            WOOD,
        )
        sheet.line([(middle - half, y), (middle + half, y)], 4 * near + 1, WOOD_DARK)
        step = 7 + 27 * near
        y -= step


def beach() -> Canvas:
    """A lifeguard's post on the beach with a flag, and waves."""
    sheet = Canvas(SKY, SKY_LOW)
    sheet.disc(300, 200, 80, SUN)
    sheet.cloud(1120, 170, 84)
    sheet.cloud(640, 250, 46)
    sheet.below(420, SEA_DEEP)
    sheet.hill(478, 9, 300, 0.1, SEA)
    sheet.hill(540, 12, 420, 0.4, "#62a9ba")
    sheet.hill(600, 12, 520, 0.8, FOAM)
    sheet.hill(622, 14, 560, 0.78, SAND)
    sheet.hill(760, 24, 1500, 0.3, DUNE)
    lifeguard_post(sheet)
    for x, colour in ((250, CORAL), (470, BRAND)):
        parasol(sheet, x, colour)
    for number, (x, y, size) in enumerate(((60, 900, 150), (1480, 900, 170), (1330, 910, 120))):
        sheet.tuft(x, y, size, 30 + number)
    return sheet


def lifeguard_post(sheet: Canvas) -> None:
    for x in (930, 1010, 1130, 1210):
        sheet.line([(x, 560), (x + (1070 - x) * -0.12, 800)], 14, WOOD_DARK)
    sheet.line([(900, 790), (985, 585)], 9, WOOD)
    sheet.line([(860, 790), (945, 585)], 9, WOOD)
    for step in range(6):
        sheet.line([(868 + step * 15, 770 - step * 36), (908 + step * 15, 770 - step * 36)], 7, WOOD)
    sheet.rect(890, 555, 360, 22, WOOD)
    sheet.rect(930, 380, 280, 176, WHITE)
    sheet.rect(930, 510, 280, 46, CORAL)
    sheet.rect(968, 414, 204, 74, WINDOW, radius=4)
    sheet.line([(1070, 414), (1070, 488)], 6, WHITE)
    sheet.shape([(905, 384), (1235, 384), (1190, 320), (950, 320)], BRAND)
    sheet.line([(1070, 320), (1070, 190)], 8, INK)
    sheet.shape([(1074, 194), (1190, 206), (1074, 228)], CORAL)
    sheet.shape([(1074, 228), (1184, 238), (1074, 262)], SUN)


def parasol(sheet: Canvas, x: float, colour: str) -> None:
    sheet.line([(x, 600), (x + 18, 790)], 8, WOOD_DARK)
    points = [(x - 4 + 118 * cos(angle), 618 - 96 * sin(angle)) for angle in (pi * part / 24 for part in range(25))]
    sheet.shape(points, colour)
    middle = [(x - 4 + 42 * cos(angle), 618 - 96 * sin(angle)) for angle in (pi * part / 24 for part in range(25))]
    sheet.shape(middle, WHITE)
    sheet.oval(x + 20, 796, 120, 14, SAND_DARK)
    sheet.rect(x + 60, 770, 110, 14, colour, radius=7)


def lighthouse() -> Canvas:
    """The lighthouse on its dune in the evening."""
    sheet = Canvas(EVENING, EVENING_LOW)
    sheet.disc(420, 470, 120, "#f4dca0")
    sheet.shape([(1060, 214), (-100, 60), (-100, 250)], "#fbe6c0")
    sheet.shape([(1060, 214), (1700, 120), (1700, 300)], "#fbe6c0")
    sheet.below(520, SEA_DEEP)
    for y, shift in ((548, 0.1), (588, 0.5), (632, 0.8)):
        sheet.hill(y, 6, 330, shift, SEA if y < 600 else "#357f98")
    sheet.hill(720, 66, 1450, 0.55, GRASS_DARK)
    sheet.shape([(960, 700), (1000, 290), (1120, 290), (1160, 700)], WHITE)
    for top, bottom in ((360, 440), (520, 600)):
        lean, more = (top - 290) * 40 / 410, (bottom - 290) * 40 / 410
        sheet.shape([(1000 - lean, top), (1120 + lean, top), (1120 + more, bottom), (1000 - more, bottom)], BRICK)
    sheet.rect(980, 268, 160, 24, INK, radius=4)
    sheet.rect(1014, 180, 92, 90, "#fff3c9")
    for x in (1014, 1044, 1075, 1102):
        sheet.line([(x, 184), (x, 266)], 5, INK)
    sheet.shape([(1000, 184), (1120, 184), (1060, 116)], BRICK)
    sheet.line([(1060, 116), (1060, 84)], 7, INK)
    sheet.rect(1032, 620, 56, 90, INK, radius=26)
    sheet.rect(1044, 470, 32, 36, INK, radius=14)
    sheet.hill(820, 44, 1700, 0.15, "#476c4a")
    for number, (x, y) in enumerate(((120, 900), (420, 880), (700, 905), (1380, 890), (1530, 900))):
        sheet.tuft(x, y, 150, 60 + number, "#35573c")
    return sheet


def tree() -> Canvas:
    """A large tree in a meadow, with a bench under it."""
    sheet = Canvas(SKY, SKY_LOW)
    sheet.cloud(300, 190, 80)
    sheet.cloud(1350, 150, 60)
    sheet.hill(620, 40, 1500, 0.3, MOSS)
    sheet.hill(700, 36, 1800, 0.7, GRASS)
    sheet.oval(800, 770, 330, 34, GRASS_DARK)
    sheet.shape([(752, 770), (776, 480), (824, 480), (856, 770)], WOOD_DARK)
    sheet.line([(800, 560), (690, 430)], 22, WOOD_DARK)
    sheet.line([(806, 540), (920, 420)], 22, WOOD_DARK)
    for x, y, radius, fill in (
        (620, 400, 130, GRASS_DARK),
        (980, 390, 140, GRASS_DARK),
        (800, 430, 150, GRASS_DARK),
        (700, 280, 150, "#6d9659"),
        (910, 270, 150, "#6d9659"),
        (800, 200, 130, GRASS),
        (660, 330, 70, GRASS),
        (930, 220, 70, GRASS),
    ):
        sheet.disc(x, y, radius, fill)
    for y in (690, 716):
        sheet.rect(1040, y, 230, 14, WOOD, radius=6)
    sheet.rect(1030, 746, 250, 16, WOOD, radius=6)
    for x in (1062, 1236):
        sheet.line([(x, 690), (x, 806)], 12, INK)
    sheet.hill(860, 18, 1300, 0.2, "#7d9f5d")
    return sheet
