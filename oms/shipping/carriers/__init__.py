"""Carriers: their names, what their numbers look like, and where a customer can follow a parcel."""
