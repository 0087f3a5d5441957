"""What happened to the people of the shop."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonAdded:
    user_id: int
    role: str


@dataclass(frozen=True, slots=True)
class RoleChanged:
    user_id: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PersonDisabled:
    user_id: int


@dataclass(frozen=True, slots=True)
class PersonEnabled:
    user_id: int


@dataclass(frozen=True, slots=True)
class PersonInvited:
    user_id: int


@dataclass(frozen=True, slots=True)
class PasswordChosen:
    user_id: int


@dataclass(frozen=True, slots=True)
class PinChosen:
    user_id: int


@dataclass(frozen=True, slots=True)
class PinRemoved:
    user_id: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    user_id: int


@dataclass(frozen=True, slots=True)
class TabletShared:
    user_id: int
