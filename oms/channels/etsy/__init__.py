"""Etsy: what its files and its API say, as orders of ours."""
