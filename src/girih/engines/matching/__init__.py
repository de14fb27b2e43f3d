"""Whom to bring together: how likely any two members are to work well, and which set of new ties serves the
whole.

`score_pairs` judges pairs from places and from the structure of the network alone; `solve_plan` chooses,
within the capacity of each member, the set of new ties of greatest value for a purpose and proves it;
`explain_pair` answers "why not these two?". The story with a worked table is in docs/algorithms/matching.md.
"""

from girih.engines.matching.explanation import explain_pair
from girih.engines.matching.likelihood import score_pairs
from girih.engines.matching.members import MatchingInputError, Member, Tie
from girih.engines.matching.plan import solve_plan
from girih.engines.matching.reasons import LIMIT_REASONS, PAIR_REASONS, REASON_CODES, SET_REASONS
from girih.engines.matching.requests import (
    PARTS,
    PairExplanation,
    Plan,
    PlannedPair,
    PlanRequest,
    Purpose,
    Reason,
    SetBonus,
)

__all__ = [
    "LIMIT_REASONS",
    "PAIR_REASONS",
    "PARTS",
    "REASON_CODES",
    "SET_REASONS",
    "MatchingInputError",
    "Member",
    "PairExplanation",
    "Plan",
    "PlanRequest",
    "PlannedPair",
    "Purpose",
    "Reason",
    "SetBonus",
    "Tie",
    "explain_pair",
    "score_pairs",
    "solve_plan",
]
