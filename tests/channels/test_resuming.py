"""An import started twice, killed in the middle, sent again: every order arrives once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from oms.channels import importing
from oms.channels.importing import keep_file, run_import, stage_file, start_import, take_row
from oms.channels.models import ImportFile, StagedRow
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.operations import By
from tests.channels.bringing import account, bring, file, numbers, order, read, staged, tallied
from tests.channels.files import shopify
from tests.shop import Shop


def test_an_import_that_was_started_is_not_started_again(shop: Shop) -> None:
    account(shop)
    import_id = read(shop, shopify(order()))
    by = shop.by()
    with shop.inside():
        start_import(import_id, by=by)
        start_import(import_id, by=by)  # a double click carries the same id

        with pytest.raises(Refused, match="started already"):
            start_import(import_id, by=shop.by())


def test_after_a_crash_in_the_middle_the_rest_is_taken_in(shop: Shop) -> None:
    account(shop)
    import_id = read(shop, shopify(*(order(number) for number in range(1001, 1021))))
    with shop.inside():
        start_import(import_id, by=shop.by())
        assert not run_import(import_id, seconds=0)  # as if killed after the first order
        assert tallied(shop, import_id).done == 1
        while not run_import(import_id):
            pass

    assert len(numbers(shop)) == 20
    assert file(shop, import_id).phase == "done"


def test_one_row_taken_twice_makes_one_order(shop: Shop) -> None:
    channel = account(shop)
    import_id = read(shop, shopify(order()))
    with shop.inside():
        start_import(import_id, by=shop.by())
        row = db.session.scalars(select(StagedRow.id)).one()
        arrived = db.session.scalars(select(ImportFile.arrived_at)).one()
        for by in (By("worker", "first"), By("worker", "first"), By("worker", "second")):
            take_row(row, channel, arrived, by=by)

    assert numbers(shop) == ["#1001"]


def test_a_reading_that_broke_off_goes_on_where_it_stopped(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(shop)
    monkeypatch.setattr("oms.channels.importing.CHUNK", 2)
    content = shopify(*(order(number) for number in range(1001, 1006)))
    with shop.inside():
        import_id = keep_file("orders.csv", content, None, by=shop.by())
    with monkeypatch.context() as patch, shop.inside():
        patch.setattr("oms.channels.importing._stage_rows", killed_after(2, importing._stage_rows))
        with pytest.raises(KeyboardInterrupt):
            stage_file(import_id, by=By("worker", "delivery:1"))
    assert len(staged(shop, import_id)) == 4
    bring(shop, order(1003))  # the world moves on meanwhile

    with shop.inside():
        stage_file(import_id, by=By("worker", "delivery:1"))

    assert [row for row, _, _ in staged(shop, import_id)] == [2, 3, 4, 5, 6]
    assert file(shop, import_id).phase == "preview"


def killed_after(times: int, function: Callable[..., None]) -> Callable[..., None]:
    left = iter(range(times))

    def once(*told: object, **named: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        function(*told, **named)

    return once


def test_reading_again_after_all_was_read_does_nothing(shop: Shop) -> None:
    account(shop)
    import_id = read(shop, shopify(order()))
    with shop.inside():
        stage_file(import_id, by=By("worker", "delivery:1"))

    assert len(staged(shop, import_id)) == 1
