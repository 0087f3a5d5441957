from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms.core.money import major
from oms.reading.amounts import UnclearAmount, decimal_mark, money
from oms.reading.cells import BadCell


@pytest.mark.parametrize(
    ("cell", "currency", "minor"),
    [
        ("12.50", "EUR", 1250),
        ("12,50", "EUR", 1250),
        ("12.5", "EUR", 1250),
        ("12", "EUR", 1200),
        ("0", "EUR", 0),
        (".50", "EUR", 50),
        ("1.234,56", "EUR", 123456),
        ("1,234.56", "EUR", 123456),
        ("1.234.567", "EUR", 123456700),
        ("1,23,456.00", "INR", 12345600),
        ("1'234.50", "CHF", 123450),
        ("1\u202f234,50\u00a0€", "EUR", 123450),
        ("€ 12,50", "EUR", 1250),
        ("12.50 EUR", "EUR", 1250),
        ("AU $3,000.00", "AUD", 300000),
        ("-12.50", "EUR", -1250),
        ("12.50-", "EUR", -1250),
        ("(12.50)", "EUR", -1250),
        ("163056", "CLP", 163056),
        ("1500.00", "JPY", 1500),
        ("0.500", "KWD", 500),
        ("1234.500", "KWD", 1234500),
        ("1,234.567", "KWD", 1234567),
        ("", "EUR", None),
    ],
)
def test_an_amount_becomes_minor_units_of_its_currency(cell: str, currency: str, minor: int | None) -> None:
    assert money(cell, currency) == minor


@pytest.mark.parametrize("cell", ["1.234", "1,234", "€ 999.999"])
@pytest.mark.parametrize("currency", ["EUR", "JPY"])
def test_a_lone_mark_before_three_figures_is_never_guessed(cell: str, currency: str) -> None:
    with pytest.raises(UnclearAmount, match="nothing else in the file tells which"):
        money(cell, currency, None)


def test_the_other_amounts_of_the_file_settle_it() -> None:
    assert money("1.234", "EUR", ",") == 123400
    assert money("1,234", "EUR", ".") == 123400
    assert money("10,500", "KWD", ",") == 10500
    with pytest.raises(BadCell, match="more decimals than EUR knows"):
        money("1.234", "EUR", ".")


def test_three_decimals_are_how_some_currencies_are_written() -> None:
    assert money("10.500", "KWD", None) == 10500
    with pytest.raises(UnclearAmount):
        money("10,500", "KWD", None)


@pytest.mark.parametrize(
    "cell",
    [
        "free",
        "1E+05",
        "12..5",
        "1.2.3",
        "12.3.45",
        "1,2345,678.0",
        "--5",
        "12 USD 5",
        "-",
        "٣٫٥",
        "9" * 40,
        "1.'23",
    ],
)
def test_what_is_no_amount_is_refused(cell: str) -> None:
    with pytest.raises(BadCell, match="not an amount of money"):
        money(cell, "EUR")


def test_an_amount_of_another_currency_is_refused() -> None:
    with pytest.raises(BadCell, match="not an amount of money in EUR"):
        money("USD 12.50", "EUR")


def test_more_money_than_there_can_be_is_refused() -> None:
    with pytest.raises(BadCell, match="more money than there can be"):
        money("999999999999999.99", "EUR")


def test_more_decimals_than_the_currency_has_are_refused() -> None:
    with pytest.raises(BadCell, match="more decimals than JPY knows"):
        money("12.50", "JPY")


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("12.50", "."),
        ("12,5", ","),
        ("1.234,50", ","),
        ("1.234.567", ","),
        ("1.234", None),
        ("12", None),
        ("x", None),
    ],
)
def test_a_clear_amount_proves_its_decimal_mark(cell: str, mark: str | None) -> None:
    assert decimal_mark(cell) == mark


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "JPY", "KWD"]), st.sampled_from([".", ","]))
def test_an_amount_that_is_written_out_is_read_back(minor: int, currency: str, mark: str) -> None:
    written = str(major(minor, currency)).replace(".", mark)

    assert money(written, currency, mark) == minor


@given(st.text(alphabet="0123456789.,'- ()€EUR", max_size=20), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_no_text_breaks_the_reading_of_amounts(cell: str, currency: str) -> None:
    decimal_mark(cell)
    try:
        read = money(cell, currency)
    except BadCell:
        return
    assert read is None or isinstance(read, int)
