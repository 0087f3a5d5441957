"""Files of rows and columns, read by strict rules: what cannot be understood is refused, never guessed."""
