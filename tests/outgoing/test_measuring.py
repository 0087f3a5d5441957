"""What is found among thousands of offers in one statement is what each of them says by itself."""

from __future__ import annotations

from datetime import datetime
from random import Random

from sqlalchemy import select

from oms.channels.listings import map_listing
from oms.channels.models import Channel
from oms.core import clock
from oms.core.db import db, transaction
from oms.inventory.models import Stock
from oms.orders.placing import Part
from oms.outgoing.measuring import GRACE, LEVEL, LIVE, accounts_that_differ, differs, levels_of, offers_where
from oms.outgoing.models import Offer
from tests.outgoing.playing import account
from tests.shop import Shop

OFFERS = 400


def some_offers(shop: Shop, channel_id: int, dice: Random, now: datetime) -> None:
    """Of listings, of our own SKUs and of names nobody knows, with all that can have been told and said of them."""
    names = [*shop.skus, "nobody knows"]
    with shop.inside():
        for number in range(60):
            parts = tuple(
                Part(dice.choice([*shop.skus.values()]), dice.randint(1, 3))
                for _ in range(dice.randint(1, 3))
            )
            map_listing(channel_id, f"SET-{number}", parts, by=shop.by())
            names.append(f"SET-{number}")
        with transaction() as session:
            session.get_one(Channel, channel_id).stock_buffer = 1
            session.get_one(Channel, channel_id).stock_cap = 6
            for sku_id, on_hand in zip(shop.skus.values(), (0, 7, 12), strict=False):
                session.add(Stock(sku_id=sku_id, site_id=shop.site, on_hand=on_hand, reserved=on_hand // 3))
            for key in range(OFFERS):
                session.add(_offer(channel_id, f"{key}", dice.choice(names), dice, now))


def _offer(channel_id: int, key: str, name: str, dice: Random, now: datetime) -> Offer:
    told = dice.choice([(None, None), (dice.randint(0, 6), now - dice.choice([GRACE / 2, GRACE * 2]))])
    said = dice.choice([(None, None), (dice.randint(0, 6), now - dice.choice([GRACE / 3, GRACE * 3]))])
    offer = Offer(channel_id=channel_id, key=key, name=name, remote={})
    (offer.told, offer.told_at), (offer.said, offer.said_at) = told, said
    offer.is_ours, offer.gone_at = dice.random() > 0.1, dice.choice([None] * 9 + [now])
    return offer


def has_to_be_told(offer: Offer, quantity: int, now: datetime) -> bool:
    if offer.gone_at is not None or not offer.is_ours or offer.believed == quantity:
        return False
    sold_there = offer.said_last and offer.told is not None and (offer.said or 0) < offer.told
    recently = offer.said_at is not None and offer.said_at > now - GRACE
    return not (sold_there and recently and (offer.said or 0) < quantity)


def test_what_differs_is_found_in_one_statement(shop: Shop) -> None:
    channel_id, now = account(shop), clock.now()
    some_offers(shop, channel_id, Random(20261125), now)
    with shop.inside():
        offers = {offer.id: offer for offer in db.session.scalars(select(Offer))}
        levels = levels_of(Offer.channel_id == channel_id)
        query = offers_where(LIVE, differs(now), Offer.id, LEVEL)
        found = {offer_id: int(level) for offer_id, level in db.session.execute(query)}
        expected = {
            offer_id: level.quantity
            for offer_id, level in levels.items()
            if has_to_be_told(offers[offer_id], level.quantity, now)
        }

        assert found == expected
        assert 50 < len(found) < OFFERS - 50
        assert {level.quantity for level in levels.values()} >= {0, 1, 6}
        assert accounts_that_differ([channel_id, channel_id + 1]) == [channel_id]
