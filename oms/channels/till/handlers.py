"""What was sold under a name that nobody knew is booked once somebody says what it is."""

from __future__ import annotations

from oms.channels.facts import ListingMapped
from oms.channels.models import Listing
from oms.channels.till.booking import book_mapped
from oms.core.db import db
from oms.core.events import on
from oms.core.operations import By


@on(ListingMapped)
def book_what_waited(fact: ListingMapped, by: By) -> None:
    listing = db.session.get(Listing, fact.listing_id)
    if listing is not None:
        book_mapped(listing.channel_id, by=by)
