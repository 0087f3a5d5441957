"""Writing and sending a notice: written once for each cause, sent with the same Message-ID however often."""

from __future__ import annotations

from email.utils import make_msgid
from typing import Any

from flask import current_app, render_template

from oms.core.db import db
from oms.core.errors import Permanent
from oms.core.events import record
from oms.core.operations import By, current_operation, final, verb
from oms.notifications.facts import NoticeSent
from oms.notifications.mail import Mail, send
from oms.notifications.models import Notice
from oms.orders.models import Contact, Order
from oms.shop.models import the_shop

SUBJECTS = {
    "confirmation": "We have your order {number}",
    "shipped": "Your order {number} is on its way",
}


def tell_customer(order_id: int, kind: str, context: dict[str, Any], by: By) -> None:
    """Write the notice of this cause unless it is written, and send it unless it was sent.

    The sending is outside of any transaction. A crash between the server's answer and our mark sends
    it again with the same Message-ID.
    """
    notice_id = write_notice(order_id, kind, context, by=by.part("write"))
    mail = _mail(notice_id) if notice_id is not None else None
    if notice_id is None or mail is None:
        return
    shop_name = the_shop().name
    db.session.rollback()
    send(mail, current_app.extensions["settings"], shop_name)
    mark_sent(notice_id, by=by.part("sent"))


@verb(final("A message that was written is kept, sent or not."))
def write_notice(order_id: int, kind: str, context: dict[str, Any], *, by: By) -> int | None:
    """The notice's id, or None where there is nobody to write to."""
    cause = by.operation_id
    order = db.session.get_one(Order, order_id)
    contact = db.session.get_one(Contact, order.buyer_id)
    if not contact.email:
        return None
    shop = the_shop()
    told = {**context, "order": order, "customer": contact, "shop": shop}
    notice = Notice(
        order_id=order.id,
        kind=kind,
        cause=cause,
        message_id=make_msgid(domain=_domain()),
        contact_id=contact.id,
        subject=SUBJECTS[kind].format(number=order.number),
        text=render_template(f"emails/{kind}.txt", **told),
        html=render_template(f"emails/{kind}.html", **told),
        written_at=current_operation().at,
    )
    db.session.add(notice)
    db.session.flush()
    return notice.id


@verb(final("What was sent cannot be called back."))
def mark_sent(notice_id: int, *, by: By) -> None:
    del by
    notice = db.session.get_one(Notice, notice_id, with_for_update=True)
    if notice.sent_at is None:
        notice.sent_at = current_operation().at
        record(NoticeSent(notice.order_id, notice.id, notice.kind), about=f"order:{notice.order_id}")


def _mail(notice_id: int) -> Mail | None:
    """None for one that was sent already."""
    notice = db.session.get_one(Notice, notice_id, populate_existing=True)
    if notice.sent_at is not None:
        return None
    contact = db.session.get_one(Contact, notice.contact_id)
    if not contact.email:
        raise Permanent("The customer's address was erased.")
    return Mail(
        contact.email, contact.name or "", notice.subject, notice.text, notice.html, notice.message_id
    )


def _domain() -> str:
    sender: str = current_app.extensions["settings"].mail_from
    return sender.rpartition("@")[2] or "backroom.invalid"
