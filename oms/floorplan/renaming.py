"""Another name for a site. Its bins and what lies in them stay what they are."""

from __future__ import annotations

from oms.core.constraints import refusing
from oms.core.db import db
from oms.core.errors import Missing, Refused, Stale
from oms.core.events import record
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.core.versions import SENTENCE
from oms.floorplan.facts import SiteRenamed
from oms.floorplan.models import Site
from oms.floorplan.service import site_name


@verb(undoable())
def rename_site(site_id: int, seen: str, name: str, *, by: By) -> None:
    """`seen` is the name that whoever renames it saw. Raises Stale where it has another one now."""
    del by
    site, name = _lock_site(site_id), site_name(name)
    if site.name != seen:
        raise Stale(SENTENCE, [("Name", site.name, name)])
    _name_site(site, name)
    remember(site_id=site.id, before=seen, after=name)
    record(SiteRenamed(site.id), about=f"site:{site.id}")


@rename_site.undo
def _rename_site_back(operation: Operation) -> None:
    site = _lock_site(operation.recall("site_id"))
    if site.name != operation.recall("after"):
        raise Refused("It was renamed again since.")
    _name_site(site, operation.recall("before"))


def _name_site(site: Site, name: str) -> None:
    with refusing(f"There is already a site called {name}."):
        site.name = name
        db.session.flush()


def _lock_site(site_id: int) -> Site:
    site = db.session.get(Site, site_id, with_for_update=True, populate_existing=True)
    if site is None:
        raise Missing("There is no such site.")
    return site
