"""The orders reports of eBay's German and French sites, and a report that is another."""

from __future__ import annotations

import pytest

from oms.channels.recognising import read_file
from oms.reading.problems import UnreadableFile
from tests.channels.ebay.reports import (
    SAMPLES,
    sample,
)


def test_german_reports_are_read() -> None:
    parsed = sample("de.csv")
    lights, socks = (one.draft for one in parsed.orders)

    assert (lights.number, lights.currency, lights.total_minor, lights.reconciles) == (
        "23-11111-30001",
        "EUR",
        247390,
        True,
    )
    assert lights.lines[0].unit_price_minor == 123450
    assert (lights.ship_to.city, lights.ship_to.region, lights.ship_to.line2) == ("Köln", None, None)
    assert (lights.ship_to.postcode, lights.ship_to.country) == ("50667", "DE")
    assert (lights.placed_at.date().isoformat(), lights.paid_at and lights.paid_at.date().isoformat()) == (
        "2025-12-10",
        "2025-12-11",
    )
    assert (socks.buyer.name, socks.placed_at.month) == ("sockenheld", 3)
    assert [note.row for note in parsed.ignored] == [6, 7]


def test_french_reports_are_read() -> None:
    (told,) = (one.draft for one in sample("fr.csv").orders)

    assert (told.number, told.known_as, told.currency, told.total_minor) == (
        "05-22222-40001",
        ("1",),
        "EUR",
        123850,
    )
    assert (told.placed_at.date().isoformat(), told.ship_to.country) == ("2026-10-05", "FR")


def test_older_code_pages_are_read() -> None:
    content = (SAMPLES / "de.csv").read_text().replace("Łucja Öztürk", "Lucja Öztürk").encode("cp1252")

    assert read_file(content, channel="ebay").orders[0].draft.ship_to.name == "Jürgen Weiß"


def test_a_problem_is_named_by_what_the_file_calls_the_column() -> None:
    content = (SAMPLES / "de.csv").read_text().replace(";2;1.234,50 €", ";zwei;1.234,50 €")

    assert "Anzahl: “zwei” is not a whole number" in read_file(content.encode()).refused[0].reason


def test_a_transaction_report_is_told_apart() -> None:
    with pytest.raises(UnreadableFile, match="an eBay transaction report, which is about money"):
        read_file(
            b"Transaction creation date,Type,Order number,Item title,Quantity,Net amount\n1,2,3,4,5,6\n"
        )
