"""Pages of the networks: one domain call each."""
