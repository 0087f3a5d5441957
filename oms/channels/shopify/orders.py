"""One order as Shopify tells it by itself: the body of a webhook, or what its API gave, in the same words.

Amounts are those of the shop's books. The total is what was asked for before anything went back, and the
discount is all that was taken off, as it is in the sum that the customer saw.
"""

from __future__ import annotations

from collections.abc import Iterator

from oms.channels.countries import country_code
from oms.channels.events import Told, Unreadable
from oms.channels.shopify.drafting import PAID_BY_STATUS
from oms.channels.shopify.line_items import is_edited, to_lines
from oms.channels.shopify.reconciling import Totals
from oms.channels.shopify.refunds import to_payments
from oms.channels.shopify.values import id_of, shop_money, together
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft, PaymentDraft
from oms.reading.fields import BadField, Fields

TEST = "This is a test order: it was paid with a test gateway, and nobody waits for it."
EXTRAS = ("current_total_duties", "total_tip_received", "original_total_additional_fees")


def to_told(order: Fields) -> Told:
    """Raises Unreadable, and BadField where a field cannot be believed."""
    currency = order.currency("currency")
    lines = to_lines(order, currency)
    if not lines:
        raise Unreadable("The order has no lines.")
    return Told(
        _draft(order, currency, lines),
        version=order.utc("updated_at"),
        doubts=(TEST,) if order.flag("test") else (),
    )


def _draft(order: Fields, currency: str | None, lines: tuple[LineDraft, ...]) -> OrderDraft:
    external_id, status = id_of(order), (order.text("financial_status") or "").casefold()
    totals = _totals(order, currency, lines)
    return OrderDraft(
        external_id=external_id,
        number=order.identifier("name") or external_id,
        placed_at=order.utc("created_at") or order.refuse("created_at", "is missing"),
        lines=lines,
        buyer=_buyer(order),
        ship_to=_contact(order.part("shipping_address")),
        paid=PAID_BY_STATUS.get(status),
        cancelled_at=order.utc("cancelled_at"),
        currency=currency,
        total_minor=totals.total,
        shipping_minor=_shipping(order, currency),
        tax_minor=totals.tax,
        discount_minor=shop_money(order, "total_discounts", currency),
        prices_include_tax=order.flag("taxes_included"),
        reconciles=_reconciles(order, totals),
        service=next((line.text("title") for line in order.parts("shipping_lines")), None),
        note="\n".join(_note(order)) or None,
        payments=tuple(_payments(order, status, totals.total, currency)),
    )


def _buyer(order: Fields) -> ContactDraft:
    billing, customer = order.part("billing_address"), order.part("customer")
    return _contact(
        billing,
        name=_name(billing) or _name(customer.part("default_address")) or _name(customer),
        email=order.text("email") or order.text("contact_email") or customer.text("email"),
        phone=order.text("phone") or billing.text("phone") or customer.text("phone"),
    )


def _contact(
    told: Fields, *, name: str | None = None, email: str | None = None, phone: str | None = None
) -> ContactDraft:
    return ContactDraft(
        name=name or _name(told),
        company=told.text("company"),
        line1=told.text("address1"),
        line2=told.text("address2"),
        city=told.text("city"),
        region=told.text("province_code") or told.text("province"),
        postcode=told.text("zip"),
        country=country_code(told.text("country_code") or told.text("country") or ""),
        phone=phone or told.text("phone"),
        email=email,
    )


def _name(told: Fields) -> str | None:
    parts = (told.text("first_name"), told.text("last_name"))
    return told.text("name") or " ".join(filter(None, parts)) or None


def _note(order: Fields) -> Iterator[str]:
    """What the customer wrote, on the order and on its lines, such as an engraving."""
    if note := order.text("note"):
        yield note
    yield from _answers(order, "note_attributes")
    for line in order.parts("line_items"):
        for answer in _answers(line, "properties"):
            yield f"{line.text('name') or line.text('title')}: {answer}"


def _answers(told: Fields, name: str) -> Iterator[str]:
    """Names that begin with an underscore are notes of the web shop to itself."""
    for answer in told.parts(name):
        asked = answer.text("name") or ""
        if not asked.startswith("_") and (said := _said(answer)):
            yield f"{asked}: {said}"


def _said(answer: Fields) -> str | None:
    try:
        return answer.text("value")
    except BadField:
        return "(an answer that is no text: look it up in Shopify)"


def _totals(order: Fields, currency: str | None, lines: tuple[LineDraft, ...]) -> Totals:
    """The lines are compared only as long as the order is what its totals were made for."""
    gross = [line.line_total_minor for line in lines]
    return Totals(
        gross=None if None in gross or is_edited(order) else sum(filter(None, gross)),
        line_discounts=0,
        order_discount=shop_money(order, "total_discounts", currency) or 0,
        refunded=0,
        subtotal=shop_money(order, "subtotal_price", currency),
        shipping=_shipping(order, currency, after_discounts=True),
        tax=shop_money(order, "total_tax", currency),
        duties=sum(shop_money(order, name, currency) or 0 for name in EXTRAS),
        total=shop_money(order, "total_price", currency),
    )


def _reconciles(order: Fields, totals: Totals) -> bool:
    """False where the totals contradict each other, given that we know whether prices include tax."""
    inside = order.flag("taxes_included")
    held = totals.holds_with_tax_inside if inside else totals.holds_with_tax_on_top
    return held is not False and totals.reconciles


def _shipping(order: Fields, currency: str | None, *, after_discounts: bool = False) -> int | None:
    """The whole of it as told, else what its lines come to."""
    name = "discounted_price" if after_discounts else "price"
    lines = [shop_money(line, name, currency) for line in order.parts("shipping_lines")]
    summed = together(order, "shipping_lines", lines) if lines else None
    told = shop_money(order, "total_shipping_price", currency)
    return summed if after_discounts and summed is not None else _first(told, summed)


def _first(*amounts: int | None) -> int | None:
    return next((amount for amount in amounts if amount is not None), None)


def _payments(order: Fields, status: str, total: int | None, currency: str | None) -> Iterator[PaymentDraft]:
    """What came in, where all of it did, and each refund. A refund of which nothing is told is still one."""
    method = ", ".join(order.texts("payment_gateway_names")) or order.text("gateway")
    if PAID_BY_STATUS.get(status) and total != 0:
        yield PaymentDraft("charge", total, None, None, method)
    refunds = to_payments(order.parts("refunds"), currency)
    yield from refunds
    if "refunded" in status and not refunds:
        yield PaymentDraft("refund", None, None, None, method)
