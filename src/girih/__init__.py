"""Girih: runs a network of creative cities as a plan, and proves what it did."""

__version__ = "0.1.0"
