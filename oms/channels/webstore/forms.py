"""What the owner says of a token."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from oms.channels.webstore.calls import SCOPES


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class TokenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    name = StringField(
        "Which program will use it",
        filters=[_trimmed],
        validators=[InputRequired("Give it a name, to know later which one it was."), Length(max=80)],
    )
    orders_write = BooleanField(SCOPES["orders:write"])
    orders_read = BooleanField(SCOPES["orders:read"])
    stock_read = BooleanField(SCOPES["stock:read"])

    def scopes(self) -> tuple[str, ...]:
        """What it may, by the names that the API gives it."""
        return tuple(scope for scope in SCOPES if self[scope.replace(":", "_")].data)
