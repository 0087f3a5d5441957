"""What people type about stock."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from oms.inventory.keeping import GAINS, LOSSES
from oms.web.choices import choices

MOST = 1_000_000
REASONS = {**LOSSES, **GAINS}


def _trimmed(text: str | None) -> str:
    return " ".join((text or "").split())


class WholeNumber(IntegerField):
    """Pieces. There is no half of one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Type a whole number.") from error


def between(least: int) -> NumberRange:
    return NumberRange(least, MOST, f"At least {least}, and at most a million.")


class OneOfASku(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """So many of a SKU at a bin, named by its code or scanned."""

    place = StringField("Bin", [InputRequired("Say which bin."), Length(max=60)], filters=[_trimmed])
    quantity = WholeNumber("How many", [InputRequired("Say how many."), between(1)])
    note = StringField("Note", [Length(max=200)], filters=[_trimmed])


class ReceiveForm(OneOfASku):
    """Goods that came in."""


class AdjustForm(OneOfASku):
    way = RadioField("There are", choices=choices([("fewer", "fewer"), ("more", "more")]), default="fewer")
    reason = SelectField("Why", choices=choices(REASONS.items()), default="damaged")

    def difference(self) -> int:
        return (self.quantity.data or 0) * (1 if self.way.data == "more" else -1)


class MoveForm(OneOfASku):
    target = StringField("To bin", [InputRequired("Say to which bin."), Length(max=60)], filters=[_trimmed])


class SellForm(OneOfASku):
    """A sale over the counter."""


class CountForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    place = StringField("Bin", [InputRequired("Say which bin."), Length(max=60)], filters=[_trimmed])
    counted = WholeNumber("Counted", [InputRequired("Say how many you counted."), between(0)])
    back = HiddenField()


class PutBackForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    tote_id = IntegerField(validators=[InputRequired(), NumberRange(1, 10**18)])
    place = StringField(
        "Into which bin", [InputRequired("Say into which bin."), Length(max=60)], filters=[_trimmed]
    )
    quantity = WholeNumber("How many", [InputRequired("Say how many."), between(1)])
