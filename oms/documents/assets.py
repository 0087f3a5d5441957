"""All that a paper may load: its own fonts and what is written into it. There is no way to a file or to the network."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path

from markupsafe import Markup
from weasyprint.urls import URLFetcher, URLFetcherResponse

from oms.documents.fonts import FACES

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates" / "documents"
STYLES = ROOT / "static" / "css" / "documents"
FONTS = ROOT / "static" / "vendor" / "fonts" / "papers"

SIGNATURES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}


class OnlyOurs(URLFetcher):  # type: ignore[misc]  # the renderer has no types
    """Fetches a font of ours or a picture that the template wrote as data, and refuses every other address.

    It never calls the fetcher that it replaces, so no protocol, redirect or proxy of that one is left to forbid.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._fonts = {f"oms:{file}": FONTS / file for _, _, file in font_files()}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 — the renderer's own signature
        if url in self._fonts:
            return URLFetcherResponse(url, self._fonts[url].read_bytes(), {"Content-Type": "font/woff2"})
        start, _, content = url.partition(";base64,")
        if start.startswith("data:image/"):
            return URLFetcherResponse("data:", b64decode(content), {"Content-Type": start[5:]})
        raise ValueError(f"A paper may not load {url[:80]}")


def font_files() -> list[tuple[str, int, str]]:
    """Family, weight and file of each font that a style sheet may name."""
    return [(face.family, weight, face.file.format(weight)) for face in FACES for weight in face.weights]


def picture(content: bytes) -> Markup:
    """A picture as an address that carries the picture itself."""
    kind = next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), "image/svg+xml")
    return Markup(f"data:{kind};base64,{b64encode(content).decode()}")  # noqa: S704 — base64 has nothing to escape


def style_of(template: str) -> str:
    """The whole style sheet of a paper, our font faces first."""
    faces = [
        f"@font-face {{ font-family: '{family}'; src: url('oms:{file}'); font-weight: {weight} }}\n"
        for family, weight, file in font_files()
    ]
    styles = [(STYLES / f"{name}.css").read_text("utf-8") for name in ("sheet", template)]
    return "".join(faces + styles)
