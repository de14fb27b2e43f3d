"""The codes in which the engine speaks, with the names of their values; rooms above make sentences."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Why a pair: carried by PlannedPair.reasons and PairExplanation.reasons.
PAIR_REASONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "complementary_fields": ("field_a", "field_b", "value"),
        "offers_need": ("topic", "giver", "taker"),
        "same_field": ("field",),
        "same_heritage": ("shared",),
        "shared_language": ("shared",),
        "near": ("km",),
        "likely_by_structure": ("percentile",),
        "mentor": ("mentor", "newcomer", "passed_calls"),
        "senior_and_newcomer": ("senior", "newcomer", "years"),
        "bridges_regions": ("region_a", "region_b", "ties"),
        "bridges_fields": ("field_a", "field_b", "ties"),
        "reaches_isolate": ("member", "degree"),
        "joins_components": ("size_a", "size_b"),
        "assumed_average": ("part", "value"),
    }
)

# What the plan earns as a whole: carried by SetBonus.reason.
SET_REASONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "isolate_brought_in": ("member",),
        "region_pair_joined": ("region_a", "region_b", "ties_before", "ties_new"),
        "field_pair_joined": ("field_a", "field_b", "ties_before", "ties_new"),
    }
)

# Which limits clash: carried by Plan.infeasible_reasons and PairExplanation.clashes.
LIMIT_REASONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "locked_already_tied": ("a", "b"),
        "locked_excluded": ("a", "b"),
        "locked_over_capacity": ("member", "locked", "capacity"),
        "locked_over_total": ("locked", "total"),
        "asked_without_capacity": ("member",),
        "asked_without_partner": ("member",),
        "region_without_candidates": ("region",),
        "coverage_above_reach": ("wanted", "reachable"),
        "total_below_need": ("total", "needed"),
        "asked_left_over": ("member",),
        "region_left_over": ("region",),
        "coverage_left_over": ("wanted", "reached"),
    }
)

REASON_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {**PAIR_REASONS, **SET_REASONS, **LIMIT_REASONS}
)
