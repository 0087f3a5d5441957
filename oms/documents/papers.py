"""Sheets become PDF. Runs in the press only (press.py): it is slow, and what it reads was written by strangers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any
from xml.etree import ElementTree as ET

import cssselect2
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from oms.core.errors import Refused
from oms.documents.assets import TEMPLATES, OnlyOurs, picture, style_of
from oms.documents.barcodes import grouped, needs_square
from oms.documents.bars import Marks
from oms.documents.fitting import steps_for
from oms.documents.fonts import printable
from oms.documents.sheets import Address, Paper
from oms.documents.wording import around, columns, direction, note_lines, one_line

# One of each for the life of the press: a new set for each document leaks a quarter of a megabyte.
_FONTS = FontConfiguration()
_FETCHER = OnlyOurs()


class Page(HTML):  # type: ignore[misc]  # the renderer has no types
    """A template's output for the renderer, read as XML and styled by us alone.

    Templates are ours and well formed, so the forgiving HTML parser and the browser's default styles would only cost
    time: a third of a label's. What is not in the template, such as a tag in a customer's name, stays text.
    """

    def __init__(self, xml: str) -> None:
        self.base_url = None
        self.url_fetcher = _FETCHER
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
            ET.fromstring(xml),  # noqa: S314 — our template; it has no document type, so no entities
            content_language=None,
        )
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002 — the renderer's own
        return []


def print_sheets(papers: Sequence[Paper]) -> bytes:
    """One PDF of papers that are all of one kind, in their order."""
    marks = Marks()
    documents = list(_laid_out(papers, marks))
    pages = [page for document in documents for page in document.pages]
    pdf: bytes = documents[0].copy(pages).write_pdf(finisher=marks.paint)
    return pdf


def _laid_out(papers: Sequence[Paper], marks: Marks) -> list[Document]:
    if not papers[0].several_to_a_document:
        return [_document([paper], marks, [0]) for paper in papers]
    document = _document(papers, marks, [steps_for(paper)[0] for paper in papers])
    if len(document.pages) == len(papers):
        return [document]
    return [_shrunk(paper, marks) for paper in papers]


def _shrunk(paper: Paper, marks: Marks) -> Document:
    """The label with its address as large as it fits. What is on a label is never cut."""
    for step in steps_for(paper):
        document = _document([paper], marks, [step])
        if len(document.pages) == 1:
            return document
    raise Refused(f"{paper.title}: there is more text than fits on it. Shorten it.")


def _document(papers: Sequence[Paper], marks: Marks, steps: list[int]) -> Document:
    template = _templates().get_template(f"{papers[0].template}.html")
    xml = template.render(papers=papers, steps=steps, barcode=partial(marks.box, dpi=papers[0].dpi))
    return Page(xml).render(font_config=_FONTS, stylesheets=[_style(papers[0].template)])


@lru_cache
def _style(template: str) -> CSS:
    return CSS(string=style_of(template), font_config=_FONTS, url_fetcher=_FETCHER)


@lru_cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_fit_for_paper,
    )
    environment.globals.update(
        address_lines=address_lines,
        columns=columns,
        day=day,
        direction=direction,
        grouped=grouped,
        needs_square=needs_square,
        note_lines=lambda note: [Markup.escape(line) for line in note_lines(printable(note))],
        picture=picture,
    )
    return environment


def _fit_for_paper(value: Any) -> Any:
    """Every value of every template passes here, so no template can forget it."""
    return value if isinstance(value, Markup) else one_line(printable(str(value)))


def address_lines(address: Address) -> list[dict[str, str]]:
    """The lines with the postcode apart, wherever its country writes it; on a line of its own if it is in none."""
    lines = [around(line, address.postcode) for line in address.lines]
    if address.postcode and not any(found for _, found, _ in lines):
        lines.append(("", address.postcode, ""))
    return [{"before": before, "postcode": postcode, "after": after} for before, postcode, after in lines]


def day(when: date) -> str:
    """A day that nobody can read the wrong way round: 3 November 2026."""
    return f"{when.day} {when:%B} {when.year}"
