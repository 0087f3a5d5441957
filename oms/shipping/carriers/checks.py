"""Check digits as carriers compute them. Each check takes the number without blanks, in capitals."""

from __future__ import annotations

from collections.abc import Callable

Check = Callable[[str], bool]
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def mod_10(even: int, odd: int, *, skip: int = 0, before: str = "") -> Check:
    """Weighted digits to the next ten; positions count from 0 after `skip`, with `before` put in front
    unless it is already there. A letter counts as its place in the alphabet, A as 2.
    """

    def check(number: str) -> bool:
        serial, last = number[skip:-1], number[-1]
        if not serial.startswith(before):
            serial = before + serial
        total = sum(_value(sign) * (odd if place % 2 else even) for place, sign in enumerate(serial))
        return -total % 10 == int(last)

    return check


def mod_11_mod_10(weights: tuple[int, ...], *, end: int | None = None) -> Check:
    """FedEx: the digits before the last, weighted, modulo 11 and then 10. `end` cuts off what follows."""

    def check(number: str) -> bool:
        serial = number[:end]
        digits = serial[-len(weights) - 1 : -1]
        total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
        return total % 11 % 10 == int(serial[-1])

    return check


def mod_7(number: str) -> bool:
    """DHL Express: what remains of the serial number divided by seven."""
    return int(number[:-1]) % 7 == int(number[-1])


def mod_37_36(number: str) -> bool:
    """DPD: ISO 7064 with digits and letters."""
    rest = 36
    for sign in number[:-1]:
        rest = (rest + ALPHABET.index(sign)) % 36 or 36
        rest = rest * 2 % 37
    return (rest + ALPHABET.index(number[-1])) % 36 == 1


def s10(number: str) -> bool:
    """The Universal Postal Union's, over the eight digits of the serial number."""
    weights = (8, 6, 4, 2, 3, 5, 9, 7)
    total = sum(int(digit) * weight for digit, weight in zip(number[2:10], weights, strict=True))
    wanted = {0: 5, 1: 0}.get(total % 11, 11 - total % 11)
    return wanted == int(number[10])


def either(*checks: Check) -> Check:
    """Right where one of several ways is right."""
    return lambda number: any(check(number) for check in checks)


def _value(sign: str) -> int:
    return int(sign) if sign.isdigit() else (ord(sign) - 3) % 10
