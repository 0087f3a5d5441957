"""Orders: what a customer asked for, what keeps it from the floor, and what has become of it."""
