"""The tokens of a web store, for the owner: made, shown once, revoked."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, g, url_for

from oms.channels.models import Channel
from oms.channels.queries import find_channel
from oms.channels.webstore.blueprint import bp
from oms.channels.webstore.forms import TokenForm
from oms.channels.webstore.tokens import HINT, digest_of, make_token, new_secret, revoke_token, tokens_of
from oms.core.errors import Missing, Refused, UsedAlready
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does

MADE = "This token was made already, and is shown only once. Revoke it and make another one if you did not copy it."


@bp.get("/channels/<int:channel_id>/tokens")
@needs("settings.see")
def tokens(channel_id: int) -> Response:
    return _tokens(_store(channel_id), _new_form())


@bp.post("/channels/<int:channel_id>/tokens")
@needs("settings.change")
@does(make_token)
def make(channel_id: int) -> Response:
    store, form, secret = _store(channel_id), TokenForm(), new_secret()
    if not form.validate_on_submit():
        return _tokens(store, form, 422)
    told = (form.name.data or "", form.scopes(), digest_of(secret), secret[-HINT:])
    try:
        make_token(channel_id, *told, by=g.by)
    except UsedAlready:
        return _tokens(store, form, 409, Refused(MADE))
    except Refused as refusal:
        return _tokens(store, form, refusal.status, refusal)
    flash(f"The token for {told[0]} works from now on.", g.by.operation_id)
    return _tokens(store, _new_form(), secret=secret)


@bp.post("/tokens/<int:token_id>/revocation")
@needs("settings.change")
@does(revoke_token)
def revoke(token_id: int) -> Response:
    channel_id = revoke_token(token_id, by=g.by)
    return leave(
        url_for(".tokens", channel_id=channel_id), said="The token is revoked. Nobody gets in with it."
    )


def _new_form() -> TokenForm:
    return TokenForm(formdata=None, orders_write=True, orders_read=True, stock_read=True)


def _store(channel_id: int) -> Channel:
    channel = find_channel(channel_id)
    if channel.kind != "webstore":
        raise Missing("Only a web store of your own has tokens.")
    return channel


def _tokens(
    store: Channel,
    form: TokenForm,
    status: int = 200,
    refusal: Refused | None = None,
    secret: str | None = None,
) -> Response:
    told: dict[str, Any] = {"tokens": tokens_of(store.id), "form": form, "refusal": refusal, "secret": secret}
    return render("webstore/tokens.html", status=status, channel=store, **told)
