"""The rows of a large shop as one INSERT … SELECT for each table."""

from __future__ import annotations

from tests.bench.words import SKUS, TOWNS, Words

SKU = f"((i * 7919 + pos * 131) % {SKUS} + 1)"
CHANNEL = "(CASE WHEN i % 10 < 6 THEN 1 WHEN i % 10 < 9 THEN 2 WHEN i % 5000 = 9 THEN 4 ELSE 3 END)"
LINE_ID = "(i * 4 + pos - 4)"
POSTCODE = "CAST(10000 + (i * 37) % 89999 AS text)"
TRACKING = "('0034043' || CAST(1000000000000 + i * 7 AS text))"


def rows_of(table: str, w: Words) -> list[str]:
    """The statements that fill a table."""
    build = BUILDERS[table]
    return [f"INSERT INTO {table} {statement}" for statement in build(w)]


def _products(w: Words) -> list[str]:
    return [f"(id, name) {w.counting(SKUS)} SELECT i, 'Product ' || i FROM seq"]


def _skus(w: Words) -> list[str]:
    return [f"(id, product_id, code) {w.counting(SKUS)} SELECT i, i, 'SKU-' || i FROM seq"]


def _stock(w: Words) -> list[str]:
    return [f"(sku_id, site_id, on_hand, reserved) {w.counting(SKUS)} SELECT i, 1, 1000, 0 FROM seq"]


def _operations(w: Words) -> list[str]:
    columns = '(id, verb, "by", at, fingerprint)'
    return [
        f"{columns} {w.counting(w.orders)} SELECT 'place' || i, 'orders.place_order', 'channel:1', {w.moment(w.age)}, 'x' FROM seq"
    ]


def _contacts(w: Words) -> list[str]:
    """The buyer and who receives it: two rows, as every order writes them."""
    return [
        f"(id, name, line1, city, postcode, country, email) {w.counting(w.orders)} "
        f"SELECT i * 2 - {back}, {w.name}, 'High Street ' || (i % 200), {w.one_of(TOWNS, 'i')}, {POSTCODE}, 'DE', {w.email} FROM seq"
        for back in (0, 1)
    ]


def _orders(w: Words) -> list[str]:
    placed = w.moment(w.age)
    over = f"CASE WHEN {w.is_open} THEN NULL ELSE {w.moment(w.age + ' + 90000')} END"
    units = "(CASE i % 10 WHEN 0 THEN 5 WHEN 1 THEN 2 WHEN 2 THEN 3 ELSE 1 END)"
    return [
        (
            "(id, number, came_from, site_id, placed_at, arrived_at, paid_at, cancelled_at, closed_at, promise_by, currency, total_minor, "
            "buyer_id, ship_to_id, units, headline, badge, service) "
            f"{w.counting(w.orders)} SELECT i, CASE i % 3 WHEN 0 THEN '303-' || (1000000 + i) || '-' || (i % 997) ELSE '#' || (1000 + i) END, "
            f"'channel:' || {CHANNEL}, 1, {placed}, {placed}, CASE WHEN {w.headline} = 'unpaid' THEN NULL ELSE {placed} END, "
            f"CASE WHEN {w.headline} = 'cancelled' THEN {placed} END, {over}, {w.moment(w.age + ' + 86400')}, 'EUR', 1990 + i % 9000, "
            f"i * 2 - 1, i * 2, {units}, {w.headline}, {w.headline}, 'DHL Paket' FROM seq"
        )
    ]


def _order_lines(w: Words) -> list[str]:
    gone = f"CASE WHEN {w.headline} = '{{}}' THEN 1 ELSE 0 END"
    return [
        (
            "(id, order_id, position, external_id, sku_text, title, ordered, cancelled, shipped, unit_price_minor, line_total_minor) "
            f"{w.counting(w.orders)} SELECT {LINE_ID}, i, pos, CAST(pos AS text), 'SKU-' || {SKU}, 'Product ' || {SKU}, 1, "
            f"{gone.format('cancelled')}, {gone.format('shipped')}, 1990, 1990 FROM {w.lines}"
        )
    ]


def _demands(w: Words) -> list[str]:
    is_now = w.headline
    return [
        (
            "(id, sku_id, site_id, owner, label, wanted, reserved, picked, gone, due_at) "
            f"{w.counting(w.orders)} SELECT {LINE_ID}, {SKU}, 1, 'order:' || i, '#' || i || ' · line ' || pos, "
            f"CASE WHEN {is_now} = 'cancelled' THEN 0 ELSE 1 END, "
            f"CASE WHEN {is_now} IN ('ready', 'unpaid', 'needs_you', 'picking') THEN 1 ELSE 0 END, "
            f"CASE WHEN {is_now} IN ('to_pack', 'packed', 'shipped') THEN 1 ELSE 0 END, "
            f"CASE WHEN {is_now} = 'shipped' THEN 1 ELSE 0 END, {w.moment(w.age + ' + 86400')} FROM {w.lines}"
        )
    ]


def _line_parts(w: Words) -> list[str]:
    packed, shipped = (
        f"CASE WHEN {w.headline} IN ({codes}) THEN 1 ELSE 0 END"
        for codes in ("'packed', 'shipped'", "'shipped'")
    )
    return [
        (
            f"(id, line_id, sku_id, demand_id, packed, sealed, shipped) {w.counting(w.orders)} "
            f"SELECT {LINE_ID}, {LINE_ID}, {SKU}, {LINE_ID}, {packed}, {packed}, {shipped} FROM {w.lines}"
        )
    ]


def _holds(w: Words) -> list[str]:
    return [
        (
            "(order_id, reason, placed_at, placed_by) "
            f"{w.counting(w.orders)} SELECT i, CASE WHEN {w.headline} = 'unpaid' THEN 'payment' ELSE 'address' END, {w.moment(w.age)}, 'channel:1' "
            f"FROM seq WHERE {w.headline} IN ('unpaid', 'needs_you')"
        )
    ]


def _channel_orders(w: Words) -> list[str]:
    told = '\'{"number": "\' || i || \'", "lines": []}\''
    told = told if w.dialect == "sqlite" else f"CAST({told} AS json)"
    return [
        (
            f"(order_id, channel_id, external_id, told, seen_at) {w.counting(w.orders)} "
            f"SELECT i, {CHANNEL}, CAST(6000000000000 + i AS text), {told}, {w.moment(w.age)} FROM seq"
        )
    ]


def _events(w: Words) -> list[str]:
    facts = "'{\"order_id\": ' || i || '}'"
    facts = facts if w.dialect == "sqlite" else f"CAST({facts} AS json)"
    shipped = f" WHERE {w.headline} = 'shipped'"
    return [
        f'(kind, facts, about, "by", at, operation_id) {w.counting(w.orders)} '
        f"SELECT '{kind}', {facts}, 'order:' || i, 'channel:1', {w.moment(w.age + later)}, 'place' || i FROM seq{where}"
        for kind, later, where in (
            ("OrderPlaced", "", ""),
            ("PickingStarted", " + 80000", shipped),
            ("OrderShipped", " + 90000", shipped),
        )
    ]


def _order_words(w: Words) -> list[str]:
    number = "CASE i % 3 WHEN 0 THEN '303-' || (1000000 + i) || '-' || (i % 997) ELSE '#' || (1000 + i) END"
    tracking = f"CASE WHEN {w.headline} = 'shipped' THEN ' ' || {TRACKING} ELSE '' END"
    sku = f"'sku-' || {SKU.replace('pos', '1')}"
    return [
        (
            f"(order_id, words) {w.counting(w.orders)} SELECT i, {number} || ' ' || CAST(6000000000000 + i AS text) || ' ' || {w.name} || ' ' "
            f"|| {w.email} || ' ' || {POSTCODE} || ' ' || {sku} || {tracking} FROM seq"
        )
    ]


BUILDERS = {
    "product": _products,
    "sku": _skus,
    "stock": _stock,
    "operation": _operations,
    "contact": _contacts,
    "orders": _orders,
    "order_line": _order_lines,
    "demand": _demands,
    "line_part": _line_parts,
    "hold": _holds,
    "channel_order": _channel_orders,
    "event": _events,
    "order_words": _order_words,
}
TABLES = tuple(BUILDERS)
