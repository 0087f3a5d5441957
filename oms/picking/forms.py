"""What a picker types."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

MOST = 100_000


class QuantityForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    quantity = IntegerField("How many", [InputRequired("Say how many."), NumberRange(0, MOST)])
