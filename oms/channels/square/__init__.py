"""Square: what its till sold."""
