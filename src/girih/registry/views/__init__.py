"""Pages of the registry: one domain call each."""
