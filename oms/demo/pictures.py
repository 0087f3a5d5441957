"""Pictures of the demo's goods, as a child would cut them out of coloured paper."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

SIDE, SCALE = 300, 3

# Of each product: shapes with their corners, on a paper of a hundred by a hundred.
SHAPES = {
    "Merino Socks": (("rectangle", 38, 14, 62, 62), ("ellipse", 38, 46, 86, 80)),
    "Wool Beanie": (("ellipse", 22, 26, 78, 96), ("rectangle", 18, 62, 82, 76), ("ellipse", 43, 12, 57, 28)),
    "Stoneware Mug": (("ellipse", 52, 38, 82, 70), ("rectangle", 24, 28, 64, 80)),
    "Tenugui": tuple(("rectangle", 20, top, 80, top + 14) for top in (18, 42, 66)),
    "Brass Desk Lamp": (
        ("ellipse", 26, 12, 74, 52),
        ("rectangle", 46, 46, 54, 80),
        ("ellipse", 30, 74, 70, 88),
    ),
    "Beeswax Candle": (("rectangle", 40, 36, 60, 86), ("ellipse", 45, 12, 55, 34)),
    "Olive Soap": (("ellipse", 16, 32, 84, 72),),
    "Garden Twine": (("ellipse", 18, 22, 82, 82), ("ellipse", 38, 42, 62, 62)),
    "Oak Firewood Box": tuple(("rectangle", 18, top, 82, top + 16) for top in (26, 46, 66)),
}


def drawn(product: str, colour: str) -> bytes:
    """A PNG of the product in its colour, on paper of the same hue."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    paper = (pale(red), pale(green), pale(blue))
    image = Image.new("RGB", (SIDE, SIDE), paper)
    pen = ImageDraw.Draw(image)
    for shape, *corners in SHAPES[product]:
        draw = pen.ellipse if shape == "ellipse" else pen.rectangle
        draw([corner * SCALE for corner in corners], fill=colour, outline=paper, width=4)
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def pale(part: int) -> int:
    return part + (255 - part) * 4 // 5
