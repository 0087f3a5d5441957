from __future__ import annotations

from pathlib import Path

import pytest

from oms.channels.parsed import ParsedFile
from oms.channels.recognising import read_file
from oms.reading.problems import UnreadableFile
from oms.reading.tabular import Limits
from tests.channels.files import (
    NEW_ORDERS,
    SHOPIFY,
    UNSHIPPED,
    amazon,
    amazon_item,
    shopify,
    shopify_line,
    shopify_order,
)

FILE = shopify(shopify_order(Lineitem_name="Lámpara"), shopify_line())


def title(parsed: ParsedFile) -> str:
    return parsed.orders[0].draft.lines[0].title


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (FILE, "UTF-8"),
        (b"\xef\xbb\xbf" + FILE, "UTF-8 with byte order mark"),
        (FILE.decode().encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + FILE.decode().encode("utf-16-be"), "UTF-16"),
        (FILE.decode().encode("cp1252"), "Windows-1252"),
    ],
)
def test_the_encoding_is_proven_and_said(content: bytes, encoding: str) -> None:
    parsed = read_file(content)

    assert parsed.encoding == encoding
    assert title(parsed) == "Lámpara"


def test_an_account_in_japan_may_have_its_own_code_page() -> None:
    content = amazon(amazon_item(product_name="青いマグカップ"), columns=UNSHIPPED).decode().encode("cp932")

    assert title(read_file(content, legacy="cp932")) == "青いマグカップ"
    with pytest.raises(UnreadableFile, match="no characters in Windows-1252"):
        read_file(content)


def test_a_path_is_read_like_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(FILE)

    assert read_file(path) == read_file(FILE)
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_file(tmp_path / "missing.csv")


def test_one_wrong_byte_among_utf8_is_damage_and_no_other_encoding() -> None:
    content = shopify(shopify_order(Shipping_Name="Søren Ünal"), shopify_line(Lineitem_name="Tr@y"))

    with pytest.raises(UnreadableFile, match="damaged: line 3 holds bytes that are not UTF-8"):
        read_file(content.replace(b"Tr@y", b"Tr\xffy"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (FILE.replace(b"Mug", b"M\0g"), "binary"),
        (b"PK\x03\x04" + bytes(100), "ZIP archive"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "Excel workbook"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"<!DOCTYPE html><html>", "web page"),
        ("a\0b".encode("utf-16"), "binary"),
        (FILE[:-10].decode().encode("utf-16")[:-1], "UTF-16"),
        ("ä".join("abc").encode() + b"\xc3", "middle of a character"),
    ],
)
def test_what_is_no_text_is_refused_by_its_kind(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        read_file(content)


def test_too_much_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableFile, match=r"The file has 0\.0 MB"):
        read_file(FILE, limits=Limits(size=100))
    with pytest.raises(UnreadableFile, match="more than 1 rows"):
        read_file(FILE, limits=Limits(rows=1))
    with pytest.raises(UnreadableFile, match="a cell of more than 131,072 characters in row 2"):
        read_file(shopify(shopify_order(Notes="x" * 140_000)))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("before", ["", "Exported today\n\n", "a,b;c\td\n" * 20])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_delimiter_and_the_header_are_found(delimiter: str, before: str, line_end: str) -> None:
    rows = shopify(shopify_order(Lineitem_name='A; "b", c\td'), shopify_line(), delimiter=delimiter)
    parsed = read_file((before + rows.decode()).replace("\n", line_end).encode())

    assert title(parsed) == 'A; "b", c\td'
    assert parsed.orders[0].first_row == before.count("\n") + 2


def test_a_told_delimiter_is_trusted() -> None:
    parsed = read_file(b"sep=;\n" + shopify(shopify_order(), delimiter=";"))

    assert parsed.orders[0].first_row == 3


def test_a_header_after_thirty_rows_is_not_looked_for() -> None:
    with pytest.raises(UnreadableFile, match="None of its first 30 rows"):
        read_file(b"\n" * 30 + FILE)


def test_columns_are_found_by_name_whatever_their_case_order_and_company() -> None:
    columns = ("Nonsense", *reversed(SHOPIFY), "New in 2031", "", "")
    content = shopify(shopify_order(), columns=columns).replace(b"Lineitem sku", b" lineitem\xc2\xa0SKU ")

    assert read_file(content).orders[0].draft.lines[0].sku == "LAMP"


def test_rows_count_as_a_spreadsheet_shows_them() -> None:
    first = shopify_order(Notes="three\nlines\nof text")
    content = shopify(first, shopify_line(), {}, shopify_order(Name="#1000", Id="1"))

    assert [(order.first_row, order.last_row, order.rows) for order in read_file(content).orders] == [
        (2, 3, 2),
        (5, 5, 1),
    ]


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_file_cut_off_anywhere_in_its_last_row_is_refused(cut: int) -> None:
    with pytest.raises(UnreadableFile, match=r"cut off: its last row, 3, ends after \d+ of 79 columns"):
        read_file(FILE[: -1 - cut])


def test_a_file_without_a_last_line_end_is_whole() -> None:
    assert read_file(FILE.removesuffix(b"\n")) == read_file(FILE)


def test_a_file_cut_off_in_its_header_or_in_a_quoted_cell_is_refused() -> None:
    content = shopify(shopify_order(Notes='She said "wait",\nthen left'))
    header, note = content.index(b"\n"), content.index(b"then left")

    with pytest.raises(UnreadableFile, match="ends within its header"):
        read_file(content[: header - 20])
    with pytest.raises(UnreadableFile, match="row 2 begins a quoted cell that has no end"):
        read_file(content[:note])
    assert read_file(content[: header + 1]).orders == ()


def test_a_quote_out_of_place_is_refused_with_its_row() -> None:
    content = shopify(shopify_order(), shopify_line(Lineitem_name='A "b"'))

    with pytest.raises(UnreadableFile, match="a quote out of place in row 3"):
        read_file(content.replace(b'"A ""b"""', b'"A "b""'))


def test_bare_quotes_are_characters_in_a_tab_separated_report() -> None:
    items = [amazon_item(product_name=name) for name in ('12" pan', '"', '"Best" pan', '"A ""b"""')]
    titles = [title(read_file(amazon(item, columns=NEW_ORDERS))) for item in items]

    assert titles == ['12" pan', '"', '"Best" pan', 'A "b"']


def test_a_row_of_another_width_is_refused_and_not_shifted() -> None:
    rows = [shopify_order(Name=f"#{number}", Id=str(number)) for number in (3, 2, 1)]
    wide, narrow, _ = shopify(*rows).splitlines(keepends=True)[1:]
    header, _, _, whole = shopify(*rows).splitlines(keepends=True)
    parsed = read_file(header + b"x," + wide + narrow.replace(b",", b"", 1) + whole)

    assert [(note.row, note.reason) for note in parsed.refused] == [
        (2, "the row has more cells than the header has columns"),
        (3, "the row ends after 78 of 79 columns"),
    ]
    assert [order.draft.number for order in parsed.orders] == ["#1"]
