"""Tells the web side how this shop writes times and money."""

from __future__ import annotations

from flask import Flask

from oms.shop.models import the_shop
from oms.web import habits


def prepare(app: Flask) -> None:
    habits.plug(app, _habits)


def _habits() -> habits.Habits:
    shop = the_shop()
    return habits.Habits(shop.zone, shop.locale)
