"""Columns: what those of a file mean that nobody knew, as a person said once."""
