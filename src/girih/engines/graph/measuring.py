"""Measure one network."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from girih.engines.graph.betweenness import betweenness
from girih.engines.graph.communities import divide, modularity
from girih.engines.graph.composition import balance, confirmation, gini, ladder, mixing
from girih.engines.graph.cuts import cuts, fragile_ties
from girih.engines.graph.measures import Community, Measures, Mixing
from girih.engines.graph.network import Network, check
from girih.engines.graph.projection import Integers, Projection, project
from girih.engines.graph.spectrum import connectivity_of_largest

__all__ = ["EXACT_LIMIT", "measure"]

EXACT_LIMIT = 10_000
"""Up to this number of members betweenness is exact; two processors need about 5 seconds at the limit."""


def _core(projection: Projection) -> list[int]:
    import rustworkx

    found: Any = rustworkx.core_number(projection.graph)  # a mapping; rustworkx's stub says int
    return [found[node] for node in range(projection.count)]


def _communities(projection: Projection, label: Integers) -> tuple[Community, ...]:
    groups: dict[int, list[str]] = {}
    tied = projection.degree > 0
    for id_, group, has_tie in zip(projection.ids, label.tolist(), tied.tolist(), strict=True):
        if has_tie:
            groups.setdefault(group, []).append(id_)
    found = sorted(groups.values(), key=lambda members: (-len(members), members[0]))
    return tuple(Community(tuple(members)) for members in found)


def _why_no_share(mixed: Mixing, pairs: int) -> str:
    return "no_value_known" if pairs else "no_ties"


def _undefined(named: Sequence[tuple[str, float | None, str]]) -> dict[str, str]:
    return {name: reason for name, value, reason in named if value is None}


def measure(network: Network, *, exact_limit: int = EXACT_LIMIT, seed: int = 0) -> Measures:
    """Every measure of the network, formulas in docs/algorithms/graph.md.

    Raises InvalidNetwork, naming every offending id, before anything is computed. Betweenness is exact up
    to `exact_limit` members and estimated from pivots above; `seed` draws the pivots, the order in which
    communities are sought and the start of the eigenvalue iteration. Same network and seed, in whatever
    order members and ties are given: same measures.
    """
    check(network)
    projection = project(network)
    count, pairs = projection.count, projection.edges
    ids, degree = projection.ids, projection.degree
    sizes: tuple[int, ...] = tuple(np.sort(np.bincount(projection.component))[::-1].tolist())
    between, exact, pivots = betweenness(projection, exact_limit, seed)
    bridges, cut_members = cuts(projection)
    core = _core(projection)
    label = divide(projection, seed)
    largest_connectivity = connectivity_of_largest(projection, seed)
    field_mixing = mixing(projection, {member.id: member.field for member in network.members})
    region_mixing = mixing(projection, {member.id: member.region for member in network.members})
    regions = balance(projection, {member.id: member.region for member in network.members})
    confirmed, rungs = confirmation(network), ladder(network)
    density = pairs / (count * (count - 1) / 2) if count > 1 else None
    mean_degree = 2 * pairs / count if count else None
    degree_gini = gini(degree)
    quality = modularity(projection, label)
    whole_connectivity = None
    if count > 1:
        whole_connectivity = 0.0 if len(sizes) > 1 else largest_connectivity
    size_reason = {0: "no_members", 1: "one_member", 2: "two_members"}.get(count, "not_converged")
    tie_reason = "no_members" if not count else "no_ties"
    middle = None if between is None else float(len(between))
    undefined = _undefined(
        [
            ("density", density, size_reason),
            ("mean_degree", mean_degree, size_reason),
            ("degree_gini", degree_gini, tie_reason),
            ("same_field_share", field_mixing.share, _why_no_share(field_mixing, pairs)),
            ("same_region_share", region_mixing.share, _why_no_share(region_mixing, pairs)),
            ("reciprocity", confirmed.reciprocity, "none_confirmed" if network.ties else "no_ties"),
            ("betweenness", middle, size_reason),
            ("max_core", max(core, default=None), size_reason),
            ("modularity", quality, tie_reason),
            ("algebraic_connectivity", whole_connectivity, size_reason if count < 2 else "not_converged"),
            (
                "algebraic_connectivity_largest",
                largest_connectivity,
                "not_converged" if pairs else tie_reason,
            ),
            ("balance", regions.distance, "no_value_known" if network.ties else "no_ties"),
            *((rung.name, rung.share, "none_known" if network.ties else "no_ties") for rung in rungs),
        ]
    )
    return Measures(
        members=count,
        ties=len(network.ties),
        edges=pairs,
        density=density,
        isolates=tuple(ids[i] for i in np.flatnonzero(degree == 0).tolist()),
        members_with_ties=int(np.count_nonzero(degree)),
        component_sizes=sizes,
        largest_component=max(sizes, default=0),
        degree=dict(zip(ids, degree.tolist(), strict=True)),
        degree_histogram={value: times for value, times in enumerate(np.bincount(degree).tolist()) if times},
        mean_degree=mean_degree,
        degree_gini=degree_gini,
        field_mixing=field_mixing,
        region_mixing=region_mixing,
        confirmation=confirmed,
        bridges=bridges,
        cut_members=cut_members,
        fragile_ties=fragile_ties(network, projection),
        betweenness=None if between is None else dict(zip(ids, between.tolist(), strict=True)),
        betweenness_exact=exact,
        betweenness_pivots=pivots,
        core=dict(zip(ids, core, strict=True)),
        max_core=max(core, default=None),
        communities=_communities(projection, label),
        modularity=quality,
        algebraic_connectivity=whole_connectivity,
        algebraic_connectivity_largest=largest_connectivity,
        balance=regions,
        ladder=rungs,
        undefined=undefined,
    )
