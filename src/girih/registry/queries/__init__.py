"""Reads of the registry."""

from girih.registry.queries.actors import actor_for

__all__ = ["actor_for"]
