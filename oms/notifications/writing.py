"""Writing and sending a notice: one for each cause, with one Message-ID however often it is sent."""

from __future__ import annotations

from datetime import timedelta
from email.utils import make_msgid
from typing import Any

from flask import current_app, render_template
from sqlalchemy import select

from oms.core import clock
from oms.core.db import db
from oms.core.errors import Permanent
from oms.core.events import Delivery, Event, record
from oms.core.operations import By, current_operation, final, verb
from oms.notifications.facts import NoticeSent
from oms.notifications.mail import NO_SERVER, Mail, one_line, only_address, send
from oms.notifications.models import Notice
from oms.notifications.queries import TOO_OLD, lines_of, shipped_parcels
from oms.notifications.wording import promise_in_words
from oms.orders.models import Contact, Order
from oms.settings import Settings
from oms.shop.models import the_shop

PATIENCE = timedelta(days=3)
SUBJECTS = {
    "confirmation": "We have your order {number}",
    "shipped": "Your order {number} is on its way",
}


def tell_customer(order_id: int, kind: str, by: By, parcel_ids: tuple[int, ...] = ()) -> None:
    """Write the notice of this cause and send it, unless it was sent.

    The sending is outside of any transaction. A crash between the server's answer and our mark sends
    it again with the same Message-ID.
    """
    notice_id = write_notice(order_id, kind, by.operation_id, parcel_ids, by=By(by.actor))
    if notice_id is None:
        return
    _refuse_what_waited_too_long(by)
    mail, shop_name = _mail(notice_id), the_shop().name
    db.session.rollback()
    send(mail, _settings(), shop_name)
    mark_sent(notice_id, by=By(by.actor))


def _refuse_what_waited_too_long(by: By) -> None:
    """A mail that waited for a mail server until it makes little sense leaves only if a person says so."""
    delivery_id = by.operation_id.removeprefix("delivery:")
    query = select(Event.at).join(Event.deliveries).where(Delivery.id == int(delivery_id))
    since = db.session.scalar(query.where(Delivery.error == NO_SERVER))
    if since is not None and clock.now() - since > PATIENCE:
        raise Permanent(TOO_OLD)


@verb(final("A message that was written is kept, sent or not."))
def write_notice(
    order_id: int, kind: str, cause: str, parcel_ids: tuple[int, ...] = (), *, by: By
) -> int | None:
    """The notice's id, or None where there is nobody to write to or nothing more to send.

    What was not sent yet is written anew, so that it says what is true now, such as a corrected number.
    """
    del by
    order = db.session.get_one(Order, order_id)
    contact = db.session.get_one(Contact, order.buyer_id)
    notice = db.session.scalar(select(Notice).where(Notice.cause == cause).with_for_update())
    if not contact.email or (notice and notice.sent_at):
        return None
    letter = _letter(order, contact, kind, parcel_ids)
    if notice is None:
        message_id = make_msgid(domain=_domain())
        notice = Notice(order_id=order_id, kind=kind, cause=cause, message_id=message_id, **letter)
        db.session.add(notice)
    for name, value in letter.items():
        setattr(notice, name, value)
    db.session.flush()
    return notice.id


@verb(final("What was sent cannot be called back."))
def mark_sent(notice_id: int, *, by: By) -> None:
    del by
    notice = db.session.get_one(Notice, notice_id, with_for_update=True)
    if notice.sent_at is None:
        notice.sent_at = current_operation().at
        record(NoticeSent(notice.order_id, notice.id, notice.kind), about=f"order:{notice.order_id}")


def _letter(order: Order, contact: Contact, kind: str, parcel_ids: tuple[int, ...]) -> dict[str, Any]:
    """The letter as it is true now."""
    subject = SUBJECTS[kind].format(number=one_line(order.number))
    told = _told(order, contact, parcel_ids)
    return {
        "contact_id": contact.id,
        "subject": subject,
        "text": render_template(f"emails/{kind}.txt", **told),
        "html": render_template(f"emails/{kind}.html", subject=subject, **told),
        "written_at": current_operation().at,
    }


def _told(order: Order, customer: Contact, parcel_ids: tuple[int, ...]) -> dict[str, Any]:
    """What the letters speak of. What strangers wrote is one line each, so that nobody writes in our name."""
    lines, shop = lines_of(order.id), the_shop()
    return {
        "number": one_line(order.number),
        "name": one_line(customer.name or ""),
        "promise": promise_in_words(order.promise_by, current_operation().at, shop.zone),
        "lines": lines,
        "parcels": shipped_parcels(parcel_ids),
        "more_follows": bool(parcel_ids) and bool(lines),
        "shop": shop,
    }


def _mail(notice_id: int) -> Mail:
    notice = db.session.get_one(Notice, notice_id, populate_existing=True)
    contact = db.session.get_one(Contact, notice.contact_id)
    if not contact.email:
        raise Permanent("The customer's address was erased.")
    return Mail(
        to=contact.email,
        name=contact.name or "",
        subject=notice.subject,
        text=notice.text,
        html=notice.html,
        message_id=notice.message_id,
        reply_to=the_shop().email,
    )


def _domain() -> str:
    sender = _settings().mail_from
    return only_address(sender, named=True).rpartition("@")[2] if sender else "backroom.invalid"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
