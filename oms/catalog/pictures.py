"""Pictures are never kept as they were uploaded: they are decoded, made small and written anew. Pure.

What a stranger may have hidden in the file, the place where it was taken included, does not survive that.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from oms.core.errors import WrongInput

SIDE = 640
MOST_PIXELS = 40_000_000
MOST_BYTES = 15 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MEDIA_TYPE = "image/webp"
QUALITY = 82

# All that Pillow's decoders were seen to raise on files that are cut, forged or mutated.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    MemoryError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as it is kept."""

    content: bytes
    media_type: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def encode(upload: bytes) -> Encoded:
    """A small WebP of the uploaded picture. Raises WrongInput with the reason."""
    if not upload:
        raise WrongInput("Choose a picture first.")
    if len(upload) > MOST_BYTES:
        raise WrongInput("This picture is larger than 15 MB. Make it smaller first.")
    try:
        return _encoded(upload)
    except UnidentifiedImageError as error:
        raise WrongInput("This is not a picture that can be used: JPEG, PNG, WebP or GIF.") from error
    except BROKEN as error:
        raise WrongInput("This picture is broken. Save it anew and try again.") from error


def _encoded(upload: bytes) -> Encoded:
    with Image.open(BytesIO(upload), formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise WrongInput("This picture has more than 40 million pixels. Make it smaller first.")
        image.draft("RGB", (2 * SIDE, 2 * SIDE))
        small = ImageOps.exif_transpose(image)
        see_through = small.has_transparency_data
        small = small.convert("RGBA" if see_through else "RGB")
    small.thumbnail((SIDE, SIDE))
    written = BytesIO()
    small.save(written, "WEBP", quality=QUALITY)
    return Encoded(written.getvalue(), MEDIA_TYPE)
