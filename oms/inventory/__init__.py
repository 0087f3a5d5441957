"""Stock: the ledger of moves, the balances it adds up to, demands and what they were promised."""
