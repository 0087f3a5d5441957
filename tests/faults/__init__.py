"""Faults on purpose: many at once, killed, without power, without room. What is promised has to hold afterwards."""
