"""Money as Etsy's API tells it, `{amount, divisor, currency_code}`, and what the parts of a receipt come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from oms.core.money import minor
from oms.reading.amounts import MOST_MINOR_UNITS
from oms.reading.fields import Fields


@dataclass(frozen=True, slots=True)
class Money:
    """The amounts of a receipt in minor units; None where it does not say."""

    currency: str | None
    subtotal: int | None
    shipping: int | None
    tax: int | None
    vat: int | None
    wrapping: int | None
    discount: int | None
    total: int | None

    @property
    def reconciles(self) -> bool:
        """False only where they contradict each other. The tax on value may be in the prices or on top."""
        if None in {self.subtotal, self.shipping, self.total}:
            return True
        known = (self.subtotal, self.shipping, self.tax, self.wrapping)
        sums = sum(amount for amount in known if amount is not None)
        return self.total in {sums, sums + (self.vat or 0)}

    @staticmethod
    def amount(told: Fields, name: str, currency: str | None) -> int | None:
        """Unknown in another currency, or where it is no whole number of minor units."""
        money = told.part(name)
        amount, divisor = money.whole("amount"), money.whole("divisor")
        if amount is None or currency is None or money.currency("currency_code") != currency:
            return None
        if divisor is None or not 0 < divisor <= 1_000_000 or abs(amount) > MOST_MINOR_UNITS:
            money.refuse("divisor", "makes no amount of money")
        try:
            return minor(Decimal(amount) / Decimal(divisor), currency)
        except ValueError:
            return None


def money_of(receipt: Fields) -> Money:
    currency = receipt.part("grandtotal").currency("currency_code")

    def told(name: str) -> int | None:
        return Money.amount(receipt, name, currency)

    return Money(
        currency=currency,
        subtotal=told("subtotal"),
        shipping=told("total_shipping_cost"),
        tax=told("total_tax_cost"),
        vat=told("total_vat_cost"),
        wrapping=told("gift_wrap_price"),
        discount=told("discount_amt"),
        total=told("grandtotal"),
    )
