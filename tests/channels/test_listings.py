"""Items that a channel calls by a name of its own: the line is held, and one answer lets every order go."""

from __future__ import annotations

import pytest

from oms.channels.listings import map_line, map_listing
from oms.channels.queries import unknown_names
from oms.core.errors import Refused, WrongInput
from oms.core.operations import By
from oms.core.undoing import undo_operation
from oms.orders.holding import release_hold, ship_the_rest
from oms.orders.placing import Part
from tests.channels.bringing import account, bring, holds, lines, order, the_order, wanted
from tests.channels.files import shopify_line
from tests.channels.working import lines_of
from tests.picking.floor import assert_proven, scans, start
from tests.shop import Shop

BOX = {"Lineitem_sku": "BOX-OF-2", "Lineitem_name": "Two lamps"}


@pytest.fixture
def channel(shop: Shop) -> int:
    shop.receive("LAMP", 10)
    shop.receive("MUG", 10)
    return account(shop)


def say(shop: Shop, channel: int, *parts: tuple[str, int], name: str = "BOX-OF-2") -> By:
    by = shop.by()
    with shop.inside():
        map_listing(channel, name, tuple(Part(shop.skus[sku], per) for sku, per in parts), by=by)
    return by


def test_an_order_with_an_unknown_item_is_kept_and_held(shop: Shop, channel: int) -> None:
    bring(shop, order(**BOX), shopify_line())

    assert lines(shop) == [("BOX-OF-2", 2, 0, 0), ("MUG", 1, 0, 0)]
    assert holds(shop) == [("unknown_item", "")]
    assert the_order(shop).headline == "needs_you"
    assert wanted(shop, "MUG") == (1, 1)


def test_saying_once_what_it_is_lets_every_waiting_order_go(shop: Shop, channel: int) -> None:
    bring(shop, order(1001, **BOX), order(1002, **BOX))
    bring(shop, order(1003, **BOX))
    with shop.inside():
        assert [(name.name, name.title, name.orders) for name in unknown_names()] == [
            ("BOX-OF-2", "Two lamps", 3)
        ]

    say(shop, channel, ("LAMP", 1))

    assert {the_order(shop, f"#{number}").headline for number in (1001, 1002, 1003)} == {"ready"}
    with shop.inside():
        assert unknown_names() == []
    assert_proven(shop)


def test_a_multipack_takes_several_of_a_sku(shop: Shop, channel: int) -> None:
    bring(shop, order(**BOX))

    say(shop, channel, ("LAMP", 2))

    assert wanted(shop, "LAMP") == (4, 4)


def test_a_set_takes_several_skus(shop: Shop, channel: int) -> None:
    bring(shop, order(**BOX))

    say(shop, channel, ("LAMP", 1), ("MUG", 2))

    assert (wanted(shop, "LAMP"), wanted(shop, "MUG")) == ((2, 2), (4, 4))


def test_orders_that_come_later_know_it(shop: Shop, channel: int) -> None:
    say(shop, channel, ("LAMP", 2))

    bring(shop, order(**BOX))

    assert (the_order(shop).headline, wanted(shop, "LAMP")) == ("ready", (4, 4))


def test_what_one_account_means_is_not_what_another_means(shop: Shop, channel: int) -> None:
    outlet = account(shop, name="outlet")
    say(shop, channel, ("LAMP", 2))

    bring(shop, order(**BOX), channel=outlet)

    assert holds(shop) == [("unknown_item", "")]


def test_a_name_is_never_guessed(shop: Shop, channel: int) -> None:
    bring(shop, order(Lineitem_sku="lamp"))

    assert holds(shop) == [("unknown_item", "")]


def test_undo_lets_them_wait_again(shop: Shop, channel: int) -> None:
    bring(shop, order(1001, **BOX))
    by = say(shop, channel, ("LAMP", 2))
    bring(shop, order(1002, **BOX))  # came in while it was mapped

    with shop.inside():
        undo_operation(by.operation_id, by=shop.by())

    assert holds(shop, "#1001") == holds(shop, "#1002") == [("unknown_item", "")]
    assert wanted(shop, "LAMP") == (0, 0)
    assert_proven(shop)

    say(shop, channel, ("MUG", 1))
    assert wanted(shop, "MUG") == (4, 4)


def test_undo_is_refused_once_some_of_it_was_picked(shop: Shop, channel: int) -> None:
    bring(shop, order(**BOX))
    by = say(shop, channel, ("LAMP", 1))
    scans(shop, start(shop, the_order(shop).id), "A-01-1", "LAMP")

    with shop.inside(), pytest.raises(Refused, match="picked already"):
        undo_operation(by.operation_id, by=shop.by())

    assert the_order(shop).headline == "picking"


def test_a_name_is_mapped_once(shop: Shop, channel: int) -> None:
    say(shop, channel, ("LAMP", 2))

    with pytest.raises(Refused, match="“BOX-OF-2” is mapped already"):
        say(shop, channel, ("MUG", 1))


@pytest.mark.parametrize("parts", [(), (("LAMP", 0),)])
def test_a_name_means_at_least_one_of_something(
    shop: Shop, channel: int, parts: tuple[tuple[str, int], ...]
) -> None:
    with pytest.raises(WrongInput, match="Choose what it is"):
        say(shop, channel, *parts)


def test_a_sku_that_is_gone_is_refused(shop: Shop, channel: int) -> None:
    with shop.inside(), pytest.raises(WrongInput, match="no such item"):
        map_listing(channel, "X", (Part(999_999),), by=shop.by())


def test_a_line_without_a_name_is_mapped_for_itself(shop: Shop, channel: int) -> None:
    bring(shop, order(1001, Lineitem_sku=""), order(1002, Lineitem_sku=""))
    assert holds(shop) == [("no_item", "")]
    by = shop.by()

    with shop.inside():
        map_line(lines_of(shop)[0], (Part(shop.skus["MUG"]),), by=by)

    assert (holds(shop, "#1001"), holds(shop, "#1002")) == ([], [("no_item", "")])
    with shop.inside():
        undo_operation(by.operation_id, by=shop.by())
    assert holds(shop, "#1001") == [("no_item", "")]


def test_the_hold_of_an_unknown_item_is_not_talked_away(shop: Shop, channel: int) -> None:
    bring(shop, order(**BOX))
    with shop.inside(), pytest.raises(Refused, match="Say which item it is"):
        release_hold(1, "It will be fine", by=shop.by())


def test_the_rest_may_go_without_it(shop: Shop, channel: int) -> None:
    bring(shop, order(**BOX), shopify_line())

    with shop.inside():
        ship_the_rest(the_order(shop).id, by=shop.by())

    assert the_order(shop).headline == "ready"


def test_an_order_that_was_cancelled_meanwhile_wants_nothing(shop: Shop, channel: int) -> None:
    bring(shop, order(**BOX))
    bring(shop, order(**BOX, Cancelled_at="2026-04-06 10:00:00 +0400"))

    say(shop, channel, ("LAMP", 2))

    assert (the_order(shop).headline, wanted(shop, "LAMP")) == ("cancelled", (0, 0))
