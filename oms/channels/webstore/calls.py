"""What a route of the API declares of itself: what it takes and gives, and who may. The route is served, checked and
described by this one declaration. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from oms.channels.webstore.words import Words

SCOPES = {
    "orders:write": "Tell orders, changes, payments, refunds and cancellations",
    "orders:read": "Ask what became of orders, and for tracking numbers",
    "stock:read": "Ask how many may be sold",
}


@dataclass(frozen=True, slots=True)
class Call:
    """`gives` is the answer by its status. `named` is what its address names, `asks` its query, `takes` its body with
    an `example`. One that is `keyed` needs an Idempotency-Key.
    """

    scope: str
    summary: str
    text: str
    gives: Mapping[int, type[Words]]
    named: type[Words] | None = None
    asks: type[Words] | None = None
    takes: type[Words] | None = None
    example: Mapping[str, object] = field(default_factory=dict)
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """Where a call is: the method and the address, with what it names in braces."""

    name: str
    method: str
    path: str
    call: Call
