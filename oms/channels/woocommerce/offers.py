"""What a WooCommerce shop sells, and how it is told how many are left. Pure.

A variation may leave the counting to its product, which then counts for all of them together; and what the shop does
not count at all stays so, since counting would take it off the pages once there are none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from oms.channels.clients import ListedItem, StockLevel, Told
from oms.channels.woocommerce.lines import listed_as
from oms.channels.woocommerce.people import words
from oms.reading.fields import BadField, Fields

COUNTED, BY_PARENT, NOT_COUNTED = "yes", "parent", "no"
WITHOUT_STOCK = {"grouped", "external"}
REFUSALS = {
    BY_PARENT: "Its stock is kept on the product for all variations together. Tick “Manage stock?” on the variation.",
    NOT_COUNTED: "WooCommerce does not keep stock of it. Tick “Manage stock?” there, or leave it as it is.",
}
GONE = "WooCommerce does not have it any more."


def has_variations(product: Fields) -> bool:
    """Also those of a subscription, which are called `variable-subscription`."""
    return (product.text("type") or "").startswith("variable")


def listed_items(product: Fields, variations: Sequence[Fields]) -> Iterator[ListedItem]:
    """A product with variations is an offer itself only where it keeps the stock of them all."""
    if product.text("type") in WITHOUT_STOCK:
        return
    title = words(product, "name") or ""
    if not has_variations(product) or _counted(product) == COUNTED:
        yield _item(product, title, {"product": _id(product)})
    for one in variations:
        options = filter(None, (words(option, "option") for option in one.parts("attributes")))
        yield _item(one, f"{title} – {', '.join(options)}", {"product": _id(product), "variation": _id(one)})


def _item(sold: Fields, title: str, remote: dict[str, Any]) -> ListedItem:
    quantity, counted = None, _counted(sold)
    with suppress(BadField):
        quantity = sold.whole("stock_quantity") if counted == COUNTED else None
    name = listed_as(sold.identifier("sku"), _id(sold))
    return ListedItem(
        _id(sold), name or "", title.removesuffix(" – "), quantity, remote | {"counted": counted}
    )


def _counted(sold: Fields) -> str:
    if sold.flag("manage_stock"):
        return COUNTED
    return BY_PARENT if sold.says("manage_stock", "parent") else NOT_COUNTED


def _id(sold: Fields) -> str:
    return sold.identifier("id") or sold.refuse("id", "is missing")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Levels that can be told in one call: of products, or of the variations of one."""

    address: str
    levels: tuple[StockLevel, ...]

    @property
    def updates(self) -> list[dict[str, Any]]:
        return [
            {"id": int(level.key), "manage_stock": True, "stock_quantity": level.quantity}
            for level in self.levels
        ]

    def all_gone(self) -> list[Told]:
        return [Told(level.key, GONE) for level in self.levels]

    def judged(self, answer: Fields) -> list[Told]:
        """Each is taken or refused by itself."""
        said = {_id(one): one.part("error") for one in answer.parts("update")}
        if missing := [level.key for level in self.levels if level.key not in said]:
            answer.refuse("update", f"says nothing of {missing[0]}")
        return [Told(level.key, _refusal(said[level.key])) for level in self.levels]


def shelves(levels: Iterable[StockLevel]) -> list[Shelf]:
    by_address = defaultdict(list)
    for level in levels:
        is_variation = level.remote.get("variation")
        by_address[f"/{level.remote.get('product')}/variations" if is_variation else ""].append(level)
    return [Shelf(f"products{within}/batch", tuple(of)) for within, of in by_address.items()]


def refusal_of(level: StockLevel) -> str | None:
    """Why it is not told at all."""
    return REFUSALS.get(str(level.remote.get("counted")))


def _refusal(error: Fields) -> str | None:
    if not error:
        return None
    if error.part("data").says("status", 404) or "invalid_id" in (error.text("code") or ""):
        return GONE
    return f"WooCommerce says no: {words(error, 'message') or 'without a reason'}"
