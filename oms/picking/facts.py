"""What happens on the floor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PickingStarted:
    order_id: int
    run_id: int


@dataclass(frozen=True)
class ItemPicked:
    order_id: int
    sku_id: int
    quantity: int


@dataclass(frozen=True)
class PickShort:
    """The bin did not hold what it should."""

    order_id: int
    sku_id: int
    place_id: int
    found: int
    missing: int


@dataclass(frozen=True)
class PickingFinished:
    order_id: int
    run_id: int


@dataclass(frozen=True)
class PickingStopped:
    order_id: int
    run_id: int


@dataclass(frozen=True)
class RunTakenOver:
    """Another picker goes on with the walk."""

    order_id: int
    run_id: int


@dataclass(frozen=True)
class StepTaken:
    """One act of a picker on a run: what "undo last" takes back. `step` is `bin`, `item`, `short` or `skip`."""

    run_id: int
    step: str
