"""Places at the desk: the list with what lies where, the forms, and what each of them refuses."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete

from oms.core.db import transaction
from oms.floorplan import queries
from oms.floorplan.laying_out import shelving
from oms.floorplan.models import Place, Site
from oms.floorplan.service import add_bins, change_bin
from tests.browser import Browser
from tests.floorplan.places import codes, place
from tests.shop import PEOPLE, Shop

SHELVES = {"aisles": "B-C", "first": "1", "last": "3", "levels": "2"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def mo(shop: Shop) -> Browser:
    return shop.client("Mo")


def listed(page: str) -> list[str]:
    return re.findall(r'class="mono" href="/bins/\d+">([^<]+)</a>', page)


def test_bins_are_listed_as_people_count_with_what_lies_in_them(shop: Shop, mo: Browser) -> None:
    shop.receive("LAMP", 3, "A-10-1")
    shop.receive("MUG", 4, "A-10-1")

    page = mo.get("/places").text

    assert listed(page) == ["A-01-1", "A-02-1", "A-10-1"]
    assert re.search(r'A-10-1.*?data-label="Pieces">7<.*?Desk Lamp · Brass, Mug · Blue', page, re.DOTALL)
    assert page.count(">empty</span>") == 2
    assert page.count("data-filled") == 1


def test_a_bin_is_found_by_a_part_of_its_code_or_by_its_barcode(shop: Shop, mo: Browser) -> None:
    with shop.inside():
        change_bin(shop.bins["A-02-1"], 1, "A-02-1", "LOC-77", 300, 100, by=shop.by())

    assert listed(mo.get("/places?q=a-0").text) == ["A-01-1", "A-02-1"]
    found = mo.get("/places?q=loc-7", headers=HTMX).text
    assert listed(found) == ["A-02-1"]
    assert "<html" not in found
    assert found.count("data-lit") == 1
    assert "No bin is called “zz%”" in mo.get("/places?q=zz%25").text


def test_a_long_list_comes_page_by_page(shop: Shop, mo: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 4)
    with shop.inside():
        add_bins(shop.site, list(shelving(["B"], range(1, 4), 2)), by=shop.by())
    seen, url = [], "/places"
    while url:
        page = mo.get(url).text
        seen += listed(page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        url = found[1].replace("&amp;", "&") if found else ""
    assert seen == codes(shop)
    assert len(seen) == 9


def test_an_empty_shop_is_told_how_to_begin(shop: Shop, mo: Browser) -> None:
    with shop.inside(), transaction() as session:
        session.execute(delete(Place))
        session.execute(delete(Site))
    page = mo.get("/places").text
    assert "Begin with a site" in page
    assert "Add the first site" in page
    assert "Add the first site" not in shop.client("Ben").get("/places").text


@pytest.mark.usefixtures("shop")
def test_a_site_without_bins_is_told_what_comes_next(mo: Browser) -> None:
    mo.post("/sites", data={"name": "Barn"})
    assert "No bins in Barn yet" in mo.get("/places?site=2").text
    assert "No bins in Barn yet" not in mo.get("/places").text
    assert mo.get("/places?site=99").status_code == 404


def test_a_site_is_added_and_its_shelves_come_next(shop: Shop, mo: Browser) -> None:
    answer = mo.post("/sites", data={"name": "Barn"})
    assert (answer.status_code, answer.location) == (303, "/sites/2/shelving")
    page = mo.get(answer.location).text
    assert "Barn is there, with a dock to receive at." in page
    assert 'value="A, B, C, D"' in page
    assert mo.post("/sites", data={"name": "Main"}).status_code == 409
    assert mo.post("/sites", data={"name": " "}).status_code == 422
    del shop


def test_looking_at_shelves_adds_none(shop: Shop, mo: Browser) -> None:
    before = codes(shop)
    page = mo.post(f"/sites/{shop.site}/shelving/preview", data=SHELVES, headers=HTMX).text
    assert "12 bins" in page
    assert "B-01-1, B-01-2, B-02-1 … C-03-2" in page
    assert "<form" not in page
    assert codes(shop) == before


def test_shelves_are_added_and_can_be_undone(shop: Shop, mo: Browser) -> None:
    answer = mo.post(f"/sites/{shop.site}/shelving", data=SHELVES | {"operation_id": "shelves-1"})
    assert answer.status_code == 303
    assert "12 bins are there. Print their labels next." in mo.get(answer.location).text
    assert len(codes(shop)) == 15

    mo.post("/undo/shelves-1", data={"next": "/places"})

    assert len(codes(shop)) == 3


def test_shelves_that_are_there_are_named_and_nothing_is_added(shop: Shop, mo: Browser) -> None:
    again = SHELVES | {"aisles": "A"}
    looked = mo.post(f"/sites/{shop.site}/shelving/preview", data=again)
    assert "2 of these are there already: A-01-1, A-02-1" in looked.text
    answer = mo.post(f"/sites/{shop.site}/shelving", data=again)
    assert (answer.status_code, "There is already a bin A-01-1." in answer.text) == (409, True)
    assert len(codes(shop)) == 3


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"aisles": ""}, "Say which aisles"),
        ({"aisles": "A-9"}, "a range goes from letter to letter"),
        ({"first": "4"}, "The last bay comes after the first one."),
        ({"last": "x"}, "Type a whole number."),
        ({"levels": "21"}, "Type a number from 1 to 20."),
        ({"aisles": "1-60", "last": "200"}, "at most 5000 at once"),
    ],
)
def test_shelves_that_make_no_sense_are_refused(
    shop: Shop, mo: Browser, wrong: dict[str, str], sentence: str
) -> None:
    for path in ("shelving", "shelving/preview"):
        answer = mo.post(f"/sites/{shop.site}/{path}", data=SHELVES | wrong)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert len(codes(shop)) == 3


def test_one_bin_is_added_and_shown(shop: Shop, mo: Browser) -> None:
    told = {"code": "B-01-1", "barcode": "LOC-9", "x": "10", "y": "20"}
    answer = mo.post(f"/sites/{shop.site}/bins", data=told)
    assert "B-01-1" in mo.get(answer.location).text
    assert mo.post(f"/sites/{shop.site}/bins", data=told).status_code == 409
    assert mo.post(f"/sites/{shop.site}/bins", data={"code": ""}).status_code == 422
    half = mo.post(f"/sites/{shop.site}/bins", data={"code": "B-2", "x": "10"})
    assert (half.status_code, "needs both" in half.text) == (422, True)


def test_a_stale_form_shows_the_difference_and_can_then_be_saved(shop: Shop, mo: Browser) -> None:
    bin_id = shop.bins["A-02-1"]
    told = {"code": "A-03-1", "barcode": "", "x": "300", "y": "100", "version": "1"}
    assert mo.post(f"/places/{bin_id}", data=told).status_code == 303

    answer = mo.post(f"/places/{bin_id}", data=told | {"code": "A-04-1"}, headers=HTMX)

    assert answer.status_code == 409
    assert re.search(r"Code</th><td>A-03-1</td><td>A-04-1", answer.text)
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert mo.post(f"/places/{bin_id}", data=told | {"code": "A-04-1", "version": "2"}).status_code == 303
    assert place(shop, bin_id).code == "A-04-1"


def test_removing_says_why_not(shop: Shop, mo: Browser) -> None:
    shop.receive("LAMP", 1)
    answer = mo.post(f"/places/{shop.bins['A-01-1']}/removal")
    assert (answer.status_code, "Goods have been here" in answer.text) == (409, True)
    assert mo.post(f"/places/{shop.bins['A-10-1']}/removal").status_code == 303
    assert codes(shop) == ["A-01-1", "A-02-1"]


@pytest.mark.parametrize("who", PEOPLE)
def test_only_who_may_change_places_is_offered_to(shop: Shop, who: str) -> None:
    page = shop.client(who).get("/places").text
    assert ("Add shelves" in page) == (who in {"Ada", "Mo"})
    assert ('name="id"' in page) == (who != "Cy")
