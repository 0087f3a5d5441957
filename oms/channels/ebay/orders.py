"""An order as eBay's API tells it, as one of ours. Its amounts are texts, and a line's is for all of its units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oms.channels.ebay.addresses import with_reference
from oms.channels.ebay.lines import Money, read_lines
from oms.channels.ebay.totals import Amounts, Totals
from oms.channels.events import Told
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft, PaymentDraft
from oms.reading.fields import Fields

PAID = {"PAID": True, "PARTIALLY_REFUNDED": True, "FULLY_REFUNDED": True, "PENDING": False, "FAILED": False}
WANTS_TO_CANCEL = "The buyer asks eBay to cancel this order. Answer that at eBay first."
NO_RECORD = {None, "0"}
SENT_BY_OTHERS = {"DIGITAL", "FULFILLED_BY_EBAY"}


def order_id_of(order: Fields) -> str:
    return order.identifier("orderId") or order.refuse("orderId", "is missing")


def changed_at(order: Fields) -> datetime | None:
    return order.utc("lastModifiedDate")


def read_order(order: Fields) -> Told:
    """Raises BadField."""
    external_id = order_id_of(order)
    money = Money(order.part("pricingSummary").part("total").currency("currency"))
    doubts: list[str] = []
    lines = tuple(read_lines(order, money, doubts, leaves_here=_leaves_here(order)))
    amounts = _amounts(order, lines, money)
    totals = amounts.totals()
    paid = PAID.get(order.text("orderPaymentStatus") or "")
    payments = tuple(_payments(order, money, totals, paid=bool(paid)))
    draft = OrderDraft(
        external_id=external_id,
        number=external_id,
        known_as=_known_as(order, external_id),
        placed_at=order.utc("creationDate") or order.refuse("creationDate", "is missing"),
        lines=lines,
        buyer=_buyer(order),
        ship_to=_ship_to(order),
        paid=paid,
        paid_at=_paid_at(order) if paid else None,
        cancelled_at=_cancelled_at(order),
        kept_back=WANTS_TO_CANCEL if _cancel_state(order) == "IN_PROGRESS" else "",
        promise_by=min(_ship_by(order), default=None),
        currency=money.currency,
        total_minor=totals.total,
        shipping_minor=amounts.shipping,
        tax_minor=amounts.tax,
        discount_minor=_order_discount(amounts, lines),
        prices_include_tax=totals.prices_include_tax,
        reconciles=totals.reconciles,
        service=_step(order).text("shippingServiceCode"),
        note=order.text("buyerCheckoutNotes"),
        payments=payments,
    )
    return Told(draft, changed_at(order), tuple(doubts))


def _known_as(order: Fields, external_id: str) -> tuple[str, ...]:
    """The ids of before it was paid, and the number by which the orders report tells it until then."""
    record, legacy = order.identifier("salesRecordReference"), order.identifier("legacyOrderId")
    ids = (None if record in NO_RECORD else record, None if legacy == external_id else legacy)
    return tuple(one for one in ids if one)


def _instructions(order: Fields) -> Fields:
    found = order.parts("fulfillmentStartInstructions")
    return found[0] if found else Fields({})


def _step(order: Fields) -> Fields:
    return _instructions(order).part("shippingStep")


def _leaves_here(order: Fields) -> bool:
    return _instructions(order).text("fulfillmentInstructionsType") not in SENT_BY_OTHERS


def _ship_to(order: Fields) -> ContactDraft:
    step = _step(order)
    return with_reference(_contact(step.part("shipTo")), step.identifier("shipToReferenceId"))


def _buyer(order: Fields) -> ContactDraft:
    buyer = order.part("buyer")
    told = _contact(buyer.part("buyerRegistrationAddress"))
    return ContactDraft(name=told.name or buyer.text("username"), email=told.email)


def _contact(told: Fields) -> ContactDraft:
    where = told.part("contactAddress")
    return ContactDraft(
        name=told.text("fullName"),
        company=told.text("companyName"),
        line1=where.text("addressLine1"),
        line2=where.text("addressLine2"),
        city=where.text("city"),
        region=where.text("stateOrProvince") or where.text("county"),
        postcode=where.identifier("postalCode"),
        country=where.text("countryCode"),
        phone=told.part("primaryPhone").identifier("phoneNumber"),
        email=told.text("email"),
    )


def _cancel_state(order: Fields) -> str | None:
    return order.part("cancelStatus").text("cancelState")


def _cancelled_at(order: Fields) -> datetime | None:
    """When that was is not always told: then it is when the order was changed last."""
    if _cancel_state(order) != "CANCELED":
        return None
    status = order.part("cancelStatus")
    ends = [one.utc("cancelCompletedDate") for one in status.parts("cancelRequests")]
    return status.utc("cancelledDate") or max(filter(None, ends), default=None) or changed_at(order)


def _ship_by(order: Fields) -> Iterator[datetime]:
    for line in order.parts("lineItems"):
        if by := line.part("lineItemFulfillmentInstructions").utc("shipByDate"):
            yield by


def _amounts(order: Fields, lines: tuple[LineDraft, ...], money: Money) -> Amounts:
    """Discounts and adjustments are told with or without a minus, so only a discount is known by its name."""
    sums = order.part("pricingSummary")
    goods = [line.line_total_minor for line in lines]
    off = [money.of(sums, name) for name in ("priceDiscount", "deliveryDiscount")]
    return Amounts(
        goods=None if None in goods else sum(filter(None, goods)),
        shipping=money.of(sums, "deliveryCost"),
        tax=money.of(sums, "tax"),
        told=money.of(sums, "total"),
        discount=sum(abs(one) for one in off if one) - (money.of(sums, "adjustment") or 0),
        passed_on=tuple(filter(None, (_collected(order, money), money.of(sums, "fee")))),
    )


def _collected(order: Fields, money: Money) -> int:
    taxes = (tax for line in order.parts("lineItems") for tax in line.parts("ebayCollectAndRemitTaxes"))
    return sum(filter(None, (money.of(tax, "amount") for tax in taxes)))


def _order_discount(amounts: Amounts, lines: tuple[LineDraft, ...]) -> int | None:
    """What is taken off the order beyond what is taken off its lines."""
    return max(0, amounts.discount - sum(line.discount_minor or 0 for line in lines)) or None


def _paid_at(order: Fields) -> datetime | None:
    payments = order.part("paymentSummary").parts("payments")
    days = (one.utc("paymentDate") for one in payments if one.text("paymentStatus") == "PAID")
    return min(filter(None, days), default=None)


def _payments(order: Fields, money: Money, totals: Totals, *, paid: bool) -> Iterator[PaymentDraft]:
    """Payments are told less eBay's fees, so what was paid is the total."""
    summary = order.part("paymentSummary")
    first = next(iter(summary.parts("payments")), Fields({}))
    if paid and totals.total != 0:
        reference, method = first.identifier("paymentReferenceId"), first.text("paymentMethod")
        amount = totals.total if totals.reconciles else None
        yield PaymentDraft("charge", amount, _paid_at(order), reference, method)
    for refund in summary.parts("refunds"):
        if refund.text("refundStatus") in {None, "REFUNDED"}:
            amount = money.of(refund, "amount")
            reference = refund.identifier("refundId") or refund.identifier("refundReferenceId")
            yield PaymentDraft("refund", amount and abs(amount), refund.utc("refundDate"), reference)
