"""What an Etsy listing offers: one product, or one for each variation. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from oms.channels.clients import ListedItem
from oms.channels.etsy.names import Choices, name_of, title_of
from oms.reading.fields import Fields


def offers_of(listing_id: str, title: str | None, inventory: Fields) -> Iterator[ListedItem]:
    """Each product by its own id, by the name that its orders say."""
    for product in inventory.parts("products"):
        if product.flag("is_deleted"):
            continue
        chosen = _chosen(product)
        name = name_of(product.identifier("sku"), listing_id, chosen) or listing_id
        product_id = product.identifier("product_id") or product.refuse("product_id", "is missing")
        yield ListedItem(
            key=product_id,
            name=name,
            title=title_of(title, name, chosen),
            quantity=_quantity(product),
            remote={"listing_id": listing_id},
        )


def _chosen(product: Fields) -> Choices:
    pairs = (
        (one.text("property_name"), ", ".join(one.texts("values")))
        for one in product.parts("property_values")
    )
    return tuple((name, value) for name, value in pairs if name and value)


def _quantity(product: Fields) -> int:
    """Of what buyers can see."""
    offerings = (one for one in product.parts("offerings") if not one.flag("is_deleted"))
    return sum(one.whole("quantity") or 0 for one in offerings if one.flag("is_enabled") is not False)
