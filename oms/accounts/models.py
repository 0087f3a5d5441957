"""People, where they are signed in, the links that let them choose a password, and failed tries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from oms.accounts.roles import ROLES, may_pick
from oms.core.db import Base


class User(Base):
    """Somebody who works here. `email` is casefolded; a picker who only uses a PIN has none."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    role: Mapped[str]
    password_hash: Mapped[str | None]
    pin_hash: Mapped[str | None]
    disabled_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("role IN ({})".format(", ".join(f"'{role}'" for role in ROLES)), name="role"),
        CheckConstraint("email = lower(email)", name="email_folded"),
    )

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def can_switch(self) -> bool:
        """May take over a shared tablet by PIN."""
        return self.is_active and self.pin_hash is not None and may_pick(self.role)


class SignIn(Base):
    """A browser that is signed in; it holds the token, we only its hash.

    A shared tablet was signed in by `user_id` and may nothing by itself: it works for `picker_id`,
    who proved it by a PIN.
    """

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    tablet: Mapped[bool] = mapped_column(default=False, server_default=false())
    picker_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)


class Invitation(Base):
    """A link that lets somebody choose a password, once. Without a user it makes the first owner."""

    __tablename__ = "invitation"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """How often somebody tried in vain, per account and per address. `key` is a hash."""

    __tablename__ = "sign_in_attempt"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    last_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]
