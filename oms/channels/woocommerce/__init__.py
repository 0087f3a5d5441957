"""WooCommerce: what its exports and its API say, as orders of ours."""
