"""Diagnosis of a network: the graph engine against the same measures by NetworkX, in the same run.

The model: members get one of seven regions and eight fields; ties are drawn until there are enough distinct
pairs, both ends in proportion to a weight that falls with the square root of a shuffled rank (a few hubs,
many small), and a pair of two regions is kept one time in five. Everything is drawn with a seed.

Compared, each to the same exactness: density, degrees, isolates, components, Gini, mixing of field and
region with E-I, betweenness (exact up to EXACT_LIMIT members, from the same number of pivots above), cores,
bridges, cut members, Louvain communities and their modularity, algebraic connectivity of the largest
component (NetworkX by its preconditioned iteration, both to about five digits). The engine's time also has
its check of the input, the fragile ties, what each loss cuts off, confirmation, regional balance and the
ladder, which NetworkX does not have. Conversion from members and ties to a graph counts on both sides.
"""

import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from girih.engines.graph import EXACT_LIMIT, Measures, Member, Network, Tie, measure

__all__ = ["CASES", "generate", "main", "run"]

CASES = ((408, 711), (10_000, 17_000), (100_000, 300_000))
CAP_SECONDS = 600.0
"""NetworkX is stopped after this; what it had finished by then is kept."""


def generate(members: int, ties: int, seed: int = 0) -> Network:
    """A network of the model above with exactly so many members and ties, one tie a pair."""
    random = np.random.default_rng(seed)
    weight = (np.arange(members) + 10.0) ** -0.5
    random.shuffle(weight)
    region = random.integers(0, 7, members)
    field = random.integers(0, 8, members)
    share = weight / weight.sum()
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < ties:
        one = random.choice(members, size=ties, p=share)
        other = random.choice(members, size=ties, p=share)
        kept = (one != other) & ((region[one] == region[other]) | (random.random(ties) < 0.2))
        low, high = np.minimum(one, other)[kept], np.maximum(one, other)[kept]
        for pair in zip(low.tolist(), high.tolist(), strict=True):
            pairs[pair] = None
            if len(pairs) == ties:
                break
    return Network(
        tuple(Member(f"m{i:06}", f"field {field[i]}", f"region {region[i]}") for i in range(members)),
        tuple(Tie(f"t{place:06}", (f"m{a:06}", f"m{b:06}")) for place, (a, b) in enumerate(pairs)),
    )


def _steps(network: Network) -> list[tuple[str, Callable[[dict[str, Any]], Any]]]:
    """NetworkX's way to each measure, by name; each step may read what earlier ones found."""
    import networkx as nx

    def graph(_: dict[str, Any]) -> Any:
        made = nx.Graph()
        made.add_nodes_from((m.id, {"field": m.field, "region": m.region}) for m in network.members)
        made.add_edges_from(tie.members for tie in network.ties)
        return made

    def gini(found: dict[str, Any]) -> float:
        values = np.sort(np.array([degree for _, degree in found["graph"].degree]))
        count = len(values)
        return float(np.sum((2 * np.arange(1, count + 1) - count - 1) * values) / (count * values.sum()))

    def mixing(attribute: str) -> Callable[[dict[str, Any]], float]:
        def share(found: dict[str, Any]) -> float:
            counts = nx.attribute_mixing_dict(found["graph"], attribute)
            same = sum(row.get(value, 0) for value, row in counts.items()) / 2
            return float(same / found["graph"].number_of_edges())

        return share

    def betweenness(found: dict[str, Any]) -> Any:
        from girih.engines.graph.betweenness import PIVOTS

        k = PIVOTS if len(network.members) > EXACT_LIMIT else None
        return nx.betweenness_centrality(found["graph"], k=k, seed=0)

    def connectivity(found: dict[str, Any]) -> float:
        largest = found["graph"].subgraph(max(found["components"], key=len))
        return float(nx.algebraic_connectivity(largest, tol=1e-5, method="tracemin_pcg", seed=0))

    return [
        ("graph", graph),
        ("density", lambda found: nx.density(found["graph"])),
        ("isolates", lambda found: sorted(nx.isolates(found["graph"]))),
        ("components", lambda found: list(nx.connected_components(found["graph"]))),
        ("histogram", lambda found: Counter(degree for _, degree in found["graph"].degree)),
        ("gini", gini),
        ("field", mixing("field")),
        ("region", mixing("region")),
        ("core", lambda found: nx.core_number(found["graph"])),
        ("cuts", lambda found: set(nx.articulation_points(found["graph"]))),
        ("bridges", lambda found: list(nx.bridges(found["graph"]))),
        ("communities", lambda found: nx.community.louvain_communities(found["graph"], seed=0)),
        ("modularity", lambda found: nx.community.modularity(found["graph"], found["communities"])),
        ("betweenness", betweenness),
        ("connectivity", connectivity),
    ]


def _peer(members: int, ties: int, answers: Any) -> None:
    """Measure with NetworkX in a process of its own, which can be stopped; tell the time of each step."""
    warm: dict[str, Any] = {}
    for name, step in _steps(generate(50, 60)):  # imports are not measured on either side
        warm[name] = step(warm)
    found: dict[str, Any] = {}
    for name, step in _steps(generate(members, ties)):
        begin = time.perf_counter()
        found[name] = step(found)
        answers.send((name, time.perf_counter() - begin))
    answers.send(("answer", _comparable(found)))


def _comparable(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "isolates": len(found["isolates"]),
        "largest": max(map(len, found["components"])),
        "gini": round(found["gini"], 9),
        "field": round(found["field"], 9),
        "region": round(found["region"], 9),
        "core": max(found["core"].values()),
        "cuts": len(found["cuts"]),
        "bridges": len(found["bridges"]),
        "betweenness": max(found["betweenness"].values()),
        "connectivity": found["connectivity"],
        "modularity": found["modularity"],
    }


def _check(ours: Measures, theirs: dict[str, Any]) -> None:
    """A comparison of speeds is only one if both found the same."""
    for name, value in {
        "isolates": len(ours.isolates),
        "largest": ours.largest_component,
        "gini": round(ours.degree_gini or 0, 9),
        "field": round(ours.same_field_share or 0, 9),
        "region": round(ours.same_region_share or 0, 9),
        "core": ours.max_core,
        "cuts": len(ours.cut_members),
        "bridges": len(ours.bridges),
    }.items():
        assert theirs[name] == value, (name, theirs[name], value)
    if ours.betweenness_exact and ours.betweenness:
        assert abs(theirs["betweenness"] - max(ours.betweenness.values())) < 1e-9
    if ours.algebraic_connectivity_largest is not None:
        assert abs(theirs["connectivity"] / ours.algebraic_connectivity_largest - 1) < 1e-2


def _time_of_peer(members: int, ties: int, cap: float) -> tuple[dict[str, float], dict[str, Any] | None]:
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_peer, args=(members, ties, send))
    process.start()
    send.close()
    steps: dict[str, float] = {}
    answer = None
    deadline = time.monotonic() + cap
    try:
        while answer is None and receive.poll(max(deadline - time.monotonic(), 0)):
            name, value = receive.recv()
            if name == "answer":
                answer = value
            else:
                steps[name] = value
    except EOFError:
        pass
    process.terminate()
    process.join()
    return steps, answer


def _row(
    size: tuple[int, int], ours: Measures, seconds: float, steps: dict[str, float], theirs: Any, cap: float
) -> dict[str, Any]:
    whole = sum(steps.values())
    slowest = sorted(steps.items(), key=lambda step: -step[1])[:3]
    unfinished = next((name for name, _ in _steps(Network()) if name not in steps), "")
    return {
        "members / ties": f"{size[0]:,} / {size[1]:,}",
        "betweenness": "exact" if ours.betweenness_exact else f"{ours.betweenness_pivots} pivots",
        "Girih s": f"{seconds:.3g}",
        "NetworkX s": f"{whole:.3g}" if theirs else f"stopped at {cap:.0f} in {unfinished}",
        "times faster": f"{whole / seconds:.0f}" if theirs else f"more than {cap / seconds:.0f}",
        "NetworkX's slowest steps, s": ", ".join(f"{name} {value:.3g}" for name, value in slowest),
        "modularity Girih / NetworkX": f"{ours.modularity:.4f} / "
        + (f"{theirs['modularity']:.4f}" if theirs else "–"),
    }


def run(cases: tuple[tuple[int, int], ...] = CASES, cap: float = CAP_SECONDS) -> list[dict[str, Any]]:
    """One row of printable cells a case; where both finish, what they found is compared as well."""
    measure(generate(50, 60))
    rows: list[dict[str, Any]] = []
    for members, ties in cases:
        network = generate(members, ties)
        begin = time.perf_counter()
        ours = measure(network)
        seconds = time.perf_counter() - begin
        steps, theirs = _time_of_peer(members, ties, cap)
        if theirs:
            _check(ours, theirs)
        rows.append(_row((members, ties), ours, seconds, steps, theirs, cap))
    return rows


def main() -> None:
    """Print the table; a number of members as argument leaves out the larger cases."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else CASES[-1][0]
    rows = run(tuple(case for case in CASES if case[0] <= largest))
    print("| " + " | ".join(rows[0]) + " |")
    print("|" + "---|" * len(rows[0]))
    for row in rows:
        print("| " + " | ".join(row.values()) + " |")


if __name__ == "__main__":
    main()
