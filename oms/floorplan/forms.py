"""What people type about sites, bins and shelving."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from oms.floorplan.laying_out import BinDraft, aisle_names, shelving
from oms.floorplan.service import FARTHEST, LONGEST, MOST_AT_ONCE

MOST_BAYS, MOST_LEVELS = 200, 20
VERSION = Regexp(r"^[0-9]{1,9}$", message="Reload the page and try again.")
POINT = [Optional(), NumberRange(0, FARTHEST, f"A number from 0 to {FARTHEST}.")]


def _trimmed(text: str | None) -> str:
    return " ".join((text or "").split())


class SiteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    name = StringField("Name", [InputRequired("Give the site a name."), Length(max=80)], filters=[_trimmed])


class RenameForm(SiteForm):
    """`seen` is the name that stood there when the page was opened."""

    seen = HiddenField(validators=[InputRequired("Reload the page and try again.")])


class NewBinForm(FlaskForm):  # type: ignore[misc]
    """A bin that is not there yet."""

    code = StringField(
        "Code",
        [InputRequired("Give the bin a code, such as A-01-1."), Length(max=LONGEST)],
        filters=[_trimmed],
    )
    barcode = StringField("Barcode", [Length(max=LONGEST)], filters=[_trimmed])
    x = IntegerField("From the left, in cm", POINT)
    y = IntegerField("From the front, in cm", POINT)


class BinForm(NewBinForm):
    """A bin that others may change meanwhile."""

    version = HiddenField(validators=[VERSION])

    def seen(self) -> int:
        """The version that the person was looking at."""
        return int(self.version.data or 0)


class ShelvingForm(FlaskForm):  # type: ignore[misc]
    """Shelves in rows: aisles, bays along them, levels above each other."""

    aisles = StringField(
        "Aisles", [InputRequired("Say which aisles, such as A-D."), Length(max=200)], filters=[_trimmed]
    )
    first = IntegerField("First bay", [InputRequired("Say where to begin."), NumberRange(1, MOST_BAYS)])
    last = IntegerField("Last bay", [InputRequired("Say where to end."), NumberRange(1, MOST_BAYS)])
    levels = IntegerField("Levels", [InputRequired("Say how many."), NumberRange(1, MOST_LEVELS)])

    def validate_aisles(self, field: StringField) -> None:
        try:
            aisle_names(field.data or "")
        except ValueError as error:
            raise ValidationError(f"Write A-D, or A, B, C, or 1-12: {error}.") from error

    def validate_last(self, _field: IntegerField) -> None:
        if self.first.errors or self.last.errors:
            return
        if not self._bays():
            raise ValidationError("The last bay comes after the first one.")
        if self._many() > MOST_AT_ONCE:
            raise ValidationError(f"That would be {self._many()} bins; at most {MOST_AT_ONCE} at once.")

    def _bays(self) -> range:
        return range(self.first.data or 1, (self.last.data or 0) + 1)

    def _many(self) -> int:
        aisles = 1 if self.aisles.errors else len(aisle_names(self.aisles.data or ""))
        return aisles * len(self._bays()) * (self.levels.data or 1)

    def drafts(self, standing: dict[str, int]) -> list[BinDraft]:
        """The bins that were described, beside the aisles that stand already."""
        aisles = aisle_names(self.aisles.data or "")
        return list(shelving(aisles, self._bays(), self.levels.data or 1, standing))
