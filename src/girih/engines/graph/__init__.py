"""Measures, diagnosis and drawing of a network of members joined by ties.

A stranger to every other engine and to Django: frozen dataclasses in, frozen dataclasses out. `measure` says
how a network stands, `diagnose` what of it deserves attention, as codes with numbers, and `layout` where to
draw its members. What cannot be measured is None with a reason, never zero. The formulas are in
docs/algorithms/graph.md.
"""

from girih.engines.graph.diagnosis import Diagnosis, diagnose
from girih.engines.graph.findings import FINDING_CODES, Finding, FindingCode, Severity
from girih.engines.graph.layout import layout
from girih.engines.graph.measures import (
    Balance,
    Community,
    Confirmation,
    CutMember,
    FragileTie,
    Measures,
    Mixing,
    RegionBalance,
    Rung,
)
from girih.engines.graph.measuring import EXACT_LIMIT, measure
from girih.engines.graph.network import LADDER, InvalidNetwork, Member, Network, Tie

__all__ = [
    "EXACT_LIMIT",
    "FINDING_CODES",
    "LADDER",
    "Balance",
    "Community",
    "Confirmation",
    "CutMember",
    "Diagnosis",
    "Finding",
    "FindingCode",
    "FragileTie",
    "InvalidNetwork",
    "Measures",
    "Member",
    "Mixing",
    "Network",
    "RegionBalance",
    "Rung",
    "Severity",
    "Tie",
    "diagnose",
    "layout",
    "measure",
]
