"""The files that Amazon takes, byte for byte; what cannot go in is left out with the reason."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from oms.channels.amazon.shipments_file import ShippingConfirmation
from oms.channels.amazon.stock_file import PriceAndQuantity
from oms.channels.clients import Sending, SentLine
from oms.channels.uploads import StockRow
from oms.reading.problems import UnreadableFile
from tests.channels.amazon.parcels import parcel

HEADER = b"order-id\torder-item-id\tquantity\tship-date\tcarrier-code\tcarrier-name\ttracking-number\tship-method\r\n"
JAPANESE = """\
TemplateType=OrderFulfillment\tVersion=2011.1102\tこの行はAmazonが使用します。\t\t\t\t\t\t
注文番号\t注文商品番号\t出荷数\t出荷日\t配送業者コード\t配送業者名\tお問い合わせ伝票番号\t配送方法\t代金引換
order-id\torder-item-id\tquantity\tship-date\tcarrier-code\tcarrier-name\ttracking-number\tship-method\tcod-collection-method
""".encode("cp932")


def shipments(*sendings: Sending, template: bytes | None = None) -> tuple[bytes, dict[str, str]]:
    upload = ShippingConfirmation()
    kept = upload.read_template(template) if template else None
    file = upload.write(sendings, kept)
    return file.content, dict(file.left_out)


def test_a_parcel_is_a_row_for_each_of_its_lines() -> None:
    two = parcel(lines=(SentLine("05015851154158", 2), SentLine("15015851154166", 1)))

    assert shipments(two) == (
        HEADER
        + b"302-5550001-0000001\t05015851154158\t2\t2026-09-19\tDHL\t\t00340434161094000000\t\r\n"
        + b"302-5550001-0000001\t15015851154166\t1\t2026-09-19\tDHL\t\t00340434161094000000\t\r\n",
        {},
    )


def test_the_parcels_of_a_split_order_each_say_how_many() -> None:
    first = parcel(key="7", lines=(SentLine("05015851154158", 1),), completes=False)
    second = parcel(key="8", lines=(SentLine("05015851154158", 1),), tracking_number="00340434161094000001")

    rows = shipments(first, second)[0].splitlines()[1:]

    assert [row.split(b"\t")[2] for row in rows] == [b"1", b"1"]


def test_a_carrier_that_amazon_does_not_list_is_other_with_its_name() -> None:
    row = shipments(parcel(carrier="Other", carrier_name="Evri"))[0].splitlines()[1]

    assert row.split(b"\t")[4:6] == [b"Other", b"Evri"]


def test_the_day_is_that_of_the_shop() -> None:
    evening = datetime(2026, 9, 19, 20, 0, tzinfo=timezone(-timedelta(hours=7)))

    assert b"\t2026-09-19\t" in shipments(parcel(sent_at=evening))[0]


def test_a_japanese_template_keeps_its_head_and_its_code_page() -> None:
    content, left_out = shipments(
        parcel(carrier="Other", carrier_name="ヤマト運輸", lines=(SentLine("25015851154158", 1),)),
        template=JAPANESE,
    )

    assert content.startswith(JAPANESE)
    assert content[len(JAPANESE) :].decode("cp932") == (
        "302-5550001-0000001\t25015851154158\t1\t2026-09-19\tOther\tヤマト運輸\t00340434161094000000\t\t\n"
    )
    assert left_out == {}


def test_a_word_that_the_code_page_of_the_template_lacks_is_left_out() -> None:
    content, left_out = shipments(parcel(carrier="Other", carrier_name="Łódź Express"), template=JAPANESE)

    assert content == JAPANESE
    assert "cannot be written in the code page" in left_out["7"]


def test_the_columns_of_another_template_are_filled_by_their_names() -> None:
    template = b"tracking-number\tship_from_address_name\torder-id\tship-date\tcarrier-code\n"

    assert shipments(parcel(), template=template)[0] == (
        template + b"00340434161094000000\t\t302-5550001-0000001\t2026-09-19\tDHL\n"
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"order-id\\torder-item-id\\tquantity\n",
            "names carrier-code, order-id, ship-date, tracking-number",
        ),
        (b"PK\x03\x04 a workbook", "Save the template as text"),
        ("order-id\tship-date".encode("utf-16"), "Save the template as text"),
        (b"order-id\x81", "Save the template as text"),
        (b"", "names carrier-code"),
    ],
)
def test_what_is_no_template_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        ShippingConfirmation().read_template(content)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"tracking_number": "12\t34"}, "control character"),
        ({"tracking_number": "1234\n"}, "control character"),
        ({"tracking_number": " 1234"}, "begins or ends with a blank"),
        ({"carrier": "Other", "carrier_name": ""}, "Say which carrier"),
        ({"carrier": "Other", "carrier_name": "x" * 51}, "more than 50 characters"),
        ({"order_external_id": "1001"}, "no order id of Amazon"),
        ({"lines": ()}, "settles no line"),
    ],
)
def test_a_parcel_that_would_spoil_the_file_is_left_out_with_the_reason(
    changes: dict[str, object], sentence: str
) -> None:
    content, left_out = shipments(parcel(**changes), parcel(key="8"))

    assert sentence in left_out["7"]
    assert content.count(b"\r\n") == 2


def test_a_parcel_without_a_number_goes_in_only_if_it_can_delete_none() -> None:
    bare, tracked = parcel(tracking_number=None), parcel(key="8")

    assert shipments(bare)[0].endswith(b"\tDHL\t\t\t\r\n")
    assert "could delete the number of another" in shipments(bare, tracked)[1]["7"]
    assert "Enter its number" in shipments(parcel(tracking_number=None, is_first=False))[1]["7"]


def test_quantities_speak_of_nothing_but_stock() -> None:
    file = PriceAndQuantity().write([StockRow("MUG-5", 3, 1), StockRow("00420", 0, 0)], None)

    assert file.content == b"sku\tquantity\r\nMUG-5\t3\r\n00420\t0\r\n"
    assert file.left_out == {}


def test_a_name_that_would_spoil_the_file_is_left_out_with_the_reason() -> None:
    file = PriceAndQuantity().write([StockRow("MUG\t9", 3, 0), StockRow("LAMP", 1, 0)], None)

    assert file.content == b"sku\tquantity\r\nLAMP\t1\r\n"
    assert "control character" in file.left_out["MUG\t9"]


def test_quantities_need_no_template() -> None:
    with pytest.raises(UnreadableFile, match="none is needed"):
        PriceAndQuantity().read_template(b"sku\tquantity")
