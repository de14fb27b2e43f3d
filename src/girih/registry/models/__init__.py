"""Tables of the registry."""

from girih.registry.models.base import Named, PartialDateField, Precision, Sourced, Standing
from girih.registry.models.crafts import CraftField, CraftGroup
from girih.registry.models.organisations import Organisation, Post, SeatHolding
from girih.registry.models.places import Country, FreeZone, Place, PlaceKind, Province, Region, ZoneStatus
from girih.registry.models.titles import CreativeField, Title, TitleKind

__all__ = [
    "Country",
    "CraftField",
    "CraftGroup",
    "CreativeField",
    "FreeZone",
    "Named",
    "Organisation",
    "PartialDateField",
    "Place",
    "PlaceKind",
    "Post",
    "Precision",
    "Province",
    "Region",
    "SeatHolding",
    "Sourced",
    "Standing",
    "Title",
    "TitleKind",
    "ZoneStatus",
]
