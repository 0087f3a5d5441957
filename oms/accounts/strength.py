"""Whether a password or a PIN is one that everybody tries first. No rules on what it must contain."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

SHORTEST, LONGEST = 8, 200
PIN = re.compile(r"[0-9]{4,6}")
ROWS = (
    "01234567890", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm",
    "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p",
)  # fmt: skip
LEET = str.maketrans("0134578@$!|", "oieastbasil")
RUN = 3
EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def why_weak(password: str, *about: str) -> str | None:
    """The sentence that refuses this password; None where it will do. `about` is the person's own
    name and e-mail address, which others know too.
    """
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} characters. A short sentence is a good one."
    if len(password) > LONGEST:
        return f"A password has at most {LONGEST} characters."
    if _is_common(password) or _is_about(password, about):
        return "This password is one that everybody tries first. Take another one, such as a short sentence."
    return None


def why_weak_pin(pin: str) -> str | None:
    """The sentence that refuses this PIN; None where it will do."""
    if not PIN.fullmatch(pin):
        return "A PIN is 4 to 6 digits."
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {-1}) or pin[:2] * (len(pin) // 2) == pin:
        return "This PIN is one that everybody tries first. Take another one."
    return None


def _is_common(password: str) -> bool:
    plain = password.casefold()
    spellings = {plain, EDGES.sub("", plain)}
    spellings |= {spelling.translate(LEET) for spelling in spellings}
    spellings |= {EDGES.sub("", spelling) for spelling in spellings}
    likely = {word for word in spellings | {_letters(plain)} if len(word) * 2 >= len(plain)}
    return bool(likely & _common_words()) or _is_typed_along(plain) or _repeats(plain)


def _is_about(password: str, about: tuple[str, ...]) -> bool:
    """The person's name or address, alone or with digits and signs around it."""
    known = {part for text in about for part in (text, *text.split("@"), *text.split())}
    return _letters(password) in {_letters(part) for part in known} - {""}


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.casefold())


def _is_typed_along(plain: str) -> bool:
    """Made of keys that lie side by side, or of the alphabet, with hardly a sign between: `qwertz12345`."""
    stray, at = 0, 0
    while at < len(plain):
        run = _run(plain[at:])
        stray += 0 if run else 1
        at += run or 1
    return stray * 4 <= len(plain)


def _run(text: str) -> int:
    """How many of the first characters lie in a row; 0 where it is too short to be one."""
    for size in range(len(text), RUN - 1, -1):
        if any(text[:size] in row or text[:size] in row[::-1] for row in ROWS):
            return size
    return 0


def _repeats(plain: str) -> bool:
    """`aaaaaaaa`, `abcabcabc`: a few characters over and over."""
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, len(plain) // 2 + 1))


@cache
def _common_words() -> frozenset[str]:
    text = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
