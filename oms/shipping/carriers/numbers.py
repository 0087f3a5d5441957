"""What a tracking number says about its carrier. It only warns: carriers open new ranges without
asking, so nothing here may keep a parcel from leaving.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote

from oms.shipping.carriers.checks import Check, either, mod_7, mod_10, mod_11_mod_10, mod_37_36, s10
from oms.shipping.carriers.names import CARRIERS, POST_OF, POSTAL_COUNTRIES

Checked = Literal["right", "wrong", "none"]


@dataclass(frozen=True, slots=True)
class Recognition:
    """Who probably carries it. `check` is "none" where the number has no check digit that we know."""

    carrier: str | None
    name: str
    check: Checked
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One shape of number. A `distinctive` one is seldom met by chance."""

    carrier: str
    pattern: re.Pattern[str]
    check: Check | None = None
    distinctive: bool = True


def _format(carrier: str, pattern: str, check: Check | None = None, *, distinctive: bool = True) -> Format:
    return Format(carrier, re.compile(pattern), check, distinctive)


MAILER = r"(?:9\d{8}(?:\d{15}|\d{11}|\d{7})|[0-8]\d{5}(?:\d{14}|\d{10}))"
EXPRESS, LONG = (3, 1, 7) * 3 + (3, 1), (1, 7, 3) * 4 + (1,)

FORMATS = (
    _format("ups", r"1Z[A-Z0-9]{15}\d", mod_10(1, 2, skip=2)),
    _format("usps", rf"(?:94|95|92(?=\d{{3}}9)|93(?=\d{{3}}[0-8]))\d{{3}}{MAILER}\d", mod_10(3, 1)),
    _format("usps", r"91\d{20}", mod_10(3, 1)),
    _format("fedex", r"96\d{20}", mod_10(1, 3, skip=7)),
    _format("fedex", r"96\d{32}", mod_11_mod_10(LONG)),
    _format("fedex", r"[0-8]\d{33}", mod_11_mod_10(LONG)),
    _format("fedex", r"3\d{31}", mod_11_mod_10(EXPRESS, end=-4)),
    _format("dpd", r"\d{27}[A-Z0-9]", mod_37_36),
    _format("dpd", r"\d{14}[A-Z]", mod_37_36),
    _format("dpd", r"\d{14}\d", mod_37_36, distinctive=False),
    _format("ontrac", r"C\d{14}", mod_10(1, 2, skip=1, before="4")),
    _format("ontrac", r"D\d{14}", mod_10(1, 2, skip=1, before="5")),
    _format("amazon", r"TB[ACM]\d{12}"),
    _format("yodel", r"JJ?D\d{16}"),
    _format("dhl", r"J[A-Z]{2,3}(?:\d{9,10}|\d{14,20})"),
    _format("dhl", r"00340434\d{12}", mod_10(3, 1, skip=2)),  # DHL's own block of serial shipping codes
    _format("dhl_ecommerce", r"GM(?=[A-Z]*\d)[A-Z0-9]{10,39}"),
    _format("evri", r"[A-Z]\d{2}[A-Z0-9]{3}\d{10}"),
    _format("parcelforce", r"[A-Z]{2}\d{7}", distinctive=False),
    _format("ups", r"[AHJKTV]\d{10}", mod_10(1, 2, skip=1)),
    _format("fedex", r"\d{12}", mod_11_mod_10(EXPRESS), distinctive=False),
    _format("fedex", r"\d{15}", mod_10(1, 3), distinctive=False),
    _format("fedex", r"00\d{16}", mod_10(3, 1, skip=2), distinctive=False),
    _format("usps", r"\d{20}", either(mod_10(3, 1), mod_10(3, 1, before="91")), distinctive=False),
    _format("canada_post", r"\d{16}", mod_10(3, 1), distinctive=False),
    _format("dhl", r"\d{10,11}", mod_7, distinctive=False),
    _format("dpd", r"\d{14}", distinctive=False),
    _format("dhl_ecommerce", r"\d{14}", distinctive=False),
    _format("dhl_ecommerce", r"(?:LX|RX|UV|CN|SG|TH|IN|HK|MY)(?=[A-Z]*\d)[A-Z0-9]{10,39}", distinctive=False),
    _format("amazon", r"[AFC]\d{10}", distinctive=False),
)
S10 = re.compile(r"[A-Z]{2}\d{9}([A-Z]{2})")
ROUTED = (re.compile(r"420\d{5}(?=\d{22}$|\d{26}$|\d{30}$)"), re.compile(r"420\d{9}(?=\d{22}$|\d{26}$)"))

DESTROYED = (
    "A spreadsheet turned this number into a power of ten and lost its last digits. "
    "Copy it again from the label."
)
ZEROS = "A spreadsheet may have replaced the last digits by zeros. Compare the number with the label."
DECIMAL = "A spreadsheet wrote this number with a decimal. Compare it with the label, first digits too."
MISREAD = "The check digit is not the one that {name} would print. Compare the number with the label."
UNKNOWN = Recognition(None, "Unknown carrier", "none")


def tidy(tracking: str) -> str:
    """The number without what people and scanners put between and around its signs."""
    plain = unicodedata.normalize("NFKC", tracking).upper()
    return re.sub(r"[^A-Z0-9]", "", re.sub(r"[.,]0$", "", plain.strip()))


def recognise(tracking: str, carrier: str | None = None) -> Recognition:
    """The best guess. Where a person has chosen the carrier, its own formats are looked at first."""
    found = candidates(tracking)
    chosen = [one for one in found if one.carrier == carrier]
    return (chosen or found or [replace(UNKNOWN, warnings=_spoilt(tracking))])[0]


def candidates(tracking: str) -> list[Recognition]:
    """Everyone whose number this may be, the likeliest first and each carrier once."""
    number, spoilt = tidy(tracking), _spoilt(tracking)
    if set(number) <= {"0"} or DESTROYED in spoilt:
        return []
    best: dict[str, tuple[int, Recognition]] = {}
    for format_, bare in _matches(number):
        checked: Checked = "none" if format_.check is None else "right" if format_.check(bare) else "wrong"
        rank = _rank(checked, distinctive=format_.distinctive)
        if format_.carrier not in best or rank < best[format_.carrier][0]:
            best[format_.carrier] = rank, _recognition(format_.carrier, checked, spoilt)
    return [one for _, one in sorted(best.values(), key=lambda ranked: ranked[0])]


def tracking_url(carrier: str | None, number: str) -> str | None:
    """Where the customer follows the parcel; None where we know no such page."""
    known = CARRIERS.get(carrier or "")
    return known.url % quote(tidy(number), safe="") if known and known.url else None


def _matches(number: str) -> Iterator[tuple[Format, str]]:
    postal = S10.fullmatch(number)
    if postal and postal[1] in POSTAL_COUNTRIES:
        yield Format(POST_OF.get(postal[1], "post"), S10, s10), number
    for bare in [*(number[prefix.end() :] for one in ROUTED if (prefix := one.match(number))), number]:
        for format_ in FORMATS:
            if format_.pattern.fullmatch(bare):
                yield format_, bare


def _rank(checked: Checked, *, distinctive: bool) -> int:
    order = [("right", True), ("none", True), ("right", False), ("wrong", True), ("none", False)]
    return order.index((checked, distinctive)) if (checked, distinctive) in order else len(order)


def _recognition(carrier: str, checked: Checked, spoilt: tuple[str, ...]) -> Recognition:
    name = CARRIERS[carrier].name
    misread = (MISREAD.format(name=name),) if checked == "wrong" else ()
    return Recognition(carrier, name, checked, misread + spoilt)


def _spoilt(tracking: str) -> tuple[str, ...]:
    """Warnings where a spreadsheet took the number for a quantity: it keeps fifteen digits."""
    plain = unicodedata.normalize("NFKC", tracking).strip().upper()
    bare = tidy(tracking)
    tests = {
        DESTROYED: re.fullmatch(r"\d([.,]\d+)?E\+?\d+", plain),
        DECIMAL: re.fullmatch(r"\d+[.,]0", plain),
        ZEROS: re.fullmatch(r"\d{10,}0{6}", bare),
    }
    return tuple(sentence for sentence, met in tests.items() if met)
