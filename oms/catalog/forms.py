"""What people type about products, SKUs and barcodes."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from oms.catalog.service import SkuDraft

HEAVIEST = 1_000_000
VERSION = Regexp(r"^[0-9]{1,9}$", message="Reload the page and try again.")


def _trimmed(text: str | None) -> str:
    return " ".join((text or "").split())


def _pasted(text: str | None) -> str:
    return (text or "").strip()


class Opened(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form on something that others may change meanwhile."""

    version = HiddenField(validators=[VERSION])

    def seen(self) -> int:
        """The version that the person was looking at."""
        return int(self.version.data or 0)


class ProductForm(Opened):
    name = StringField("Name", [InputRequired("Give it a name."), Length(max=200)], filters=[_trimmed])
    description = TextAreaField("Description", [Length(max=2000)], filters=[_pasted])


class SkuFields(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What is said of a SKU, new or not."""

    code = StringField("SKU", [InputRequired("Give it a SKU."), Length(max=80)], filters=[_trimmed])
    variant = StringField("Variant", [Length(max=120)], filters=[_trimmed])
    weight_g = IntegerField("Weight in grams", [Optional(), NumberRange(0, HEAVIEST)])
    scannable = BooleanField("It carries a barcode", default=True)

    def draft(self) -> SkuDraft:
        return SkuDraft(
            self.code.data or "", self.variant.data or "", self.scannable.data, self.weight_g.data
        )


class SkuForm(Opened, SkuFields):
    """A SKU that is there; its barcodes are kept apart."""


class NewSkuForm(SkuFields):
    """A SKU that is not there yet, with the barcode that is printed on it."""

    barcode = StringField("Barcode", [Length(max=80)], filters=[_trimmed])


class NewProductForm(NewSkuForm):
    """A product with its first SKU."""

    name = StringField("Name", [InputRequired("Give it a name."), Length(max=200)], filters=[_trimmed])
    description = TextAreaField("Description", [Length(max=2000)], filters=[_pasted])


class BarcodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    barcode = StringField(
        "Barcode", [InputRequired("Scan or type the barcode."), Length(max=80)], filters=[_trimmed]
    )
    quantity = IntegerField(
        "Counts for", [InputRequired("Say how many."), NumberRange(1, 100_000)], default=1
    )


class PictureForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    picture = FileField("Picture", [FileRequired("Choose a picture first.")])
