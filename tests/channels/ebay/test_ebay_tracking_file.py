"""eBay's tracking upload: the seller's own template with its columns filled in, or the usual columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from oms.channels.clients import Sending, SentLine
from oms.channels.ebay.kind import KIND
from oms.channels.ebay.shipments_file import TrackingFile
from oms.reading.problems import UnreadableFile

FILE = TrackingFile()
SENDING = Sending(
    key="parcel:1",
    order_external_id="12-10001-20001",
    order_number="12-10001-20001",
    lines=(SentLine("10012345600001", 2), SentLine("110000000002 [Size: M]", 1)),
    completes=True,
    sent_at=datetime(2026, 11, 24, 15, 0, tzinfo=UTC),
    carrier="RoyalMail",
    carrier_name="Royal Mail",
    tracking_number="AB123456785GB",
    tracking_url=None,
)
HEADER = (
    "Shipping Status,Order Number,Item Number,Item Title,Custom Label,Transaction ID,Shipping Carrier Used,"
    "Tracking Number"
)
TEMPLATE = (
    b"\xef\xbb\xbf#INFO;Version=1.0.0;Template= eBay-add-tracking_DE;;\n"
    b";;;;\n"
    b"Order number;Line item;Tracking number;Shipping carrier used;Transaction ID\n"
    b"12-00000-00000;1;;;\n"
)


def rows(*sendings: Sending, template: bytes | None = None) -> list[str]:
    told = FILE.read_template(template) if template else None
    return FILE.write(sendings, told).content.decode().splitlines()


def test_each_line_of_a_parcel_is_a_row() -> None:
    assert rows(SENDING) == [
        "#INFO",
        HEADER,
        "Shipped,12-10001-20001,,,,10012345600001,RoyalMail,AB123456785GB",
        "Shipped,12-10001-20001,110000000002,,,,RoyalMail,AB123456785GB",
    ]


def test_the_same_parcels_make_the_same_bytes() -> None:
    once, again = FILE.write([SENDING], None), FILE.write([SENDING], None)

    assert (once, once.filename) == (again, "ebay-tracking.csv")
    assert once.content.endswith(b"\r\n")


def test_the_seller_s_own_template_is_kept_and_its_columns_are_filled_in() -> None:
    written = FILE.write([SENDING], FILE.read_template(TEMPLATE)).content

    assert written == (
        b"\xef\xbb\xbf#INFO;Version=1.0.0;Template= eBay-add-tracking_DE;;\n"
        b";;;;\n"
        b"Order number;Line item;Tracking number;Shipping carrier used;Transaction ID\n"
        b"12-10001-20001;;AB123456785GB;RoyalMail;10012345600001\n"
        b"12-10001-20001;;AB123456785GB;RoyalMail;\n"
    )


def test_what_is_remembered_of_a_template_is_no_row_of_it() -> None:
    assert "12-00000-00000" not in str(FILE.read_template(TEMPLATE))


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"Order Number,Item Number\n", b"", b"%PDF-1.7"])
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        FILE.read_template(content)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"lines": ()}, "The parcel settles no line of eBay's order."),
        ({"order_external_id": "41"}, "only by the number of a sales record"),
        ({"tracking_number": "AB\n12"}, "has a line break in it"),
        ({"carrier": "Royal\tMail"}, "has a line break in it"),
    ],
)
def test_what_cannot_go_in_is_left_out_with_the_reason(changes: dict[str, object], reason: str) -> None:
    bad = replace(SENDING, key="parcel:2", **changes)  # type: ignore[arg-type]
    written = FILE.write([bad, SENDING], None)

    assert list(written.left_out) == ["parcel:2"]
    assert reason in written.left_out["parcel:2"]
    assert len(written.content.splitlines()) == 4


def test_without_a_number_the_row_says_that_it_left() -> None:
    assert rows(replace(SENDING, tracking_number=None, lines=SENDING.lines[:1]))[2] == (
        "Shipped,12-10001-20001,,,,10012345600001,RoyalMail,"
    )


def test_a_cell_that_a_spreadsheet_would_run_goes_in_as_it_is() -> None:
    assert rows(replace(SENDING, tracking_number="=1+1", lines=SENDING.lines[:1]))[2].endswith(",=1+1")


def test_every_carrier_has_a_word() -> None:
    assert (KIND.carrier("royal_mail"), KIND.carrier("post"), KIND.carrier(None)) == (
        "RoyalMail",
        "Other",
        "Other",
    )
