"""Two people make the file of an account at the same moment: a parcel is in one of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from oms.core.errors import Refused
from oms.outgoing.filing import make_shipments_file
from tests.outgoing.playing import FakeFile, account, confirmations, play, sent, work
from tests.shop import Shop

NUMBER = "00340434161094042557"


def test_a_parcel_is_in_one_file(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, client=None, shipment_upload=FakeFile())
    account_id = account(shop, connected=False)
    sent(shop, account_id, "LAMP", number="#1001", tracking=NUMBER)
    sent(shop, account_id, "MUG", number="#1002", tracking=NUMBER)
    work(shop)

    def make(name: str) -> int | None:
        with shop.inside():
            try:
                return make_shipments_file(account_id, by=shop.by(name))
            except Refused:
                return None

    with ThreadPoolExecutor(4) as pool:
        made = [one for one in pool.map(make, ["Ada", "Mo", "Ada", "Mo"]) if one is not None]

    assert len(made) == 1
    assert [one.file_id for one in confirmations(shop)] == made * 2
