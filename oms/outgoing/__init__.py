"""Outgoing: what channels are told, which is that a parcel left and how many are left to sell."""
