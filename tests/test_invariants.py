"""The promises I1 to I10, after every step of whatever people do in whatever order."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.machine import Shopkeeping

SEED = int(os.environ.get("BACKROOM_TEST_SEED", "20261124"))
RUNS, STEPS = 8, 40


def machine(app: Flask, database: Any) -> type[Shopkeeping]:
    """A state machine on this database; all of its runs count together."""
    return type(
        "Shopkeeping",
        (Shopkeeping,),
        {"app": app, "database": database, "done": Counter(), "refused": Counter()},
    )


SHRINK = bool(os.environ.get("BACKROOM_TEST_SHRINK"))


def keep_shop(shopkeeping: type[Shopkeeping], *, runs: int, steps: int, with_seed: int = SEED) -> None:
    """So many runs of so many steps; with the same seed, the same. Finding the shortest story takes minutes."""
    print(f"\nBACKROOM_TEST_SEED={with_seed}")
    chosen = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, *([Phase.shrink] if SHRINK else [])),
        print_blob=False,
    )
    run_state_machine_as_test(seed(with_seed)(shopkeeping), settings=chosen)


@pytest.fixture
def shopkeeping(app: Flask, database: Any) -> type[Shopkeeping]:
    return machine(app, database)


def test_whatever_people_do_every_promise_holds(shopkeeping: type[Shopkeeping]) -> None:
    keep_shop(shopkeeping, runs=RUNS, steps=STEPS)
    print(shopkeeping.steps, "steps", dict(shopkeeping.done), "refused", dict(shopkeeping.refused))
    assert shopkeeping.steps > RUNS * STEPS / 4
