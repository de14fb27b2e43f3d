"""Procedures everyone uses. The kernel knows no city."""
