"""Channels: where orders come from, and how what each of them says becomes an order of ours."""
