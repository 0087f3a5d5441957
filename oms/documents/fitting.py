"""How large an address can be printed: the first guess, which the layout then proves."""

from __future__ import annotations

from math import ceil

from oms.documents.sheets import Address, AddressLabel, Paper
from oms.documents.wording import columns

# Sizes of the letters in points, from the largest; `step-0` to `step-5` in address_label.css.
STEPS = (21.0, 18.0, 15.0, 12.5, 10.5, 8.5)

# A line that is broken in two is harder to read than one a little smaller; below 15 points it is the other way round.
SMALLEST_FOR_WHOLE_LINES = 2

WIDTH_MM = 91.0
ROOM_MM = 86.0
ROOM_TRACKED_MM = 52.0
POINT_MM = 25.4 / 72
LETTER_WIDTH = 0.51
LINE_HEIGHT = 1.2


def steps_for(paper: Paper) -> range:
    """The sizes to try: from the largest at which the label's address should fit. Other papers have one size."""
    return range(_first_step(paper), len(STEPS)) if isinstance(paper, AddressLabel) else range(1)


def _first_step(paper: AddressLabel) -> int:
    room_mm = ROOM_TRACKED_MM if paper.tracking else ROOM_MM
    fitting = [step for step, size in enumerate(STEPS) if _height_mm(paper.recipient, size) <= room_mm]
    large = (step for step in fitting if step <= SMALLEST_FOR_WHOLE_LINES)
    whole = (step for step in large if _unbroken(paper.recipient, STEPS[step]))
    return next(whole, fitting[0] if fitting else len(STEPS) - 1)


def _height_mm(address: Address, size: float) -> float:
    return (sum(_rows(address, size)) + 0.6) * size * POINT_MM * LINE_HEIGHT


def _unbroken(address: Address, size: float) -> bool:
    return max(_rows(address, size)) == 1


def _rows(address: Address, size: float) -> list[int]:
    """How many rows each line of the address takes."""
    to_a_row = WIDTH_MM / (size * POINT_MM * LETTER_WIDTH)
    lines = (address.name, *address.lines, address.country)
    return [max(1, ceil(columns(line) / to_a_row)) for line in lines]
