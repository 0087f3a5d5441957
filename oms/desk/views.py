"""The queue and the order page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, g, request, url_for

from oms.channels.queries import all_channels
from oms.core.digits import whole
from oms.core.errors import WrongInput
from oms.desk.bulk import ACTS, act_on_all
from oms.desk.counting import counts
from oms.desk.filtering import SHOWS, STRIP, QueueFilter
from oms.desk.order_page import order_page, told_by_channel
from oms.desk.queries import newer_orders, newest_order, queue_page, queue_rows
from oms.desk.reasons import why
from oms.desk.saved_views import forget_view, save_view, views_of
from oms.desk.today import next_pick_up, what_needs_you, who_picks
from oms.orders.cancelling import cancel_order
from oms.orders.forms import AddressForm, PromiseForm
from oms.orders.headline import Code
from oms.orders.holding import place_hold, ship_the_rest
from oms.orders.paying import record_the_rest
from oms.orders.queries import order_for_page
from oms.orders.views import payment_form
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.live import version_answer
from oms.web.routes import does
from oms.web.times import zone

bp = Blueprint("desk", __name__)


@bp.get("/")
@needs("orders.see")
def queue() -> Response:
    chosen = QueueFilter.from_words(request.args)
    return render(
        "desk/queue.html",
        block="rows" if "after" in request.args else "queue",
        chosen=chosen,
        newest=newest_order(),
        page=queue_page(chosen),
        shows=SHOWS,
        acts=ACTS,
        saved=views_of(g.by.actor),
        channels=all_channels(),
        **_day(),
    )


def _day() -> dict[str, Any]:
    """What the strip and the next pick-up say."""
    found = counts()
    pick_up = next_pick_up()
    return {
        "counts": found,
        "pick_up": pick_up,
        "strip": STRIP,
        "asides": {
            Code.NEEDS_YOU: what_needs_you() if found[Code.NEEDS_YOU] else "",
            Code.READY: f"{pick_up.due[Code.READY]} for the next pickup" if pick_up else "",
            Code.PICKING: who_picks() if found[Code.PICKING] else "",
            "waiting": f"{found[Code.UNPAID]} unpaid, {found[Code.SHORT]} short",
        },
    }


@bp.get("/queue/rows")
@needs("orders.see")
def rows() -> Response:
    """Rows that a page shows already, and the counts, as they are now."""
    ids = request.args.getlist("id", type=whole)
    chosen = QueueFilter.from_words(request.args)
    newer = newer_orders(chosen, request.args.get("newest", 0, type=whole))
    shown = queue_rows(ids[:200])
    return render("desk/rows.oob.html", rows=shown, chosen=chosen, newer=newer, **_day())


@bp.get("/version")
@needs("orders.see")
def version() -> Response:
    return version_answer(current_app.extensions["version"].current())


@bp.post("/queue/acts")
@needs("orders.change")
@does(record_the_rest, place_hold, ship_the_rest, cancel_order)
def act() -> Response:
    name, ids = request.form.get("act", ""), request.form.getlist("id", type=whole)
    if name not in ACTS or not ids:
        raise WrongInput("Choose some orders first, then what to do with them.")
    if name == "cancel" and not g.user.may("orders.cancel"):
        raise WrongInput("Your account may not cancel orders.")
    outcomes = act_on_all(name, ids, g.by)
    back = url_for(".queue") + "?" + QueueFilter.from_words(request.form).words()
    return render("desk/act.html", outcomes=outcomes, label=ACTS[name][0], back=back)


@bp.post("/views")
@needs("orders.see")
@does(save_view)
def keep_view() -> Response:
    chosen = QueueFilter.from_words(request.form)
    save_view(request.form.get("name", ""), chosen.words(), by=g.by)
    return leave(url_for(".queue") + "?" + chosen.words())


@bp.post("/views/<int:view_id>/removal")
@needs("orders.see")
@does(forget_view)
def drop_view(view_id: int) -> Response:
    forget_view(view_id, by=g.by)
    return leave(url_for(".queue"))


@bp.get("/orders/<int:order_id>")
@needs("orders.see")
def order(order_id: int) -> Response:
    return render("desk/order.html", block="order_body", **order_page(order_id))


@bp.get("/orders/<int:order_id>/address")
@needs("customers.see")
def address(order_id: int) -> Response:
    found = order_for_page(order_id)
    form = AddressForm(obj=found.ship_to, data={"version": str(found.version)})
    return render("desk/address.html", order=found, form=form, refusal=None)


@bp.get("/orders/<int:order_id>/promise")
@needs("orders.change")
def promise(order_id: int) -> Response:
    found = order_for_page(order_id)
    here = found.promise_by.astimezone(zone()).replace(tzinfo=None)
    form = PromiseForm(data={"version": str(found.version), "promise_by": here})
    return render("desk/promise.html", order=found, form=form, refusal=None)


@bp.get("/orders/<int:order_id>/payment")
@needs("orders.change")
def payment(order_id: int) -> Response:
    found, form = order_for_page(order_id), payment_form(order_id)
    if found.cancelled_at is None:
        form.fill_in(found.outstanding_minor)
    return render("desk/payment.html", order=found, form=form)


@bp.get("/lines/<int:line_id>/why")
@needs("orders.see")
def line_why(line_id: int) -> Response:
    return render("desk/line_why.html", why=why(line_id))


@bp.get("/orders/<int:order_id>/told")
@needs("customers.see")
def told(order_id: int) -> Response:
    return render("desk/told.html", order=order_for_page(order_id), told=told_by_channel(order_id))
