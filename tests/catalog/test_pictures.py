"""Pictures are written anew, small, and without what a stranger may have hidden in the file."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFile
from werkzeug.test import TestResponse

from oms.catalog.pictures import MOST_BYTES, SIDE, encode
from oms.core.errors import WrongInput
from tests.browser import Browser
from tests.catalog.goods import picture
from tests.shop import Shop

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SECRET = b"the house of the photographer"


def upload(browser: Browser, sku_id: int, content: bytes, name: str = "lamp.png") -> TestResponse:
    return browser.post(f"/skus/{sku_id}/picture", data={"picture": (BytesIO(content), name)})


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that says it is enormous."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 999))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_a_small_webp(form: str) -> None:
    encoded = encode(picture(1600, 800, form))
    with Image.open(BytesIO(encoded.content)) as image:
        assert (image.format, image.size) == ("WEBP", (SIDE, SIDE // 2))
    assert encoded.media_type == "image/webp"


def test_what_the_camera_wrote_into_it_is_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET.decode()
    upload = picture(60, 30, "JPEG", exif=exif)
    assert SECRET in upload

    encoded = encode(upload)

    assert SECRET not in encoded.content
    with Image.open(BytesIO(encoded.content)) as image:
        assert (image.size, dict(image.getexif())) == ((30, 60), {})


def test_what_was_see_through_stays_so() -> None:
    with Image.open(BytesIO(encode(picture(mode="RGBA")).content)) as image:
        assert image.mode == "RGBA"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a picture first"),
        (SVG, "JPEG, PNG, WebP or GIF"),
        (b"%PDF-1.7", "JPEG, PNG, WebP or GIF"),
        (picture(form="BMP"), "JPEG, PNG, WebP or GIF"),
        (picture()[:60], "broken"),
        (bomb(), "pixels|broken"),
        (bytes(MOST_BYTES + 1), "larger than 15 MB"),
    ],
)
def test_what_is_no_picture_or_would_burst_is_refused(
    content: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        ImageFile, "LOAD_TRUNCATED_IMAGES", False
    )  # the press, in its own process, is lenient
    with pytest.raises(WrongInput, match=sentence):
        encode(content)


@pytest.fixture
def mo(shop: Shop) -> Browser:
    return shop.client("Mo")


def test_a_picture_is_uploaded_shown_and_kept_by_the_browser(shop: Shop, mo: Browser) -> None:
    lamp = shop.skus["LAMP"]
    assert mo.get(f"/skus/{lamp}/picture").status_code == 404
    assert upload(mo, lamp, picture()).status_code == 303
    page = mo.get(f"/skus/{lamp}").text
    src = page.split('class="picture" src="')[1].split('"')[0]

    shown = mo.get(src)

    assert (shown.status_code, shown.content_type) == (200, "image/webp")
    assert "immutable" in shown.headers["Cache-Control"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert mo.get(src, headers={"If-None-Match": shown.headers["ETag"]}).status_code == 304
    assert "no-cache" in mo.get(f"/skus/{lamp}/picture").headers["Cache-Control"]


def test_another_picture_has_another_address_and_none_is_better_than_a_wrong_one(
    shop: Shop, mo: Browser
) -> None:
    lamp = shop.skus["LAMP"]
    upload(mo, lamp, picture())
    first = mo.get(f"/skus/{lamp}/picture").data
    upload(mo, lamp, picture(50, 50))
    assert mo.get(f"/skus/{lamp}/picture").data != first
    assert mo.post(f"/skus/{lamp}/picture/removal").status_code == 303
    assert mo.get(f"/skus/{lamp}/picture").status_code == 404
    assert 'class="picture" src=' not in mo.get(f"/skus/{lamp}").text


@pytest.mark.parametrize(
    ("content", "name"), [(SVG, "lamp.svg"), (SVG, "lamp.png"), (bomb(), "lamp.png"), (b"", "")]
)
def test_a_wrong_upload_is_refused_on_the_page_and_nothing_is_kept(
    shop: Shop, mo: Browser, content: bytes, name: str
) -> None:
    answer = upload(mo, shop.skus["LAMP"], content, name)
    assert answer.status_code == 422
    assert "Remove the picture" not in answer.text
    assert mo.get(f"/skus/{shop.skus['LAMP']}/picture").status_code == 404
