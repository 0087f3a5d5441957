from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from oms.documents.barcodes import (
    Kind,
    NoBarcode,
    Symbol,
    barcode_svg,
    grouped,
    kind_of,
    needs_square,
    symbol_for,
)


def drawn(symbol: Symbol) -> Image.Image:
    picture = Image.new("L", (symbol.width, symbol.height), 255)
    for left, top, width, height in symbol.bars():
        ImageDraw.Draw(picture).rectangle((left, top, left + width - 1, top + height - 1), fill=0)
    return picture


def read(symbol: Symbol) -> tuple[str, str]:
    [code] = zxingcpp.read_barcodes(drawn(symbol))
    return code.text, code.format.name


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("4006381333931", Kind.EAN_13),
        ("4006381333932", Kind.CODE_128),
        ("036000291452", Kind.UPC_A),
        ("036000291453", Kind.CODE_128),
        ("400-638133393", Kind.CODE_128),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", Kind.CODE_128),
        ("P-000120", Kind.CODE_128),
    ],
)
def test_only_a_code_with_a_right_check_digit_becomes_a_retail_barcode(value: str, kind: Kind) -> None:
    assert kind_of(value) is kind


@pytest.mark.parametrize("value", ["P-000120", "#2041", "111-1234567-1234567", "a b/c~d", "4006381333931"])
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_what_is_written_is_read_again(value: str, dpi: int) -> None:
    assert read(symbol_for(value, 90, 12, dpi))[0] == value


def test_the_largest_whole_number_of_dots_is_taken() -> None:
    wide, narrow = symbol_for("P-000120", 70, 12, 203), symbol_for("P-000120", 42, 12, 203)

    assert (wide.dots, narrow.dots) == (4, 2)
    assert all(number % narrow.dots == 0 for left, _, width, _ in narrow.bars() for number in (left, width))


def test_no_module_grows_past_what_a_scanner_likes() -> None:
    assert symbol_for("A", 500, 12, 203).dots == 5


def test_the_margins_that_a_scanner_needs_are_counted() -> None:
    symbol = symbol_for("4006381333931", 60, 12, 203)

    assert symbol.bars()[0][0] == 11 * symbol.dots
    assert symbol.width == (11 + 95 + 7) * symbol.dots


def test_a_code_that_is_too_long_for_bars_becomes_a_square() -> None:
    assert needs_square("BEANIE-RUST-000451", 40, 12, 203)
    assert read(symbol_for("BEANIE-RUST-000451", 40, 12, 203)) == ("BEANIE-RUST-000451", "QRCode")


def test_letters_that_bars_cannot_carry_become_a_square() -> None:
    assert read(symbol_for("棚-七", 60, 12, 203)) == ("棚-七", "QRCode")


@pytest.mark.parametrize("value", ["", "  ", "tab\there", "x" * 5_000])
def test_what_cannot_be_a_barcode_is_refused_in_a_sentence(value: str) -> None:
    with pytest.raises(NoBarcode) as refusal:
        symbol_for(value, 60, 12, 203)
    assert refusal.value.sentence.endswith(".")


def test_the_picture_for_a_page_has_whole_dots_in_millimetres() -> None:
    picture = barcode_svg("P-000120", width_mm=60, height_mm=10)

    assert f'width="{121 * 3 * 25.4 / 203:.4f}mm"' in picture
    assert 'viewBox="0 0 363 79"' in picture


def test_digits_stand_in_groups_as_on_any_package() -> None:
    assert grouped("4006381333931") == "4 006381 333931"
    assert grouped("036000291452") == "0 36000 29145 2"
    assert grouped("P-000120") == "P-000120"
