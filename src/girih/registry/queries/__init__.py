"""Reads of the registry."""

from girih.registry.queries.actors import actor_for
from girih.registry.queries.crafts import (
    CraftFilters,
    CraftList,
    CraftPage,
    CraftSection,
    craft_for,
    crafts_for,
)
from girih.registry.queries.duties import Duty, duties_of
from girih.registry.queries.places import HeldTitle, PlacePage, Reference, place_for
from girih.registry.queries.provinces import ProvincePage, ProvinceRow, province_for, provinces_for
from girih.registry.queries.searching import closest_name, found_by, in_force
from girih.registry.queries.zones import ZonePage, ZoneRow, zone_for, zones_for

__all__ = [
    "CraftFilters",
    "CraftList",
    "CraftPage",
    "CraftSection",
    "Duty",
    "HeldTitle",
    "PlacePage",
    "ProvincePage",
    "ProvinceRow",
    "Reference",
    "ZonePage",
    "ZoneRow",
    "actor_for",
    "closest_name",
    "craft_for",
    "crafts_for",
    "duties_of",
    "found_by",
    "in_force",
    "place_for",
    "province_for",
    "provinces_for",
    "zone_for",
    "zones_for",
]
