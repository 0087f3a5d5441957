"""Keeping a view of the queue under a name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from oms.core.constraints import refusing
from oms.core.db import db
from oms.core.errors import Missing, WrongInput
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.desk.models import SavedView


def views_of(actor: str) -> Sequence[SavedView]:
    return db.session.scalars(
        select(SavedView).where(SavedView.owner == actor).order_by(SavedView.name)
    ).all()


@verb(undoable())
def save_view(name: str, query: str, *, by: By) -> int:
    """Keep the filter; the same name again replaces it."""
    if not name.strip():
        raise WrongInput("Give the view a name.")
    name, query = name.strip()[:60], query[:500]
    found = db.session.scalar(select(SavedView).where(SavedView.owner == by.actor, SavedView.name == name))
    view = found or SavedView(owner=by.actor, name=name, query="")
    remember(before=view.query or None)
    view.query = query
    db.session.add(view)
    db.session.flush()
    remember(view_id=view.id)
    return view.id


@save_view.undo
def _unsave(operation: Operation) -> None:
    view = db.session.get_one(SavedView, operation.recall("view_id"))
    before = operation.recall("before")
    if before is None:
        db.session.delete(view)
    else:
        view.query = before


@verb(undoable())
def forget_view(view_id: int, *, by: By) -> None:
    view = db.session.get(SavedView, view_id)
    if view is None or view.owner != by.actor:
        raise Missing("There is no such view.")
    remember(owner=view.owner, name=view.name, query=view.query)
    db.session.delete(view)


@forget_view.undo
def _keep_view(operation: Operation) -> None:
    memory = {name: operation.recall(name) for name in ("owner", "name", "query")}
    with refusing("There is a view of that name again."):
        db.session.add(SavedView(**memory))
