"""Tables of the networks."""

from girih.networks.models.networks import Membership, Network
from girih.networks.models.plans import Capacity, Exclusion, Offer, Plan, PlanPair, Purpose
from girih.networks.models.ties import Tie, TieContact, TieEvent, TieImport, TieParty

__all__ = [
    "Capacity",
    "Exclusion",
    "Membership",
    "Network",
    "Offer",
    "Plan",
    "PlanPair",
    "Purpose",
    "Tie",
    "TieContact",
    "TieEvent",
    "TieImport",
    "TieParty",
]
