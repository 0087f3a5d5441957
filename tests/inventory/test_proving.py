"""Proving the stock: it holds after a busy day, and one unit that is wrong anywhere is found."""

from __future__ import annotations

import json
import threading

import pytest
from sqlalchemy import func, select, text

from oms.core.db import db, is_sqlite, transaction
from oms.inventory import proving
from oms.inventory.counting import count_bin
from oms.inventory.keeping import receive_goods
from oms.inventory.models import Move
from oms.inventory.proving import Mismatch, prove_stock
from oms.packing.filling import open_parcel, put_in_parcel
from oms.picking.running import start_run
from oms.picking.scanning import scan
from tests.inventory.shelf import act
from tests.shop import SKUS, Shop

OF_CHANNELS = "No channel"  # these checks are shown to find something in tests/outgoing


@pytest.fixture
def busy(shop: Shop) -> Shop:
    """Lamps in a bin, in a tote and in an open parcel, an order that waits, one that is cancelled."""
    shop.receive("LAMP", 9)
    order_id = shop.order(("LAMP", 3))
    shop.order(("LAMP", 2), ("MUG", 1))
    act(shop, count_bin, shop.bins["A-01-1"], shop.skus["LAMP"], 8)
    with shop.inside():
        run_id = start_run(order_id, by=shop.by("Ben"))
    for code in ("A-01-1", *[SKUS["LAMP"][2] or ""] * 3):
        with shop.inside():
            scan(run_id, code, by=shop.by("Ben"))
    with shop.inside():
        put_in_parcel(open_parcel(order_id, by=shop.by()), SKUS["LAMP"][2] or "", by=shop.by())
    return shop


def test_after_a_busy_day_everything_adds_up(busy: Shop) -> None:
    with busy.inside():
        proof = prove_stock()

    assert proof.holds
    rows = dict(proof.checks)
    assert rows["Every balance is the sum of its moves"] == 6
    assert len(rows) == len(proving.CHECKS)
    assert all(count for title, count in rows.items() if not title.startswith(OF_CHANNELS))


PLANTED = {
    "balance": "UPDATE balance SET quantity = quantity + 1 WHERE place_id = {bin} AND sku_id = {lamp}",
    "negative": "UPDATE balance SET outside = true WHERE place_id = {bin} AND sku_id = {lamp}",
    "on hand": "UPDATE stock SET on_hand = on_hand + 1 WHERE sku_id = {lamp}",
    "reserved": "UPDATE stock SET reserved = reserved - 1 WHERE sku_id = {lamp}",
    "oversold": "UPDATE stock SET reserved = on_hand + 1 WHERE sku_id = {lamp}",
    "demand": "UPDATE demand SET reserved = wanted - picked + 1 WHERE id = 2",
    "conserved": "UPDATE balance SET quantity = quantity - 1 WHERE place_id = {bin} AND sku_id = {lamp}",
    "picked": "UPDATE demand SET picked = picked - 1 WHERE id = 1",
    "line": "UPDATE order_line SET shipped = ordered + 1 WHERE id = 2",
    "line shipped": "UPDATE order_line SET shipped = 1 WHERE id = 2",
    "wanted": "UPDATE demand SET wanted = wanted + 1 WHERE id = 2",
    "gone": "UPDATE demand SET gone = 1 WHERE id = 1",
    "SKU": "UPDATE line_part SET sku_id = {lamp} + 1 WHERE id = 2",
    "owner": "UPDATE demand SET owner = 'order:1' WHERE id = 2",
    "packed": "UPDATE line_part SET packed = packed + 1 WHERE id = 1",
    "not picked": "UPDATE line_part SET packed = packed + 9 WHERE id = 1",
    "sealed": "UPDATE line_part SET sealed = 1 WHERE id = 1",
    "shipped": "UPDATE line_part SET sealed = 1, shipped = 1 WHERE id = 1",
    "parcel": "UPDATE parcel_item SET quantity = quantity + 1",
    "headline": "UPDATE orders SET headline = 'ready', badge = 'Ready' WHERE id = 2",
    "cancelled": "UPDATE orders SET cancelled_at = placed_at WHERE id = 2",
    "closed": "UPDATE orders SET closed_at = placed_at WHERE id = 2",
}
RULES = {
    "oversold": ("stock", "ck_stock_not_oversold"),
    "demand": ("demand", "ck_demand_not_over_wanted"),
    "line": ("order_line", "ck_order_line_not_over_ordered"),
}


def plant(shop: Shop, kind: str) -> None:
    with shop.inside(), transaction():
        write_past_all_rules(shop, kind)


def write_past_all_rules(shop: Shop, kind: str) -> None:
    """Past all services; where a rule of the database forbids it, past that too."""
    statement = PLANTED[kind].format(bin=shop.bins["A-01-1"], lamp=shop.skus["LAMP"])
    if kind in RULES and is_sqlite():
        db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
    elif kind in RULES:
        db.session.execute(text("ALTER TABLE {} DROP CONSTRAINT {}".format(*RULES[kind])))
    db.session.execute(text(statement))
    if is_sqlite():
        db.session.execute(text("PRAGMA ignore_check_constraints = OFF"))


def mismatches(shop: Shop) -> list[Mismatch]:
    with shop.inside():
        return list(prove_stock().mismatches)


@pytest.mark.parametrize("kind", PLANTED)
def test_one_unit_that_is_wrong_is_found_and_leads_to_its_rows(busy: Shop, kind: str) -> None:
    plant(busy, kind)

    found = [one for one in mismatches(busy) if one.check == kind]

    assert found
    for one in found:
        assert one.kept != one.added_up
        assert busy.client("Ada").get(one.where).status_code == 200


def test_every_check_has_been_shown_to_find_something(busy: Shop) -> None:
    shown: set[str] = set()
    for kind in PLANTED:
        with busy.inside():
            write_past_all_rules(busy, kind)
            shown |= {title for title, find, _ in proving.CHECKS if any(True for _ in find())}
            db.session.rollback()

    assert shown == {title for title, _, _ in proving.CHECKS if not title.startswith(OF_CHANNELS)}


def test_it_says_by_how_much(busy: Shop) -> None:
    plant(busy, "balance")

    first = mismatches(busy)[0]
    assert (first.kept, first.added_up) == (6, 5)
    assert first.where == f"/stock/{busy.skus['LAMP']}/moves?place={busy.bins['A-01-1']}"


def test_it_looks_at_one_moment_while_work_goes_on(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def rows() -> int:
        seen.append(db.session.scalar(select(func.count()).select_from(Move)) or 0)
        return seen[-1]

    def meanwhile() -> list[Mismatch]:
        worker = threading.Thread(
            target=act, args=(shop, receive_goods, shop.skus["LAMP"], 3, shop.bins["A-01-1"])
        )
        worker.start()
        worker.join()
        return []

    shop.receive("LAMP", 2)
    between = [("before", meanwhile, rows), *proving.CHECKS, ("after", list, rows)]
    monkeypatch.setattr(proving, "CHECKS", between)

    assert mismatches(shop) == []
    assert seen == [1, 1]


def test_flask_stock_prove_says_what_it_checked(busy: Shop) -> None:
    said = busy.app.test_cli_runner().invoke(args=["stock", "prove"])

    assert said.exit_code == 0
    assert "Everything adds up." in said.output
    assert "Every balance is the sum of its moves" in said.output


def test_flask_stock_prove_names_each_mismatch_and_fails(busy: Shop) -> None:
    plant(busy, "on hand")

    said = busy.app.test_cli_runner().invoke(args=["stock", "prove"])

    assert said.exit_code == 1
    assert "1 does not add up" in said.output
    assert f"kept 6, added up 5. See /stock/{busy.skus['LAMP']}" in said.output


def test_flask_stock_prove_for_programs(busy: Shop) -> None:
    sound = busy.app.test_cli_runner().invoke(args=["stock", "prove", "--json"])
    assert (sound.exit_code, json.loads(sound.output)["holds"]) == (0, True)
    plant(busy, "on hand")

    said = busy.app.test_cli_runner().invoke(args=["stock", "prove", "--json"])

    told = json.loads(said.output)
    assert (said.exit_code, told["holds"]) == (1, False)
    assert told["mismatches"][0]["check"] == "on hand"
    assert all(one["rows"] >= 0 for one in told["checks"])


def test_the_page_shows_the_same(busy: Shop) -> None:
    assert "Everything adds up" in busy.client("Ada").get("/proof").text
    plant(busy, "on hand")

    page = busy.client("Ada").get("/proof").text

    assert "1 does not add up" in page
    assert f'href="/stock/{busy.skus["LAMP"]}"' in page
