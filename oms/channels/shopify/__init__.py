"""Shopify: what its files and messages say, as orders of ours."""
