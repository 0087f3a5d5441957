"""Picking on a tablet: choose an order, walk from bin to bin, scan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, request, url_for

from oms.core.errors import Refused, WrongInput
from oms.picking.forms import QuantityForm
from oms.picking.queries import open_runs, orders_to_pick, run_page
from oms.picking.running import find_task, start_run, stop_run, take_over_run
from oms.picking.scanning import WrongScan, pick_count, scan
from oms.picking.shorting import report_short
from oms.picking.skipping import skip_task
from oms.picking.stepping import undo_last_step
from oms.web.auth import needs
from oms.web.htmx import leave, plain_redirect, render, trigger, wants_fragment
from oms.web.routes import does

bp = Blueprint("picking", __name__)


@bp.get("/pick")
@needs("picking.do")
def index() -> Response:
    runs, orders = open_runs(), orders_to_pick()
    mine = [run for run in runs if run[0].picker == g.by.actor]
    others = [run for run in runs if run[0].picker != g.by.actor]
    return render("picking/index.html", mine=mine, others=others, orders=orders)


@bp.post("/pick/orders/<int:order_id>")
@needs("picking.do")
@does(start_run)
def start(order_id: int) -> Response:
    return _to(start_run(order_id, by=g.by))


@bp.get("/pick/runs/<int:run_id>")
@needs("picking.do")
def run(run_id: int) -> Response:
    return _page(run_id)


@bp.post("/pick/runs/<int:run_id>/scans")
@needs("picking.do")
@does(scan)
def take(run_id: int) -> Response:
    code = request.form.get("code", "")
    try:
        scan(run_id, code, by=g.by)
    except WrongScan as wrong:
        return trigger(_page(run_id, wrong.status, wrong=wrong), **{"scan:wrong": True})
    except Refused as refusal:
        return trigger(_page(run_id, refusal.status, refusal=refusal), **{"scan:wrong": True})
    return _right(run_id)


@bp.post("/pick/tasks/<int:task_id>/count")
@needs("picking.do")
@does(pick_count)
def count(task_id: int) -> Response:
    return _step(task_id, lambda quantity: pick_count(task_id, quantity, by=g.by))


@bp.post("/pick/tasks/<int:task_id>/short")
@needs("picking.do")
@does(report_short)
def short(task_id: int) -> Response:
    return _step(task_id, lambda quantity: report_short(task_id, quantity, by=g.by))


@bp.post("/pick/tasks/<int:task_id>/skip")
@needs("picking.do")
@does(skip_task)
def skip(task_id: int) -> Response:
    run_id = find_task(task_id).run_id
    return _try(run_id, lambda: skip_task(task_id, by=g.by))


@bp.post("/pick/runs/<int:run_id>/undo")
@needs("picking.do")
@does(undo_last_step)
def undo(run_id: int) -> Response:
    return _try(run_id, lambda: undo_last_step(run_id, by=g.by))


@bp.post("/pick/runs/<int:run_id>/stop")
@needs("picking.do")
@does(stop_run)
def stop(run_id: int) -> Response:
    stop_run(run_id, by=g.by)
    said = "The run is stopped. What is in the tote waits to be packed."
    return leave(url_for(".index"), said=said, undo=g.by.operation_id)


@bp.post("/pick/runs/<int:run_id>/picker")
@needs("picking.do")
@does(take_over_run)
def take_over(run_id: int) -> Response:
    take_over_run(run_id, by=g.by)
    return _to(run_id)


def _step(task_id: int, act: Callable[[int], Any]) -> Response:
    run_id, form = find_task(task_id).run_id, QuantityForm()
    if not form.validate_on_submit() or form.quantity.data is None:
        return _page(run_id, 422, refusal=WrongInput("Say how many, as a number."))
    quantity = form.quantity.data
    return _try(run_id, lambda: act(quantity))


def _try(run_id: int, act: Callable[[], Any]) -> Response:
    try:
        act()
    except Refused as refusal:
        return _page(run_id, refusal.status, refusal=refusal)
    return _right(run_id)


def _right(run_id: int) -> Response:
    return (
        trigger(_page(run_id), **{"scan:right": True}) if wants_fragment() else plain_redirect(_url(run_id))
    )


def _page(run_id: int, status: int = 200, **told: Any) -> Response:
    shown = {"wrong": None, "refusal": None} | told
    return render("picking/run.html", block="run_body", status=status, page=run_page(run_id), **shown)


def _url(run_id: int) -> str:
    return url_for(".run", run_id=run_id)


def _to(run_id: int) -> Response:
    return leave(_url(run_id))
