"""Amazon: what its reports say, as orders of ours."""
