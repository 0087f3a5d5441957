"""What the rows of a file of products say, and why some say nothing that can be used."""

from __future__ import annotations

import pytest

from oms.catalog.goods import TEMPLATE, read_goods
from oms.catalog.service import add_product
from oms.reading.problems import UnreadableFile
from tests.catalog.bringing import CANDLE, CANDLE_CODE, candle, planned, products, table, take
from tests.shop import Shop


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([candle(SKU="")], "It has no SKU"),
        ([candle(), candle(Barcode="")], f"The SKU {CANDLE} stands in row 2 already."),
        ([candle(Barcode="4006381333970")], "As EAN-13 its last digit would be 9."),
        ([candle(Barcode="4006381333931")], "is already on Desk Lamp · Brass (LAMP)."),
        (
            [candle(), candle(SKU="CAN-30", Variant="30 cm")],
            f"The barcode {CANDLE_CODE} stands in row 2 already.",
        ),
        ([candle(Barcode="4.00638E+12")], "its digits are lost"),
        ([candle(SKU="4.00638E+12")], "its digits are lost"),
        ([candle(Quantity="1.5")], "“1.5” is not a whole number of units"),
        ([candle(Quantity="-3")], "“-3” is not a whole number of units"),
        ([candle(**{"Weight g": "heavy"})], "“heavy” is not a weight"),
        ([candle(**{"Weight g": "0.5"})], "not a whole number of grams"),
        ([candle(Product="")], "has no product name for a new one"),
        ([candle(Product="x" * 201)], "Product: more than 200 characters"),
        ([candle(SKU="x" * 81)], "SKU: more than 80 characters"),
        ([candle(Product='=HYPERLINK("http://evil.example","x")')], "is a formula"),
        ([candle(Quantity="=SUM(A1:A9)")], "is a formula"),
        ([[*candle(), "more"]], "has more cells than the header has columns"),
        (
            [["Lamp A", "", "LAMP", *[""] * 5], ["Desk Lamp", "Steel", "LAMP-2", *[""] * 5]],
            "Row 2 calls the same product “Lamp A”: one of the two is wrong.",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_reason(
    shop: Shop, rows: list[list[object]], reason: str
) -> None:
    told = planned(shop, table(*rows))

    assert (told[-1][0], told[-1][1]) == (len(rows) + 1, "refused")
    assert reason in told[-1][2]


def test_two_names_for_one_product_are_refused(shop: Shop) -> None:
    with shop.inside():
        add_product("Desk Lamp", by=shop.by())

    told = planned(shop, table(["Desk Lamp", "Steel", "LAMP-2", *[""] * 5]))

    assert told[0][1:] == (
        "refused",
        "There are several products called “Desk Lamp”. Add this variant on the page of the right one.",
    )


def test_an_item_in_two_bins_has_two_rows(shop: Shop) -> None:
    told = planned(shop, table(candle(Bin="A-01-1", Quantity=3), candle(Bin="A-02-1", Quantity=4)))

    assert told == [(2, "new", ""), (3, "unchanged", "Another bin of row 2.")]


@pytest.mark.parametrize(
    ("header", "cell", "grams"),
    [
        ("Weight (kg)", "0,25", 250),
        ("weight kg", "1.45", 1450),
        ("GRAMS", "250.0", 250),
        ("Weight", "0.25 kg", 250),
        ("Weight", "250 g", 250),
        ("Weight g", "", None),
    ],
)
def test_weights_have_their_unit_in_the_header_or_in_the_cell(
    header: str, cell: str, grams: int | None
) -> None:
    read = read_goods(table(["A", cell], header=("SKU", header)))

    assert [one.weight_g for one in read.goods] == [grams]


def test_a_weight_without_a_unit_is_not_guessed() -> None:
    read = read_goods(table(["A", "250"], header=("SKU", "Weight")))

    assert "to say which it is" in read.refused[0].reason


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("\ufeffSKU;Title\r\nM;Größe\r\n".encode(), "UTF-8 with byte order mark"),
        ("SKU;Title\r\nM;Größe\r\n".encode("cp1252"), "Windows-1252"),
        ("SKU\tTitle\nM\tGröße\n".encode("utf-16"), "UTF-16"),
        ("sep=;\r\nSKU;Title\r\nM;Größe\r\n".encode(), "UTF-8"),
    ],
)
def test_what_spreadsheets_save_is_read(content: bytes, encoding: str) -> None:
    read = read_goods(content)

    assert (read.encoding, [(one.sku, one.name) for one in read.goods]) == (encoding, [("M", "Größe")])


def test_the_example_can_be_taken_in_as_it_is(shop: Shop) -> None:
    take(shop, ("\ufeff" + TEMPLATE).encode())

    assert [code for code, _, _ in products(shop)["Stoneware Mug"]] == ["MUG-BLU", "MUG-SND"]


SHOPIFY = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Barcode,Image Src"


def test_a_product_export_of_shopify_is_read_with_its_further_rows(shop: Shop) -> None:
    lines = [
        SHOPIFY,
        'socks,Wool Socks,"<p>From <b>Galway</b> &amp; warm</p>",Colour,Green,39,WS-1,80.0,4,\'5012345678917,https://a/1.jpg',
        "socks,,,,Rust,39,WS-2,80.0,5,,",
        "socks,,,,,,,,,,https://a/2.jpg",
        "soap,Olive Soap,,Title,Default Title,,SOAP,0.0,6,,",
    ]
    content = "\n".join([*lines, ""]).encode()

    assert [verdict for _, verdict, _ in planned(shop, content)] == ["new", "new", "ignored", "new"]
    take(shop, content)

    assert products(shop)["Wool Socks"] == [("WS-1", "Green · 39", 80), ("WS-2", "Rust · 39", 80)]
    assert products(shop)["Olive Soap"] == [("SOAP", "", None)]
    assert read_goods(content).goods[0].description == "From Galway & warm"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "binary file"),
        (table(candle()).replace(b"Candle", b"Can\0dle"), "binary file"),
        (b"PK\x03\x04" + b"x" * 100, "ZIP archive"),
        (table(candle(Description="x" * 1_100_000)), "has a line of more than 1,000,000 characters"),
        (b"Name,Price\r\nLamp,3\r\n", "with a column “SKU”"),
        (b"SKU\r\nLAMP\r\n", "with a column “SKU”"),
        (b'SKU,Product\r\nLAMP,"Desk', "a quote is never closed"),
        (b"SKU,Product,Bin\r\nLAMP,Desk", "is cut off"),
        ("Köln ".encode() * 20 + b"\xff\xfe\xfd", "bytes that are not UTF-8"),
        (b"SKU,Product\r\nLAMP,\x81\x8d\r\n", "no characters in Windows-1252"),
        (b"SKU,Product\r\n" + b"A,B\r\n" * 20_001, "has more than 20,000 rows"),
        (b"x" * 5_000_001, "5 MB is the most"),
    ],
)
def test_a_file_that_is_no_list_of_products_is_refused_whole(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_goods(content)
    assert sentence in refusal.value.sentence


def test_a_header_alone_is_a_file_without_products() -> None:
    assert read_goods(table()).goods == []
