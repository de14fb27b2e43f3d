"""Writes of the networks: one function per verb."""
