"""Etsy gives a newer refresh token with each token: it is sealed in place of the one before."""

from __future__ import annotations

import pytest

from oms.channels import tokens
from oms.channels.calling import client_of, keep_keys
from oms.channels.models import Connection
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import Permanent
from oms.core.sealing import seal, unseal
from tests.channels.bringing import account
from tests.channels.etsy.connecting import keys
from tests.channels.simulator.running import Simulator
from tests.shop import Shop


@pytest.fixture
def etsy(shop: Shop, simulator: Simulator) -> int:
    """An account that is connected to the simulated shop."""
    tokens.forget_all()
    channel_id = account(shop, "etsy", "kiln")
    told = {"base_url": simulator.base("etsy"), "sealed_keys": seal_in(shop, keys(simulator))}
    with shop.inside(), transaction() as session:
        session.add(Connection(channel_id=channel_id, since=clock.now(), **told))
    return channel_id


def seal_in(shop: Shop, told: dict[str, str]) -> str:
    with shop.inside():
        return seal(told)


def kept(shop: Shop, channel_id: int) -> dict[str, str]:
    with shop.inside():
        return dict(unseal(db.session.get_one(Connection, channel_id).sealed_keys))


def test_the_newer_one_is_used_next_time(shop: Shop, simulator: Simulator, etsy: int) -> None:
    with shop.inside(), client_of(etsy) as client:
        assert client.greet() == "KilnAndLoom"
    newer = kept(shop, etsy)["refresh_token"]
    assert newer in simulator.world("etsy").refresh_tokens - {"7001.refresh"}

    simulator.world("etsy").refresh_tokens = {newer}
    tokens.forget_all()

    with shop.inside(), client_of(etsy) as client:
        assert client.greet() == "KilnAndLoom"


def test_keys_that_the_owner_entered_meanwhile_stay(shop: Shop, simulator: Simulator, etsy: int) -> None:
    before = keys(simulator)
    entered = seal_in(shop, {**before, "refresh_token": "entered by hand"})
    with shop.inside(), transaction() as session:
        session.get_one(Connection, etsy).sealed_keys = entered

    with shop.inside():
        keep_keys(etsy, before, {**before, "refresh_token": "given by the channel"})

    assert kept(shop, etsy)["refresh_token"] == "entered by hand"


def test_a_token_that_was_revoked_says_what_to_do(shop: Shop, simulator: Simulator, etsy: int) -> None:
    simulator.world("etsy").refresh_tokens = set()

    with shop.inside(), pytest.raises(Permanent, match="Connect it again"), client_of(etsy) as client:
        client.greet()
    assert kept(shop, etsy)["refresh_token"] == "7001.refresh"
