"""Which addresses of channels are believed: those that the owner entered, on the open internet, by https. Pure but for
the question which machine a name means.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from oms.core.errors import Unreachable, WrongInput

LONGEST = 300
LOOKS_LIKE = "The address should look like https://shop.example.org."
NO_HTTPS = "The address has to begin with https://, or your keys could be read on the way."
LOCAL = (
    "This address is inside of your own network. Nobody is asked there, unless ALLOW_LOCAL_CHANNELS=1 is set "
    "for this installation."
)

_local_allowed = True


def allow_local(allowed: bool) -> None:
    """Whether channels may be inside of the own network, as where one is only played."""
    global _local_allowed  # noqa: PLW0603 — one setting for the whole process
    _local_allowed = allowed


def checked(address: str) -> str:
    """The address as it is kept. Raises WrongInput with what is wrong with it."""
    text = address.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise WrongInput(LOOKS_LIKE) from None
    del port
    strange = (
        parts.username is not None or parts.query or parts.fragment or not text.isprintable() or " " in text
    )
    if parts.scheme not in {"http", "https"} or not host or strange or len(text) > LONGEST:
        raise WrongInput(LOOKS_LIKE)
    if parts.scheme == "http" and not _local_allowed:
        raise WrongInput(NO_HTTPS)
    if not _local_allowed and any(_is_local(ip) for ip in _machines(host)):
        raise WrongInput(LOCAL)
    return text


def refuse_local(host: str) -> None:
    """Asked again before each call, since a name may mean another machine by then. Raises Unreachable."""
    if not _local_allowed and any(_is_local(ip) for ip in _machines(host)):
        raise Unreachable(LOCAL)


def _machines(host: str) -> list[str]:
    """What the name means now; nothing where nobody knows it, which the call itself will find out."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []


def _is_local(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return not (mapped or ip).is_global or (mapped or ip).is_multicast
