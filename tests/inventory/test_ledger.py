"""The ledger and the sums: the database itself refuses what must never be, whoever writes to it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from oms.core.db import transaction
from oms.core.ddl import recreate
from oms.inventory.keeping import move_goods
from oms.inventory.protection import SENTENCE
from tests.databases import KIND
from tests.inventory.shelf import act, balances
from tests.shop import Shop

COLUMNS = "id, sku_id, lot_id, source_id, target_id, quantity, reason, by, at, operation_id, reverses_id"
ON_BOTH = [
    "UPDATE move SET quantity = quantity + 1",
    "UPDATE move SET reason = 'nothing' WHERE id = 1",
    "UPDATE move SET id = id WHERE false",
    "DELETE FROM move",
    "DELETE FROM move WHERE id = 1",
]
OF_ITS_OWN = {
    "sqlite": [
        f"INSERT OR REPLACE INTO move ({COLUMNS}) SELECT {COLUMNS} FROM move WHERE id = 1",
        f"REPLACE INTO move ({COLUMNS}) SELECT {COLUMNS} FROM move WHERE id = 1",
        "UPDATE OR REPLACE move SET id = 2 WHERE id = 1",
    ],
    "postgres": [
        "TRUNCATE move CASCADE",
        f"INSERT INTO move ({COLUMNS}) SELECT {COLUMNS} FROM move ON CONFLICT (id) DO UPDATE SET quantity = 9",
    ],
}
SILENT = {"UPDATE move SET id = id WHERE false"} if KIND == "sqlite" else set()


def run(shop: Shop, statement: str) -> None:
    with shop.inside(), transaction() as session:
        session.execute(text(statement))


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.receive("LAMP", 5)
    act(shop, move_goods, shop.skus["LAMP"], 2, shop.bins["A-01-1"], shop.bins["A-02-1"])
    return shop


@pytest.mark.parametrize("statement", [one for one in [*ON_BOTH, *OF_ITS_OWN[KIND]] if one not in SILENT])
def test_a_row_of_the_ledger_is_never_changed_nor_deleted(stocked: Shop, statement: str) -> None:
    with pytest.raises(DBAPIError, match=SENTENCE):
        run(stocked, statement)


def test_and_still_so_after_a_migration_made_the_triggers_anew(stocked: Shop) -> None:
    with stocked.inside(), transaction() as session:
        recreate(session.connection())

    with pytest.raises(DBAPIError, match=SENTENCE):
        run(stocked, "DELETE FROM move")


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE stock SET reserved = on_hand + 1", "not_oversold"),
        ("UPDATE stock SET on_hand = reserved - 1", "not_oversold"),
        ("UPDATE stock SET reserved = -1", "reserved"),
        ("UPDATE balance SET quantity = -1 WHERE NOT outside", "not_negative"),
        ("UPDATE demand SET reserved = wanted + 1", "not_over_wanted"),
        ("UPDATE demand SET gone = picked + 1", "gone_was_picked"),
        ("UPDATE demand SET reserved = -1", "counts"),
        ("UPDATE place SET sellable = true WHERE outside", "sellable_inside"),
        ("UPDATE place SET outside = true WHERE kind = 'dock'", "inside_has_site"),
    ],
)
def test_the_database_refuses_what_must_never_be(stocked: Shop, statement: str, rule: str) -> None:
    stocked.order(("LAMP", 3))
    before = balances(stocked)

    with pytest.raises(IntegrityError, match=rule):
        run(stocked, statement)

    assert balances(stocked) == before


@pytest.mark.parametrize(
    ("quantity", "target", "rule"), [(0, 2, "quantity"), (-1, 2, "quantity"), (1, 1, "moves")]
)
def test_a_move_is_of_something_from_one_place_to_another(
    stocked: Shop, quantity: int, target: int, rule: str
) -> None:
    with pytest.raises(IntegrityError, match=rule):
        run(
            stocked,
            "INSERT INTO move (sku_id, lot_id, source_id, target_id, quantity, reason, by, at, operation_id) "
            f"SELECT sku_id, lot_id, 1, {target}, {quantity}, reason, by, at, operation_id FROM move WHERE id = 1",
        )


def test_a_move_is_reversed_once(stocked: Shop) -> None:
    columns = COLUMNS.removeprefix("id, ")
    again = (
        f"INSERT INTO move ({columns}) SELECT {columns.replace('reverses_id', '1')} FROM move WHERE id = 1"
    )
    run(stocked, again)

    with pytest.raises(DBAPIError):
        run(stocked, again)
