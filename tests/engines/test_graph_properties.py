"""The engine against NetworkX and against brute force on random networks, and what must not change it."""

import dataclasses
from itertools import combinations

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.linalg import eigsh

from girih.engines.graph import Measures, Member, Network, Tie, measure
from girih.engines.graph.betweenness import _dependencies
from girih.engines.graph.communities import _connected_parts, modularity
from girih.engines.graph.projection import project
from girih.engines.graph.spectrum import connectivity_of_largest

FIELDS = ("music", "film", "design", None)
REGIONS = ("north", "south", None)
some = settings(max_examples=60, deadline=None)  # the first example also waits for imports


@st.composite
def networks(draw: st.DrawFn) -> Network:
    ids = [f"m{place:02}" for place in range(draw(st.integers(1, 14)))]
    members = tuple(Member(id_, draw(st.sampled_from(FIELDS)), draw(st.sampled_from(REGIONS))) for id_ in ids)
    answer = st.sampled_from((True, False, None))
    ties = []
    for place in range(draw(st.integers(0, 20)) if len(ids) > 1 else 0):
        size = draw(st.sampled_from((2, 2, 2, 3, 4)))
        sides = draw(st.lists(st.sampled_from(ids), min_size=2, max_size=size, unique=True))
        confirmed = frozenset(side for side in sides if draw(st.booleans()))
        ties.append(Tie(f"t{place:02}", tuple(sides), confirmed, draw(answer), draw(answer)))
    return Network(members, tuple(ties))


def graph_of(network: Network) -> "networkx.Graph[str]":
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(member.id for member in network.members)
    for tie in network.ties:
        graph.add_edges_from(combinations(tie.members, 2))
    return graph


def random_network(members: int, ties: int, seed: int) -> Network:
    graph = networkx.gnm_random_graph(members, ties, seed=seed)
    return Network(
        tuple(Member(str(node), None, None) for node in graph),
        tuple(Tie(f"{a}-{b}", (str(a), str(b))) for a, b in graph.edges),
    )


@some
@given(networks())
def test_equal_to_networkx(network: Network) -> None:
    found, graph = measure(network), graph_of(network)
    count = graph.number_of_nodes()
    assert found.edges == graph.number_of_edges()
    assert found.density == (pytest.approx(networkx.density(graph)) if count > 1 else None)
    assert found.degree == dict(graph.degree)
    assert found.isolates == tuple(sorted(networkx.isolates(graph)))
    assert found.component_sizes == tuple(
        sorted((len(part) for part in networkx.connected_components(graph)), reverse=True)
    )
    if count >= 3:
        assert found.betweenness == pytest.approx(networkx.betweenness_centrality(graph), abs=1e-11)
    assert found.core == networkx.core_number(graph)
    assert {cut.id for cut in found.cut_members} == set(networkx.articulation_points(graph))
    assert set(found.bridges) == {tuple(sorted(pair)) for pair in networkx.bridges(graph)}
    if graph.number_of_edges():
        tied = graph.subgraph(id_ for id_ in graph if graph.degree[id_])
        parts = [set(community.members) for community in found.communities]
        assert found.modularity == pytest.approx(networkx.community.modularity(tied, parts))
        assert all(networkx.is_connected(graph.subgraph(part)) for part in parts)
        largest = graph.subgraph(max(networkx.connected_components(graph), key=lambda part: (len(part),)))
        if sum(size == len(largest) for size in found.component_sizes) == 1:
            spectrum = np.linalg.eigvalsh(networkx.laplacian_matrix(largest).toarray().astype(float))
            assert found.algebraic_connectivity_largest == pytest.approx(spectrum[1], abs=1e-9)


@some
@given(networks())
def test_what_a_loss_cuts_off_equal_to_taking_it_away(network: Network) -> None:
    found, graph = measure(network), graph_of(network)
    for cut in found.cut_members:
        others = networkx.node_connected_component(graph, cut.id) - {cut.id}
        pieces = [len(part) for part in networkx.connected_components(graph.subgraph(others))]
        assert (cut.pieces, cut.cut_off) == (len(pieces), sum(pieces) - max(pieces))
    fragile = {}
    for tie in network.ties:
        rest = graph_of(Network(network.members, tuple(other for other in network.ties if other is not tie)))
        whole = networkx.node_connected_component(graph, tie.members[0])
        pieces = [len(part) for part in networkx.connected_components(rest.subgraph(whole))]
        if len(pieces) > 1:
            fragile[tie.id] = len(whole) - max(pieces)
    assert {tie.id: tie.cut_off for tie in found.fragile_ties} == fragile


@some
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(network: Network, random: np.random.Generator) -> None:
    members, ties = list(network.members), list(network.ties)
    random.shuffle(members)  # type: ignore[arg-type]
    random.shuffle(ties)  # type: ignore[arg-type]
    turned = tuple(dataclasses.replace(tie, members=tie.members[::-1]) for tie in ties)
    assert measure(Network(tuple(members), turned)) == measure(network)


@some
@given(networks(), st.permutations(range(14)))
def test_other_names_change_only_the_names(network: Network, names: list[int]) -> None:
    name = {member.id: f"x{names[place]:02}" for place, member in enumerate(network.members)}
    renamed = Network(
        tuple(dataclasses.replace(member, id=name[member.id]) for member in network.members),
        tuple(
            dataclasses.replace(
                tie,
                members=tuple(name[id_] for id_ in tie.members),
                confirmed_by=frozenset(name[id_] for id_ in tie.confirmed_by),
            )
            for tie in network.ties
        ),
    )
    before, after = measure(network), measure(renamed)

    def same(of: str) -> None:
        assert getattr(before, of) == getattr(after, of), of

    for of in ("density", "degree_gini", "component_sizes", "degree_histogram", "field_mixing"):
        same(of)
    for of in ("region_mixing", "confirmation", "balance", "ladder", "max_core", "fragile_ties"):
        same(of)
    assert {name[id_]: value for id_, value in before.degree.items()} == after.degree
    assert {name[id_]: value for id_, value in before.core.items()} == after.core
    if before.betweenness is not None and after.betweenness is not None:
        moved = {name[id_]: value for id_, value in before.betweenness.items()}
        assert moved == pytest.approx(after.betweenness, abs=1e-11)


@some
@given(networks())
def test_parts_add_up(network: Network) -> None:
    found = measure(network)
    assert sum(found.component_sizes) == found.members
    assert found.members_with_ties + len(found.isolates) == found.members
    assert sum(found.degree.values()) == 2 * found.edges
    assert sum(found.degree_histogram.values()) == found.members
    for mixing in (found.field_mixing, found.region_mixing):
        assert mixing.known + mixing.unknown == found.edges
        assert sum(mixing.counts.values()) == mixing.known
        assert sum(times for (one, other), times in mixing.counts.items() if one == other) == mixing.same
    for rung in found.ladder:
        assert rung.yes + rung.no + rung.unknown == found.ties
    ends = sum(region.tie_ends for region in found.balance.regions)
    assert ends + found.balance.tie_ends_unknown == sum(len(tie.members) for tie in network.ties)
    if found.degree_gini is not None:
        assert 0 <= found.degree_gini < 1


@some
@given(networks())
def test_what_is_none_is_in_undefined_with_a_reason(network: Network) -> None:
    found = measure(network)
    values = {
        **{name: getattr(found, name) for name in ("density", "degree_gini", "modularity", "max_core")},
        **{name: getattr(found, name) for name in ("mean_degree", "betweenness")},
        "same_field_share": found.same_field_share,
        "same_region_share": found.same_region_share,
        "reciprocity": found.confirmation.reciprocity,
        "algebraic_connectivity": found.algebraic_connectivity,
        "algebraic_connectivity_largest": found.algebraic_connectivity_largest,
        "balance": found.balance.distance,
        **{rung.name: rung.share for rung in found.ladder},
    }
    assert {name for name, value in values.items() if value is None} == set(found.undefined)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_larger_graphs_equal_to_networkx(seed: int) -> None:
    network = random_network(120, 100 + seed % 80, seed)
    found, graph = measure(network), graph_of(network)
    assert {cut.id for cut in found.cut_members} == set(networkx.articulation_points(graph))
    assert set(found.bridges) == {tuple(sorted(pair)) for pair in networkx.bridges(graph)}
    assert found.betweenness == pytest.approx(networkx.betweenness_centrality(graph), abs=1e-11)
    assert all(networkx.is_connected(graph.subgraph(part.members)) for part in found.communities)


def test_following_all_sources_by_hand_is_the_exact_betweenness() -> None:
    network = random_network(90, 150, 3)
    projection = project(network)
    total = sum(_dependencies(projection, np.arange(start, start + 9)) for start in range(0, 90, 9))
    exact = networkx.betweenness_centrality(graph_of(network))
    assert dict(zip(projection.ids, total / (89 * 88), strict=True)) == pytest.approx(exact, abs=1e-12)


def betweenness_of(found: Measures) -> np.ndarray:
    assert found.betweenness is not None
    return np.array(list(found.betweenness.values()))


def test_sampled_betweenness_says_so_and_is_near_and_repeatable() -> None:
    network = random_network(400, 900, 5)
    exact, sampled = measure(network), measure(network, exact_limit=100, seed=1)
    assert (exact.betweenness_exact, exact.betweenness_pivots) == (True, 0)
    assert (sampled.betweenness_exact, sampled.betweenness_pivots) == (False, 64)
    assert sampled == measure(network, exact_limit=100, seed=1)
    assert not np.array_equal(
        betweenness_of(sampled), betweenness_of(measure(network, exact_limit=100, seed=2))
    )
    assert np.corrcoef(betweenness_of(sampled), betweenness_of(exact))[0, 1] > 0.9


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (networkx.star_graph(79), 1.0),
        (networkx.complete_graph(80), 80.0),
        (networkx.path_graph(200), 2 - 2 * np.cos(np.pi / 200)),
        (networkx.cycle_graph(301), 2 - 2 * np.cos(2 * np.pi / 301)),
        (networkx.complete_bipartite_graph(30, 50), 30.0),
        (networkx.star_graph(1999), 1.0),
        (networkx.grid_2d_graph(45, 50), 2 - 2 * np.cos(np.pi / 50)),
    ],
    ids=["star", "complete", "path", "cycle", "bipartite", "large star", "large grid"],
)
def test_connectivity_of_graphs_whose_spectrum_is_known(graph: networkx.Graph, expected: float) -> None:
    members = tuple(Member(str(node), None, None) for node in graph)
    ties = tuple(Tie(f"{a}-{b}", (str(a), str(b))) for a, b in graph.edges)
    found = connectivity_of_largest(project(Network(members, ties)), seed=0)
    assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("count", "pairs"), [(400, 1000), (1700, 5500)], ids=["factored", "iterated"])
def test_connectivity_of_a_random_graph_equals_its_spectrum(count: int, pairs: int) -> None:
    network = random_network(count, pairs, 8)
    graph = graph_of(network)
    largest = graph.subgraph(max(networkx.connected_components(graph), key=len))
    assert len(largest) > 0.9 * count
    laplacian = networkx.laplacian_matrix(largest).astype(float)
    smallest = np.sort(eigsh(laplacian.tocsc(), k=2, sigma=-1e-3, return_eigenvectors=False))
    found = connectivity_of_largest(project(network), seed=0)
    assert found == pytest.approx(smallest[1], rel=1e-6)


def test_planted_communities_are_found() -> None:
    groups = [[f"{group}{place}" for place in range(8)] for group in "abcd"]
    ties = [pair for group in groups for pair in combinations(group, 2)]
    ties += [(one[0], other[1]) for one, other in combinations(groups, 2)]
    members = tuple(Member(id_, None, None) for group in groups for id_ in group)
    found = measure(Network(members, tuple(Tie(f"{a}-{b}", (a, b)) for a, b in ties)))
    assert [list(community.members) for community in found.communities] == groups


def test_a_community_in_two_parts_is_split_and_modularity_does_not_fall() -> None:
    # a-b-c-d with a and d in one community, which no tie holds together.
    members = tuple(Member(id_, None, None) for id_ in "abcd")
    projection = project(Network(members, tuple(Tie(pair, tuple(pair)) for pair in ("ab", "bc", "cd"))))
    label = np.array([0, 1, 1, 0])
    split = _connected_parts(projection, label)
    assert len(set(split.tolist())) == 3
    assert split[1] == split[2]
    before, after = modularity(projection, label), modularity(projection, split)
    # Inside 1 of 3 both times; degrees 1 2 2 1: from (2² + 4²)/36 to (1² + 4² + 1²)/36.
    assert before == pytest.approx(1 / 3 - 20 / 36)
    assert after == pytest.approx(1 / 3 - 18 / 36)
