from __future__ import annotations

from pathlib import Path

import pytest

from oms.documents.printing import CannotPrint, print_paper, print_papers, print_run
from oms.documents.sheets import Address, BinLabel, Paper, ProductLabel
from tests.documents.reading import Scan, bars_at, scan, strip, text, zbar, zxing
from tests.documents.sheets_for_tests import COLOGNE, RIYADH, TOKYO, label

SOCKS = ProductLabel(name="Merino Socks", variant="Green", sku="SOCK-GRN-39", barcode="4006381333931")
MUG = ProductLabel(name="Mug", sku="MUG", barcode="036000291452")
LONG = ProductLabel(name="Wool Beanie, hand knitted " * 5, sku="000451", barcode="BEANIE-RUST-000451")
SHELF = BinLabel(code="B-04-2", barcode="B-04-2", place="Aisle B, bay 4, shelf 2")

SIZES: list[tuple[Paper, float, float]] = [
    (label(), 101.6, 152.4),
    (label(tracking=""), 101.6, 152.4),
    (label(TOKYO), 101.6, 152.4),
    (SOCKS, 57, 32),
    (LONG, 57, 32),
    (SHELF, 100, 50),
]


def printed(paper: Paper, dpi: int = 203) -> Scan:
    [page] = scan(print_paper(paper), dpi)
    return page


@pytest.mark.parametrize(("paper", "width", "height"), SIZES)
def test_the_page_is_as_large_as_the_label_and_its_edge_is_white(
    paper: Paper, width: float, height: float
) -> None:
    page = printed(paper)

    assert (page.width_mm, page.height_mm) == (pytest.approx(width, abs=0.2), pytest.approx(height, abs=0.2))
    assert min(page.ink()) >= 3


@pytest.mark.parametrize(
    ("paper", "values"),
    [
        (label(), {"P-000120": "CODE-128", "1Z999AA10123456784": "CODE-128"}),
        (
            label(RIYADH, tracking="00340434161094042557"),
            {"P-000120": "CODE-128", "00340434161094042557": "CODE-128"},
        ),
        (label(TOKYO, tracking=""), {"P-000120": "CODE-128"}),
        (SOCKS, {"4006381333931": "EAN-13"}),
        (MUG, {"0036000291452": "EAN-13"}),  # a scanner may read UPC-A as the EAN-13 that it is a part of
        (LONG, {"BEANIE-RUST-000451": "QR-Code"}),
        (SHELF, {"B-04-2": "CODE-128"}),
    ],
)
def test_two_unrelated_readers_read_every_barcode(
    paper: Paper, values: dict[str, str], tmp_path: Path
) -> None:
    page = printed(paper)

    found = zbar(page, tmp_path)
    assert {value: found.get(value) for value in values} == values
    assert {value.lstrip("0") for value in values} <= {value.lstrip("0") for value in zxing(page)}


def test_the_square_beside_the_bars_says_the_same(tmp_path: Path) -> None:
    page = printed(label(tracking=""))
    right_half = page.picture.crop((page.picture.width * 3 // 4, 0, *page.picture.size))

    assert zbar(Scan(right_half, 0, 0, 203), tmp_path) == {"P-000120": "QR-Code"}


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(("row_mm", "right_mm"), [(95, 74), (134, 100)])
def test_every_bar_and_every_gap_is_a_whole_number_of_modules(
    dpi: int, row_mm: float, right_mm: float
) -> None:
    runs = bars_at(printed(label(dpi=dpi), dpi), row_mm, right_mm=right_mm)[1:-1]
    module = min(length for _, length in runs)

    assert module >= 2
    assert len(runs) > 40
    assert all(length % module == 0 and length // module <= 4 for _, length in runs)


@pytest.mark.parametrize(("row_mm", "right_mm"), [(95, 74), (134, 100)])
def test_ten_modules_at_each_side_stay_white(row_mm: float, right_mm: float) -> None:
    runs = bars_at(printed(label()), row_mm, right_mm=right_mm)
    module = min(length for _, length in runs[1:-1])

    assert runs[0][1] >= 10 * module
    assert runs[-1][1] >= 10 * module


def test_the_same_bars_come_out_of_a_driver_that_paints_every_dot_it_touches() -> None:
    pdf = print_paper(label())
    touched = strip(pdf, 203, 134, times=32)

    assert [length for _, length in touched] == [length for _, length in bars_at(scan(pdf)[0], 134)]


def test_the_address_says_every_line_and_the_postcode_once() -> None:
    said = text(print_paper(label()))

    for line in ("Zoë Müller", "Große Straße 5", "50667 Köln", "Germany", "P-000120", "#2041", "UPS Ground"):
        assert line in said
    assert "postage" not in said.lower()


def test_a_postcode_that_no_line_has_gets_a_line() -> None:
    address = Address(
        name="Jo O'Neil", lines=("Mill Lane", "Little Snoring"), postcode="NR21 0JJ", country="UK"
    )

    assert "NR21 0JJ" in text(print_paper(label(address)))


def test_the_parcel_says_which_of_how_many_it_is() -> None:
    assert "Parcel 2 of 3" in text(print_paper(label(parcel=2, parcels=3)))
    assert "Parcel" not in text(print_paper(label()))


@pytest.mark.parametrize("tracking", ["", "1Z999AA10123456784"])
def test_a_long_address_is_printed_smaller_and_never_cut(tracking: str) -> None:
    lines = tuple(
        f"Department number {number} of the very long-winded company, floor {number}" for number in range(8)
    )
    pdf = print_paper(
        label(Address(name="W" * 60, lines=lines, postcode="", country="Lastland"), tracking=tracking)
    )

    assert len(scan(pdf)) == 1
    assert "Lastland" in text(pdf)
    assert min(scan(pdf)[0].ink()) >= 3


def test_an_address_without_end_is_refused_and_the_rest_of_the_run_is_printed() -> None:
    endless = Address(
        name="Zoë", lines=("Long Street and then some more of it " * 7,) * 30, postcode="", country=""
    )
    run = print_run([label(), label(endless, parcel_code="P-000666"), label(TOKYO)])

    assert run.refusals == {1: "Address label P-000666: there is more text than fits on it. Shorten it."}
    assert run.pdf is not None
    assert len(scan(run.pdf)) == 2
    with pytest.raises(CannotPrint, match="P-000666"):
        print_papers([label(), label(endless, parcel_code="P-000666")])


def test_labels_come_out_in_the_order_in_which_they_went_in() -> None:
    codes = [f"P-{number:06d}" for number in range(60)]
    pages = scan(print_papers([label(COLOGNE, parcel_code=code) for code in codes]))

    assert [next(value for value in zxing(page) if value.startswith("P-")) for page in pages] == codes


def test_a_run_may_mix_papers() -> None:
    pages = scan(print_papers([label(), SHELF, SHELF, SOCKS, label()]))

    assert [round(page.width_mm) for page in pages] == [102, 100, 100, 57, 102]
