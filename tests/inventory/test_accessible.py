"""The pages of stock for everybody, with all their forms open, at a desk and on a phone."""

from __future__ import annotations

from tests.chromium import SignIn
from tests.looking import DESK, PHONE, faults_at
from tests.shop import Shop


def test_the_pages_of_stock_shut_nobody_out(shop: Shop, open_as: SignIn) -> None:
    shop.receive("LAMP", 5)
    shop.order(("LAMP", 2))
    lamp = shop.skus["LAMP"]
    page = open_as("Mo", "/stock")
    addresses = ["/stock", f"/stock/{lamp}", f"/stock/{lamp}/moves", f"/stock/{lamp}/why/available"]
    for address in [*addresses, f"/bins/{shop.bins['A-01-1']}", "/counts", "/put-back", "/proof"]:
        page.goto(address)
        for act in page.locator("details.act").all():
            act.evaluate("it => it.open = true")
        assert faults_at(page, [(PHONE, "light"), (DESK, "light")]) == [], address
