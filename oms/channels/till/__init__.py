"""Till: sales that are over when we hear of them. They are no orders of ours; only the stock gets less."""
