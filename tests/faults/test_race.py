"""Many processes at once: no error that is no refusal, no circle of waiting, and nothing sold twice."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import text

from oms.channels.setting_up import add_channel
from oms.core.db import db
from oms.core.operations import By
from oms.inventory.proving import prove_stock
from tests.faults.crowd import crowd
from tests.faults.picture import take_picture
from tests.faults.promises import broken
from tests.shop import SKUS, Shop
from tests.test_invariants import SEED

PROCESSES, ACTS = 8, 40


@pytest.fixture
def busy(shop: Shop) -> Shop:
    with shop.inside():
        add_channel("shopify", "", shop.site, by=By("test"))
    for sku in SKUS:
        shop.receive(sku, 20)
    return shop


def test_eight_processes_race_and_every_promise_holds(busy: Shop) -> None:
    print(f"\nBACKROOM_TEST_SEED={SEED}")
    answers = crowd(busy, "tests.faults.race:act_often", PROCESSES, acts=ACTS, seed=SEED)
    done = sum((Counter(answer["done"]) for answer in answers), Counter())
    print(sum(done.values()), "acts", dict(done))
    errors = [error for answer in answers for error in answer["errors"]]
    assert not errors, "\n".join(errors)
    assert_proven(busy)
    assert len(done) >= 10, "the shop stood still"


def test_the_same_order_told_to_eight_processes_at_once_is_one_order(busy: Shop) -> None:
    answers = crowd(busy, "tests.faults.race:tell_the_same_orders", PROCESSES, orders=10)
    for told in zip(*answers, strict=True):
        assert sorted(verdict for verdict, _ in told) == ["new"] + ["unchanged"] * (PROCESSES - 1)
        assert len({order_id for _, order_id in told}) == 1
    assert_proven(busy)


def test_the_first_orders_by_phone_may_come_all_at_once(busy: Shop) -> None:
    answers = crowd(busy, "tests.faults.race:take_the_first_orders_by_phone", PROCESSES)
    assert len(set(answers)) == PROCESSES
    assert_proven(busy)


def assert_proven(shop: Shop) -> None:
    with shop.inside():
        assert broken(take_picture()) == []
        assert prove_stock().mismatches == ()
        if db.engine.dialect.name == "postgresql":
            waited = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            assert db.session.execute(waited).scalar() == 0, "verbs waited for each other in a circle"
