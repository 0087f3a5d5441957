"""The tokens by which programs speak for a web store: made by the owner, shown once, and taken back for good."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import DBAPIError

from oms.channels.models import Channel
from oms.channels.webstore.calls import SCOPES
from oms.channels.webstore.models import ApiToken
from oms.core import clock
from oms.core.db import db, table_of, transaction
from oms.core.errors import DiskFull, Missing, Refused, WrongInput
from oms.core.operations import By, Operation, current_operation, final, remember, undoable, verb

PREFIX = "backroom_"
HINT = 4
NOTED_EVERY = timedelta(hours=1)
TOKENS = table_of(ApiToken)
FOUND = select(TOKENS).where(TOKENS.c.digest == bindparam("digest"), TOKENS.c.revoked_at.is_(None))


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever shows a token that is valid."""

    token_id: int
    channel_id: int
    scopes: frozenset[str]


def new_secret() -> str:
    """What only whoever uses it will know. The prefix lets it be recognised where it does not belong."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """256 random bits cannot be guessed, so that a plain digest keeps them."""
    return hashlib.sha256(secret.encode()).hexdigest()


@verb(undoable())
def make_token(channel_id: int, name: str, scopes: tuple[str, ...], digest: str, hint: str, *, by: By) -> int:
    """Let a program speak for a web store. The secret itself is never told to us; the answer is the token's id."""
    channel = db.session.get(Channel, channel_id)
    if channel is None or channel.kind != "webstore":
        raise Missing("There is no such web store.")
    if not name.strip() or not scopes or set(scopes) - set(SCOPES):
        raise WrongInput("Say who will use it, and what for.")
    token = ApiToken(channel_id=channel_id, name=name.strip(), digest=digest, hint=hint, scopes=list(scopes))
    token.made_at, token.made_by = current_operation().at, by.actor
    db.session.add(token)
    db.session.flush()
    remember(token_id=token.id)
    return token.id


@make_token.undo
def _unmake(operation: Operation) -> None:
    """What it was used for keeps its actor, so that it stays in the list."""
    token = _lock(operation.recall("token_id"))
    token.revoked_at = token.revoked_at or clock.now()


@verb(final("A token that was revoked stays so; make another one."))
def revoke_token(token_id: int, *, by: By) -> int:
    """From now on nobody gets in with it. The answer is whose it was."""
    del by
    token = _lock(token_id)
    if token.revoked_at is not None:
        raise Refused("This token was revoked already.")
    token.revoked_at = current_operation().at
    return token.channel_id


def _lock(token_id: int) -> ApiToken:
    token = db.session.get(ApiToken, token_id, with_for_update=True, populate_existing=True)
    if token is None:
        raise Missing("There is no such token.")
    return token


def tokens_of(channel_id: int) -> Sequence[ApiToken]:
    """Those that work first."""
    query = select(ApiToken).where(ApiToken.channel_id == channel_id)
    return db.session.scalars(query.order_by(ApiToken.revoked_at.is_not(None), ApiToken.id.desc())).all()


def working_tokens(channel_id: int) -> Sequence[ApiToken]:
    return [token for token in tokens_of(channel_id) if token.revoked_at is None]


def bearer_of(secret: str) -> Bearer | None:
    """Who shows this, if it is a token that works."""
    digest = digest_of(secret)
    found = db.session.execute(FOUND, {"digest": digest}).first()
    if found is None or not hmac.compare_digest(found.digest, digest):
        return None
    _note_use(found.id, found.used_at)
    return Bearer(found.id, found.channel_id, frozenset(found.scopes))


def _note_use(token_id: int, used_at: datetime | None) -> None:
    """Now and then: a write for each call would cost more than the call. Where nothing can be written, reading
    goes on. Not a verb: it is nobody's act and nothing to undo.
    """
    now = clock.now()
    if used_at is None or now - used_at > NOTED_EVERY:
        with suppress(DBAPIError, DiskFull), transaction() as session:
            session.execute(update(ApiToken).where(ApiToken.id == token_id).values(used_at=now))
