"""What words of a channel come to: later whole ones, parts, refunds and payments."""

from __future__ import annotations

from dataclasses import replace

from oms.channels.events import RefundTold
from oms.channels.hearing import Heard, refund, sum_up
from oms.channels.telling import Told
from oms.orders.drafts import LineDraft, PaymentDraft
from tests.channels.words import ANA, AT, all_of, said


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
