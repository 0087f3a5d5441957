"""The labels of many bins in one document."""

from __future__ import annotations

import re

import pytest

from oms.documents import views
from oms.floorplan.laying_out import shelving
from oms.floorplan.service import add_bins
from tests.desk.reading import text
from tests.documents.reading import scan
from tests.shop import Shop


@pytest.fixture
def shelves(shop: Shop) -> Shop:
    """132 bins, more than a page of them."""
    with shop.inside():
        add_bins(shop.site, list(shelving(["B", "C"], range(1, 34), 2)), by=shop.by())
    return shop


def test_all_bins_of_a_site_are_printed_in_one_document(shelves: Shop) -> None:
    mo = shelves.client("Mo")
    page = mo.get("/places").text
    link = re.search(r'href="(/sites/\d+/labels.pdf)"', page)
    assert link
    assert "Print the labels of all 135" in text(page)

    answer = mo.get(link[1])

    assert answer.content_type == "application/pdf"
    assert len(scan(answer.data, 20)) == 135


def test_or_those_that_a_search_finds(shelves: Shop) -> None:
    mo = shelves.client("Mo")
    assert "Print the labels of all 66 found" in text(mo.get("/places?q=C-").text)

    assert len(scan(mo.get(f"/sites/{shelves.site}/labels.pdf?q=C-").data, 20)) == 66


def test_more_than_fit_are_refused_with_what_to_do_and_none_is_left_out(
    shelves: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_LABELS", 100)

    for path in (f"/sites/{shelves.site}/labels.pdf", "/bins/labels.pdf?" + "&id=1" * 101):
        answer = shelves.client("Mo").get(path)
        assert answer.status_code == 409
        assert "at most 100 are printed at a time. Search for one aisle" in text(answer.text)


def test_a_site_without_bins_has_no_labels(shop: Shop) -> None:
    assert shop.client("Mo").get("/sites/99/labels.pdf").status_code == 404
