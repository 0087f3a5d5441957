from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import ImageChops
from weasyprint.logger import LOGGER

from oms.documents.fonts import FACES, SCRIPTS, missing_fonts, printable
from oms.documents.papers import print_sheets
from oms.documents.printing import print_paper
from oms.documents.sheets import Address
from tests.documents.reading import Scan, fonts_in, scan, text
from tests.documents.sheets_for_tests import RIYADH, TOKYO, label, slip

WRITTEN = {
    "Polish": "Łódź, ulica Żeromskiego 5",
    "Turkish": "İstanbul, Şişli, Iğdır",
    "Vietnamese": "Nguyễn Thị Ánh, Đường Lê Lợi",
    "Russian": "Иван Петров, Москва",
    "Ukrainian": "Їжак, Київ, ґанок",
    "Greek": "Γιώργος Παπαδόπουλος, Αθήνα",
    "Hebrew": "דוד כהן, תל אביב",
    "Arabic": "محمد عبد الله، الرياض ١١٥٦٤",
    "Persian": "پلاک ۲۴، گچ ژاله",
    "Thai": "สมชาย ใจดี กรุงเทพฯ",
    "Hindi": "राहुल शर्मा, मुंबई",
    "Tamil": "தமிழ் நாடு",
    "Japanese": "山田太郎 髙﨑 東京都カタカナひらがな",
    "Chinese": "王小明 北京市朝阳区 臺北市信義區",
    "Korean": "김철수 서울특별시 강남구",
    "Georgian": "გიორგი, თბილისი",
    "Armenian": "Երևան",
    "Amharic": "አዲስ አበባ",
    "signs": "€ £ ₹ № ½ ★ ✓ ☎ → 〒",
}


@pytest.fixture
def boxes(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What the renderer says when it has no letter and draws a box."""
    caplog.set_level(logging.WARNING, LOGGER.name)
    return caplog


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_no_letter_becomes_a_box(written: str, boxes: pytest.LogCaptureFixture) -> None:
    address = Address(name=written, lines=(written,), country=written)
    pdf = print_sheets([label(address)])

    assert [record.getMessage() for record in boxes.records if "notdef" in record.getMessage()] == []
    assert len(scan(pdf)) == 1


def test_a_box_would_be_noticed(boxes: pytest.LogCaptureFixture) -> None:
    """The test above stands on this: a letter that no font has is told, under this very word."""
    hieroglyph_and_rare_chinese = "\U00013000\U0002ceb0"
    print_sheets([label(Address(name=hieroglyph_and_rare_chinese, lines=()))])

    assert "notdef" in boxes.text


@pytest.mark.parametrize("written", ["Łódź", "Иван", "Αθήνα", "山田太郎", "서울", "กรุงเทพฯ"])
def test_the_text_can_be_searched_and_copied(written: str) -> None:
    assert written in text(print_paper(slip(note=written)))


@pytest.mark.parametrize("address", [TOKYO, RIYADH])
def test_slip_and_label_say_every_line_of_an_address(address: Address) -> None:
    for paper in (label(address), slip(ship_to=address)):
        said = "".join(text(print_paper(paper)).split())
        assert address.postcode in said
        if address is TOKYO:
            assert all("".join(line.split()) in said for line in address.lines)


def test_letters_outside_of_the_first_font_file_keep_their_shape() -> None:
    """Two files under one family would draw Ł as whatever letter has its number in the other file."""
    plain, barred = (_name(character) for character in "LŁ")
    shared = ImageChops.lighter(plain.picture, barred.picture)  # black only where both are

    assert _black(shared) > 0.9 * _black(plain.picture)
    assert len({face.family for face in FACES}) == len(FACES)


def test_a_russian_name_is_as_bold_as_any_other() -> None:
    """Chinese fonts have Russian letters too, in one weight; they must not be asked first."""
    fonts = fonts_in(print_paper(label(Address(name="Иван Петров", lines=()))))

    assert any("DejaVu-Sans-Bold" in font for font in fonts)
    assert not any("WenQuanYi" in font for font in fonts)


def test_arabic_begins_at_the_right() -> None:
    left, _, right, _ = _name(RIYADH.name).ink()

    assert right < 6 < left


def test_a_sign_that_no_font_has_is_left_out_and_letters_never() -> None:
    assert printable("Happy \U0001fae9\ue000 birthday") == "Happy  birthday"
    assert printable("\U00013000 Ł 山") == "\U00013000 Ł 山"


def test_no_font_is_missing_here() -> None:
    assert [missing.sentence for missing in missing_fonts()] == []


def test_each_missing_script_is_named_with_the_package_that_has_it(tmp_path: Path) -> None:
    empty = f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    (tmp_path / "fonts.conf").write_text(empty)
    asked = "from oms.documents.fonts import missing_fonts\nfor missing in missing_fonts(): print(missing.sentence)"
    said = subprocess.run(
        [sys.executable, "-c", asked],
        env={"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "PATH": "/usr/bin", "SECRET_KEY": "x" * 40},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert len(said) == len(SCRIPTS)
    korean = "No font here can print Korean (김철수서울). Install it with: apt install fonts-wqy-microhei"
    assert said[6] == korean


def _name(name: str) -> Scan:
    """Only the strip of a label where the recipient's name stands."""
    page = scan(print_paper(label(Address(name=name, lines=()))))[0]
    strip = page.picture.crop((0, round(28 / page.mm(1)), page.picture.width, round(40 / page.mm(1))))
    return Scan(strip, page.width_mm, 12, page.dpi)


def _black(picture) -> int:  # type: ignore[no-untyped-def]
    return int(picture.histogram()[0])
