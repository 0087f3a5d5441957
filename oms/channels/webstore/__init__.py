"""Web store: the shop's own store, which speaks to us by our API."""
