"""Stock at the desk and on the tablet: find it, act on it with a reason, undo it, and see why."""

from __future__ import annotations

import re
from typing import Any

import pytest

from oms.catalog.models import Sku
from oms.catalog.service import SkuDraft, add_product
from oms.core.db import db
from oms.picking.running import start_run
from oms.picking.scanning import scan
from tests.browser import Browser
from tests.inventory.shelf import figures, held
from tests.shop import SKUS, Shop


@pytest.fixture
def desk(shop: Shop) -> Browser:
    return shop.client("Mo")


def send(browser: Browser, path: str, **told: Any) -> Any:
    """Send a form as a plain browser does, and follow where it leads."""
    return browser.post(path, data=told, follow_redirects=True)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


@pytest.mark.parametrize(
    "typed", ["candle", "BEESWAX", "20 cm", "CAN-20", "4006381333979", "smells of hónëy"]
)
def test_an_item_is_found_by_what_somebody_calls_it(shop: Shop, desk: Browser, typed: str) -> None:
    with shop.inside():
        add_product(
            "Beeswax Candle",
            SkuDraft("CAN-20", "20 cm"),
            barcode="4006381333979",
            description="Smells of honey.",
            by=shop.by(),
        )

    page = desk.get("/stock", query_string={"q": typed}, headers={"HX-Request": "true"}).text

    assert "Beeswax Candle" in page
    assert "Desk Lamp" not in page
    assert "<html" not in page


@pytest.mark.parametrize(
    ("scanned", "leads_to"), [("A-01-1", "/bins/"), ("a-01-1", "/bins/"), ("LAMP", "/stock/")]
)
def test_a_scan_leads_to_the_bin_or_the_item(desk: Browser, scanned: str, leads_to: str) -> None:
    answer = desk.get("/stock", query_string={"q": SKUS[scanned][2] if scanned in SKUS else scanned})

    assert answer.status_code == 303
    assert answer.location.startswith(leads_to)


def test_what_nothing_is_called_says_so(desk: Browser) -> None:
    assert "Nothing is called “unicorn”" in desk.get("/stock?q=unicorn").text


def test_goods_are_received_undone_and_stand_in_the_ledger(shop: Shop, desk: Browser) -> None:
    lamp = shop.skus["LAMP"]

    page = send(desk, f"/stock/{lamp}/receipts", place="a-01-1", quantity="4", note="Delivery 77").text
    assert "4 received into A-01-1." in words(page)
    assert "Delivery 77" in page
    assert "Mo" in words(page)
    undo = re.search(r'action="(/operations/[^"]+/undo|[^"]*undo[^"]*)"', page)
    assert undo is not None

    page = send(desk, undo[1], next=f"/stock/{lamp}").text
    assert figures(shop, "LAMP") == (0, 0)
    assert words(desk.get(f"/stock/{lamp}/moves").text).count("Delivery 77") == 1
    assert "undo" in words(desk.get(f"/stock/{lamp}/moves").text)


def test_each_act_says_what_was_done(shop: Shop, desk: Browser) -> None:
    lamp, at = shop.skus["LAMP"], "A-01-1"
    shop.receive("LAMP", 9)
    acts = [
        ("adjustments", {"way": "fewer", "quantity": "2", "reason": "damaged"}, "2 fewer in A-01-1."),
        ("adjustments", {"way": "more", "quantity": "1", "reason": "found"}, "1 more in A-01-1."),
        ("transfers", {"target": "A-02-1", "quantity": "3"}, "3 moved from A-01-1 to A-02-1."),
        ("counter-sales", {"quantity": "1"}, "1 sold over the counter, out of A-01-1."),
        ("counts", {"counted": "3"}, "3 counted in A-01-1: 1 fewer than the books said."),
        ("counts", {"counted": "3"}, "3 counted in A-01-1: just as the books say."),
    ]
    for address, told, said in acts:
        assert said in words(send(desk, f"/stock/{lamp}/{address}", place=at, **told).text)

    assert (held(shop, "LAMP"), held(shop, "LAMP", "A-02-1")) == (3, 3)


@pytest.mark.parametrize(
    ("address", "told", "status", "said"),
    [
        ("receipts", {"place": "Z-99-9", "quantity": "1"}, 422, "There is no bin “Z-99-9”."),
        ("receipts", {"place": "A-01-1", "quantity": "0"}, 422, "At least 1"),
        ("receipts", {"place": "", "quantity": "1"}, 422, "Say which bin."),
        ("receipts", {"place": "A-01-1", "quantity": "many"}, 422, "Type a whole number."),
        (
            "adjustments",
            {"place": "A-01-1", "quantity": "1", "way": "more", "reason": "lost"},
            422,
            "and why",
        ),
        ("transfers", {"place": "A-01-1", "target": "A-02-1", "quantity": "99"}, 409, "does not hold 99"),
        ("counter-sales", {"place": "A-01-1", "quantity": "99"}, 409, "Only 2 may be sold"),
        ("counts", {"place": "A-01-1", "counted": "-1"}, 422, "At least 0"),
    ],
)
def test_what_cannot_be_is_refused_in_the_form_and_what_was_typed_stays(
    shop: Shop, desk: Browser, address: str, told: dict[str, str], status: int, said: str
) -> None:
    shop.receive("LAMP", 2)

    answer = desk.post(f"/stock/{shop.skus['LAMP']}/{address}", data=told)

    assert answer.status_code == status
    assert said in words(answer.text)
    assert f'value="{told["place"]}"' in answer.text
    assert figures(shop, "LAMP") == (2, 0)


def test_who_only_looks_sees_no_forms_and_changes_nothing(shop: Shop) -> None:
    viewer, lamp = shop.client("Cy"), shop.skus["LAMP"]

    assert "act-receive" not in viewer.get(f"/stock/{lamp}").text
    assert viewer.post(f"/stock/{lamp}/receipts", data={"place": "A-01-1", "quantity": 1}).status_code == 403


def test_every_link_leads_somewhere_also_while_goods_are_in_totes(shop: Shop, desk: Browser) -> None:
    shop.receive("LAMP", 3)
    order_id = shop.order(("LAMP", 1))
    with shop.inside():
        run_id = start_run(order_id, by=shop.by("Ben"))
    for code in ("A-01-1", SKUS["LAMP"][2] or ""):
        with shop.inside():
            scan(run_id, code, by=shop.by("Ben"))
    pages = [
        "/stock",
        f"/stock/{shop.skus['LAMP']}",
        f"/stock/{shop.skus['LAMP']}/moves",
        "/counts",
        "/put-back",
    ]
    links = {
        link for page in pages for link in re.findall(r'href="(/(?!static/)[^"#]*)"', desk.get(page).text)
    }
    assert "T1" in desk.get("/stock").text

    assert {link: desk.get(link.replace("&amp;", "&")).status_code for link in links} == dict.fromkeys(
        links, 200
    )


def test_a_search_that_goes_on_shows_everything_once(shop: Shop, desk: Browser) -> None:
    with shop.inside():
        for number in range(60):
            add_product(f"Candle {number:02}", SkuDraft(f"CAN-{number:02}"), by=shop.by())
    seen, address = [], "/stock?q=candle"
    while address:
        page = desk.get(address).text
        seen += re.findall(r"CAN-\d\d", page.partition("<tbody>")[2])
        found = re.search(r'href="([^"]+)" rel="next"', page)
        address = found[1].replace("&amp;", "&") if found else ""

    assert seen == [f"CAN-{number:02}" for number in range(60)]
    with shop.inside():
        assert db.session.query(Sku).count() == 64
