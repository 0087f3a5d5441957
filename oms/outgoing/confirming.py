"""A parcel left, and the channel of its order has to hear of it: what it will be told, written down once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import and_, func, or_, select

from oms.channels.kinds import Kind, find_kind
from oms.channels.models import Channel
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.operations import By, current_operation, final, verb
from oms.orders.finding import lock_order, lock_orders
from oms.orders.models import LinePart, OrderLine
from oms.outgoing.facts import ConfirmationOpened
from oms.outgoing.models import Confirmation
from oms.outgoing.settling import PartSent, newly_settled
from oms.outgoing.ways import listener_of
from oms.packing.models import Parcel, ParcelItem
from oms.shipping.facts import ParcelsHandedOver

BARE = (
    "This parcel completes no unit of what the channel sold, and it takes no number by itself. "
    "What is in it is told with the parcel that completes it."
)
KNOWN = "The channel was told already that parcel {} left, or may have been, so this cannot be taken back."


@verb(final("What left has to be told; undo the hand-over before it was."))
def open_confirmations(order_id: int, parcel_ids: tuple[int, ...], *, by: By) -> None:
    """Of each parcel that left, to the channel that the order came from, if it came from one that listens."""
    del by
    channel = listener_of(order_id)
    if channel is None:
        return
    lock_order(order_id)
    for parcel in _left(parcel_ids):
        _open(parcel, channel)


def withdraw_confirmations(fact: ParcelsHandedOver) -> None:
    """Part of an undo: what the channel was not told yet, it is not told. Refuses once it was."""
    lock_orders([fact.order_id])
    query = select(Confirmation, Parcel.code).join(Confirmation.parcel)
    query = query.where(Confirmation.parcel_id.in_(fact.parcel_ids)).with_for_update(of=Confirmation)
    for confirmation, code in db.session.execute(query.execution_options(populate_existing=True)):
        if confirmation.told_at or confirmation.calling_since or confirmation.may_be_told:
            raise Refused(KNOWN.format(code))
        confirmation.withdrawn_at = current_operation().at
        confirmation.refusal = None


def open_again(confirmations: Iterable[Confirmation]) -> None:
    """Part of a verb: the worker shall tell them as soon as it can."""
    for one in confirmations:
        record(ConfirmationOpened(one.id, one.channel_id), about=f"confirmation:{one.id}")


def _left(parcel_ids: Iterable[int]) -> Sequence[Parcel]:
    query = select(Parcel).where(Parcel.id.in_(list(parcel_ids)), Parcel.left_at.is_not(None))
    query = query.order_by(Parcel.left_at, Parcel.id).execution_options(populate_existing=True)
    return db.session.scalars(query).all()


def _open(parcel: Parcel, channel: Channel) -> None:
    """Nothing where it is open or told already; one that was withdrawn is opened anew."""
    known = db.session.scalar(select(Confirmation).where(Confirmation.parcel_id == parcel.id))
    if known is not None and known.withdrawn_at is None:
        return
    confirmation = known or Confirmation(parcel_id=parcel.id, order_id=parcel.order_id, channel_id=channel.id)
    told = _told_of(parcel.order_id)
    settled = newly_settled(_parts_sent(parcel), told)
    confirmation.lines = [{"line_id": line_id, "quantity": quantity} for line_id, quantity in settled.items()]
    confirmation.completes = _completes(parcel.order_id, told + Counter(settled))
    confirmation.sent_at = parcel.left_at or current_operation().at
    confirmation.withdrawn_at = confirmation.refusal = None
    db.session.add(confirmation)
    db.session.flush()
    _announce(confirmation, find_kind(channel.kind))


def _announce(confirmation: Confirmation, kind: Kind) -> None:
    if confirmation.lines or kind.takes_bare_tracking:
        open_again([confirmation])
    else:
        confirmation.withdrawn_at, confirmation.refusal = current_operation().at, BARE


def _told_of(order_id: int) -> Counter[int]:
    """How many units of each line the channel was told of, or will be."""
    query = select(Confirmation.lines).where(
        Confirmation.order_id == order_id, Confirmation.withdrawn_at.is_(None)
    )
    told: Counter[int] = Counter()
    for lines in db.session.scalars(query):
        told.update({line["line_id"]: line["quantity"] for line in lines})
    return told


def _parts_sent(parcel: Parcel) -> list[PartSent]:
    """What of each part left with this parcel and those before it."""
    before = or_(
        Parcel.left_at < parcel.left_at, and_(Parcel.left_at == parcel.left_at, Parcel.id <= parcel.id)
    )
    gone = (
        select(ParcelItem.part_id, func.sum(ParcelItem.quantity).label("sent"))
        .join(ParcelItem.parcel)
        .where(Parcel.order_id == parcel.order_id, before)
        .group_by(ParcelItem.part_id)
        .subquery()
    )
    query = (
        select(LinePart.line_id, LinePart.per, func.coalesce(gone.c.sent, 0))
        .join(LinePart.line)
        .outerjoin(gone, gone.c.part_id == LinePart.id)
        .where(OrderLine.order_id == parcel.order_id)
        .order_by(OrderLine.position, LinePart.id)
    )
    return [PartSent(line_id, per, int(sent)) for line_id, per, sent in db.session.execute(query)]


def _completes(order_id: int, told: Counter[int]) -> bool:
    """Whether the channel then knows of everything that had to be sent."""
    left = OrderLine.ordered - OrderLine.cancelled - OrderLine.shipped_elsewhere
    query = select(OrderLine.id, left).where(OrderLine.order_id == order_id, OrderLine.requires_shipping)
    return all(told[line_id] >= units for line_id, units in db.session.execute(query))
