"""Which fonts the papers are set in, and which are missing on this machine for somebody's name to print."""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Face:
    """A font of ours, one file for each weight.

    Latin and extended Latin have families of their own: the renderer takes two files of one family for one, and would
    draw the letters of one at the numbers of the other. And the weights are files, because a variable font would be
    fixed to each weight anew in every document, at 30 ms each.
    """

    family: str
    file: str
    weights: tuple[int, ...]


FACES = (
    Face("Paper", "atkinson-hyperlegible-next-latin-{}-normal.woff2", (400, 700, 800)),
    Face("Paper Extended", "atkinson-hyperlegible-next-latin-ext-{}-normal.woff2", (400, 700)),
    Face("Paper Mono", "atkinson-hyperlegible-mono-latin-{}-normal.woff2", (400, 800)),
    Face("Paper Mono Extended", "atkinson-hyperlegible-mono-latin-ext-{}-normal.woff2", (400,)),
)


@dataclass(frozen=True)
class Script:
    """Letters that some customers write in, and the Debian package whose font has them."""

    name: str
    sample: str
    package: str


SCRIPTS = (
    Script("Latin, Cyrillic, Greek and Hebrew", "ŁđЖїΩώאש", "fonts-dejavu-core"),
    Script("Arabic and Persian", "عبدگچژ۲", "fonts-noto-ui-core"),
    Script("Thai, Lao, Khmer and Burmese", "กขຂភက", "fonts-noto-ui-core"),
    Script("Hindi, Bengali, Tamil and their neighbours", "राবதెಕമગਪස", "fonts-noto-ui-core"),
    Script("Chinese", "王朝阳區號臺", "fonts-wqy-microhei"),
    Script("Japanese", "山髙﨑丸カひ", "fonts-wqy-microhei"),
    Script("Korean", "김철수서울", "fonts-wqy-microhei"),
    Script("emoji", "🎂🎁😀", "fonts-symbola"),
    Script("rarer scripts", "አᏣᠮབދ", "fonts-unifont"),
)


# Unassigned, private, or half a letter.
MEANINGLESS = {"Cn", "Co", "Cs"}


@dataclass(frozen=True)
class MissingFont:
    script: str
    package: str
    letters: str

    @property
    def sentence(self) -> str:
        return f"No font here can print {self.script} ({self.letters}). Install it with: apt install {self.package}"


def missing_fonts() -> list[MissingFont]:
    """The scripts that would print as boxes. Ask at the start, and say each sentence."""
    lacking = [(script, "".join(c for c in script.sample if not covered(c))) for script in SCRIPTS]
    return [MissingFont(script.name, script.package, letters) for script, letters in lacking if letters]


def covered(letter: str) -> bool:
    """Whether any font on this machine has the letter."""
    library, charset = _charset()
    return bool(library.FcCharSetHasChar(charset, ord(letter)))


def printable(text: str) -> str:
    """The text without signs that would print as a box: a missing emoji is better. Letters and digits always stay."""
    return text if text.isascii() else "".join(c for c in text if _worth_printing(c))


def _worth_printing(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category not in MEANINGLESS and (category[0] in "LMNPZ" or covered(letter))


class _FontSet(ctypes.Structure):
    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("patterns", ctypes.POINTER(ctypes.c_void_p)),
    )


@lru_cache(maxsize=1)
def _charset() -> tuple[ctypes.CDLL, ctypes.c_void_p]:
    """Every letter of every font, from fontconfig's own cache: what the renderer itself falls back on."""
    library = _fontconfig()
    found = library.FcConfigGetFonts(library.FcInitLoadConfigAndFonts(), 0)
    union, one = ctypes.c_void_p(library.FcCharSetCreate()), ctypes.c_void_p()
    for index in range(found.contents.count if found else 0):
        if library.FcPatternGetCharSet(found.contents.patterns[index], b"charset", 0, ctypes.byref(one)) == 0:
            library.FcCharSetMerge(union, one, None)
    return library, union


def _fontconfig() -> ctypes.CDLL:
    library = ctypes.CDLL("libfontconfig.so.1")
    pointer = ctypes.c_void_p
    library.FcInitLoadConfigAndFonts.restype = pointer
    library.FcConfigGetFonts.argtypes = (pointer, ctypes.c_int)
    library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
    library.FcCharSetCreate.restype = pointer
    library.FcPatternGetCharSet.argtypes = (pointer, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(pointer))
    library.FcCharSetMerge.argtypes = (pointer, pointer, pointer)
    library.FcCharSetHasChar.argtypes = (pointer, ctypes.c_uint32)
    return library
