"""A carrier's file of deliveries: a tracking number and a day on each row. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

NUMBER = ("tracking number", "tracking", "tracking_number", "parcel", "number")
DAY = ("delivered", "delivered at", "delivered_at", "date", "delivery date")
LARGEST, MOST = 2_000_000, 5_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """`problem` says why a row tells nothing."""

    row: int
    number: str
    at: datetime | None
    problem: str | None


def read_arrivals(content: bytes, zone: tzinfo) -> list[Arrival]:
    """Every row of the file; times are those of the zone. ValueError with a sentence where it is no such file."""
    if len(content) > LARGEST:
        raise ValueError("The file is too large for a list of deliveries.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("The file is not a text file in UTF-8.") from error
    if "\0" in text:
        raise ValueError("The file is not a text file.")
    lines = text.splitlines()
    header = lines[0] if lines else ""
    rows = csv.reader(lines, delimiter=max(",;\t", key=header.count))
    arrivals = list(_arrivals(rows, [cell.strip().casefold() for cell in next(rows, [])], zone))
    if len(arrivals) > MOST:
        raise ValueError(f"The file has {len(arrivals)} rows. Split it into files of {MOST}.")
    return arrivals


def _arrivals(rows: Iterator[list[str]], header: list[str], zone: tzinfo) -> Iterator[Arrival]:
    number = next((header.index(name) for name in NUMBER if name in header), None)
    day = next((header.index(name) for name in DAY if name in header), None)
    if number is None or day is None:
        raise ValueError("The file needs the columns “tracking number” and “delivered”.")
    for row, cells in enumerate(rows, 2):
        if any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * len(header)]
            yield _arrival(row, padded[number].strip(), padded[day].strip(), zone)


def _arrival(row: int, code: str, text: str, zone: tzinfo) -> Arrival:
    if not code:
        return Arrival(row, "", None, "There is no tracking number.")
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return Arrival(row, code, None, f"“{text}” is no date like 2026-11-24 or 2026-11-24T15:30.")
    return Arrival(row, code, at if at.tzinfo else at.replace(tzinfo=zone), None)
