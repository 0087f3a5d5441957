"""What people type about parcels."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from oms.shipping.carriers.names import CARRIERS
from oms.web.choices import choices
from oms.web.times import this_century


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class ManifestForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    carrier = StringField(
        "Which carrier comes",
        filters=[_trimmed],
        validators=[InputRequired("Say which carrier comes."), Length(max=60)],
        render_kw={"list": "carriers"},
    )


class TrackingForm(FlaskForm):  # type: ignore[misc]
    number = StringField(
        "Tracking number",
        filters=[_trimmed],
        validators=[InputRequired("Scan or type the number."), Length(max=80)],
    )
    carrier = SelectField(
        "Carrier",
        choices=choices([("", "as the number says"), *((c.code, c.name) for c in CARRIERS.values())]),
    )


class DeliveredForm(FlaskForm):  # type: ignore[misc]
    at = DateTimeLocalField(
        "When", format="%Y-%m-%dT%H:%M", validators=[InputRequired("Say when."), this_century]
    )
