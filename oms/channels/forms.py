"""What people type about channels, and the orders that they take by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import NumberFormatError, parse_decimal
from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional, Regexp

from oms.channels.kinds import account_kinds, find_kind
from oms.channels.models import Channel
from oms.channels.setting_up import WORDS as CHANGED
from oms.core import clock
from oms.core.digits import is_whole
from oms.core.errors import WrongInput
from oms.core.money import minor
from oms.orders.drafts import ContactDraft
from oms.orders.placing import Part
from oms.reading.decoding import LABELS
from oms.web.choices import choices

Item = tuple[int, int, int | None]
VERSION = Regexp(r"\A[0-9]{1,9}\Z", message="Reload the page and try again.")
HIGHEST_PRICE = 10**12
FIRST_DAY = date(2000, 1, 1)
MOST_UNITS = 1_000_000
ENCODINGS = {code: LABELS[code] for code in ("cp1252", "cp932")}


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class ChannelForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    version = HiddenField(default="0", filters=[str], validators=[VERSION])
    kind = SelectField("Kind", choices=choices(()))
    account = StringField(
        "Name of the account",
        filters=[_trimmed],
        validators=[InputRequired("Give it a name."), Length(max=80)],
    )
    release_unpaid = BooleanField("Pick its orders before they are paid")
    cut_off = TimeField("Orders until", validators=[Optional()])
    handling_days = IntegerField("Days to get ready", validators=[Optional(), NumberRange(min=0, max=60)])
    stock_buffer = IntegerField("Keep back", validators=[Optional(), NumberRange(min=0, max=MOST_UNITS)])
    stock_cap = IntegerField(
        "Never say more than", validators=[Optional(), NumberRange(min=0, max=MOST_UNITS)]
    )
    legacy_encoding = SelectField("Files that are not UTF-8 are", choices=choices(ENCODINGS.items()))

    @classmethod
    def to_add(cls) -> ChannelForm:
        """To add one: the rest is asked once it is there."""
        form = cls()
        form.kind.choices = choices((kind.code, kind.label) for kind in account_kinds())
        del form.legacy_encoding, form.stock_buffer, form.stock_cap
        return form

    @classmethod
    def of(cls, channel: Channel) -> ChannelForm:
        """To change one: of which kind it is cannot be changed, and the shop's own has no account or files."""
        form = cls(obj=channel)
        del form.kind
        if channel.is_own:
            del form.account
        if channel.kind != "amazon":
            del form.legacy_encoding
        if find_kind(channel.kind).waits_for_money:
            del form.release_unpaid
        if not find_kind(channel.kind).learns_stock:
            del form.stock_buffer, form.stock_cap
        return form

    def said(self, channel: Channel) -> dict[str, Any]:
        """What was typed; what the form does not ask for stays as it is."""
        said = {name: self[name].data if name in self else getattr(channel, name) for name in CHANGED}
        return said | {"stock_buffer": said["stock_buffer"] or 0}


class LookForm(FlaskForm):  # type: ignore[misc]
    """From which day on the orders of an account are looked through."""

    since = DateField("Changed since", validators=[Optional()])

    def began_at(self, zone: str) -> datetime | None:
        """When that day began; None where no day was chosen. Raises WrongInput."""
        day = self.since.data if self.validate() else None
        if self.errors or (day and not FIRST_DAY <= day <= clock.now().date()):
            raise WrongInput("Choose a day that was, such as yesterday.")
        return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) if day else None


class ManualOrderForm(FlaskForm):  # type: ignore[misc]
    """An order by phone or at the counter; its items come as lists of fields."""

    kind = SelectField("How", choices=choices([("phone", "By phone"), ("counter", "At the counter")]))
    name = StringField("Name", filters=[_trimmed], validators=[Length(max=120)])
    company = StringField("Company", filters=[_trimmed], validators=[Length(max=120)])
    line1 = StringField("Street and number", filters=[_trimmed], validators=[Length(max=200)])
    line2 = StringField("Second line", filters=[_trimmed], validators=[Length(max=200)])
    postcode = StringField("Postcode", filters=[_trimmed], validators=[Length(max=20)])
    city = StringField("Town", filters=[_trimmed], validators=[Length(max=120)])
    region = StringField("Region", filters=[_trimmed], validators=[Length(max=120)])
    country = StringField("Country", filters=[_trimmed], validators=[Optional(), Length(min=2, max=2)])
    email = StringField("E-mail", filters=[_trimmed], validators=[Optional(), Email(), Length(max=254)])
    phone = StringField("Phone", filters=[_trimmed], validators=[Length(max=40)])
    note = TextAreaField("What the customer said", filters=[_trimmed], validators=[Length(max=2000)])
    paid = BooleanField("Paid already")

    def customer(self) -> ContactDraft:
        names = ("name", "company", "line1", "line2", "postcode", "city", "region", "email", "phone")
        values = {name: self[name].data or None for name in names}
        return ContactDraft(**values, country=(self.country.data or "").upper() or None)


def items(currency: str, locale: str) -> tuple[Item, ...]:
    """The items of the form: SKU, how many, and the price of one or None. Raises WrongInput."""
    skus, quantities = request.form.getlist("sku_id"), request.form.getlist("quantity")
    prices = request.form.getlist("price")
    if not skus or len(skus) != len(quantities) or len(prices) not in {0, len(skus)}:
        raise WrongInput("Add at least one item.")
    prices = prices or [""] * len(skus)
    return tuple(
        (_whole(sku), _whole(quantity), _price(price, currency, locale))
        for sku, quantity, price in zip(skus, quantities, prices, strict=True)
    )


def parts() -> tuple[Part, ...]:
    """The SKUs that a name stands for, and how many of each. Raises WrongInput."""
    pairs = zip(request.form.getlist("sku_id"), request.form.getlist("quantity"), strict=False)
    found = tuple(Part(_whole(sku), _whole(quantity)) for sku, quantity in pairs)
    if not found:
        raise WrongInput("Choose what it is first.")
    return found


def seen_parts() -> tuple[Part, ...]:
    """What the page showed as the meaning of the name, as `12:1 14:2`. Raises WrongInput."""
    pairs = (pair.partition(":") for pair in request.form.get("seen", "").split())
    return tuple(Part(_whole(sku), _whole(quantity)) for sku, _, quantity in pairs)


def _whole(text: str) -> int:
    if not (is_whole(text) and 0 < int(text) < 1_000_000):
        raise WrongInput("How many has to be a whole number from 1 on.")
    return int(text)


def _price(text: str, currency: str, locale: str) -> int | None:
    if not text.strip():
        return None
    try:
        amount: Any = parse_decimal(text.strip(), locale=locale, strict=True)
        price = minor(Decimal(amount), currency)
    except (NumberFormatError, ArithmeticError, ValueError) as error:
        raise WrongInput("Write a price like 12.50.") from error
    if price < 0:
        raise WrongInput("A price is not below zero.")
    if price > HIGHEST_PRICE:
        raise WrongInput("Write a price like 12.50.")
    return price
