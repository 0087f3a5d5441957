"""What people type about an order."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from babel.numbers import NumberFormatError, parse_decimal
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from oms.core.money import minor, written
from oms.orders.drafts import ContactDraft
from oms.orders.headline import HOLDS
from oms.web.choices import choices
from oms.web.times import this_century

BY_HAND = ("manual", "customer", "fraud", "address")


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class HoldForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    reason = SelectField("Why", choices=choices((code, HOLDS[code].capitalize()) for code in BY_HAND))
    detail = StringField("More about it", filters=[_trimmed], validators=[Length(max=300)])


class ReleaseForm(FlaskForm):  # type: ignore[misc]
    reason = StringField(
        "Why it may go on",
        filters=[_trimmed],
        validators=[DataRequired("Say why it may go on."), Length(max=300)],
    )


class CancelForm(FlaskForm):  # type: ignore[misc]
    reason = StringField(
        "Why", filters=[_trimmed], validators=[DataRequired("Say why it is cancelled."), Length(max=300)]
    )


class CancelLineForm(FlaskForm):  # type: ignore[misc]
    quantity = IntegerField("How many", validators=[InputRequired("Say how many."), NumberRange(min=1)])


class NoteForm(FlaskForm):  # type: ignore[misc]
    text = TextAreaField(
        "Note", filters=[_trimmed], validators=[DataRequired("Write something first."), Length(max=2000)]
    )


HIGHEST = 10**12
AGAIN = "Reload the page and try again."
SEEN = (InputRequired(AGAIN), Regexp(r"\A[0-9]{1,9}\Z", message=AGAIN))


class PromiseForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField(validators=SEEN)
    promise_by = DateTimeLocalField(
        "Leaves by", format="%Y-%m-%dT%H:%M", validators=[InputRequired("Say when it leaves."), this_century]
    )

    def moment(self, zone: ZoneInfo) -> datetime:
        """What was written on the shop's clock, as a moment."""
        return cast("datetime", self.promise_by.data).replace(tzinfo=zone).astimezone(UTC)


class PaymentForm(FlaskForm):  # type: ignore[misc]
    """An amount as the shop writes it (`12.50`, `12,50`); empty is "unknown"."""

    amount = StringField("Amount", filters=[_trimmed])
    method = StringField("How it was paid", filters=[_trimmed], validators=[Length(max=60)])
    reference = StringField("Reference", filters=[_trimmed], validators=[Length(max=120)])
    settles = BooleanField("That is enough, also if it is less: the order may go on")

    def __init__(self, currency: str | None, locale: str, **options: Any) -> None:
        super().__init__(**options)
        self.currency, self.locale = currency, locale

    def fill_in(self, amount_minor: int | None) -> None:
        """Begin with this amount, written as the shop writes it."""
        if amount_minor and self.currency:
            self.amount.data = written(amount_minor, self.currency, self.locale)

    def validate_amount(self, field: StringField) -> None:
        if not field.data:
            return
        if self.currency is None:
            raise ValidationError("The channel did not say the currency; leave the amount empty.")
        try:
            amount = self.amount_minor()
        except (NumberFormatError, ArithmeticError, ValueError) as error:
            raise ValidationError("Write the amount like 12.50.") from error
        if amount is not None and amount <= 0:
            raise ValidationError("An amount is more than nothing.")
        if amount is not None and amount > HIGHEST:
            raise ValidationError("That is more than an order can cost.")

    def told(self) -> dict[str, Any]:
        return {"reference": self.reference.data or None, "method": self.method.data or None}

    def amount_minor(self) -> int | None:
        if not self.amount.data or self.currency is None:
            return None
        return minor(Decimal(parse_decimal(self.amount.data, locale=self.locale, strict=True)), self.currency)


class AddressForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField(validators=SEEN)
    name = StringField("Name", filters=[_trimmed], validators=[Length(max=120)])
    company = StringField("Company", filters=[_trimmed], validators=[Length(max=120)])
    line1 = StringField("Street and number", filters=[_trimmed], validators=[Length(max=200)])
    line2 = StringField("Second line", filters=[_trimmed], validators=[Length(max=200)])
    line3 = StringField("Third line", filters=[_trimmed], validators=[Length(max=200)])
    city = StringField("Town", filters=[_trimmed], validators=[Length(max=120)])
    region = StringField("Region", filters=[_trimmed], validators=[Length(max=120)])
    postcode = StringField("Postcode", filters=[_trimmed], validators=[Length(max=20)])
    country = StringField(
        "Country (two letters)", filters=[_trimmed], validators=[Optional(), Length(min=2, max=2)]
    )
    phone = StringField("Phone", filters=[_trimmed], validators=[Length(max=40)])
    email = StringField("E-mail", filters=[_trimmed], validators=[Optional(), Email(), Length(max=254)])

    def draft(self) -> ContactDraft:
        names = ContactDraft.__dataclass_fields__
        values = {name: self[name].data or None for name in names}
        values["country"] = values["country"].upper() if values["country"] else None
        return ContactDraft(**values)
