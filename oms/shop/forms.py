"""What an owner says about the shop."""

from __future__ import annotations

from datetime import date, time
from typing import Any, cast

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional, Regexp

from oms.shop.choices import DOTS, PAPERS, WEEKDAYS, countries, currencies, locales, zones
from oms.shop.models import Shop
from oms.shop.service import LONGEST_HANDLING, WORDS, ShopDraft
from oms.web.choices import choices

VERSION = Regexp(r"^[0-9]{1,9}$", message="Reload the page and try again.")
SIZES = {"A4": "A4", "Letter": "Letter (8.5 × 11 inch)"}


def _trimmed(text: str | None) -> str:
    return " ".join((text or "").split())


def _pasted(text: str | None) -> str:
    return (text or "").strip()


def _text(name: str, longest: int, *validators: Any) -> StringField:
    return StringField(WORDS[name], [*validators, Length(max=longest)], filters=[_trimmed])


class ShopForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    version = HiddenField(validators=[VERSION])
    name = _text("name", 80, InputRequired("Give the shop a name."))
    line1 = _text("line1", 120)
    line2 = _text("line2", 120)
    postcode = _text("postcode", 20)
    city = _text("city", 80)
    country = SelectField(WORDS["country"], choices=choices(countries()))
    email = _text("email", 254, Optional(), Email("Write it like hello@example.org."))
    zone = SelectField(WORDS["zone"], choices=choices(zones()))
    currency = SelectField(WORDS["currency"], choices=choices(currencies()))
    locale = SelectField(WORDS["locale"], choices=choices(locales()))
    cut_off = TimeField(WORDS["cut_off"], [InputRequired("Say until when, such as 14:00.")])
    handling_days = IntegerField(
        WORDS["handling_days"],
        [InputRequired("Say how many; 0 is the same day."), NumberRange(0, LONGEST_HANDLING)],
    )
    working_days = SelectMultipleField(
        WORDS["working_days"],
        [InputRequired("Choose at least one working day.")],
        coerce=int,
        choices=choices((str(day), word) for day, word in enumerate(WEEKDAYS, 1)),
    )
    paper = SelectField(WORDS["paper"], choices=choices((size, SIZES[size]) for size in PAPERS))
    printer_dpi = SelectField(
        WORDS["printer_dpi"],
        coerce=int,
        choices=choices((str(dots), f"{dots} dots per inch") for dots in DOTS),
    )
    scan_each = BooleanField("Scan each item of several")
    thanks = _text("thanks", 200)
    returns = TextAreaField(WORDS["returns"], [Length(max=1000)], filters=[_pasted])

    @classmethod
    def of(cls, shop: Shop) -> ShopForm:
        """The form as the shop stands."""
        return cls(formdata=None, obj=shop)

    def seen(self) -> int:
        """The version that the person was looking at."""
        return int(self.version.data or 0)

    def draft(self) -> ShopDraft:
        told = {name: self[name].data for name in WORDS}
        return ShopDraft(
            **told | {"working_days": tuple(told["working_days"]), "cut_off": told["cut_off"] or time()}
        )


class HolidayForm(FlaskForm):  # type: ignore[misc]
    """One day, or all from the first to the last."""

    name = StringField("What it is", [Length(max=80)], filters=[_trimmed])
    first = DateField("Closed on", [InputRequired("Say which day.")])
    last = DateField("Until, for several days", [Optional()])

    def days(self) -> tuple[date, date | None]:
        """The first and the last, of a form that is valid."""
        return cast("date", self.first.data), self.last.data
