"""What is typed at the bench, and about boxes."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from oms.packing import boxes
from oms.packing.boxes import KINDS, LONGEST_MM, BoxDraft
from oms.packing.sealing import HEAVIEST_G
from oms.web.choices import choices

MOST = 100_000
VERSION = Regexp(r"^[0-9]{1,9}$", message="Reload the page and try again.")
A_SIDE = NumberRange(1, LONGEST_MM, f"Between 1 and {LONGEST_MM} mm.")


def _trimmed(text: str | None) -> str:
    return " ".join((text or "").split())


class QuantityForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    sku_id = IntegerField(validators=[InputRequired("Reload the page and try again.")])
    quantity = IntegerField(
        "How many", [InputRequired("Say how many."), NumberRange(1, MOST, "Say how many, at least one.")]
    )


class SealForm(FlaskForm):  # type: ignore[misc]
    """Without a box it goes as it is; without a weight nobody knows it."""

    packaging_id = IntegerField(validators=[Optional()])
    weight_g = IntegerField(
        "Weight in grams",
        [Optional(), NumberRange(1, HEAVIEST_G, f"Between 1 and {HEAVIEST_G} g, or leave it empty.")],
    )


class BoxForm(FlaskForm):  # type: ignore[misc]
    """`version` is what the person was looking at; a box that is not there yet has none."""

    version = HiddenField(default="0", validators=[VERSION])
    name = StringField(
        "Name", [InputRequired("Give it a name, such as Box M."), Length(max=80)], filters=[_trimmed]
    )
    kind = SelectField("Kind", choices=choices(KINDS.items()))
    length_mm = IntegerField("Length", [Optional(), A_SIDE])
    width_mm = IntegerField("Width", [Optional(), A_SIDE])
    height_mm = IntegerField("Height", [Optional(), A_SIDE])
    tare_g = IntegerField("Weight when empty, in grams", [Optional(), NumberRange(0, boxes.HEAVIEST_G)])

    def draft(self) -> BoxDraft:
        sides = (self.length_mm.data, self.width_mm.data, self.height_mm.data)
        return BoxDraft(self.name.data or "", self.kind.data, *sides, self.tare_g.data or 0)

    def seen(self) -> int:
        return int(self.version.data or 0)
