"""What people do to an order. Each answer leads back to the order's page, which shows it all anew."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, g, url_for
from flask_wtf import FlaskForm

from oms.core.errors import Stale, WrongInput
from oms.core.money import format_money
from oms.orders.cancelling import cancel_line, cancel_order
from oms.orders.editing import add_note, change_address, change_promise
from oms.orders.finding import find_order
from oms.orders.forms import (
    AddressForm,
    CancelForm,
    CancelLineForm,
    HoldForm,
    NoteForm,
    PaymentForm,
    PromiseForm,
    ReleaseForm,
)
from oms.orders.holding import place_hold, release_hold, ship_the_rest
from oms.orders.paying import record_charge, record_refund
from oms.orders.queries import order_for_page, order_of_hold, order_of_line
from oms.shop.models import the_shop
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does
from oms.web.times import exact_time, zone

bp = Blueprint("orders", __name__)


def _back(order_id: int) -> Response:
    return leave(url_for("desk.order", order_id=order_id))


def checked(form: FlaskForm) -> FlaskForm:
    """The form, or WrongInput with its first complaint."""
    if not form.validate_on_submit():
        raise WrongInput(next(iter(form.errors.values()), ["This cannot be understood."])[0])
    return form


@bp.post("/orders/<int:order_id>/holds")
@needs("orders.change")
@does(place_hold)
def hold(order_id: int) -> Response:
    form = checked(HoldForm())
    place_hold(order_id, form.reason.data, form.detail.data, by=g.by)
    return _back(order_id)


@bp.post("/holds/<int:hold_id>/release")
@needs("orders.change")
@does(release_hold)
def release(hold_id: int) -> Response:
    release_hold(hold_id, checked(ReleaseForm()).reason.data, by=g.by)
    return _back(order_of_hold(hold_id))


@bp.post("/orders/<int:order_id>/rest")
@needs("orders.change")
@does(ship_the_rest)
def ship_rest(order_id: int) -> Response:
    ship_the_rest(order_id, by=g.by)
    return _back(order_id)


@bp.post("/orders/<int:order_id>/charges")
@needs("orders.change")
@does(record_charge)
def charge(order_id: int) -> Response:
    form = payment_form(order_id)
    if not form.validate_on_submit():
        order = order_for_page(order_id)
        return render("desk/payment.html", block="form", status=422, order=order, form=form)
    record_charge(order_id, form.amount_minor(), **form.told(), settles=form.settles.data, by=g.by)
    return leave(url_for("desk.order", order_id=order_id), said=_still_open(order_id), undo=g.by.operation_id)


@bp.post("/orders/<int:order_id>/refunds")
@needs("orders.change")
@does(record_refund)
def refund(order_id: int) -> Response:
    form = payment_form(order_id)
    checked(form)
    record_refund(order_id, form.amount_minor(), **form.told(), by=g.by)
    return _back(order_id)


@bp.post("/orders/<int:order_id>/cancellation")
@needs("orders.cancel")
@does(cancel_order)
def cancel(order_id: int) -> Response:
    cancel_order(order_id, checked(CancelForm()).reason.data, by=g.by)
    return _back(order_id)


@bp.post("/lines/<int:line_id>/cancellation")
@needs("orders.cancel")
@does(cancel_line)
def cancel_some(line_id: int) -> Response:
    cancel_line(line_id, checked(CancelLineForm()).quantity.data, by=g.by)
    return _back(order_of_line(line_id))


@bp.post("/orders/<int:order_id>/address")
@needs("orders.change")
@does(change_address)
def address(order_id: int) -> Response:
    form = AddressForm()
    if not form.validate_on_submit():
        return _again("desk/address.html", order_id, form, 422)
    try:
        change_address(order_id, form.draft(), int(form.version.data or 0), by=g.by)
    except Stale as stale:
        return _again("desk/address.html", order_id, form, 409, stale)
    return _back(order_id)


@bp.post("/orders/<int:order_id>/promise")
@needs("orders.change")
@does(change_promise)
def promise(order_id: int) -> Response:
    form = PromiseForm()
    if not form.validate_on_submit():
        return _again("desk/promise.html", order_id, form, 422)
    try:
        change_promise(order_id, form.moment(zone()), int(form.version.data or 0), by=g.by)
    except Stale as stale:
        return _again("desk/promise.html", order_id, form, 409, _in_words(stale))
    return _back(order_id)


@bp.post("/orders/<int:order_id>/notes")
@needs("orders.change")
@does(add_note)
def note(order_id: int) -> Response:
    add_note(order_id, checked(NoteForm()).text.data, by=g.by)
    return _back(order_id)


def _again(
    template: str, order_id: int, form: FlaskForm, status: int, refusal: Stale | None = None
) -> Response:
    """The form with what was written still in it. Whoever has seen the difference may save over it."""
    order = order_for_page(order_id)
    form.version.data = str(order.version)
    return render(template, block="form", status=status, order=order, form=form, refusal=refusal)


def _in_words(stale: Stale) -> Stale:
    changes = [
        (what, exact_time(datetime.fromisoformat(theirs)), exact_time(datetime.fromisoformat(yours)))
        for what, theirs, yours in stale.changes
    ]
    return Stale(stale.sentence, changes)


def payment_form(order_id: int) -> PaymentForm:
    return PaymentForm(find_order(order_id).currency, the_shop().locale)


def _still_open(order_id: int) -> str:
    order = order_for_page(order_id)
    if order.cancelled_at is not None or not order.outstanding_minor:
        return "The payment is noted."
    rest = format_money(order.outstanding_minor, order.currency, the_shop().locale)
    return f"The payment is noted. {rest} is still to come, so the order waits."
