"""eBay's file of prices and quantities goes back as it came, with other quantities and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from oms.channels.ebay.stock_file import QuantityFile
from oms.channels.uploads import StockRow
from oms.reading.problems import UnreadableFile

FILE = QuantityFile()
INFO = "#INFO,Version=1.0.0,Template= eBay-active-revise-price-quantity-download_US,,,,,,,,,"
HEADER = (
    "Action,Category name,Item number,Title,Listing site,Currency,Start price,Buy It Now price,Available quantity,"
    "Relationship,Relationship details,Custom label (SKU)"
)
LAMP = 'Revise,Lamps (112581),110000000001,"Brass lamp, 40 cm",US,USD,30.00,,7,,,LAMP'
SHIRT = "Revise,T-Shirts (15687),110000000002,Shirt,US,USD,,,,,Size=S;M|Colour=Blue,"
SMALL = "Revise,,,,,,12.00,,2,Variation,Size=S|Colour=Blue,SHIRT-S"
MEDIUM = "Revise,,,,,,12.00,,3,Variation,Size=M|Colour=Blue,"
SIGN = "Revise,Signs (20579),110000000003,Sign,US,USD,9.00,,1,,,"
WHOLE = "\ufeff" + f"{INFO}\n{HEADER}\n{LAMP}\n{SHIRT}\n{SMALL}\n{MEDIUM}\n{SIGN}" + "\n"
SMALL_KEY, MEDIUM_KEY = "110000000002 [Colour: Blue, Size: S]", "110000000002 [Colour: Blue, Size: M]"


def template(content: str = WHOLE) -> Any:
    return FILE.read_template(content.encode())


def row(key: str, available: int, name: str = "") -> StockRow:
    return StockRow(name or key, available, 0, {"key": key})


def lines(*rows: StockRow, content: str = WHOLE) -> list[str]:
    return FILE.write(rows, template(content)).content.decode("utf-8-sig").splitlines()


def test_the_file_says_what_is_on_offer() -> None:
    offers = template()["offers"]

    assert [(one["key"], one["name"], one["title"], one["quantity"]) for one in offers] == [
        ("110000000001", "LAMP", "Brass lamp, 40 cm", 7),
        (SMALL_KEY, "SHIRT-S", "Shirt [Colour: Blue, Size: S]", 2),
        (MEDIUM_KEY, MEDIUM_KEY, "Shirt [Colour: Blue, Size: M]", 3),
        ("110000000003", "110000000003", "Sign", 1),
    ]
    assert offers[0]["remote"] == {"key": "110000000001"}


def test_only_the_quantity_is_another() -> None:
    written = FILE.write([row("110000000001", 4)], template()).content

    assert written.decode() == "\ufeff" + "\n".join([INFO, HEADER, LAMP.replace(",7,", ",4,")]) + "\n"


def test_a_variation_goes_in_below_its_listing() -> None:
    assert lines(row(MEDIUM_KEY, 0), row("110000000003", 5), row(SMALL_KEY, 9))[2:] == [
        SHIRT,
        SMALL.replace(",2,", ",9,"),
        MEDIUM.replace(",3,", ",0,"),
        SIGN.replace(",1,", ",5,"),
    ]


def test_what_the_file_does_not_know_is_left_out_with_the_reason() -> None:
    written = FILE.write([row("999", 4, "SOAP"), row("110000000001", 4)], template())

    assert written.left_out == {
        "SOAP": "It is not in the file that you gave. Download a new one from eBay and give that."
    }
    assert len(written.content.splitlines()) == 3


def test_german_and_italian_files_keep_their_semicolons_and_older_ones_their_columns() -> None:
    head = "#INFO;Version=1.0.0;Template= eBay-active-revise-price-quantity-download_IT;;;;;;;;"
    columns = (
        "Action;Item number;Title;Listing site;Currency;Start price;Buy It Now price;Available quantity;"
        "Relationship;Relationship details;Custom label (SKU)"
    )
    item = "Revise;330000000001;Lampada;IT;EUR;30,00;;7;;;LAMP"
    content = "\ufeff" + f"{head}\r\n{columns}\r\n{item}" + "\r\n"

    written = FILE.write([row("330000000001", 2)], template(content)).content

    assert written.decode() == content.replace(";7;", ";2;")


def test_another_action_becomes_a_revision() -> None:
    assert lines(row("110000000001", 4), content=WHOLE.replace("Revise,Lamps", "End,Lamps"))[2].startswith(
        "Revise,Lamps"
    )


def test_a_variation_that_names_its_item_needs_no_row_above() -> None:
    alone = SMALL.replace("Revise,,,,", "Revise,,110000000009,,", 1)
    content = f"{INFO}\n{HEADER}\n{alone}" + "\n"

    assert template(content)["offers"][0]["key"] == "110000000009 [Colour: Blue, Size: S]"
    assert lines(row("110000000009 [Colour: Blue, Size: S]", 1), content=content)[2:] == [
        alone.replace(",2,", ",1,")
    ]


def test_a_quantity_that_is_no_number_is_unknown() -> None:
    assert template(WHOLE.replace(",7,", ",many,"))["offers"][0]["quantity"] is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("a,b\n1,2\n", "This is no eBay file of prices and quantities"),
        (f"{INFO}\n{HEADER}\n", "holds no listing"),
        (WHOLE.replace("110000000001", ""), "row 1 of its listings has no Item number"),
        (WHOLE.replace("110000000001", "1.1E+11"), "row 1 of its listings: “1.1E+11” was a number until"),
    ],
)
def test_another_file_is_refused(content: str, why: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        template(content)

    assert why in refusal.value.sentence
