"""Reads of the networks."""
