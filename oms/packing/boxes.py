"""The boxes and mailers that the shop keeps: add, change, retire and bring back."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from oms.core.constraints import refusing
from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, current_operation, remember, undoable, verb
from oms.core.versions import change, change_back
from oms.packing.facts import PackagingAdded, PackagingBroughtBack, PackagingChanged, PackagingRetired
from oms.packing.models import Packaging

KINDS = {"box": "Box", "mailer": "Mailer"}
WORDS = {
    "name": "Name",
    "kind": "Kind",
    "length_mm": "Length",
    "width_mm": "Width",
    "height_mm": "Height",
    "tare_g": "Weight",
}
LONGEST_MM = 5_000
HEAVIEST_G = 100_000
USED = "Parcels were packed in it, so it can only be retired."


@dataclass(frozen=True, slots=True)
class BoxDraft:
    """What is said of a box or mailer: its inner size, and what it weighs empty."""

    name: str
    kind: str = "box"
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    tare_g: int = 0


@verb(undoable())
def add_box(draft: BoxDraft, *, by: By) -> int:
    """From now on it can be chosen at the packing bench."""
    del by
    box = Packaging(**_checked(draft))
    with refusing(_taken(box.name)):
        db.session.add(box)
        db.session.flush()
    remember(packaging_id=box.id)
    record(PackagingAdded(box.id), about=_key(box.id))
    return box.id


@add_box.undo
def _take_away(operation: Operation) -> None:
    box = lock_box(operation.recall("packaging_id"))
    with refusing(USED):
        db.session.delete(box)
        db.session.flush()


@verb(undoable())
def change_box(packaging_id: int, version: int, draft: BoxDraft, *, by: By) -> None:
    """Another name, size or weight; parcels that are sealed keep the weight they have. Raises Stale."""
    del by
    box, new = lock_box(packaging_id), _checked(draft)
    with refusing(_taken(new["name"])):
        before = change(box, version, new, WORDS)
        db.session.flush()
    remember(packaging_id=box.id, before=before, version=box.version)
    record(PackagingChanged(box.id), about=_key(box.id))


@change_box.undo
def _change_back(operation: Operation) -> None:
    box, before = lock_box(operation.recall("packaging_id")), operation.recall("before")
    with refusing(_taken(before["name"])):
        change_back(box, operation.recall("version"), before)
        db.session.flush()


@verb(undoable())
def retire_box(packaging_id: int, *, by: By) -> None:
    """Used up and not bought again: it is no longer offered at the bench."""
    del by
    box = lock_box(packaging_id)
    if box.retired_at is not None:
        raise Refused(f"{box.name} is retired already.")
    box.retired_at = current_operation().at
    remember(packaging_id=box.id)
    record(PackagingRetired(box.id), about=_key(box.id))


@verb(undoable())
def bring_back_box(packaging_id: int, *, by: By) -> None:
    """There are new ones."""
    del by
    box = lock_box(packaging_id)
    if box.retired_at is None:
        raise Refused(f"{box.name} is in use already.")
    remember(packaging_id=box.id)
    box.retired_at = None
    record(PackagingBroughtBack(box.id), about=_key(box.id))


@retire_box.undo
def _unretire(operation: Operation) -> None:
    lock_box(operation.recall("packaging_id")).retired_at = None


@bring_back_box.undo
def _retire_again(operation: Operation) -> None:
    lock_box(operation.recall("packaging_id")).retired_at = current_operation().at


def lock_box(packaging_id: int) -> Packaging:
    """A box or mailer, for a change. Raises Missing."""
    box = db.session.get(Packaging, packaging_id, with_for_update=True, populate_existing=True)
    if box is None:
        raise Missing("There is no such box.")
    return box


def _checked(draft: BoxDraft) -> dict[str, object]:
    told = asdict(draft) | {"name": " ".join(draft.name.split())}
    if not told["name"]:
        raise WrongInput("Give it a name, such as Box M.")
    if draft.kind not in KINDS:
        raise WrongInput("Choose whether it is a box or a mailer.")
    sides = (draft.length_mm, draft.width_mm, draft.height_mm)
    if any(side is not None and not 0 < side <= LONGEST_MM for side in sides):
        raise WrongInput(f"A side is between 1 and {LONGEST_MM} mm; leave it empty if you do not know it.")
    if not 0 <= draft.tare_g <= HEAVIEST_G:
        raise WrongInput(f"Empty it weighs between 0 and {HEAVIEST_G} g.")
    return told


def _taken(name: object) -> str:
    return f"There is already one called {name}."


def _key(packaging_id: int) -> str:
    return f"packaging:{packaging_id}"
