from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from oms.documents.assets import OnlyOurs
from oms.documents.printing import print_paper
from oms.documents.sheets import Address, BinLabel, Paper, ProductLabel, Shop, SlipLine
from tests.documents.reading import scan, text
from tests.documents.sheets_for_tests import SHOP, label, slip

ROOT = Path(__file__).resolve().parents[2]


class Canary:
    """A server that nobody should ever ask for anything."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    thread = threading.Thread(target=canary.server.serve_forever, daemon=True)
    thread.start()
    yield canary
    canary.server.shutdown()
    canary.server.server_close()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with a word and one with a black picture, neither of which belongs on paper."""
    (tmp_path / "secret.txt").write_text("XYZZYSECRET")
    Image.new("L", (50, 50), 0).save(tmp_path / "secret.png")
    return tmp_path


def hostile(canary: Canary, secret: Path) -> list[str]:
    addresses = [
        f"{canary.address}/x.png",
        f"file://{secret}/secret.txt",
        f"file://{secret}/secret.png",
        "file:///etc/hostname",
    ]
    return [
        part.format(address)
        for address in addresses
        for part in (
            '<img src="{0}"/>',
            '"/><img src="{0}"/>',
            "'><link rel='attachment' href='{0}'/>",
            '<link rel="stylesheet" href="{0}"/>',
            "<style>@import url({0}); body {{ background: url({0}) }}</style>",
            '<object data="{0}"></object><embed src="{0}"/>',
            '<svg xmlns="http://www.w3.org/2000/svg"><image href="{0}"/><use href="{0}#a"/></svg>',
            '</p></section></body></html><iframe src="{0}">',
            '<p style="content: url({0}); background: url({0})">',
            '<!DOCTYPE a [<!ENTITY e SYSTEM "{0}">]><a>&e;</a>',
            '<?xml-stylesheet href="{0}"?><xi:include href="{0}"/>',
            ']]><base href="{0}"/><img src="x"/>',
            "{{{{ cycler.__init__.__globals__.os.popen('cat {0}').read() }}}}",
            "&#60;img src={0}&#62;",
        )
    ]


def everywhere(words: str) -> list[Paper]:
    """The words in every field that a stranger fills."""
    address = Address(name=words[:80], lines=(words[:120],), postcode=words[:20], country=words[:40])
    line = SlipLine(name=words, variant=words, sku=words[:60], bin=words[:40], quantity=1)
    return [
        label(address, order_number=words[:30], carrier=words[:30], service=words[:30]),
        slip(
            ship_to=address,
            lines=(line,),
            elsewhere=(line,),
            note=words,
            greeting=words,
            returns=words,
            service=words,
        ),
        ProductLabel(name=words, variant=words[:40], sku=words[:30], barcode="4006381333931"),
        BinLabel(code=words[:12], barcode="B-1", place=words),
    ]


def test_no_text_reaches_a_file_or_the_network_and_all_of_it_is_printed_as_text(
    canary: Canary, secret: Path
) -> None:
    for words in hostile(canary, secret):
        for paper in everywhere(words):
            pdf = print_paper(paper)
            said = text(pdf)
            assert "XYZZYSECRET" not in said
            assert b"/EmbeddedFile" not in pdf
            assert b"/URI" not in pdf
            assert words[:8] in said
    assert canary.asked == []


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="{0}" width="50" height="50"/>',
        '<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{0}" width="50" height="50"/>',
        '<use href="{0}#a"/>',
        "<style>@import url({0}); rect {{ fill: url({0}#a) }}</style><rect width='0' height='9'/>",
        '<foreignObject><img src="{0}"/></foreignObject>',
    ],
)
def test_no_picture_reaches_a_file_or_the_network(inside: str, canary: Canary, secret: Path) -> None:
    for address in (f"{canary.address}/x.png", f"file://{secret}/secret.png", f"{secret}/secret.png"):
        logo = f'<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50">{inside.format(address)}</svg>'.encode()
        [page] = scan(print_paper(slip(shop=Shop(name="Shop", logo=logo))))
        corner = page.picture.crop((0, 0, page.picture.width // 4, page.picture.height // 12))
        assert corner.histogram()[0] == 0
    assert canary.asked == []


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "file:///etc/hostname", "oms:../../app.py", "data:text/css,a", "ftp://a/"],
)
def test_the_fetcher_knows_our_fonts_and_nothing_else(address: str) -> None:
    with pytest.raises(ValueError, match="may not load"):
        OnlyOurs().fetch(address)
    assert OnlyOurs().fetch("oms:atkinson-hyperlegible-mono-latin-400-normal.woff2").read(4) == b"wOF2"


def test_a_huge_picture_ends_in_a_sentence_or_a_blank_and_not_in_a_full_memory() -> None:
    file = BytesIO()
    Image.new("1", (30_000, 30_000)).save(file, "PNG")

    assert "Merino Socks" in text(print_paper(slip(shop=replace(SHOP, logo=file.getvalue()))))
