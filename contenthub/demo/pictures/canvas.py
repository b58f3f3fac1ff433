"""A sheet to draw on: flat shapes in the colours of the coast, drawn large and made small so that edges are smooth."""

from collections.abc import Sequence
from io import BytesIO
from math import pi, sin
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
FINE = 2
"""How many times larger than the picture the sheet is."""

Point = tuple[float, float]

SKY, SKY_LOW, EVENING, EVENING_LOW = "#a9d3e0", "#eef6f4", "#e9b58f", "#fbeedd"
SEA, SEA_DEEP, FOAM = "#3f8fa6", "#1f6a85", "#dff0f0"
SAND, SAND_DARK, DUNE, DUNE_FAR = "#efdcb4", "#dcc08c", "#e4cd9d", "#cdd3b0"
GRASS, GRASS_DARK, MOSS = "#8fae6b", "#5f8650", "#b9c98d"
INK, SLATE, STONE, PALE, WHITE = "#16323f", "#5b7480", "#aebcc0", "#eef0ea", "#fffdf8"
BRICK, BRICK_DARK, ROOF, CORAL, SUN = "#c4694a", "#a44f36", "#7b3b33", "#e0714f", "#f7d27c"
BRAND, WOOD, WOOD_DARK, WINDOW = "#0f4c63", "#a9795a", "#7f573f", "#cfe6ea"


class Canvas:
    """Positions and sizes are those of the finished picture."""

    def __init__(self, top: str, low: str, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.size = (width, height)
        column = Image.new("RGB", (1, 2))
        column.putpixel((0, 0), _rgb(top))
        column.putpixel((0, 1), _rgb(low))
        self.image = column.resize((width * FINE, height * FINE), Image.Resampling.BILINEAR)
        self.pen = ImageDraw.Draw(self.image)

    def rect(self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0) -> None:
        box = _scaled([(x, y), (x + width, y + height)])
        self.pen.rounded_rectangle(box, radius * FINE, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        self.oval(x, y, radius, radius, fill)

    def oval(self, x: float, y: float, wide: float, high: float, fill: str) -> None:
        self.pen.ellipse(_scaled([(x - wide, y - high), (x + wide, y + high)]), fill=fill)

    def ring(self, x: float, y: float, radius: float, stroke: float, fill: str) -> None:
        box = _scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.ellipse(box, outline=fill, width=round(stroke * FINE))

    def shape(self, points: Sequence[Point], fill: str) -> None:
        self.pen.polygon(_scaled(points), fill=fill)

    def line(self, points: Sequence[Point], stroke: float, fill: str) -> None:
        """Draw a line with round ends and joints."""
        self.pen.line(_scaled(points), fill=fill, width=round(stroke * FINE), joint="curve")
        for x, y in points:
            self.disc(x, y, stroke / 2, fill)

    def arc(self, x: float, y: float, radius: float, start: float, end: float, stroke: float, fill: str) -> None:
        box = _scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.arc(box, start, end, fill=fill, width=round(stroke * FINE))

    def hill(self, y: float, high: float, length: float, shift: float, fill: str) -> None:
        """Fill everything below a wavy line."""
        width, height = self.size
        top = [
            (x, y - high * sin((x / length + shift) * 2 * pi) - high * 0.35 * sin((x / length * 2.3 + shift) * 2 * pi))
            for x in range(0, width + 20, 20)
        ]
        self.shape([*top, (width, height), (0, height)], fill)

    def below(self, y: float, fill: str) -> None:
        self.rect(0, y, self.size[0], self.size[1] - y, fill)

    def cloud(self, x: float, y: float, size: float, fill: str = WHITE) -> None:
        for right, up, radius in ((-0.9, 0, 0.45), (-0.3, 0.3, 0.62), (0.4, 0.16, 0.52), (0.95, -0.02, 0.4)):
            self.disc(x + right * size, y - up * size, radius * size, fill)
        self.rect(x - 1.3 * size, y, 2.62 * size, 0.44 * size, fill, radius=0.22 * size)

    def gull(self, x: float, y: float, size: float, fill: str = SLATE) -> None:
        self.arc(x - size, y + size * 0.4, size, 225, 320, size * 0.16, fill)
        self.arc(x + size * 0.55, y + size * 0.4, size, 220, 315, size * 0.16, fill)

    def tuft(self, x: float, y: float, size: float, seed: int, fill: str = GRASS_DARK) -> None:
        """Draw marram grass: blades that lean with the wind."""
        chance = Random(seed)  # noqa: S311 (the same grass every time)
        for _blade in range(11):
            foot = x + chance.uniform(-0.35, 0.35) * size
            lean, high = chance.uniform(-0.35, 0.75) * size, chance.uniform(0.55, 1) * size
            self.shape(
                [(foot - size * 0.03, y), (foot + lean, y - high), (foot + size * 0.035, y)],
                fill,
            )

    def png(self) -> bytes:
        """Return the finished picture."""
        file = BytesIO()
        self.image.reduce(FINE).save(file, "PNG", compress_level=3)
        return file.getvalue()


def _scaled(points: Sequence[Point]) -> list[tuple[float, float]]:
    return [(x * FINE, y * FINE) for x, y in points]


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
