"""Everything that is in the database at one moment, as plain rows, for checks that trust no code of the shop."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from oms.core.db import Base, db

Row = dict[str, Any]
Picture = dict[str, list[Row]]
NOT_TOLD = {"import_file"}  # whole files as they came


def take_picture() -> Picture:
    """All tables, read in one snapshot."""
    db.session.rollback()
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    tables = [table for table in Base.metadata.sorted_tables if table.name not in NOT_TOLD]
    picture = {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in tables
    }
    db.session.rollback()
    return picture


def by_id(rows: list[Row], key: str = "id") -> dict[Any, Row]:
    return {row[key]: row for row in rows}


def changed(before: Picture, after: Picture) -> dict[str, list[Row]]:
    """Of every table: the rows that are new, other or gone."""
    found: dict[str, list[Row]] = {}
    for name, rows in after.items():
        if rows != before[name]:
            was, now = [repr(row) for row in before[name]], [repr(row) for row in rows]
            found[name] = [row for row in rows if repr(row) not in set(was)]
            found[name] += [row for row in before[name] if repr(row) not in set(now)]
    return {name: rows for name, rows in found.items() if rows}


def replayed(moves: list[Row], without: set[str] = frozenset()) -> dict[tuple[int, int, int], int]:  # type: ignore[assignment]  # an empty set of names
    """What lies where after these moves: (SKU, lot, place) and how many. `without` are operations left out."""
    held: dict[tuple[int, int, int], int] = defaultdict(int)
    for move in sorted(moves, key=lambda one: one["id"]):
        if move["operation_id"] not in without:
            held[move["sku_id"], move["lot_id"], move["source_id"]] -= move["quantity"]
            held[move["sku_id"], move["lot_id"], move["target_id"]] += move["quantity"]
    return {key: quantity for key, quantity in held.items() if quantity}


def balances(picture: Picture) -> dict[tuple[int, int, int], int]:
    return {
        (row["sku_id"], row["lot_id"], row["place_id"]): row["quantity"]
        for row in picture["balance"]
        if row["quantity"]
    }


def available(picture: Picture) -> dict[tuple[int, int], int]:
    """What may be sold of each SKU at each site."""
    return {(r["sku_id"], r["site_id"]): r["on_hand"] - r["reserved"] for r in picture["stock"]}


def wanted(picture: Picture) -> dict[tuple[int, int], int]:
    """What is still wanted from the bins of each site, as the lines of the orders say it."""
    demands, lines = by_id(picture["demand"]), by_id(picture["order_line"])
    found: dict[tuple[int, int], int] = defaultdict(int)
    for part in picture["line_part"]:
        demand, line = demands[part["demand_id"]], lines[part["line_id"]]
        asked = (line["ordered"] - line["cancelled"] - line["shipped_elsewhere"]) * part["per"]
        found[demand["sku_id"], demand["site_id"]] += asked - demand["picked"]
    return dict(found)
