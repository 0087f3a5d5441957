"""A confirmation in the channel's own words: its ids, its word for the carrier, and what is known of the parcel now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from oms.channels.clients import Sending, SentLine
from oms.channels.kinds import Kind, find_kind
from oms.channels.models import Channel, ChannelOrder
from oms.core.db import db
from oms.orders.models import OrderLine
from oms.outgoing.models import Confirmation
from oms.outgoing.words import no_word, word_for, words_of
from oms.shipping.carriers.numbers import tracking_url
from oms.shipping.models import Shipment
from oms.shop.models import the_shop


@dataclass(frozen=True, slots=True)
class Ready:
    """What a channel will be told. With `trouble` it cannot be yet, and that is why."""

    confirmation: Confirmation
    sending: Sending
    trouble: str | None


def ready(channel: Channel, confirmation_ids: Sequence[int]) -> list[Ready]:
    """Those of an account, in their order."""
    query = (
        select(Confirmation, ChannelOrder.external_id, Shipment)
        .join(Confirmation.order)
        .join(ChannelOrder, ChannelOrder.order_id == Confirmation.order_id)
        .outerjoin(Shipment, Shipment.parcel_id == Confirmation.parcel_id)
        .where(Confirmation.id.in_(confirmation_ids), Confirmation.channel_id == channel.id)
        .options(contains_eager(Confirmation.order), joinedload(Confirmation.parcel))
        .order_by(Confirmation.id)
    )
    found = [(one, external_id, shipment) for one, external_id, shipment in db.session.execute(query)]
    lines = _called(one for one, _, _ in found)
    kind, words = find_kind(channel.kind), words_of(channel.id)
    return [_ready(one, external_id, shipment, lines, kind, words) for one, external_id, shipment in found]


def _called(confirmations: Iterable[Confirmation]) -> dict[int, tuple[str, str | None]]:
    """The channel's own ids of the lines and its names for what is in them, as they are known now."""
    ids = {line["line_id"] for confirmation in confirmations for line in confirmation.lines}
    query = select(OrderLine.id, OrderLine.external_id, OrderLine.sku_text).where(OrderLine.id.in_(ids))
    return {line_id: (external_id, sku) for line_id, external_id, sku in db.session.execute(query)}


def _ready(
    confirmation: Confirmation,
    external_id: str,
    shipment: Shipment | None,
    lines: Mapping[int, tuple[str, str | None]],
    kind: Kind,
    words: Mapping[str, str],
) -> Ready:
    carrier, number = (shipment.carrier, shipment.tracking_number) if shipment else (None, None)
    word = word_for(carrier, kind, words)
    sending = Sending(
        key=str(confirmation.id),
        order_external_id=external_id,
        order_number=confirmation.order.number,
        lines=tuple(_sent(*lines[line["line_id"]], line["quantity"]) for line in confirmation.lines),
        completes=confirmation.completes,
        sent_at=confirmation.sent_at.astimezone(ZoneInfo(the_shop().zone)),
        carrier=word or "",
        carrier_name=shipment.carrier_name if shipment else "",
        tracking_number=number,
        tracking_url=tracking_url(carrier, number) if number else None,
        is_first=_is_first(confirmation),
    )
    return Ready(confirmation, sending, None if word else no_word(carrier))


def _sent(external_id: str, sku: str | None, quantity: int) -> SentLine:
    return SentLine(external_id, quantity, sku)


def _is_first(confirmation: Confirmation) -> bool:
    earlier = select(Confirmation.id).where(
        Confirmation.order_id == confirmation.order_id,
        Confirmation.id < confirmation.id,
        Confirmation.withdrawn_at.is_(None),
    )
    return db.session.scalar(earlier.limit(1)) is None
