"""The page of what a channel offers: what it is here, how many are told, and the one button that helps."""

from __future__ import annotations

from io import BytesIO

import pytest

from oms.channels.setting_up import change_channel
from oms.core.errors import Unreachable
from tests.desk.reading import text
from tests.outgoing.market import Market, offer, on_offer, work
from tests.outgoing.playing import account
from tests.outgoing.stock_paper import StockFile
from tests.shop import Shop


@pytest.fixture
def opened(shop: Shop, market: Market) -> int:
    """An account that was told, but for a name nobody knows, one that was never counted, and one that it refuses."""
    shop.receive("LAMP", 9)
    shop.receive("MUG", 4)
    market.refuses = {"MUG": "Not stocked there."}
    channel_id = on_offer(shop, market, LAMP=1, MUG=1, TWINE=1, CANDLE=8)
    said = {"account": "Nordlicht", "release_unpaid": False, "cut_off": None, "handling_days": None}
    with shop.inside():
        change_channel(channel_id, 1, **said, stock_buffer=2, by=shop.by())
    work(shop)
    return channel_id


def page(shop: Shop, channel_id: int, name: str = "Mo", **asked: str) -> str:
    answer = shop.client(name).get(f"/channels/{channel_id}/offers", query_string=asked)
    assert answer.status_code == 200
    return text(answer.text)


def test_each_offer_says_what_it_is_and_where_it_stands(shop: Shop, opened: int) -> None:
    shown = page(shop, opened)

    assert "All 4 Unknown here 2 Refused 1" in shown
    assert "CANDLE CANDLE here nobody knows" in shown
    assert "unknown here Say what it is" in shown
    assert "LAMP LAMP here Desk Lamp · Brass 7 of 9 7" in shown
    assert "refused Not stocked there." in shown
    assert "never counted Receive or count TWINE" in shown
    assert "told by itself Within seconds of each change." in shown


def test_some_of_them_are_shown_by_what_is_wrong_or_by_their_names(shop: Shop, opened: int) -> None:
    assert "MUG" in page(shop, opened, show="refused")
    assert "LAMP" not in page(shop, opened, show="refused")
    assert "TWINE" in page(shop, opened, show="unknown")
    assert "LAMP" not in page(shop, opened, show="unknown")
    assert "None of these" in page(shop, opened, show="different")
    shop.order(("LAMP", 1))
    assert "is told now" in page(shop, opened, show="different")
    assert "CANDLE" not in page(shop, opened, q="lamp")
    assert "Nothing on offer is called “crate”" in page(shop, opened, q="crate")


def test_many_are_shown_page_by_page(shop: Shop, market: Market) -> None:
    channel_id = on_offer(shop, market, **{f"K{number:03}": 1 for number in range(120)})

    seen: list[str] = []
    after = ""
    for count in (50, 50, 20):
        answer = shop.client("Mo").get(f"/channels/{channel_id}/offers?show=unknown&after={after}").text
        found = [f"K{number:03}" for number in range(120) if f">K{number:03}</span></a>" in answer]
        assert len(found) == count
        seen += found
        after = answer.partition("after=")[2].partition('"')[0]
    assert seen == sorted(set(seen))


def test_a_name_that_nobody_knows_is_mapped_from_its_page(shop: Shop, market: Market, opened: int) -> None:
    mo, one = shop.client("Mo"), offer(shop, "CANDLE").id
    assert "What is it here?" in mo.get(f"/offers/{one}").text

    told = {
        "name": "CANDLE",
        "sku_id": shop.skus["LAMP"],
        "quantity": 3,
        "next": f"/channels/{opened}/offers",
    }
    answer = mo.post(f"/channels/{opened}/listings", data=told)

    assert answer.location == f"/channels/{opened}/offers"
    assert "3 × Desk Lamp · Brass 1 of 3" in text(mo.get(answer.location).text)
    assert "1 may be sold here, of 3 that there are: 2 are kept back." in text(mo.get(f"/offers/{one}").text)
    work(shop)
    assert market.has["CANDLE"] == 1


def test_the_buttons_read_tell_try_and_leave_alone(shop: Shop, market: Market, opened: int) -> None:
    mo, at = shop.client("Mo"), f"/channels/{opened}/offers"
    market.refuses, market.has = {}, {"LAMP": 50, "MUG": 1, "TWINE": 1}
    for button in ("reading", "telling", "try"):
        assert mo.post(f"{at}/{button}").status_code == 303
    work(shop)
    work(shop)
    assert (market.has["LAMP"], market.has["MUG"]) == (7, 2)
    assert "Left alone or gone 1" in page(shop, opened)

    one = offer(shop, "TWINE").id
    answer = mo.post(f"/offers/{one}/ours", data={"ours": "no"}, follow_redirects=True)
    assert "“TWINE” is left alone from now on. Undo" in text(answer.text)
    assert "left alone" in page(shop, opened, show="alone")
    mo.post(f"/offers/{one}/ours", data={"ours": "yes"})
    assert offer(shop, "TWINE").is_ours


def test_what_could_not_be_told_says_why_and_goes_at_once_when_somebody_says_so(
    shop: Shop, market: Market, opened: int
) -> None:
    shop.order(("LAMP", 1))
    market.trouble = [Unreachable("Too many calls (429).", 3000.0)]
    work(shop)
    assert "It is not told at the moment Too many calls (429)." in page(shop, opened)

    shop.client("Mo").post(f"/channels/{opened}/offers/try")
    work(shop)

    assert market.has["LAMP"] == 6
    assert "It is not told" not in page(shop, opened)


def test_the_account_says_how_it_stands_and_counts_what_waits_for_somebody(shop: Shop, opened: int) -> None:
    shown = text(shop.client("Ada").get(f"/channels/{opened}").text)

    assert "1 offer refused 2 offers unknown here It is told how many are left within seconds." in shown
    assert "On offer (4)" in shown
    assert "1 needs you" in text(shop.client("Ada").get("/channels").text)


def test_an_account_without_a_connection_makes_its_file_on_the_page(
    shop: Shop, stock_upload: StockFile
) -> None:
    shop.receive("LAMP", 5)
    channel_id, mo = account(shop, connected=False), shop.client("Mo")
    at = f"/channels/{channel_id}/offers"
    assert "Give Shopify's own stock file first" in page(shop, channel_id)
    assert mo.post(at).status_code == 409
    assert mo.post(f"{at}/file").status_code == 422

    file = {"file": (BytesIO(b"NAME COUNT\nLAMP 9\nCANDLE 1\n"), "stock.txt")}
    answer = mo.post(f"{at}/file", data=file, follow_redirects=True)
    assert "The file names 2 offers." in answer.text
    mo.post(at)

    shown = page(shop, channel_id)
    assert "1 stock-0001.txt" in shown
    assert "1 left out" in shown
    assert "Nobody has said yet what it is here" in shown
    assert mo.get("/outgoing/files/1/download").data == b"LAMP 5 0\n"


def test_who_may_only_look_sees_no_buttons(shop: Shop, opened: int) -> None:
    for address in (f"/channels/{opened}/offers", "/offers/1"):
        assert shop.client("Ben").get(address).status_code == 403
    assert shop.client("Mo").get("/offers/99").status_code == 404
    assert shop.client("Mo").get("/channels/99/offers").status_code == 404
