"""The state machine: whatever people do in whatever order, after every step all that is promised holds."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from random import Random
from typing import Any

import hypothesis.strategies as st
from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from oms.channels.setting_up import add_channel
from oms.core import clock
from oms.core.delivering import deliver_due
from oms.core.errors import Refused
from oms.core.operations import By, Undoable
from oms.core.undoing import undo_operation
from oms.inventory.proving import prove_stock
from tests.faults import going_on, keeping, selling, sending, walking  # noqa: F401 — each brings its acts
from tests.faults.acts import ACTS, BY_WEIGHT, Call, Choices, Dice
from tests.faults.essence import difference
from tests.faults.picture import changed, take_picture
from tests.faults.promises import broken
from tests.shop import Shop

BEYOND_UNDO = timedelta(minutes=6)
PROVED_EVERY = 10
CHANCE = st.randoms(use_true_random=True)


class Shopkeeping(RuleBasedStateMachine):
    """Steps are counted over all runs, and so is how often each verb was done or refused."""

    app: Flask
    database: Any
    steps = 0
    done: Counter[str]
    refused: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.database.start_afresh(self.app)
        self.shop = Shop.open(self.app)
        self.time, self.unproved = ExitStack(), 0
        self.calls: list[tuple[Call, By, Any]] = []
        with self.shop.inside():
            add_channel("shopify", "", self.shop.site, by=By("test"))
            self.picture = take_picture()

    def teardown(self) -> None:
        with self.time:
            self._prove("the last step")

    @initialize(chance=CHANCE)
    def a_shop_with_orders(self, chance: Random) -> None:
        for name in ["receive"] * 6 + ["order"] * 4:
            self._do(name, Dice(chance))

    @rule(chance=CHANCE)
    def people_act(self, chance: Random) -> None:
        for _ in range(chance.randint(1, 6)):
            self._do(chance.choice(BY_WEIGHT), Dice(chance))

    @rule(chance=CHANCE)
    def orders_go_on(self, chance: Random) -> None:
        for _ in range(chance.randint(1, 8)):
            self._do("goes_on", Dice(chance))

    @rule(chance=CHANCE)
    def a_form_comes_twice(self, chance: Random) -> None:
        """The same operation twice gives the same answer once."""
        self._do(chance.choice(BY_WEIGHT), Dice(chance))
        for call, by, answer in self.calls[-1:]:
            with self.shop.inside():
                same = json.dumps(call.make(by)) == json.dumps(answer)
                assert same, f"{call} answers otherwise the second time"
                assert changed(self.picture, take_picture()) == {}, f"{call} was done twice"

    @rule(chance=CHANCE)
    def an_act_is_undone_at_once(self, chance: Random) -> None:
        """Then all is as it was."""
        before = self.picture
        call = self._do(chance.choice(BY_WEIGHT), Dice(chance))
        if call is None or not isinstance(call.verb.policy, Undoable):
            return
        if self._call(Call(undo_operation, (self.calls[-1][1].operation_id,))):
            left = difference(before, self.picture)
            assert not left, f"after undoing {call}: {left}"

    @rule()
    def the_worker_delivers_after_a_while(self) -> None:
        self.time.enter_context(clock.travel(clock.now() + BEYOND_UNDO))
        with self.shop.inside():
            deliver_due()
            self.picture = take_picture()
        self._check("the worker")

    def _do(self, name: str, choose: Choices) -> Call | None:
        """What was called and done; None where there was nothing to do, or the shop refused."""
        with self.shop.inside():
            call = ACTS[name](self.shop, choose)
        return call if call is not None and self._call(call) else None

    def _call(self, call: Call) -> bool:
        by = By(call.actor) if call.actor else self.shop.by("Ada")
        with self.shop.inside():
            try:
                answer = call.make(by)
            except Refused:
                self.refused[call.verb.name] += 1
                left = changed(self.picture, take_picture())
                assert left == {}, f"{call} was refused and left {left}"
                return False
            self.picture = take_picture()
        self.done[call.verb.name] += 1
        assert by.operation_id in {row["id"] for row in self.picture["operation"]}, f"{call} has no operation"
        self.calls.append((call, by, answer))
        self._check(str(call))
        return True

    def _check(self, what: str) -> None:
        type(self).steps += 1
        found = broken(self.picture)
        assert not found, f"after {what}: {found}"
        self.unproved += 1
        if self.unproved == PROVED_EVERY:
            self._prove(what)

    def _prove(self, what: str) -> None:
        """The shop's own proof says the same; what it finds stays, so that it need not run after every step."""
        self.unproved = 0
        with self.shop.inside():
            found = prove_stock().mismatches
        assert not found, f"after {what}: {found}"
