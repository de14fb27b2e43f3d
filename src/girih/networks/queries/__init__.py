"""Reads of the networks."""

from girih.networks.queries.home import (
    Figures,
    NextStep,
    figures_for,
    latest_plan_of,
    network_for,
    networks_for,
    next_steps_for,
)
from girih.networks.queries.ties import (
    TieFilters,
    TiePage,
    my_ties_for,
    tie_for,
    ties_for,
    ties_of_place,
)

__all__ = [
    "Figures",
    "NextStep",
    "TieFilters",
    "TiePage",
    "figures_for",
    "latest_plan_of",
    "my_ties_for",
    "network_for",
    "networks_for",
    "next_steps_for",
    "tie_for",
    "ties_for",
    "ties_of_place",
]
