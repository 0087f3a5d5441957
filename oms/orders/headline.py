"""The one sentence that a person sees for an order, whom it waits on and what to do next. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """Where an order stands. The order of the members is the order of the day."""

    NEEDS_YOU = "needs_you"
    READY = "ready"
    PICKING = "picking"
    TO_PACK = "to_pack"
    PACKED = "packed"
    UNPAID = "unpaid"
    SHORT = "short"
    SHIPPED = "shipped"
    CLOSED = "closed"
    CANCELLED = "cancelled"


HOLDS = {
    "unknown_item": "unknown item",
    "address": "address to check",
    "payment": "payment",
    "fraud": "fraud check",
    "customer": "customer asked to wait",
    "manual": "on hold",
    "no_item": "item without a name",
}
CLOSED = frozenset({Code.SHIPPED, Code.CLOSED, Code.CANCELLED})


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts that the headline is a function of. Quantities are units of stock: `unknown` are units
    of lines that nobody has mapped, `reserved`, `picked` and `packed` exclude what came after.
    """

    cancelled: bool = False
    holds: tuple[str, ...] = ()
    line_holds: tuple[str, ...] = ()
    ship_rest: bool = False
    being_picked: bool = False
    unknown: int = 0
    lacking: int = 0
    reserved: int = 0
    picked: int = 0
    packed: int = 0
    shipped: int = 0


@dataclass(frozen=True, slots=True)
class Headline:
    """`badge` is for a row, `sentence` for the order's own page, `action` the name of the next step."""

    code: Code
    badge: str
    sentence: str
    waits_on: str
    tone: str
    action: str | None
    label: str | None = field(default=None)


def headline(standing: Standing) -> Headline:
    """Where the order stands, by the first rule that applies."""
    for rule in (_cancelled, _finished, _needs_you, _unpaid, _packed, _on_the_floor, _to_pick):
        found = rule(standing)
        if found:
            return found
    return Headline(
        Code.CLOSED, "Nothing to ship", "There is nothing to ship for this order.", "nobody", "calm", None
    )


def _cancelled(s: Standing) -> Headline | None:
    if not s.cancelled:
        return None
    if s.shipped:
        sentence = "Part of it has left; the rest was cancelled."
        return Headline(Code.CANCELLED, "Rest cancelled", sentence, "nobody", "calm", None)
    return Headline(Code.CANCELLED, "Cancelled", "This order was cancelled.", "nobody", "calm", None)


def _finished(s: Standing) -> Headline | None:
    if s.unknown or s.lacking or s.reserved or s.picked or s.packed or not s.shipped:
        return None
    return Headline(Code.SHIPPED, "Shipped", "Everything has left.", "the carrier", "calm", None)


def _needs_you(s: Standing) -> Headline | None:
    line_holds = () if s.ship_rest and (s.reserved or s.picked or s.packed) else s.line_holds
    asking = [hold for hold in (*s.holds, *line_holds) if hold != "payment"]
    if not asking:
        return None
    first = asking[0]
    count = asking.count(first)
    badge = f"Needs you: {_counted(first, count)}"
    action, label = ACTIONS.get(first, ("release", "Release"))
    return Headline(Code.NEEDS_YOU, badge, _asks(first, count), "you", "stop", action, label)


COUNTED = {"unknown_item": "unknown items", "no_item": "items without a name"}
ACTIONS = {
    "unknown_item": ("map", "Map the item"),
    "no_item": ("map", "Choose the item"),
    "address": ("address", "Check the address"),
    "customer": ("release", "Go on with it"),
    "manual": ("release", "Release"),
    "fraud": ("release", "It is fine, release"),
}


def _counted(hold: str, count: int) -> str:
    word = HOLDS.get(hold, hold)
    return f"{count} {COUNTED[hold] if count > 1 else word}" if hold in COUNTED else word


def _asks(hold: str, count: int) -> str:
    sentences = {
        "unknown_item": "One item is not in our catalogue."
        if count == 1
        else f"{count} items are not in our catalogue.",
        "no_item": "The channel did not say which item this is.",
        "address": "The address may be incomplete.",
        "fraud": "Somebody has to check this order before it leaves.",
        "customer": "The customer asked to wait.",
    }
    return sentences.get(hold, "This order is on hold.")


def _unpaid(s: Standing) -> Headline | None:
    if "payment" not in s.holds:
        return None
    return Headline(
        Code.UNPAID,
        "Waiting for payment",
        "The customer has not paid yet.",
        "the customer",
        "wait",
        "pay",
        "Mark as paid",
    )


def _packed(s: Standing) -> Headline | None:
    if not s.packed or s.picked or s.being_picked or _may_pick_the_rest(s):
        return None
    rest = s.lacking + s.reserved
    badge = "Packed: waits for pickup" if not rest else "Part packed: waits for pickup"
    sentence = _or_part_of_it("Packed and ready to leave.", rest)
    if s.shipped:
        badge, sentence = (
            "Rest packed: waits for pickup",
            "Part of it has left; the rest is packed and waits.",
        )
    return Headline(Code.PACKED, badge, sentence, "the carrier", "calm", "hand_over", "Hand over")


def _on_the_floor(s: Standing) -> Headline | None:
    if s.being_picked:
        total = s.reserved + s.picked
        badge = f"Picking: {s.picked} of {total}"
        return Headline(
            Code.PICKING, badge, "Somebody is picking it now.", "the picker", "busy", "follow", "Follow"
        )
    if s.picked:
        return Headline(
            Code.TO_PACK,
            "Ready to pack",
            _or_part_of_it("Picked and ready to pack.", s.lacking + s.reserved),
            "the packing bench",
            "busy",
            "pack",
            "Pack",
        )
    return None


def _to_pick(s: Standing) -> Headline | None:
    if s.lacking and not (s.ship_rest and s.reserved):
        sentence = f"{_units(s.lacking)} missing from stock."
        return Headline(
            Code.SHORT,
            f"Short {s.lacking}",
            sentence,
            "new stock",
            "wait",
            "see_promise",
            "See what is missing",
        )
    if s.reserved:
        badge = "Ready to pick" if not s.lacking else "Ready to pick, rest later"
        sentence = "The rest is there: pick it." if s.shipped or s.packed else "Everything is there: pick it."
        return Headline(Code.READY, badge, sentence, "the floor", "go", "pick", "Pick now")
    return None


def _may_pick_the_rest(s: Standing) -> bool:
    """What is left can go to the floor now, so it comes before the carrier."""
    return bool(s.reserved) and (s.ship_rest or not s.lacking)


def _or_part_of_it(sentence: str, rest: int) -> str:
    """`Packed and …`, or `Part of it is packed and …` while something is still to come."""
    return f"Part of it is {sentence[0].lower()}{sentence[1:]}" if rest else sentence


def _units(count: int) -> str:
    return "1 unit is" if count == 1 else f"{count} units are"
