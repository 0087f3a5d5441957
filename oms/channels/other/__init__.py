"""Other: anywhere else that orders come from, in files whose columns somebody explained once."""
