"""Packing: parcels, what is in them, and how they are closed."""
