"""A shop without Amazon's API: its reports come in, and its confirmations go out, in the form of its own template."""

from __future__ import annotations

from io import BytesIO

from oms.shipping.tracking import set_tracking
from tests.channels.amazon.test_amazon_uploads import JAPANESE
from tests.channels.bringing import account, read, take, the_order
from tests.channels.files import UNSHIPPED, amazon, amazon_item
from tests.outgoing.playing import picked, stocked, work
from tests.shipping.parcels import pack, send
from tests.shop import Shop

NUMBER = "203-1111111-2222222"
TRACKING = "00340434161094042557"
ONE = {"quantity_purchased": "2", "quantity_to_ship": "2"}
WHERE = {
    "recipient-name": "Ana Pereira",
    "ship-address-1": "Große Straße 5",
    "ship-city": "Köln",
    "ship-postal-code": "50667",
    "ship-country": "DE",
}


def test_a_part_of_an_order_is_confirmed_and_a_blank_number_deletes_none(shop: Shop) -> None:
    account_id = account(shop, "amazon", "jp")
    take(shop, read(shop, amazon(WHERE | amazon_item(**ONE), columns=UNSHIPPED)))
    stocked(shop, "MUG")
    order_id = picked(shop, the_order(shop, NUMBER).id, "MUG", "MUG")
    address, browser = f"/channels/{account_id}/shipments", shop.client("Mo")

    assert "Amazon has a template of its own for you?" in browser.get(address).text
    template = {"file": (BytesIO(JAPANESE), "ShippingConfirm.txt")}
    browser.post(f"{address}/template", data=template, content_type="multipart/form-data")
    tell(shop, order_id, TRACKING)
    browser.post(address)

    content = browser.get("/outgoing/files/1/download").data
    assert content.startswith(JAPANESE)
    row = content.removeprefix(JAPANESE).decode("cp932").split("\t")
    assert (row[:3], row[4:7]) == ([NUMBER, "01234567890123", "1"], ["DHL", "", TRACKING])

    tell(shop, order_id)

    assert "could delete the number of another at Amazon" in browser.get(address).text
    assert browser.post(address).status_code == 409


def tell(shop: Shop, order_id: int, number: str = "") -> None:
    """One more mug left."""
    parcel_id = pack(shop, order_id, "MUG")
    if number:
        with shop.inside():
            set_tracking(parcel_id, number, by=shop.by())
    send(shop, parcel_id)
    work(shop)
