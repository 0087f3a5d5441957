"""What people type about themselves and others."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from oms.accounts.roles import ROLES
from oms.accounts.strength import LONGEST, SHORTEST, why_weak_pin

ADDRESS = r"^[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"']+$"
NEW_PASSWORD = {"autocomplete": "new-password", "minlength": SHORTEST}
NO_WAY_IN = "Give an e-mail address, or for a picker a PIN: there has to be a way in."
DIGITS = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 6, "pattern": "[0-9]{4,6}"}


def _name() -> StringField:
    return StringField("Name", [InputRequired("Say who it is."), Length(max=80)], filters=[_strip])


def _email(*before: object) -> EmailField:
    checks = [*before, Length(max=254), Regexp(ADDRESS, message="This is no e-mail address.")]
    return EmailField("E-mail address", checks, filters=[_strip], render_kw={"autocomplete": "username"})


def _new_password(label: str) -> PasswordField:
    hint = f"At least {SHORTEST} characters. A short sentence is a good one."
    checks = [InputRequired("Choose a password."), Length(max=LONGEST)]
    return PasswordField(label, checks, description=hint, render_kw=NEW_PASSWORD)


def _strip(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    email = EmailField(
        "E-mail address", [InputRequired("Type your e-mail address.")], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        "Password",
        [InputRequired("Type your password."), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class OwnerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The first owner of the shop."""

    name = _name()
    email = _email(InputRequired("Type your e-mail address."))
    password = _new_password("Password")


class InvitedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Somebody who was given a link."""

    password = _new_password("Password")


class PersonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Somebody new. Without an e-mail address it is a picker who works by PIN."""

    name = _name()
    email = _email(Optional())
    role = RadioField("May do", choices=list(ROLES))  # type: ignore[arg-type]  # the stubs do not know plain words
    pin = StringField("PIN for the shared tablet", [Optional()], render_kw=DIGITS)

    def validate_pin(self, field: StringField) -> None:
        _strong_pin(field)

    def validate(self, extra_validators: Any = None) -> bool:
        if super().validate(extra_validators) and not self.email.data and not self.pin.data:
            self.email.errors = [NO_WAY_IN]
        return not self.errors


class RoleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    role = RadioField("May do", choices=list(ROLES))  # type: ignore[arg-type]  # the stubs do not know plain words


class PinForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A new PIN."""

    pin = StringField(
        "New PIN", [InputRequired("Type 4 to 6 digits.")], description="4 to 6 digits.", render_kw=DIGITS
    )

    def validate_pin(self, field: StringField) -> None:
        _strong_pin(field)


class PinPadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The PIN of whoever takes the tablet over."""

    pin = PasswordField("PIN", [InputRequired("Type your PIN."), Length(max=6)], render_kw=DIGITS)


class PasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    present = PasswordField(
        "Present password",
        [InputRequired("Type your present password."), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    password = _new_password("New password")


def _strong_pin(field: StringField) -> None:
    weak = why_weak_pin(field.data or "") if field.data else None
    if weak:
        raise ValidationError(weak)
