"""Reads for the page of the settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from oms.core import clock
from oms.core.db import db
from oms.shop.models import Holiday, the_shop


def holidays_ahead() -> Sequence[Holiday]:
    """The days on which the shop will be closed, today among them; the past needs nobody."""
    today: date = clock.now().astimezone(ZoneInfo(the_shop().zone)).date()
    return db.session.scalars(select(Holiday).where(Holiday.day >= today).order_by(Holiday.day)).all()
