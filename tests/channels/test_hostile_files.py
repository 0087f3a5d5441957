"""Files that nobody should ever send: each is refused whole or row by row, and nothing breaks."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.channels.bringing import account, counts, file, lines, numbers, order, read, staged, take
from tests.channels.files import SHOPIFY, UNSHIPPED, Cells, amazon, amazon_item, shopify
from tests.shop import Shop


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("orders.csv", shopify(order()))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (zipped(), "ZIP archive"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "binary file"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "binary file"),
        (shopify(order()).replace(b"Lamp", b"La\0mp"), "binary file"),
        (b"", "The file is empty."),
        (b" \r\n\r\n", "The file is empty."),
        (shopify(order(Notes='"')).replace(b'""""', b'"'), "a quote is never closed"),
        (shopify(order(Notes="x" * 5_000_000)), "has a line of more than 1,000,000 characters"),
        (shopify(order())[:-1].rsplit(b",", 30)[0], "is cut off"),
        (",".join(SHOPIFY).encode()[:-3], "is cut off"),
        (b"<!DOCTYPE html><title>Sign in</title>", "web page"),
        (shopify(order()).decode().encode("utf-16-le"), "binary file"),
        ("Köln ".encode() * 20 + b"\xff\xfe\xfd", "bytes that are not UTF-8"),
    ],
)
def test_a_file_that_is_no_file_of_orders_is_refused_whole(shop: Shop, content: bytes, sentence: str) -> None:
    account(shop)

    import_id = read(shop, content)

    assert sentence in (file(shop, import_id).refusal or "")
    assert staged(shop, import_id) == []


def test_a_header_alone_is_a_file_without_orders(shop: Shop) -> None:
    account(shop)

    import_id = read(shop, shopify())

    assert (file(shop, import_id).phase, counts(shop, import_id)) == ("preview", {})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_a_spreadsheet_saves_is_read(shop: Shop, encoding: str) -> None:
    account(shop)

    take(shop, read(shop, shopify(order(), delimiter="\t").decode().encode(encoding)))

    assert numbers(shop) == ["#1001"]


def test_a_column_that_stands_twice_counts_where_it_stands_first(shop: Shop) -> None:
    account(shop)
    content = shopify(order()).replace(b"Payment References\n", b"Payment References,Name\n", 1)

    import_id = read(shop, content.replace(b",\n", b",,#9999\n"))

    assert file(shop, import_id).phase in {"preview", "refused"}
    assert "#9999" not in numbers(shop)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Id": "5.55E+12"}, "its digits are lost"),
        ({"Lineitem_sku": "4.00638E+12"}, "its digits are lost"),
        ({"Lineitem_quantity": "99999999999999999999"}, "can hold"),
        ({"Lineitem_price": "1" * 40}, "Lineitem price"),
        ({"Created_at": "05/04/26"}, "is not a date and time"),
        ({"Currency": "EURO"}, "is not a currency"),
        ({"Lineitem_quantity": "-2"}, "is not a whole number"),
    ],
)
def test_a_cell_that_cannot_be_believed_refuses_its_order_alone(
    shop: Shop, changes: dict[str, str], reason: str
) -> None:
    account(shop)
    bad: Cells = order(1002) | {name.replace("_", " "): cell for name, cell in changes.items()}

    import_id = take(shop, read(shop, shopify(order(1001), bad)))

    assert numbers(shop) == ["#1001"]
    ((_, what, why),) = [row for row in staged(shop, import_id) if row[0] == 3]
    assert (what, reason in why) == ("refused", True)


def test_a_formula_is_text_like_any_other(shop: Shop) -> None:
    account(shop)

    take(shop, read(shop, shopify(order(Lineitem_sku='=HYPERLINK("http://x")', Notes="=1+1"))))

    assert lines(shop)[0][0] == '=HYPERLINK("http://x")'


def test_signs_that_databases_stumble_over_come_in_clean(shop: Shop) -> None:
    account(shop)
    name = "Ana\u202e \U0001f469\u200d\U0001f680 '; DROP TABLE orders; --"

    take(shop, read(shop, shopify(order(Shipping_Name=name, Notes="a\x01b\x7fc", Lineitem_name="ﷺ" * 300))))

    assert numbers(shop) == ["#1001"]


def test_an_amazon_file_with_a_row_that_is_too_short_is_refused_there(shop: Shop) -> None:
    account(shop, "amazon")
    good = amazon(amazon_item(), columns=UNSHIPPED)
    short = b"203-9999999-9999999\t123\r\n"
    head, row = good.split(b"\r\n", 1)

    import_id = read(shop, head + b"\r\n" + short + row)

    assert counts(shop, import_id) == {"new": 1, "refused": 1}
