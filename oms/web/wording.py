"""What a form says of a field where its author said nothing: in the shop's words, not those of a library."""

from __future__ import annotations

from flask import Flask
from flask_wtf import FlaskForm

SENTENCES = {
    "Field cannot be longer than %(max)d character.": "This is too long: at most %(max)d character.",
    "Field cannot be longer than %(max)d characters.": "This is too long: at most %(max)d characters.",
    "Field must be between %(min)d and %(max)d characters long.": "This has %(min)d to %(max)d characters.",
    "Field must be exactly %(max)d characters long.": "This has exactly %(max)d characters.",
    "Invalid Choice: could not coerce.": "Choose one of these.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Choose some of these.",
    "'%(value)s' is not a valid choice for this field.": "Choose some of these.",
    "'%(value)s' are not valid choices for this field.": "Choose some of these.",
    "Not a valid choice.": "Choose one of these.",
    "Invalid email address.": "This is no e-mail address.",
    "Invalid input.": "This cannot be right. Look at it again.",
    "Not a valid date value.": "Write a day, such as 24 December 2026.",
    "Not a valid datetime value.": "Write a day and a time.",
    "Not a valid time value.": "Write a time, such as 14:00.",
    "Not a valid integer value.": "Type a whole number.",
    "Not a valid decimal value.": "Type a number.",
    "Number must be at least %(min)s.": "Type a number from %(min)s on.",
    "Number must be at most %(max)s.": "Type a number up to %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Type a number from %(min)s to %(max)s.",
    "This field is required.": "This is needed.",
}


class Sentences:
    """Stands where a library looks for translations."""

    def gettext(self, text: str) -> str:
        return SENTENCES.get(text, text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


def prepare(_app: Flask) -> None:
    """Flask-WTF has no setting for them."""
    FlaskForm.Meta.get_translations = lambda _meta, _form: Sentences()
