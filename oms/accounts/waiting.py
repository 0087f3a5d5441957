"""How long somebody waits who tried in vain: a few tries are free, then each one costs twice as much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

FORGOTTEN_AFTER = timedelta(hours=24)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Key:
    """What is counted: tries on one account from one address, on the account, from the address."""

    text: str
    free: int


def wait_after(tries: int, free: int) -> timedelta:
    """How long nobody may try again after so many tries."""
    if tries < free:
        return timedelta()
    return min(timedelta(seconds=2 ** min(tries - free, 20)), LONGEST_WAIT)


def password_keys(email: str, address: str) -> list[Key]:
    """An account is guarded more closely against one address than against all, so that a stranger
    elsewhere does not keep its owner out.
    """
    near = network(address)
    return [
        Key(f"account {email} from {near}", free=5),
        Key(f"account {email}", free=25),
        Key(f"address {near}", free=15),
    ]


def pin_keys(user_id: int, tablet: str) -> list[Key]:
    return [Key(f"pin {user_id}", free=5), Key(f"tablet {tablet}", free=10)]


def network(address: str) -> str:
    """The address, or for IPv6 its network, since one household has many addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)
