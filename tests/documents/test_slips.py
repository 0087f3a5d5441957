from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from PIL import Image

from oms.documents.printing import print_paper, print_papers
from oms.documents.sheets import SlipLine
from tests.documents.reading import scan, text, zbar, zxing
from tests.documents.sheets_for_tests import BEANIE, RIYADH, SHOP, SOCKS, slip

MANY = tuple(
    SlipLine(name=f"Item {n}", sku=f"SKU-{n:05d}", bin=f"A-{n // 4}-{n % 4}", quantity=1) for n in range(60)
)


def picture(colour: str, size: tuple[int, int] = (64, 64)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def page_text(pdf: bytes, number: int) -> str:
    return str(pypdfium2.PdfDocument(pdf)[number].get_textpage().get_text_bounded())


@pytest.mark.parametrize(("size", "width", "height"), [("A4", 210, 297), ("Letter", 215.9, 279.4)])
def test_the_page_has_its_size_and_an_edge_that_any_printer_reaches(
    size: Literal["A4", "Letter"], width: float, height: float
) -> None:
    [page] = scan(print_paper(slip(size=size)))

    assert (page.width_mm, page.height_mm) == (pytest.approx(width, abs=0.2), pytest.approx(height, abs=0.2))
    assert min(page.ink()) >= 10


@pytest.mark.parametrize("number", ["#2041", "111-1234567-1234567", "ORDER-2026-11-20-000001", "注文-17"])
@pytest.mark.parametrize("dpi", [203, 300])
def test_two_unrelated_readers_read_the_order_number(number: str, dpi: int, tmp_path: Path) -> None:
    [page] = scan(print_paper(slip(order_number=number)), dpi)

    assert number in zbar(page, tmp_path)
    assert number in zxing(page)


def test_the_slip_says_what_the_packer_and_the_customer_need() -> None:
    said = text(print_paper(slip(service="DHL Paket", note="Please ring twice")))

    for words in (
        "#2041",
        "Zoë Müller",
        "20 November 2026",
        "3 items",
        "DHL Paket",
        "Please ring twice",
        "A-01-7",
    ):
        assert words in said
    for words in (
        "Merino Socks",
        "Green · 39–42",
        "SOCK-GRN-39",
        "Thank you, Zoë!",
        "Send it back within 30 days.",
    ):
        assert words in said


def test_lines_stand_in_the_order_of_the_walk() -> None:
    said = text(print_paper(slip(lines=(BEANIE, SOCKS))))

    assert said.index("Wool Beanie") < said.index("Merino Socks")


def test_what_travels_in_another_parcel_is_named_apart() -> None:
    said = text(print_paper(slip(lines=(SOCKS,), elsewhere=(BEANIE,), parcel=1, parcels=2)))

    assert (
        said.index("Merino Socks") < said.index("Travels in another parcel") < said.index("1 × Wool Beanie")
    )
    assert "1 of 2" in said


def test_every_page_of_a_long_order_has_the_head_the_order_and_its_number() -> None:
    pdf = print_paper(slip(lines=MANY))
    pages = len(scan(pdf))

    assert pages == 3
    for number in range(pages):
        said = page_text(pdf, number)
        assert "#2041" in said
        assert f"Page {number + 1} of {pages}" in said
        assert "SKU" in said
        assert "Bin" in said


def test_each_slip_of_a_run_counts_its_own_pages() -> None:
    pdf = print_papers([slip(order_number="#1", lines=MANY), slip(order_number="#2")])

    numbers = [page_text(pdf, page).split("Page ")[1][:6] for page in range(4)]
    assert numbers == ["1 of 3", "2 of 3", "3 of 3", "1 of 1"]


def test_pictures_have_a_column_only_if_there_are_any() -> None:
    plain, pictured = (
        print_paper(slip(lines=(SOCKS, SlipLine(name="Mug", sku="MUG", quantity=1, picture=content))))
        for content in (None, picture("#c64", (640, 480)))
    )

    assert [len(list(_pictures(pdf))) for pdf in (plain, pictured)] == [0, 1]
    left, bottom, right, top = next(_pictures(pictured))
    assert max(right - left, top - bottom) / 72 * 25.4 == pytest.approx(11, abs=0.5)


def test_a_broken_picture_leaves_its_place_empty() -> None:
    line = SlipLine(name="Mug", sku="MUG", quantity=1, picture=b"\x89PNG broken")

    assert "Mug" in text(print_paper(slip(lines=(line,))))


def test_a_logo_stands_for_the_name() -> None:
    pdf = print_paper(slip(shop=replace(SHOP, logo=picture("#000", (300, 80)))))

    assert len(list(_pictures(pdf))) == 1
    assert "The Lamp & Loom" not in text(pdf)


def test_a_note_is_kept_within_two_thousand_letters_and_fifty_lines() -> None:
    lines = text(print_paper(slip(note="\n".join(f"note {number}." for number in range(100)))))
    letters = text(print_paper(slip(note="letters " * 1_000)))

    assert "note 49." in lines
    assert "note 50." not in lines
    assert letters.count("letters") == 250
    assert "…" in lines
    assert "…" in letters


def test_the_order_is_in_the_upper_third_even_with_the_longest_note() -> None:
    [page, *_] = scan(print_paper(slip(ship_to=RIYADH, note="\n" * 60 + "x\n" * 60)))
    third = page.picture.crop((0, 0, page.picture.width, page.picture.height // 3))

    assert "#2041" in zxing(type(page)(third, 0, 0, 203))


def test_words_without_a_space_stay_on_the_paper() -> None:
    line = SlipLine(name="W" * 300, variant="V" * 200, sku="S" * 100, bin="B" * 60, quantity=100_000)
    for page in scan(
        print_paper(slip(lines=(line,), note="N" * 1_900, greeting="G" * 290, order_number="O" * 40))
    ):
        assert min(page.ink()) >= 10


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert print_paper(slip()) == print_paper(slip())


def _pictures(pdf: bytes):  # type: ignore[no-untyped-def]
    page = pypdfium2.PdfDocument(pdf)[0]
    return (thing.get_bounds() for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
