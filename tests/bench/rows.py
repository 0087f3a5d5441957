"""The rows of a large shop as one INSERT … SELECT for each table, in words that both databases understand."""

from __future__ import annotations

from dataclasses import dataclass

SKUS = 10_000
YEARS = 3 * 365 * 86_400
OPEN = 5_000
STRAGGLER = 20_000
FIRST = (
    "ana zoe jurgen marta yuki aoife tom lena pierre olga ivan noor chen sofia emil greta lars rosa hugo mila"
)
LAST = "muller gross silva tanaka byrne reed hoff dupont petrova santos okafor lind weber moreau nagy kowalski berg costa ito murphy"
TOWNS = "koln nurnberg porto tokyo galway cork wien paris berlin lisboa oslo praha graz lyon dublin"
TABLES = (
    "product",
    "sku",
    "stock",
    "operation",
    "contact",
    "orders",
    "order_line",
    "demand",
    "line_part",
    "hold",
    "channel_order",
    "event",
    "order_words",
)


@dataclass(frozen=True, slots=True)
class Words:
    """What the two databases say differently, and how many orders there are."""

    dialect: str
    orders: int

    def counting(self, to: int) -> str:
        """A table `seq` of the numbers from 1."""
        if self.dialect == "sqlite":
            return f"WITH RECURSIVE seq(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM seq WHERE i < {to})"
        return f"WITH seq(i) AS (SELECT generate_series(1::bigint, {to}))"

    def moment(self, seconds: str) -> str:
        """So many seconds after now."""
        if self.dialect == "sqlite":
            return f"strftime('%Y-%m-%d %H:%M:%S.000000', 'now', ({seconds}) || ' seconds')"
        return f"(CURRENT_TIMESTAMP + ({seconds}) * interval '1 second')"

    def one_of(self, words: str, number: str) -> str:
        """The word at a number, counted round and round."""
        said = words.split()
        cases = " ".join(f"WHEN {at} THEN '{word}'" for at, word in enumerate(said))
        return f"(CASE ({number}) % {len(said)} {cases} END)"

    @property
    def age(self) -> str:
        """Seconds from now to when order `i` was placed: the newest today, the oldest three years ago."""
        return f"(-{YEARS} + CAST(i * {YEARS / self.orders} AS bigint))"

    @property
    def is_open(self) -> str:
        """The newest, and a few old ones that nobody paid."""
        return f"(i > {self.orders - min(OPEN, self.orders // 2)} OR i % {STRAGGLER} = 0)"

    @property
    def headline(self) -> str:
        return (
            f"(CASE WHEN NOT {self.is_open} THEN CASE WHEN i % 25 = 0 THEN 'cancelled' ELSE 'shipped' END "
            f"WHEN i % {STRAGGLER} = 0 OR i % 20 IN (16, 17) THEN 'unpaid' "
            "WHEN i % 20 IN (10, 11) THEN 'picking' WHEN i % 20 IN (12, 13) THEN 'to_pack' "
            "WHEN i % 20 IN (14, 15) THEN 'packed' WHEN i % 20 = 18 THEN 'short' "
            "WHEN i % 20 = 19 THEN 'needs_you' ELSE 'ready' END)"
        )

    @property
    def lines(self) -> str:
        """Numbers of lines: order `i` has `pos` from 1 to 1, 2 or 4."""
        most = "(CASE i % 10 WHEN 0 THEN 4 WHEN 1 THEN 2 WHEN 2 THEN 2 ELSE 1 END)"
        return (
            f"seq JOIN (SELECT 1 AS pos UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) AS p ON pos <= {most}"
        )

    @property
    def name(self) -> str:
        return f"{self.one_of(FIRST, 'i * 7')} || ' ' || {self.one_of(LAST, 'i / 11')}"

    @property
    def email(self) -> str:
        return f"{self.one_of(FIRST, 'i * 7')} || '.' || {self.one_of(LAST, 'i / 11')} || i || '@example.org'"


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
