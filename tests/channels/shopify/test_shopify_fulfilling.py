"""Which units of which fulfilment orders a parcel settles."""

from __future__ import annotations

from oms.channels.shopify.fulfilling import Share, ToFulfil, by_fulfilment_order, shares

HOME, AWAY = "home", "away"


def left(order: str, item: str, line: str, units: int, location: str = HOME) -> ToFulfil:
    return ToFulfil(order, item, line, units, location)


def test_units_are_taken_from_what_is_left_of_their_line() -> None:
    assert shares({"a": 2}, [left("O1", "i1", "a", 3), left("O1", "i2", "b", 1)], HOME) == [
        [Share("O1", "i1", 2)]
    ]


def test_a_line_may_be_divided_over_several_and_over_several_places_ours_first() -> None:
    waiting = [left("O1", "i1", "a", 2, AWAY), left("O2", "i2", "a", 1), left("O3", "i3", "a", 1)]

    assert shares({"a": 3}, waiting, HOME) == [
        [Share("O2", "i2", 1), Share("O3", "i3", 1)],
        [Share("O1", "i1", 1)],
    ]


def test_what_is_not_waited_for_is_left_out() -> None:
    assert shares({"a": 5, "b": 1}, [left("O1", "i1", "a", 2), left("O1", "i2", "b", 0)], HOME) == [
        [Share("O1", "i1", 2)]
    ]
    assert shares({"a": 1}, [], HOME) == []


def test_shopify_is_told_by_fulfilment_order_and_never_without_items() -> None:
    assert by_fulfilment_order([Share("O1", "i1", 1), Share("O2", "i3", 4), Share("O1", "i2", 2)]) == [
        {
            "fulfillmentOrderId": "O1",
            "fulfillmentOrderLineItems": [{"id": "i1", "quantity": 1}, {"id": "i2", "quantity": 2}],
        },
        {"fulfillmentOrderId": "O2", "fulfillmentOrderLineItems": [{"id": "i3", "quantity": 4}]},
    ]
