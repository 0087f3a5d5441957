"""Picking: one walk by one picker, bin by bin, into totes."""
