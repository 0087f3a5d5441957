"""What a channel said of an order comes to the same in whatever order its words arrive, and however often."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oms.channels.events import RefundTold
from oms.channels.hearing import (
    Heard,
    doubts_of,
    first_paid,
    other_items,
    refund,
    stop,
    sum_up,
    together,
    word,
)
from oms.channels.telling import Told, as_draft, as_told
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft, PaymentDraft

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANA = ContactDraft(name="Ana", line1="Große Straße 5", city="Köln", postcode="50667", country="DE")
MOMENTS = st.integers(0, 4).map(lambda minutes: AT + timedelta(minutes=minutes))
AMOUNTS = st.none() | st.integers(1, 3)
LINES = st.builds(
    lambda line_id, quantity, cancelled, sent, sku: LineDraft(
        line_id, sku, "Lamp", quantity, min(cancelled, quantity), sent, line_total_minor=quantity
    ),
    st.sampled_from("ABC"),
    st.integers(1, 3),
    st.integers(0, 2),
    st.integers(0, 1),
    st.sampled_from([None, "LAMP", "MUG"]),
)
PAYMENTS = st.builds(
    PaymentDraft,
    st.sampled_from(["charge", "refund"]),
    AMOUNTS,
    st.none() | MOMENTS,
    st.sampled_from([None, "a", "b"]),
)
CONTACTS = st.sampled_from(
    [ContactDraft(), ANA, replace(ANA, line1="Gasse 1", name=None), ContactDraft(phone="1")]
)
DRAFTS = st.builds(
    OrderDraft,
    external_id=st.just("7"),
    number=st.sampled_from(["7", "#7"]),
    placed_at=MOMENTS,
    lines=st.lists(LINES, max_size=3, unique_by=lambda line: line.external_id).map(tuple),
    buyer=CONTACTS,
    ship_to=CONTACTS,
    paid=st.sampled_from([None, True, False]),
    paid_at=st.none() | MOMENTS,
    cancelled_at=st.none() | MOMENTS,
    total_minor=AMOUNTS,
    reconciles=st.booleans(),
    payments=st.lists(PAYMENTS, max_size=3).map(tuple),
    removed=st.lists(st.sampled_from("ABC"), max_size=2, unique=True).map(tuple),
    kept_back=st.sampled_from([None, "", "fraud"]),
    stands=st.booleans(),
)
WORDS = st.one_of(
    st.builds(
        lambda draft, at, whole, doubts: word(as_told(draft), at, whole=whole, doubts=doubts),
        DRAFTS,
        MOMENTS,
        st.booleans(),
        st.sampled_from([(), ("Look",)]),
    ),
    st.builds(
        lambda refund_id, amount, cancelled, at: refund(
            RefundTold("7", refund_id, at, amount, "EUR", cancelled), AT, "EUR"
        ),
        st.sampled_from("ab"),
        AMOUNTS,
        st.sampled_from([{}, {"A": 1}, {"A": 2, "B": 1}]),
        MOMENTS,
    ),
    st.builds(stop, st.just("deleted"), MOMENTS),
)


def all_of(words: list[Heard]) -> Heard:
    return reduce(together, words)


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(
    st.lists(WORDS, min_size=1, max_size=6).flatmap(lambda words: st.tuples(st.just(words), _shuffled(words)))
)
def test_the_order_of_words_and_how_often_they_come_does_not_matter(
    pair: tuple[list[Heard], list[Heard]],
) -> None:
    words, again = pair
    one, other = all_of(words), all_of(again)

    assert one == other
    assert sum_up(one, "7") == sum_up(other, "7")
    assert (first_paid(one), doubts_of(one), other_items(one)) == (
        first_paid(other),
        doubts_of(other),
        other_items(other),
    )


def _shuffled(words: list[Heard]) -> st.SearchStrategy[list[Heard]]:
    return st.lists(st.sampled_from(words), max_size=4).flatmap(lambda more: st.permutations([*words, *more]))


@quick
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_what_they_come_to_is_an_order_that_holds(words: list[Heard]) -> None:
    told = sum_up(all_of(words), "7")

    for line in told["lines"]:
        assert 0 <= line["cancelled"] <= line["quantity"]
    assert len({line["external_id"] for line in told["lines"]}) == len(told["lines"])


@quick
@given(DRAFTS)
def test_one_word_alone_is_what_was_said(draft: OrderDraft) -> None:
    told = sum_up(word(as_told(draft), AT), "7")

    there = {line["external_id"] for line in told["lines"] if line["external_id"] not in draft.removed}
    assert there == {line.external_id for line in draft.lines} - set(draft.removed)
    back = as_draft(told)
    assert (back.paid, back.paid_at, back.total_minor) == (draft.paid, draft.paid_at, draft.total_minor)


def said(minute: int, *, whole: bool = True, **changes: Any) -> Heard:
    lines = changes.pop("lines", (LineDraft("A", "LAMP", "Lamp", 2),))
    draft = OrderDraft("7", "#7", AT, lines, **({"paid": True} | changes))
    return word(as_told(draft), AT + timedelta(minutes=minute), whole=whole)


def lines(*words: Heard) -> list[tuple[str, int, int]]:
    told = sum_up(all_of(list(words)), "7")["lines"]
    return [(line["external_id"], line["quantity"], line["cancelled"]) for line in told]


def payments(*words: Heard) -> list[tuple[str, int | None, str | None]]:
    told: Told = sum_up(all_of(list(words)), "7")
    return [(one["kind"], one["amount_minor"], one["reference"]) for one in told["payments"]]


def test_what_a_later_whole_word_leaves_out_is_gone() -> None:
    both = (LineDraft("A", "LAMP", "Lamp", 2), LineDraft("B", "MUG", "Mug", 1))
    first, second = said(0, lines=both), said(1, lines=both[:1])

    assert lines(first, second) == lines(second, first) == [("A", 2, 0), ("B", 1, 1)]
    assert lines(first, second, said(2, lines=both)) == [("A", 2, 0), ("B", 1, 0)]


def test_what_a_file_leaves_out_is_not() -> None:
    both = (LineDraft("A", "LAMP", "Lamp", 2), LineDraft("B", "MUG", "Mug", 1))

    assert lines(said(0, whole=False, lines=both), said(1, whole=False)) == [("A", 2, 0), ("B", 1, 0)]


def test_fewer_are_cancelled_and_more_again_are_not() -> None:
    two, one = said(0), said(1, lines=(LineDraft("A", "LAMP", "Lamp", 1),))

    assert lines(two, one) == lines(one, two) == [("A", 2, 1)]
    assert lines(one, two, said(2)) == [("A", 2, 0)]


def test_units_of_a_refund_that_the_order_counts_too_are_cancelled_once() -> None:
    back = refund(RefundTold("7", "r1", AT, 5, "EUR", {"A": 1}), AT, "EUR")

    assert lines(said(0), back) == [("A", 2, 1)]
    assert lines(said(0), back, said(1, lines=(LineDraft("A", "LAMP", "Lamp", 2, 1),))) == [("A", 2, 1)]


def test_a_payment_without_a_reference_is_the_one_that_has_it_elsewhere() -> None:
    bare = said(0, payments=(PaymentDraft("charge", 30, None),))
    named = said(1, payments=(PaymentDraft("charge", None, None, "tx 1"),))

    assert payments(bare, named) == payments(named, bare) == [("charge", 30, "tx 1")]


def test_two_payments_of_one_word_are_two() -> None:
    told = said(0, payments=(PaymentDraft("charge", 20, None), PaymentDraft("charge", 10, None, "tx 1")))

    assert sorted(payments(told, told), key=str) == [("charge", 10, "tx 1"), ("charge", 20, None)]


def test_the_same_refund_told_twice_is_one() -> None:
    told = RefundTold("7", "r1", AT, 5, "EUR")
    listed = said(1, payments=(PaymentDraft("refund", 5, None, "r1"),))

    assert payments(refund(told, AT, "EUR"), listed) == [("refund", 5, "r1")]
    assert payments(said(0), refund(replace(told, currency="USD"), AT, "EUR")) == [("refund", None, "r1")]


def test_once_paid_it_stays_paid_and_a_file_that_says_no_is_an_old_one() -> None:
    there = replace(ANA, line1="Gasse 1")
    paid, old = said(0, whole=False, ship_to=ANA), said(1, whole=False, paid=False, ship_to=there)

    told = sum_up(all_of([old, paid]), "7")
    assert (told["paid"], told["ship_to"]["line1"]) == (True, "Große Straße 5")
    newer = sum_up(all_of([said(1, paid=False, ship_to=there), paid]), "7")
    assert (newer["paid"], newer["ship_to"]["line1"]) == (True, "Gasse 1")
