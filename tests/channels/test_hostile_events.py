"""Whatever a channel that is believed says, nothing breaks: it is read, or kept with the reason, and never by half."""

from __future__ import annotations

import pytest

from tests.channels.damaging import bombard
from tests.picking.floor import assert_proven
from tests.shop import Shop

ROUNDS = 40


@pytest.mark.parametrize("kind", ["shopify", "woocommerce"])
def test_nothing_that_is_said_breaks_anything(
    shop: Shop, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    found = bombard(shop, kind, ROUNDS, seed=7)

    assert {"refused", "new"} <= set(found)
    assert "Traceback" not in caplog.text
    assert_proven(shop)
    ada = shop.client("Ada")
    assert ada.get("/channels/events").status_code == 200
    assert {ada.get(f"/channels/events/{number}").status_code for number in range(1, 9)} == {200}
