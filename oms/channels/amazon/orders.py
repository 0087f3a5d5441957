"""An order of Amazon's Orders API (2026-01-01) to the neutral model. Its ids are those of the reports."""

from __future__ import annotations

from collections.abc import Iterable

from oms.channels.amazon.proceeds import money_of, subtotal, whole_amount
from oms.channels.countries import country_code
from oms.channels.events import Reading, Told
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft, PaymentDraft
from oms.reading.cells import MOST_UNITS
from oms.reading.fields import Fields

PENDING = frozenset({"PENDING", "PENDING_AVAILABILITY"})
CANCELLED, SENT = "CANCELLED", "SHIPPED"
BY_AMAZON = "Amazon sends this order itself."
NOT_PAID = "Its payment is still pending at Amazon. It comes again once it is to be sent."
NEVER_HAD = {
    CANCELLED: "It was cancelled at Amazon before we heard of it.",
    SENT: "It was shipped already when we first heard of it.",
}
ASKED = "The buyer asks to cancel “{}”{}. Answer in Seller Central before this ships."


def read_order(order: Fields) -> Reading:
    """What one order comes to. Raises BadField."""
    fulfilment = order.part("fulfillment")
    status = fulfilment.text("fulfillmentStatus") or fulfilment.refuse("fulfillmentStatus", "is missing")
    if fulfilment.text("fulfilledBy") == "AMAZON":
        return Reading(ignored=BY_AMAZON)
    if status in PENDING:
        return Reading(ignored=NOT_PAID)
    draft = _draft(order, status)
    told = Told(
        draft, order.utc("lastUpdatedTime"), tuple(_requests(order, status)), NEVER_HAD.get(status, "")
    )
    return Reading(orders=(told,))


def order_id_of(order: Fields) -> str:
    return order.identifier("orderId") or order.refuse("orderId", "is missing")


def _draft(order: Fields, status: str) -> OrderDraft:
    order_id, items = order_id_of(order), order.parts("orderItems")
    currency = order.part("proceeds").part("grandTotal").currency("currencyCode")
    lines = tuple(_line(item, currency, status) for item in items)
    money = money_of(order, items, lines, currency)
    fulfilment = order.part("fulfillment")
    changed_at, placed_at = order.utc("lastUpdatedTime"), order.utc("createdTime")
    return OrderDraft(
        external_id=order_id,
        number=order_id,
        placed_at=placed_at or order.refuse("createdTime", "is missing"),
        lines=lines,
        buyer=_buyer(order.part("buyer")),
        ship_to=_ship_to(order.part("recipient").part("deliveryAddress")),
        paid=None if status == CANCELLED else True,
        cancelled_at=(changed_at or placed_at) if status == CANCELLED else None,
        promise_by=fulfilment.part("shipByWindow").utc("latestDateTime"),
        currency=currency,
        total_minor=money.total,
        shipping_minor=money.shipping,
        tax_minor=money.tax,
        prices_include_tax=money.prices_include_tax,
        reconciles=money.reconciles,
        service=_service(fulfilment.text("fulfillmentServiceLevel")),
        note=_note(order),
        payments=() if status == CANCELLED else (PaymentDraft("charge", money.total, None),),
    )


def _line(item: Fields, currency: str | None, status: str) -> LineDraft:
    product, counts = item.part("product"), item.part("fulfillment")
    ordered, left = _units(item, "quantityOrdered"), _units(counts, "quantityUnfulfilled")
    sent = _units(counts, "quantityFulfilled")
    if ordered is None:
        item.refuse("quantityOrdered", "is missing")
    sent = min(sent if sent is not None else ordered if status == SENT else 0, ordered)
    sku = product.identifier("sellerSku")
    unit = product.part("price").part("unitPrice").amount("amount", currency)
    goods = subtotal([item], "ITEM", currency)
    off = subtotal([item], "DISCOUNT", currency)
    return LineDraft(
        external_id=item.identifier("orderItemId") or item.refuse("orderItemId", "is missing"),
        sku=sku,
        title=product.text("title") or sku or "(no name)",
        quantity=ordered,
        cancelled=0 if left is None or status == CANCELLED else max(ordered - sent - left, 0),
        shipped_by_channel=sent,
        unit_price_minor=unit,
        line_total_minor=goods if goods is not None else whole_amount(item, unit, ordered),
        tax_minor=subtotal([item], "TAX", currency),
        discount_minor=None if off is None else abs(off),
    )


def _units(told: Fields, name: str) -> int | None:
    units = told.whole(name)
    if units is not None and not 0 <= units <= MOST_UNITS:
        told.refuse(name, "is no number of units")
    return units


def _buyer(buyer: Fields) -> ContactDraft:
    return ContactDraft(
        name=buyer.text("buyerName"), company=buyer.text("buyerCompanyName"), email=buyer.text("buyerEmail")
    )


def _ship_to(address: Fields) -> ContactDraft:
    return ContactDraft(
        name=address.text("name"),
        company=address.text("companyName"),
        line1=address.text("addressLine1"),
        line2=address.text("addressLine2"),
        line3=address.text("addressLine3"),
        city=address.text("city") or address.text("municipality") or address.text("districtOrCounty"),
        region=address.text("stateOrRegion"),
        postcode=address.identifier("postalCode"),
        country=country_code(address.text("countryCode") or ""),
        phone=address.identifier("phone"),
    )


def _service(level: str | None) -> str | None:
    """`NEXT_DAY` as the reports write it: NextDay."""
    return "".join(word.capitalize() for word in level.split("_")) if level else None


def _note(order: Fields) -> str | None:
    """What the buyer says on delivery, and what has to be written on a card."""
    wishes = order.part("recipient").part("deliveryPreference")
    cards = (
        item.part("fulfillment").part("packing").part("giftOption").text("giftMessage")
        for item in order.parts("orderItems")
    )
    told = (
        wishes.text("dropOffLocation"),
        wishes.text("addressInstruction"),
        *(f"Gift message: {card}" for card in cards if card),
    )
    return "\n".join(filter(None, told)) or None


def _requests(order: Fields, status: str) -> Iterable[str]:
    """Buyers who asked to cancel what has not left: a person has to answer."""
    for item in order.parts("orderItems"):
        request = item.part("cancellation").part("cancellationRequest")
        if status in NEVER_HAD or request.text("requester") != "BUYER":
            continue
        if item.part("fulfillment").whole("quantityUnfulfilled") == 0:
            continue
        reason = request.text("cancelReason")
        yield ASKED.format(item.part("product").text("title") or "an item", f" ({reason})" if reason else "")
