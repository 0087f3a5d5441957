"""A script that searches, prints or uploads without end is asked to wait; a busy shop never is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from oms.core.pacing import Paces
from tests.browser import Browser
from tests.core.standing_time import Time
from tests.shop import Shop

Ask = Callable[[Browser], TestResponse]


@pytest.fixture
def time(shop: Shop) -> Iterator[Time]:
    before, time = shop.app.extensions["paces"], Time()
    shop.app.extensions["paces"] = Paces(time)
    yield time
    shop.app.extensions["paces"] = before


def give_file(browser: Browser) -> TestResponse:
    return browser.post("/imports", data={"file": (BytesIO(b"nothing"), "orders.csv")})


ASKED: dict[str, tuple[Ask, int]] = {
    "searches": (lambda browser: browser.get("/stock/suggestions?q=lamp"), 200),
    "files": (give_file, 60),
    "papers": (
        lambda browser: browser.post("/slips.pdf", data={"id": [str(n) for n in range(900, 1100)]}),
        15,
    ),
}


@pytest.mark.parametrize("what", ASKED)
def test_without_end_is_refused_in_a_sentence_until_the_time_is_over(
    shop: Shop, time: Time, what: str
) -> None:
    ask, free = ASKED[what]
    mo = shop.client("Mo")
    assert 429 not in {ask(mo).status_code for _ in range(free)}
    refused = ask(mo)
    assert refused.status_code == 429
    assert f"Too many {what}. Wait " in refused.text
    assert 1 <= int(refused.headers["Retry-After"]) <= 10
    assert ask(shop.client("Ada")).status_code != 429, "others go on"
    time.now += int(refused.headers["Retry-After"])
    assert ask(mo).status_code != 429


def test_htmx_is_told_the_sentence_and_keeps_the_page(shop: Shop, time: Time) -> None:
    mo = shop.client("Mo")
    answers = [mo.get("/stock/suggestions?q=lamp", headers={"HX-Request": "true"}) for _ in range(201)]
    assert (answers[-1].status_code, answers[-1].headers["HX-Reswap"]) == (429, "none")
    assert answers[-1].text.startswith("Too many searches.")


def test_ten_tablets_of_one_picker_that_scan_each_second_are_never_refused(shop: Shop, time: Time) -> None:
    """Scans at a bin look the item up; here all ten by the same server process."""
    ben = shop.client("Ben")
    for _ in range(25):
        assert {ben.get("/stock?q=4006381333931").status_code for _ in range(10)} <= {200, 303}
        time.now += 1


def test_pages_without_a_search_are_not_counted(shop: Shop, time: Time) -> None:
    ada = shop.client("Ada")
    assert {ada.get("/?q=").status_code for _ in range(250)} == {200}
