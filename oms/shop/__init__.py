"""The shop itself: its name and address, its hours, what it promises, and how it likes its papers."""
