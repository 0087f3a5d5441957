"""Shipping: tracking numbers, manifests, and the hand-over to the carrier."""
