"""A browser for tests: it fills in the token of the form as a page would."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from oms.accounts.signing_in import start
from oms.core import clock
from oms.web.auth import ACTIVE, TOKEN
from oms.web.headers import CHANGING


class Browser(FlaskClient):
    """`careless` sends forms as they are, without the token."""

    careless = False

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if kwargs.get("method") in CHANGING and not self.careless:
            kwargs["headers"] = {"X-CSRFToken": self.form_token()} | dict(kwargs.get("headers") or {})
        return super().open(*args, **kwargs)

    def sign_in(self, user_id: int) -> str:
        """As this person; the token that the browser carries."""
        with self.application.app_context():
            token = start(user_id)
        with self.session_transaction() as session:
            session.permanent = True
            session[TOKEN], session[ACTIVE] = token, int(clock.now().timestamp())
        return token

    def form_token(self) -> str:
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", "f" * 40)
        return str(
            URLSafeTimedSerializer(self.application.secret_key or "", salt="wtf-csrf-token").dumps(raw)
        )
