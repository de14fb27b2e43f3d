"""The one file that speaks to the engines: rows in, engine answers out.

Ids are slugs of places and, for ties, their numbers as text.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from girih.networks.queries.state import NetworkState

if TYPE_CHECKING:
    from girih.engines import graph, matching

__all__ = [
    "diagnose",
    "explain_pair",
    "finding_codes",
    "layout",
    "plan_request",
    "solve_plan",
    "solved_plan",
]


def _graph(state: NetworkState) -> "graph.Network":
    from girih.engines import graph

    return graph.Network(
        tuple(
            graph.Member(row.slug, row.field, row.region, row.country)
            for row in sorted(state.members, key=lambda row: row.slug)
        ),
        tuple(
            graph.Tie(
                id=str(row.id),
                members=row.places,
                confirmed_by=row.confirmed_by,
                objective=row.objective,
                agreement=row.agreement,
                schedule=row.schedule,
                follow_up=row.follow_up,
                outcome=row.outcome,
            )
            for row in state.ties
        ),
    )


@lru_cache(maxsize=16)
def _diagnosed(now: "graph.Network", before: "graph.Network | None") -> "graph.Diagnosis":
    from girih.engines import graph

    return graph.diagnose(now, before)


def diagnose(now: NetworkState, before: NetworkState | None) -> "graph.Diagnosis":
    """Measures and findings. The same rows are measured once per process."""
    return _diagnosed(_graph(now), _graph(before) if before else None)


@lru_cache(maxsize=16)
def _laid_out(network: "graph.Network") -> Mapping[str, tuple[float, float]]:
    from girih.engines.graph import layout

    return layout(network)


def layout(state: NetworkState) -> Mapping[str, tuple[float, float]]:
    """Where to draw each member, in the unit square."""
    return _laid_out(_graph(state))


def finding_codes() -> tuple["graph.FindingCode", ...]:
    from girih.engines import graph

    return graph.FINDING_CODES


def plan_request(
    state: NetworkState,
    *,
    weights: Mapping[str, float],
    field_pairs: Mapping[tuple[str, str], float],
    topic: str | None,
    mentoring: bool,
    offers: Mapping[str, Collection[str]],
    needs: Mapping[str, Collection[str]],
    heritage: Mapping[str, Collection[str]],
    experience: Mapping[str, int],
    preparing: Collection[str],
    capacity: Mapping[str, int],
    default_capacity: int,
    asked: Collection[str],
    exclusions: Collection[tuple[str, str]],
    locked: Collection[tuple[str, str]],
    previous: Collection[tuple[str, str]],
    total: int | None,
    cover_regions: bool,
    seconds: float,
) -> "matching.PlanRequest":
    """The rows and the terms of a plan in the engine's words; what is not in a mapping is unknown."""
    from girih.engines import matching

    members = []
    for row in state.members:
        attributes: dict[str, object] = {}
        if row.languages:
            attributes["languages"] = row.languages
        if row.since:
            attributes["since"] = int(row.since[:4])
        for name, known in (("offers", offers), ("needs", needs), ("heritage", heritage)):
            if row.slug in known:
                attributes[name] = frozenset(known[row.slug])
        if row.slug in experience:
            attributes["experience"] = experience[row.slug]
        # Tiers are known of everybody, so that nobody prepares unknown to us.
        attributes["preparing"] = row.slug in preparing
        members.append(
            matching.Member(
                id=row.slug,
                country=row.country,
                latitude=row.latitude,
                longitude=row.longitude,
                region=row.region,
                field=row.field,
                attributes=attributes,
            )
        )
    ties = {(a, b) for tie in state.ties for i, a in enumerate(tie.places) for b in tie.places[i + 1 :]}
    return matching.PlanRequest(
        members=members,
        ties=sorted(ties),
        purpose=matching.Purpose(weights=weights, field_pairs=field_pairs, topic=topic, mentoring=mentoring),
        capacity=capacity,
        default_capacity=default_capacity,
        exclusions=exclusions,
        asked=asked,
        cover_regions=cover_regions,
        locked=locked,
        previous=previous,
        total=total,
        time_limit=seconds,
    )


def solve_plan(request: "matching.PlanRequest") -> "matching.Plan":
    from girih.engines import matching

    return matching.solve_plan(request)


def solved_plan(
    pairs: Sequence[tuple[str, str, float, Mapping[str, float]]],
    *,
    objective: float | None,
    bound: float | None,
    gap: float | None,
    status: Any,
    given_up: float,
) -> "matching.Plan":
    """A plan solved before and kept since, as far as `explain_pair` asks of it: no reasons, no bonuses."""
    from girih.engines import matching

    return matching.Plan(
        pairs=tuple(matching.PlannedPair(a, b, score, parts, ()) for a, b, score, parts in pairs),
        set_bonuses=(),
        objective=objective,
        bound=bound,
        gap=gap,
        status=status,
        given_up=given_up,
    )


def explain_pair(
    request: "matching.PlanRequest", plan: "matching.Plan", a: str, b: str
) -> "matching.PairExplanation":
    from girih.engines import matching

    return matching.explain_pair(request, plan, a, b)
