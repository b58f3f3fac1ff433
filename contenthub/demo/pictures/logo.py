"""The logo of Gemeente Duinrijk: a sun behind two dunes and the sea, in a round sign with a light rim."""

from io import BytesIO

from PIL import Image, ImageDraw

from contenthub.demo.pictures.canvas import CORAL, DUNE, FOAM, SAND, SEA, SKY, SKY_LOW, WHITE, Canvas

SIZE = 256


def draw_logo() -> bytes:
    """Return the logo as PNG; what is outside the circle is transparent."""
    sheet = Canvas(SKY, SKY_LOW, SIZE, SIZE)
    sheet.disc(128, 112, 52, CORAL)
    sheet.rect(0, 126, SIZE, 130, SEA)
    for y in (140, 156):
        sheet.line([(24, y), (232, y)], 5, FOAM)
    sheet.hill(188, 22, 300, 0.05, SAND)
    sheet.hill(214, 18, 260, 0.55, DUNE)
    sheet.ring(SIZE / 2, SIZE / 2, SIZE / 2 - 4, 10, WHITE)
    picture = sheet.image.convert("RGBA")
    mask = Image.new("L", picture.size, 0)
    width, height = picture.size
    ImageDraw.Draw(mask).ellipse((4, 4, width - 4, height - 4), fill=255)
    picture.putalpha(mask)
    file = BytesIO()
    picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()
