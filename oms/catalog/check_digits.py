"""The last digit of a retail barcode says whether the others were typed right. Pure."""

from __future__ import annotations

from stdnum import ean

LENGTHS = {8: "EAN-8", 12: "UPC-A", 13: "EAN-13", 14: "GTIN-14"}


def why_doubtful(code: str) -> str | None:
    """The sentence to warn with, or None. A warning and never a refusal: shops print codes of their own."""
    kind = LENGTHS.get(len(code))
    if kind is None or not (code.isascii() and code.isdigit()):
        return None
    right = ean.calc_check_digit(code[:-1])
    if code[-1] == right:
        return None
    return f"As {kind} its last digit would be {right}. Look whether {code} was typed right."


def same_goods(code: str) -> tuple[str, ...]:
    """The ways in which scanners send one code: a UPC-A of twelve digits is an EAN-13 that begins with 0."""
    digits = code.isascii() and code.isdigit()
    if digits and len(code) == 12:  # noqa: PLR2004 — UPC-A
        return code, f"0{code}"
    if digits and len(code) == 13 and code.startswith("0"):  # noqa: PLR2004 — EAN-13
        return code, code[1:]
    return (code,)
