"""The rules of the house as tests: what may import what, how long things are, how they are named."""
