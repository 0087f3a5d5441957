"""Where things are: sites, and every place in or outside of them that a unit can be at."""
