"""Forms check shape, not policy."""
