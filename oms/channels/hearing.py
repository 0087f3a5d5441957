"""All that a channel said of one order, each thing with when it was said. Pure.

Hearing is a join: the same words come to the same, in whatever order they arrive and however often. The latest
word of each thing holds; what only grows (ordered, cancelled, sent) holds at its most; what was paid stays paid.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from oms.channels.events import RefundTold
from oms.channels.telling import Told

Entries = dict[str, Any]
Heard = dict[str, Entries]
"""By section (`order`, `line 7`, `refund 55`), what was said of each thing: when, and what."""

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
ALWAYS = 0
"""When that was said which does not depend on when it was."""

FACTS = (
    *("number", "placed_at", "paid_at", "cancelled_at", "promise_by", "currency"),
    *("total_minor", "shipping_minor", "tax_minor", "discount_minor", "prices_include_tax"),
    *("service", "note", "ships_unpaid", "kept_back"),
)
REACHED = ("name", "phone", "email")
PLACE = ("company", "line1", "line2", "line3", "city", "region", "postcode", "country")
WHERE = ("line1", "city", "postcode", "country")
OF_LINE = (
    *("sku", "title", "unit_price_minor", "line_total_minor", "tax_minor", "discount_minor"),
    "requires_shipping",
)
COUNTERS = ("quantity", "cancelled", "shipped_by_channel")
OF_PAYMENT = ("amount_minor", "at", "reference", "method")
FIRST = frozenset({"paid_first", "first_sku", "turn"})
ALSO, SURE = "also ", "sure "
UNSURE = "?"
"""Marks the sections of words that may be older than they look."""
NOTHING_STOPS_IT = {"ships_unpaid": False, "kept_back": ""}
NOT_CANCELLED = ""


def word(
    told: Told, at: datetime, *, whole: bool = False, doubts: Iterable[str] = (), sure: Iterable[str] = ()
) -> Heard:
    """One word of the channel. A `whole` one was said at that moment and tells all of the order; another, such
    as a file, was at least not said later, and what it leaves out is neither gone nor over. `sure` are the ids
    of lines that are the channel's very own.
    """
    tick = _tick(at)
    order = _said(tick, told, FACTS) | _paid(tick, told)
    if whole:
        order |= {name: [tick, told.get(name) or nothing] for name, nothing in NOTHING_STOPS_IT.items()}
        order |= {"whole": [tick, True], "doubts": [tick, list(doubts)]}
        order |= {f"{SURE}{line_id}": [ALWAYS, True] for line_id in sure}
    if told.get("stands"):
        order["cancelled_at"] = [tick, told["cancelled_at"] or NOT_CANCELLED]
    if told["total_minor"] is not None or not told["reconciles"]:
        order["reconciles"] = [tick, told["reconciles"]]
    heard = {"order": order, "gone": {line_id: [tick, True] for line_id in told["removed"]}}
    heard |= {who: _contact(tick, told[who]) for who in ("buyer", "ship_to")}
    heard |= {
        f"line {line['external_id']}": _line(tick, turn, line) for turn, line in enumerate(told["lines"])
    }
    heard |= _payments(tick, told["payments"])
    if told["paid"] is False and not whole:
        return {f"{UNSURE}{section}": entries for section, entries in heard.items()}
    return heard


def refund(told: RefundTold, at: datetime, currency: str | None) -> Heard:
    """Money that went back, told apart from the order. In another currency, nobody can tell how much of ours it is."""
    is_ours = told.currency in {None, currency}
    money = {
        "amount_minor": told.amount_minor if is_ours else None,
        "at": told.at.isoformat() if told.at else None,
        "reference": told.refund_id,
    }
    heard = {f"fewer {told.refund_id}": {line: [ALWAYS, units] for line, units in told.cancelled.items()}}
    if told.amount_minor is not None and told.amount_minor <= 0:
        return heard
    return heard | {f"refund {told.refund_id}": _said(_tick(told.at or at), money, OF_PAYMENT)}


def stop(why: str, at: datetime) -> Heard:
    """Since then the channel does not want it sent."""
    return {"order": {"kept_back": [_tick(at), why]}}


def together(one: Heard, other: Heard) -> Heard:
    """What both say."""
    merged = {section: dict(entries) for section, entries in one.items()}
    for section, entries in other.items():
        mine = merged.setdefault(section, {})
        for name, entry in entries.items():
            mine[name] = _winner(name, mine[name], entry) if name in mine else entry
    return merged


def _winner(name: str, one: list[Any], other: list[Any]) -> list[Any]:
    """Of two that were said at the same moment, always the same one."""
    return (min if name in FIRST else max)(one, other, key=_rank)


def _rank(entry: list[Any]) -> tuple[int, Any]:
    at, value = entry
    return at, json.dumps(value, sort_keys=True) if isinstance(value, (dict, list)) else value


def _tick(at: datetime) -> int:
    return (at - BEGINNING) // TICK


def _said(tick: int, told: Mapping[str, Any], names: Iterable[str]) -> Entries:
    return {name: [tick, told[name]] for name in names if told.get(name) is not None}


def _paid(tick: int, told: Told) -> Entries:
    """Once paid it stays paid. Without a day of payment it is when the channel first said so."""
    if told["paid"] is None:
        return {}
    return (
        {"paid": [ALWAYS, True], "paid_first": [tick, True]} if told["paid"] else {"unpaid": [ALWAYS, True]}
    )


def _contact(tick: int, told: Told) -> Entries:
    """A new address replaces the old one whole; how to reach somebody stays if only the new one leaves it out."""
    entries = _said(tick, told, REACHED)
    place = {name: told[name] for name in PLACE}
    if any(place.values()):
        entries["place"] = [tick if any(told[name] for name in WHERE) else ALWAYS, place]
    return entries


def _line(tick: int, turn: int, told: Told) -> Entries:
    entries = {name: [ALWAYS, told[name]] for name in COUNTERS}
    entries |= {f"{ALSO}{other}": [ALWAYS, True] for other in told.get("known_as", ())}
    now = {"wanted": told["quantity"] - told["cancelled"], "turn": turn, "there": True}
    entries |= _said(tick, told, OF_LINE) | _said(tick, now, now)
    return entries | ({"first_sku": [tick, told["sku"]]} if told["sku"] else {})


def _payments(tick: int, told: Sequence[Told]) -> Heard:
    """By their references. One without is told by who knew less, unless the same word tells another beside it.
    A sum that is none is no payment.
    """
    told = [payment for payment in told if payment["amount_minor"] is None or payment["amount_minor"] > 0]
    named = {payment["kind"] for payment in told if payment["reference"]}
    turns: Counter[str] = Counter()
    heard = {}
    for payment in told:
        kind, reference = payment["kind"], payment["reference"]
        name = f"{kind} {reference or ''}" if kind in named else f"bare {kind}"
        turns[name] += 1
        once = reference and turns[name] == 1
        heard[name if once else f"{name} {turns[name]}"] = _said(tick, payment, OF_PAYMENT)
    return heard


def sum_up(heard: Heard, external_id: str) -> Told:
    """What the channel's words come to."""
    known = _in_doubt_the_other(heard)
    order = known["order"]
    told: Told = {"external_id": external_id} | {name: _value(order, name) for name in FACTS}
    told["paid"] = True if "paid" in order else False if "unpaid" in order else None
    told["cancelled_at"] = told["cancelled_at"] or None
    told["reconciles"] = _value(order, "reconciles") is not False
    told |= {who: _known_contact(known.get(who, {})) for who in ("buyer", "ship_to")}
    told["lines"] = _known_lines(known)
    told["payments"] = [*_known_payments(known, "charge"), *_known_payments(known, "refund")]
    told["removed"] = sorted(line_id for line_id in known["gone"] if _is_gone(known, line_id))
    return told


def added(before: Told, now: Told) -> Told:
    """What two words come to, the second of which was said later."""
    return sum_up(
        together(word(before, BEGINNING + TICK), word(now, BEGINNING + 2 * TICK)), now["external_id"]
    )


def first_paid(heard: Heard) -> datetime | None:
    """When the channel first said that it is paid."""
    entry = heard.get("order", {}).get("paid_first")
    return BEGINNING + entry[0] * TICK if entry else None


def was_unpaid(heard: Heard) -> bool:
    """Whether the channel ever said that it is not."""
    return any("unpaid" in heard.get(section, {}) for section in ("order", f"{UNSURE}order"))


def other_items(heard: Heard) -> dict[str, tuple[str, str]]:
    """Lines of which the channel has told more than one item: the first, and the one that it is now."""
    known = _in_doubt_the_other(heard)
    lines = {
        section.removeprefix("line "): (_value(entries, "first_sku"), _value(entries, "sku"))
        for section, entries in known.items()
        if section.startswith("line ")
    }
    return {line_id: (first, now) for line_id, (first, now) in lines.items() if first != now}


def sure_lines(heard: Heard) -> set[str]:
    """The lines that we know by the channel's very own ids."""
    return {name.removeprefix(SURE) for name in heard.get("order", {}) if name.startswith(SURE)}


def doubts_of(heard: Heard) -> list[str]:
    """What a person has to settle, by the channel's latest whole word."""
    return list(_value(heard.get("order", {}), "doubts") or ())


def _in_doubt_the_other(heard: Heard) -> Heard:
    """Where it is known to be paid, a word that says it is not may be an old one: it only fills gaps."""
    sure: Heard = {"order": {}, "gone": {}}
    sure |= {section: entries for section, entries in heard.items() if not section.startswith(UNSURE)}
    unsure = {
        section.removeprefix(UNSURE): entries
        for section, entries in heard.items()
        if section.startswith(UNSURE)
    }
    is_paid = "paid" in sure["order"]
    return together(sure, {name: _aged(entries) for name, entries in unsure.items()} if is_paid else unsure)


def _aged(entries: Entries) -> Entries:
    """Said before everything else, but for what does not depend on when it was said."""
    return {
        name: [tick, value] if tick == ALWAYS or name in FIRST else [ALWAYS - 1, value]
        for name, (tick, value) in entries.items()
    }


def _value(entries: Entries, name: str) -> Any:
    return entries[name][1] if name in entries else None


def _at(entries: Entries, name: str) -> int:
    return int(entries[name][0]) if name in entries else ALWAYS - 2


def _known_contact(entries: Entries) -> Told:
    place = _value(entries, "place") or dict.fromkeys(PLACE)
    return {name: _value(entries, name) for name in REACHED} | place


def _known_lines(known: Heard) -> list[Told]:
    fewer: Counter[str] = Counter()
    for section, entries in known.items():
        if section.startswith("fewer "):
            fewer.update({line_id: entry[1] for line_id, entry in entries.items()})
    lines = [
        (entries["turn"], _known_line(known, section.removeprefix("line "), entries, fewer))
        for section, entries in known.items()
        if section.startswith("line ")
    ]
    return [line for _, line in sorted(lines, key=lambda pair: (pair[0], pair[1]["external_id"]))]


def _known_line(known: Heard, line_id: str, entries: Entries, fewer: Counter[str]) -> Told:
    """Ordered is the most that it ever was; what is wanted less of it since is cancelled."""
    quantity = _value(entries, "quantity")
    others = sorted(name.removeprefix(ALSO) for name in entries if name.startswith(ALSO))
    back = sum(fewer[name] for name in (line_id, *others))
    less = max(_value(entries, "cancelled"), quantity - _value(entries, "wanted"), back)
    return {
        "external_id": line_id,
        **({"known_as": others} if others else {}),
        **{name: _value(entries, name) for name in OF_LINE},
        "quantity": quantity,
        "cancelled": quantity if _is_gone(known, line_id) else min(quantity, less),
        "shipped_by_channel": _value(entries, "shipped_by_channel"),
    }


def _is_gone(known: Heard, line_id: str) -> bool:
    """Taken out, or left out by a later word that tells all lines."""
    there = _at(known.get(f"line {line_id}", {}), "there")
    return _at(known["gone"], line_id) >= there or _at(known["order"], "whole") > there


def _known_payments(known: Heard, kind: str) -> list[Told]:
    """Those with a reference, if there are any: one without is the same money, told by who knew less."""
    named = [entries for section, entries in known.items() if section.startswith(f"{kind} ")]
    bare = [entries for section, entries in known.items() if section.startswith(f"bare {kind} ")]
    if len(named) == len(bare) == 1:
        named = [{**bare[0], **named[0]}]
    payments = [{"kind": kind} | {name: _value(one, name) for name in OF_PAYMENT} for one in named or bare]
    return sorted(
        payments, key=lambda one: json.dumps([one["at"] or "", one["reference"], one["amount_minor"]])
    )
