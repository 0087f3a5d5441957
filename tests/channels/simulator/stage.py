"""The five channels with the same goods on offer, their keys, and customers who come, change their minds and go."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.serving import make_server

from tests.channels.simulator.app import create_simulator, world
from tests.channels.simulator.shopify_shop import HOME

VERIFICATION = "a-word-between-us-that-is-long-enough"
WOO_SECRET = "a secret of the simulated shop"
ID = {"shopify": "id", "woocommerce": "id", "ebay": "orderId", "amazon": "orderId", "etsy": "receipt_id"}


@dataclass
class Played:
    """One channel that is played. `quantities` are by SKU, as the channel believes them."""

    kind: str
    base_url: str
    keys: Mapping[str, str]
    world: Any

    def buy(self, sku: str, quantity: int) -> str:
        """Somebody buys so many; the answer is what the channel calls the order."""
        return str(self.world.place_order((sku, quantity))[ID[self.kind]])

    def call_off(self, order: str) -> None:
        self.world.cancel(int(order) if self.kind in {"shopify", "woocommerce", "etsy"} else order)

    def listen(self, hook: str) -> None:
        """Tell that address from now on what happens. Amazon tells nobody: there we have to look."""
        if self.kind == "ebay":
            self.world.subscribe(hook, VERIFICATION)
        elif self.kind == "woocommerce":
            self.world.subscribe(hook, WOO_SECRET).ping()
        elif self.kind == "shopify":
            self.world.subscribe(hook)
        elif self.kind == "etsy":
            self.world.webhook_url = hook

    def quantities(self) -> dict[str, int]:
        return QUANTITIES[self.kind](self.world)


def _of_etsy(there: Any) -> dict[str, int]:
    products = [one for listing in there.listings.values() for one in listing["products"]]
    return {one["sku"]: one["offerings"][0]["quantity"] for one in products}


QUANTITIES: Mapping[str, Any] = {
    "shopify": lambda there: {sku: one["stock"] for sku, one in there.variants.items()},
    "woocommerce": lambda there: {
        one["sku"]: one["stock_quantity"] for one in there.products.values() if one["sku"]
    },
    "ebay": lambda there: {sku: one["stock"] for sku, one in there.items.items()},
    "amazon": lambda there: {sku: one["quantity"] for sku, one in there.listings.items()},
    "etsy": _of_etsy,
}


class Stage:
    """A real server on a port of its own, from `open` until `close`."""

    def __init__(self, goods: Sequence[tuple[str, str, int]], seed: int | None = None) -> None:
        self.chance = random.Random(seed)
        self.goods = [sku for sku, _, _ in goods]
        self._turn: list[Played] = []
        app = create_simulator()
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.port}"
        self.channels = [self._played(app, kind) for kind in ID]
        for played in self.channels:
            _offer(played, goods)

    def open(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)  # what customers do is told in words
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()

    def somebody_buys(self) -> tuple[Played, str, str, int]:
        """The channel, its order, the SKU, and how many. Of five customers each is at another channel."""
        self._turn = self._turn or self.chance.sample(self.channels, len(self.channels))
        played, sku = self._turn.pop(), self.chance.choice(self.goods)
        quantity = self.chance.choice((1, 1, 1, 2, 3))
        return played, played.buy(sku, quantity), sku, quantity

    def _played(self, app: Any, kind: str) -> Played:
        there = world(app, kind)
        return Played(kind, f"{self.url}/{kind}", _keys(kind, there, f"{self.url}/{kind}"), there)


def _offer(played: Played, goods: Sequence[tuple[str, str, int]]) -> None:
    there = played.world
    for sku, title, quantity in goods:
        if played.kind == "etsy":
            there.add_listing(title, (sku, quantity))
        elif played.kind == "amazon":
            there.add_listing(sku, title, quantity)
        else:
            there.add_product(sku, title, quantity)


def _keys(kind: str, there: Any, base: str) -> dict[str, str]:
    if kind == "shopify":
        return {"access_token": there.token, "location_id": str(HOME), "webhook_secret": there.secret}
    if kind == "woocommerce":
        keys = {"consumer_key": there.key, "consumer_secret": there.secret}
        return keys | {"webhook_secret": WOO_SECRET}
    if kind == "etsy":
        shop = {"shop_id": str(there.shop_id), "keystring": there.keystring}
        secrets = {"shared_secret": there.shared_secret, "webhook_secret": there.webhook_secret}
        return shop | secrets | {"refresh_token": min(there.refresh_tokens)}
    keys = {name: getattr(there, name) for name in ("client_id", "client_secret", "refresh_token")}
    if kind == "ebay":
        return keys | {"verification_token": VERIFICATION}
    return keys | {"seller_id": there.seller, "marketplace_id": there.marketplace, "token_url": base}
