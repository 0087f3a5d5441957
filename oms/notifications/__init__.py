"""Messages to customers: what is said, to whom, once, and whether it arrived at the mail server."""
