"""Pictures of buildings and of what people come to the counter for."""

from math import cos, pi, sin

from contenthub.demo.pictures.canvas import (
    BRAND,
    BRICK,
    BRICK_DARK,
    CORAL,
    DUNE,
    EVENING_LOW,
    FOAM,
    GRASS,
    GRASS_DARK,
    INK,
    MOSS,
    PALE,
    ROOF,
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


def town_hall() -> Canvas:
    """The town hall with its tower, on the square."""
    sheet = Canvas(SKY, SKY_LOW)
    sheet.cloud(250, 170, 76)
    sheet.cloud(1340, 240, 64)
    sheet.hill(640, 34, 1400, 0.1, MOSS)
    sheet.below(730, SAND)
    sheet.rect(0, 730, 1600, 14, SAND_DARK)
    sheet.rect(720, 190, 160, 330, BRICK_DARK)
    sheet.shape([(700, 196), (900, 196), (800, 60)], BRAND)
    sheet.line([(800, 64), (800, 26)], 7, INK)
    sheet.disc(800, 270, 50, WHITE)
    sheet.line([(800, 270), (800, 238)], 7, INK)
    sheet.line([(800, 270), (824, 282)], 7, INK)
    sheet.rect(340, 440, 920, 290, BRICK)
    sheet.shape([(310, 446), (1290, 446), (1190, 350), (410, 350)], ROOF)
    sheet.shape([(640, 450), (960, 450), (800, 330)], PALE)
    sheet.disc(800, 410, 22, BRAND)
    sheet.rect(640, 446, 320, 18, WHITE)
    for x in (400, 500, 1010, 1110):
        sheet.rect(x, 500, 70, 110, WHITE, radius=6)
        sheet.rect(x + 8, 508, 54, 94, WINDOW, radius=4)
        sheet.line([(x + 35, 508), (x + 35, 602)], 5, WHITE)
    for x in (662, 742, 834, 914):
        sheet.rect(x, 464, 24, 250, WHITE)
    sheet.rect(752, 560, 96, 154, BRAND, radius=44)
    sheet.rect(752, 620, 96, 94, BRAND)
    sheet.line([(800, 570), (800, 712)], 4, SEA)
    for step in range(3):
        sheet.rect(620 - step * 24, 712 + step * 12, 360 + step * 48, 14, STONE if step % 2 else PALE)
    for x in (210, 1390):
        small_tree(sheet, x)
    return sheet


def small_tree(sheet: Canvas, x: float) -> None:
    sheet.line([(x, 740), (x, 590)], 18, BRICK_DARK)
    sheet.oval(x, 520, 84, 120, GRASS_DARK)
    sheet.oval(x - 18, 490, 50, 76, GRASS)


def passport() -> Canvas:
    """A passport and a card on a counter."""
    sheet = Canvas("#d8e6e6", EVENING_LOW)
    sheet.disc(1320, 190, 300, "#e6efe9")
    sheet.below(640, SAND)
    sheet.rect(0, 640, 1600, 16, SAND_DARK)
    sheet.oval(690, 800, 330, 26, SAND_DARK)
    sheet.rect(440, 150, 460, 640, "#6f2633", radius=26)
    sheet.rect(440, 150, 46, 640, "#591d29", radius=20)
    emblem(sheet, 690, 400)
    for y, wide in ((250, 230), (284, 150)):
        sheet.rect(690 - wide / 2, y, wide, 14, SUN, radius=7)
    sheet.rect(590, 590, 200, 16, SUN, radius=8)
    sheet.rect(658, 660, 64, 44, SUN, radius=8)
    sheet.rect(676, 660, 28, 44, "#6f2633")
    sheet.disc(690, 682, 10, SUN)
    sheet.oval(1120, 800, 280, 20, SAND_DARK)
    sheet.rect(860, 470, 520, 320, WHITE, radius=26)
    sheet.rect(860, 470, 520, 70, SEA, radius=26)
    sheet.rect(860, 510, 520, 30, SEA)
    sheet.rect(900, 570, 150, 180, FOAM, radius=10)
    sheet.disc(975, 630, 34, BRICK)
    sheet.oval(975, 728, 58, 52, BRAND)
    sheet.rect(900, 750, 150, 40, WHITE)
    for y, wide in ((586, 230), (630, 170), (674, 210), (718, 120)):
        sheet.rect(1090, y, wide, 16, STONE, radius=8)
    return sheet


def emblem(sheet: Canvas, x: float, y: float) -> None:
    """Draw a sun over waves in a ring: no real coat of arms."""
    sheet.ring(x, y, 84, 8, SUN)
    sheet.disc(x, y - 14, 30, SUN)
    for number in range(9):
        angle = pi * (number + 0.5) / 9
        inner, outer = 40, 56
        start = (x + inner * cos(angle), y - 14 - inner * sin(angle))
        sheet.line([start, (x + outer * cos(angle), y - 14 - outer * sin(angle))], 5, SUN)
    for row in (26, 46):
        for number in range(3):
            sheet.arc(x - 36 + number * 36, y + row - 12, 18, 20, 160, 6, SUN)


def house() -> Canvas:
    """Two houses in the dunes; one has a dormer, and boxes stand before the door."""
    sheet = Canvas(SKY, SKY_LOW)
    sheet.disc(1330, 180, 76, SUN)
    sheet.cloud(430, 150, 70)
    sheet.hill(560, 50, 1500, 0.5, MOSS)
    sheet.hill(660, 30, 1700, 0.05, DUNE)
    sheet.below(740, GRASS)
    for x, wall, roof in ((300, BRICK, ROOF), (820, PALE, BRAND)):
        one_house(sheet, x, wall, roof)
    sheet.rect(1006, 352, 150, 96, WHITE)
    sheet.rect(1020, 366, 122, 70, WINDOW)
    sheet.line([(1081, 366), (1081, 436)], 6, WHITE)
    sheet.rect(990, 336, 182, 18, INK, radius=4)
    for x, y, size in ((690, 690, 74), (744, 650, 60), (610, 712, 56)):
        sheet.rect(x, y + 40, size, size * 0.78, "#c99e6e", radius=4)
        sheet.rect(x + size * 0.42, y + 40, size * 0.16, size * 0.78, "#e6c898")
    sheet.hill(850, 12, 900, 0.2, "#7d9f5d")
    return sheet


def one_house(sheet: Canvas, x: float, wall: str, roof: str) -> None:
    trim = WHITE if wall != PALE else SLATE
    sheet.rect(x + 330, 250, 46, 130, BRICK_DARK)
    sheet.rect(x, 470, 440, 290, wall)
    sheet.shape([(x - 40, 476), (x + 480, 476), (x + 390, 300), (x + 50, 300)], roof)
    sheet.rect(x + 50, 540, 110, 120, trim, radius=4)
    sheet.rect(x + 60, 550, 90, 100, WINDOW, radius=2)
    sheet.line([(x + 105, 550), (x + 105, 650)], 6, trim)
    sheet.rect(x + 280, 560, 104, 200, CORAL if wall == PALE else BRAND, radius=6)
    sheet.disc(x + 366, 664, 7, SUN)
    sheet.rect(x + 262, 756, 140, 12, STONE)


def wedding() -> Canvas:
    """An arch with flowers and two rings, on the beach."""
    sheet = Canvas("#f6d9c4", "#fdf3e4")
    sheet.disc(800, 430, 150, SUN)
    sheet.below(480, SEA)
    for y, shift in ((506, 0.2), (540, 0.6)):
        sheet.hill(y, 6, 330, shift, "#62a9ba")
    sheet.hill(590, 10, 600, 0.7, FOAM)
    sheet.hill(606, 12, 640, 0.7, SAND)
    sheet.line([(520, 800), (520, 380)], 18, WHITE)
    sheet.line([(1080, 800), (1080, 380)], 18, WHITE)
    sheet.arc(800, 389, 289, 180, 360, 18, WHITE)
    for number in range(22):
        angle = pi * (0.04 + number * 0.92 / 21)
        right, up = 800 - 280 * cos(angle), 386 - 280 * sin(angle)
        sheet.disc(right + 12, up + 14, 20, GRASS_DARK)
        sheet.disc(right, up, 24 if number % 2 else 18, (CORAL, WHITE, "#e9a5a0")[number % 3])
        sheet.disc(right, up, 7, SUN)
    for x in (744, 856):
        sheet.ring(x, 690, 92, 20, "#d9a441")
    sheet.arc(744, 690, 92, 300, 30, 20, "#e8bd63")
    sheet.shape([(836, 596), (876, 596), (890, 572), (822, 572)], WINDOW)
    sheet.shape([(836, 596), (876, 596), (856, 622)], WHITE)
    for x in (330, 420, 1180, 1270):
        chair(sheet, x)
    return sheet


def chair(sheet: Canvas, x: float) -> None:
    sheet.rect(x, 640, 64, 10, WHITE, radius=4)
    sheet.line([(x + 4, 560), (x + 4, 730)], 8, WHITE)
    sheet.line([(x + 60, 645), (x + 60, 730)], 8, WHITE)
    sheet.rect(x, 560, 12, 84, WHITE, radius=4)
