"""The pages about what channels know of parcels: what waits, why, and the one button that helps."""

from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.outgoing.playing import (
    NO_NUMBER,
    FakeChannel,
    FakeFile,
    account,
    confirmation,
    confirmations,
    connect,
    play,
    sent,
    work,
)
from tests.shop import Shop

TRACKING = "00340434161094042557"


def by_file(monkeypatch: pytest.MonkeyPatch) -> FakeFile:
    fake = FakeFile()
    play(monkeypatch, client=None, shipment_upload=fake)
    return fake


def test_what_left_becomes_a_file_that_is_the_same_each_time(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_file(monkeypatch)
    account_id, browser = account(shop, connected=False), shop.client("Mo")
    sent(shop, account_id, "LAMP", number="#1001", tracking=TRACKING)
    sent(shop, account_id, "MUG", number="#1002")
    work(shop)
    page = browser.get(f"/channels/{account_id}/shipments").text
    assert "1 parcel for the next file" in page
    assert "Do not open it in a spreadsheet" in page
    assert NO_NUMBER in page

    browser.post(f"/channels/{account_id}/shipments")

    page = browser.get(f"/channels/{account_id}/shipments").text
    assert "Make the file" not in page
    assert "shipments-0001.txt" in page
    assert "1 left out" in page
    first, again = (browser.get("/outgoing/files/1/download") for _ in range(2))
    assert (
        first.data
        == again.data
        == f"Order\tItem\tUnits\tCarrier\tNumber\r\n#1001\tL1\t1\tDHL Express\t{TRACKING}".encode()
    )
    assert first.headers["Content-Disposition"] == "attachment; filename=shipments-0001.txt"

    browser.post("/outgoing/files/1/removal", data={"next": f"/channels/{account_id}/shipments"})

    assert "taken back" in browser.get(f"/channels/{account_id}/shipments").text
    assert browser.get("/outgoing/files/1/download").status_code == 409
    assert [one.is_open for one in confirmations(shop)] == [True, True]


def test_a_channel_with_a_template_asks_for_it_first(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    by_file(monkeypatch).wants_template = True
    account_id, browser = account(shop, connected=False), shop.client("Mo")
    sent(shop, account_id, "LAMP", tracking=TRACKING)
    work(shop)
    assert "own template first" in browser.get(f"/channels/{account_id}/shipments").text
    assert browser.post(f"/channels/{account_id}/shipments").status_code == 409

    refused = give(browser, account_id, b"Photo")
    assert (refused.status_code, "not the channel" in refused.text) == (422, True)

    give(browser, account_id, b"Order\tTheirs")

    page = browser.get(f"/channels/{account_id}/shipments").text
    assert "Make the file" in page
    assert "Our files look like theirs.txt" in page


def give(browser: Browser, account_id: int, content: bytes) -> TestResponse:
    told = {"file": (BytesIO(content), "theirs.txt")}
    return browser.post(
        f"/channels/{account_id}/shipments/template", data=told, content_type="multipart/form-data"
    )


def test_a_channel_without_files_is_told_by_hand_and_that_is_noted(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(monkeypatch, client=None)
    account_id, browser = account(shop, connected=False), shop.client("Mo")
    parcel_ids = [
        sent(shop, account_id, sku, number=number, tracking=TRACKING)
        for sku, number in (("LAMP", "#1001"), ("MUG", "#1002"), ("MUG", "#1003"))
    ]
    work(shop)
    page = browser.get(f"/channels/{account_id}/shipments").text
    assert "Tell Shopify on its own pages" in page
    assert page.count(TRACKING) == len(parcel_ids)
    ids = [one.id for one in confirmations(shop)]

    browser.post("/confirmations/told", data={"id": ids[0], "next": "/orders/1"})
    assert [one.is_open for one in confirmations(shop)] == [False, True, True]
    browser.post("/confirmations/told", data={"id": ids})

    assert "knows of every parcel" in browser.get(f"/channels/{account_id}/shipments").text
    assert "by hand, Mo" in browser.get("/orders/1").text


def test_saying_that_it_was_told_can_be_undone(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, client=None)
    sent(shop, account(shop, connected=False), "LAMP")
    work(shop)
    browser = shop.client("Mo")
    told = {"id": confirmation(shop).id, "operation_id": "told-by-hand"}
    browser.post("/confirmations/told", data=told)
    assert confirmation(shop).told_at is not None

    browser.post("/undo/told-by-hand")

    assert confirmation(shop).is_open


def test_what_left_before_an_account_was_connected_is_told_when_somebody_says_so(
    shop: Shop, channel: FakeChannel
) -> None:
    account_id, browser = account(shop, connected=False), shop.client("Mo")
    sent(shop, account_id, "LAMP")
    work(shop)
    with shop.inside():
        connect(account_id)
    work(shop, hours=5)
    assert channel.told == []
    page = browser.get(f"/channels/{account_id}/shipments").text
    assert "left before this account was told by itself" in page

    browser.post("/confirmations/again", data={"id": confirmation(shop).id})
    work(shop)

    assert len(channel.told) == 1
