"""Finding the site that work happens in."""

from __future__ import annotations

from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Refused
from oms.floorplan.models import Site


def first_site() -> int:
    """The site that orders leave from. Refuses where there is none."""
    found = db.session.scalar(select(Site.id).order_by(Site.id))
    if found is None:
        raise Refused("Set up a site under Places first: orders have to leave from somewhere.")
    return found
