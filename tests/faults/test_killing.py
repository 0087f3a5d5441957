"""Killed at any moment: nothing that was answered is lost, nothing is there twice, and nobody is told twice."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.databases import KIND
from tests.faults.killing import faults_of, kill_often, kill_postgres_often, people_at_work, shop_on
from tests.faults.server import serving
from tests.postgres import cluster
from tests.shop import Shop
from tests.test_invariants import SEED

ROUNDS = 20


def test_server_and_worker_are_killed_while_people_work(shop: Shop, tmp_path: Path) -> None:
    print(f"\nBACKROOM_TEST_SEED={SEED}")
    shop.receive("LAMP", 500)

    with serving(shop, tmp_path / "instance") as (server, mailbox):
        with people_at_work(shop, server) as answered:
            kill_often(server, answered, ROUNDS, Random(SEED))
        server.kill()

        assert faults_of(shop, answered, mailbox) == []
    assert answered.tally >= ROUNDS


@pytest.mark.skipif(KIND != "postgres", reason="SQLite has no server of its own")
def test_postgres_is_killed_while_people_work_and_nothing_of_ours_is_started_again(tmp_path: Path) -> None:
    with cluster(durable=True) as postgres, shop_on(postgres, tmp_path / "shop") as shop:
        shop.receive("LAMP", 500)
        with serving(shop, tmp_path / "instance") as (server, mailbox):
            with people_at_work(shop, server) as answered:
                kill_postgres_often(postgres, answered, 3, Random(SEED))
            server.kill()

            assert faults_of(shop, answered, mailbox) == []
