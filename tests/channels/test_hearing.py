"""What a channel said of an order comes to the same in whatever order its words arrive, and however often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

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
    word,
)
from oms.channels.telling import as_draft, as_told
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft, PaymentDraft
from tests.channels.words import ANA, AT, all_of

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
