"""eBay: what its reports and its API say, as orders of ours."""
