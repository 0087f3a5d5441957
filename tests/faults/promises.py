"""The promises, looked at in a picture of the database. Each function yields a sentence for what is broken.

Undoing (I7) and the same order twice (I8) are looked at where they happen: by the state machine.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from tests.faults.picture import Picture, available, balances, by_id, replayed, wanted

Check = Callable[[Picture], Iterator[str]]


def broken(picture: Picture) -> list[str]:
    """What does not hold, of all that is promised."""
    return [f"{check.__name__}: {sentence}" for check in CHECKS for sentence in check(picture)]


def i1_no_place_inside_ever_holds_less_than_zero(picture: Picture) -> Iterator[str]:
    outside = {place["id"] for place in picture["place"] if place["outside"]}
    held: dict[tuple[int, int, int], int] = defaultdict(int)
    for move in sorted(picture["move"], key=lambda one: one["id"]):
        held[move["sku_id"], move["lot_id"], move["target_id"]] += move["quantity"]
        source = move["sku_id"], move["lot_id"], move["source_id"]
        held[source] -= move["quantity"]
        if held[source] < 0 and source[2] not in outside:
            yield f"after move {move['id']} place {source[2]} holds {held[source]} of SKU {source[0]}"


def i2_on_hand_is_the_sum_of_the_moves(picture: Picture) -> Iterator[str]:
    sellable = {place["id"]: place["site_id"] for place in picture["place"] if place["sellable"]}
    added: dict[tuple[int, int], int] = defaultdict(int)
    for (sku_id, _, place_id), quantity in replayed(picture["move"]).items():
        if place_id in sellable:
            added[sku_id, sellable[place_id]] += quantity
    for row in picture["stock"]:
        key = row["sku_id"], row["site_id"]
        if row["on_hand"] != added.pop(key, 0):
            yield f"on hand of {key} is {row['on_hand']}"
    yield from (f"no stock row for {key}" for key, quantity in added.items() if quantity)


def i3_reserved_is_there_and_wanted(picture: Picture) -> Iterator[str]:
    orders = {f"order:{order['id']}": order for order in picture["orders"]}
    promised: dict[tuple[int, int], int] = defaultdict(int)
    for demand in picture["demand"]:
        promised[demand["sku_id"], demand["site_id"]] += demand["reserved"]
        if demand["reserved"] and orders[demand["owner"]]["cancelled_at"]:
            yield f"demand {demand['id']} of a cancelled order is promised {demand['reserved']}"
        if demand["reserved"] + demand["picked"] > demand["wanted"]:
            yield f"demand {demand['id']} has more than it wants"
    for row in picture["stock"]:
        if not row["reserved"] == promised[row["sku_id"], row["site_id"]] <= row["on_hand"]:
            yield f"{row} where demands were promised {promised[row['sku_id'], row['site_id']]}"


def i3_whoever_lacks_gets_what_is_there(picture: Picture) -> Iterator[str]:
    left = available(picture)
    for key, units in wanted(picture).items():
        on_hand = next((r["on_hand"] for r in picture["stock"] if (r["sku_id"], r["site_id"]) == key), 0)
        if left.get(key, 0) != max(0, on_hand - units):
            yield f"{left.get(key, 0)} of {key} are available, with {on_hand} there and {units} wanted"


def i4_every_unit_is_in_one_place(picture: Picture) -> Iterator[str]:
    """What was picked and has not left lies in a tote or parcel; what was packed, in its own parcel."""
    kinds = {place["id"]: place["kind"] for place in picture["place"]}
    carried: Counter[int] = Counter()
    for (sku_id, _, place_id), quantity in balances(picture).items():
        if kinds[place_id] in {"tote", "parcel"}:
            carried[sku_id] += quantity
    out: Counter[int] = Counter()
    for demand in picture["demand"]:
        out[demand["sku_id"]] += demand["picked"] - demand["gone"] + demand["put_back"]
    for sku_id in carried.keys() | out.keys():
        if carried[sku_id] != out[sku_id]:
            yield f"{carried[sku_id]} of SKU {sku_id} in totes and parcels, {out[sku_id]} picked for orders"
    outside = Counter(place["kind"] for place in picture["place"] if place["outside"])
    yield from (f"there are {times} places {kind}" for kind, times in outside.items() if times > 1)
    yield from _parcels(picture)


def _parcels(picture: Picture) -> Iterator[str]:
    parts, parcels = by_id(picture["line_part"]), by_id(picture["parcel"])
    inside: Counter[tuple[int, int]] = Counter()
    for item in picture["parcel_item"]:
        parcel = parcels[item["parcel_id"]]
        if not parcel["left_at"]:
            inside[parcel["place_id"], parts[item["part_id"]]["sku_id"]] += item["quantity"]
    places = {parcel["place_id"] for parcel in picture["parcel"]}
    held: Counter[tuple[int, int]] = Counter()
    for (sku_id, _, place_id), quantity in balances(picture).items():
        if place_id in places:
            held[place_id, sku_id] += quantity
    if +inside != +held:
        yield f"parcels hold {dict(held)}, their lists say {dict(inside)}"


def i5_no_line_ships_more_than_was_ordered(picture: Picture) -> Iterator[str]:
    customer = {place["id"] for place in picture["place"] if place["kind"] == "customer"}
    sent: Counter[int] = Counter()
    for move in picture["move"]:
        if move["demand_id"]:
            sent[move["demand_id"]] += move["quantity"] * (move["target_id"] in customer)
            sent[move["demand_id"]] -= move["quantity"] * (move["source_id"] in customer)
    lines, whole = by_id(picture["order_line"]), dict[int, int]()
    for part in picture["line_part"]:
        line = lines[part["line_id"]]
        whole[line["id"]] = min(whole.get(line["id"], line["ordered"]), part["shipped"] // part["per"])
        if sent[part["demand_id"]] != part["shipped"]:
            yield f"line {line['id']} says {part['shipped']} left, the ledger {sent[part['demand_id']]}"
        if part["shipped"] > (line["ordered"] - line["cancelled"] - line["shipped_elsewhere"]) * part["per"]:
            yield f"line {line['id']} shipped more than was asked for"
    for line_id, units in whole.items():
        if lines[line_id]["shipped"] != units:
            yield f"line {line_id} says {lines[line_id]['shipped']} shipped, its parts {units}"


def i6_replaying_the_ledger_gives_the_balances(picture: Picture) -> Iterator[str]:
    if replayed(picture["move"]) != balances(picture):
        yield f"{replayed(picture['move'])} is not {balances(picture)}"


def i7_an_undo_is_the_mirror_of_what_it_undoes(picture: Picture) -> Iterator[str]:
    """Whatever happened between: with both left out of the ledger, the balances are the same."""
    for operation in picture["operation"]:
        undone = operation["undoes_id"]
        if undone and replayed(picture["move"], {operation["id"], undone}) != replayed(picture["move"]):
            yield f"{operation['id']} does not put back what {undone} did"


def i8_an_order_is_there_once(picture: Picture) -> Iterator[str]:
    known = Counter((row["channel_id"], row["external_id"]) for row in picture["channel_order"])
    yield from (f"{key} is there {times} times" for key, times in known.items() if times > 1)


def i9_whatever_happened_has_an_actor_a_time_and_a_cause(picture: Picture) -> Iterator[str]:
    operations = by_id(picture["operation"])
    for operation in operations.values():
        if not (operation["by"] and operation["at"] and operation["verb"]):
            yield f"{operation} does not say who and when"
    for name in ("move", "event", "count"):
        for row in picture[name]:
            cause = operations.get(row["operation_id"])
            if cause is None or (row["by"], row["at"]) != (cause["by"], cause["at"]):
                yield f"{name} {row['id']} was not done by its operation"


def i10_one_cause_makes_one_notice_and_none_where_it_was_undone(picture: Picture) -> Iterator[str]:
    causes = Counter(notice["cause"] for notice in picture["notice"])
    yield from (f"{cause} made {times} notices" for cause, times in causes.items() if times > 1)
    undone = {row["id"] for row in picture["operation"] if row["undone_at"]}
    events = {row["id"]: row["operation_id"] for row in picture["event"]}
    told = {notice["cause"].split("/")[0] for notice in picture["notice"] if notice["sent_at"]}
    for delivery in picture["delivery"]:
        was_undone = events[delivery["event_id"]] in undone
        kept_back = delivery["withdrawn_at"] and f"delivery:{delivery['id']}" not in told
        if delivery["handler"].startswith("notifications.") and was_undone and not kept_back:
            yield f"delivery {delivery['id']} was told although it was undone"


def money_never_goes_back_that_did_not_come(picture: Picture) -> Iterator[str]:
    """Where all amounts are known."""
    sums: Counter[int] = Counter()
    charged = {payment["order_id"] for payment in picture["payment"] if payment["kind"] == "charge"}
    unsure = {payment["order_id"] for payment in picture["payment"] if payment["amount_minor"] is None}
    for payment in picture["payment"]:
        sums[payment["order_id"]] += (payment["amount_minor"] or 0) * (
            1 if payment["kind"] == "charge" else -1
        )
    for order_id in charged - unsure:
        if sums[order_id] < 0:
            yield f"order {order_id} got {-sums[order_id]} back too many"


CHECKS: tuple[Check, ...] = (
    i1_no_place_inside_ever_holds_less_than_zero,
    i2_on_hand_is_the_sum_of_the_moves,
    i3_reserved_is_there_and_wanted,
    i3_whoever_lacks_gets_what_is_there,
    i4_every_unit_is_in_one_place,
    i5_no_line_ships_more_than_was_ordered,
    i6_replaying_the_ledger_gives_the_balances,
    i7_an_undo_is_the_mirror_of_what_it_undoes,
    i8_an_order_is_there_once,
    i9_whatever_happened_has_an_actor_a_time_and_a_cause,
    i10_one_cause_makes_one_notice_and_none_where_it_was_undone,
    money_never_goes_back_that_did_not_come,
)
