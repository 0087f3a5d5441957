"""The settings of the shop, and the days on which it is closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, g, url_for

from oms.core.errors import Missing, Refused, Stale
from oms.shop.forms import HolidayForm, ShopForm
from oms.shop.models import the_shop
from oms.shop.queries import holidays_ahead
from oms.shop.service import add_holidays, change_shop, remove_holiday
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does

bp = Blueprint("shop", __name__)


@bp.get("/settings")
@needs("settings.see")
def edit() -> Response:
    return _settings()


@bp.post("/settings")
@needs("settings.change")
@does(change_shop)
def change() -> Response:
    form = ShopForm()
    if not form.validate_on_submit():
        return _settings(422, form=form)
    try:
        change_shop(form.seen(), form.draft(), by=g.by)
    except Refused as refusal:
        return _settings(refusal.status, form=form, refusal=refusal)
    return leave(url_for(".edit"), said="Saved.", undo=g.by.operation_id)


@bp.post("/settings/holidays")
@needs("settings.change")
@does(add_holidays)
def close() -> Response:
    form = HolidayForm()
    if not form.validate_on_submit():
        return _settings(422, "holidays", day_form=form)
    try:
        days = add_holidays(*form.days(), form.name.data or "", by=g.by)
    except Refused as refusal:
        return _settings(refusal.status, "holidays", day_form=form, day_refusal=refusal)
    said = f"Nothing leaves the shop on {len(days)} more {'day' if len(days) == 1 else 'days'}."
    return leave(url_for(".edit", _anchor="holidays"), said=said, undo=g.by.operation_id)


@bp.post("/settings/holidays/<day>/removal")
@needs("settings.change")
@does(remove_holiday)
def open_again(day: str) -> Response:
    remove_holiday(_day(day), by=g.by)
    return leave(
        url_for(".edit", _anchor="holidays"), said="The shop works on that day.", undo=g.by.operation_id
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Missing("There is no such holiday.") from None


def _settings(status: int = 200, block: str = "settings", **told: Any) -> Response:
    shop = the_shop()
    if isinstance(told.get("refusal"), Stale):
        told["form"].version.data = shop.version
    shown: dict[str, Any] = {
        "form": ShopForm.of(shop),
        "refusal": None,
        "day_form": HolidayForm(formdata=None),
        "day_refusal": None,
        "holidays": holidays_ahead(),
        "has_mail_server": bool(current_app.extensions["settings"].smtp_host),
    }
    return render("shop/edit.html", block=block, status=status, shop=shop, **(shown | told))
