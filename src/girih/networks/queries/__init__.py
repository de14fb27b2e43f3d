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
from girih.networks.queries.member_filters import Choice, Facet, MemberFilters
from girih.networks.queries.members import (
    MemberList,
    MemberRow,
    PlaceMembership,
    Point,
    Seek,
    member_points_for,
    member_rows_for,
    members_for,
    memberships_of_place,
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
    "Choice",
    "Facet",
    "Figures",
    "MemberFilters",
    "MemberList",
    "MemberRow",
    "NextStep",
    "PlaceMembership",
    "Point",
    "Seek",
    "TieFilters",
    "TiePage",
    "figures_for",
    "latest_plan_of",
    "member_points_for",
    "member_rows_for",
    "members_for",
    "memberships_of_place",
    "my_ties_for",
    "network_for",
    "networks_for",
    "next_steps_for",
    "tie_for",
    "ties_for",
    "ties_of_place",
]
