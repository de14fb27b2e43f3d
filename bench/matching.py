"""Pair scores against four baselines on hidden sister ties, and the partnership plan for 408 members.

Scores: 10 % of the 711 ties are hidden, five seeds; the figure is the chance that a hidden tie scores above a
pair that is no tie, mean ± standard deviation over the seeds, and the smallest lead over the best baseline in
any seed. Non-ties are drawn uniformly; degree-matched, both ends having the degrees of a hidden tie where
five such members exist and the nearest degrees otherwise; and from stubs, each end in proportion to its
degree. All methods see the same network and the same pairs.

Plan: the 408 cities with their 711 ties, three new ties each, weights as they stand; seconds with one thread
of the solver, scoring of all pairs included.
"""

import csv
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from girih.engines.matching import Member, PlanRequest, Purpose, explain_pair, score_pairs, solve_plan

__all__ = ["main", "run"]

SEEDS = range(5)
NON_TIES = 20  # per hidden tie
ROOT = Path(__file__).resolve().parent.parent

Network = tuple[list[Member], np.ndarray]


def load(shared: Path) -> Network:
    with (shared / "data/uccn_cities.csv").open(encoding="utf-8-sig") as file:
        members = [
            Member(
                f"{row['city']}, {row['iso2']}",
                row["country"],
                float(row["latitude"]),
                float(row["longitude"]),
                row["unesco_region"],
                row["field"],
                {"since": int(row["year"])},
            )
            for row in csv.DictReader(file)
        ]
    number = {member.id: i for i, member in enumerate(members)}
    with (shared / "data/uccn_sister_ties.csv").open(encoding="utf-8-sig") as file:
        ties = [
            (number[f"{row['city_a']}, {row['iso_a']}"], number[f"{row['city_b']}, {row['iso_b']}"])
            for row in csv.DictReader(file)
        ]
    return members, np.array(ties)


def area_under_curve(hidden: np.ndarray, others: np.ndarray) -> float:
    below = (hidden[:, None] > others[None, :]).mean()
    return float(below + (hidden[:, None] == others[None, :]).mean() / 2)


def peers(count: int, ties: np.ndarray) -> dict[str, np.ndarray]:
    adjacency = np.zeros((count, count))
    adjacency[ties[:, 0], ties[:, 1]] = adjacency[ties[:, 1], ties[:, 0]] = 1
    degree = adjacency.sum(axis=0)
    rare = np.where(degree > 1, 1 / np.log(np.maximum(degree, 2)), 0)
    halved = adjacency / np.sqrt(np.maximum(degree, 1))
    return {
        "common neighbours": adjacency @ adjacency,
        "Adamic–Adar": (adjacency * rare) @ adjacency,
        "preferential attachment": np.outer(degree, degree),
        "length-3 paths": halved @ adjacency @ halved.T,
    }


def non_ties(count: int, ties: np.ndarray, hidden: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    generator = np.random.default_rng(seed)
    tied = {tuple(sorted(tie)) for tie in ties.tolist()}
    degree = np.bincount(ties.ravel(), minlength=count)
    everyone, stubs = np.arange(count), ties.ravel()

    def alike(member: int) -> np.ndarray:
        apart = np.abs(degree - degree[member])
        return np.flatnonzero(apart <= max(np.sort(apart)[4], 0))

    def draws(firsts: np.ndarray, seconds: np.ndarray) -> Iterator[tuple[int, int]]:
        while True:
            a, b = int(generator.choice(firsts)), int(generator.choice(seconds))
            if a != b and tuple(sorted((a, b))) not in tied:
                yield a, b

    drawn: dict[str, list[tuple[int, int]]] = {"uniform": [], "degree-matched": [], "stubs": []}
    for a, b in np.repeat(hidden, NON_TIES, axis=0):
        drawn["uniform"].append(next(draws(everyone, everyone)))
        drawn["degree-matched"].append(next(draws(alike(a), alike(b))))
        drawn["stubs"].append(next(draws(stubs, stubs)))
    return {kind: np.array(pairs) for kind, pairs in drawn.items()}


def measure_scores(network: Network) -> list[dict[str, str]]:
    members, ties = network
    found: dict[str, dict[str, list[float]]] = {}
    for seed in SEEDS:
        order = np.random.default_rng(seed).permutation(len(ties))
        hidden, shown = ties[order[: len(ties) // 10]], ties[order[len(ties) // 10 :]]
        others = non_ties(len(members), ties, hidden, seed)
        asked = np.concatenate([hidden, *others.values()])
        ours = np.zeros((len(members), len(members)))
        scores = score_pairs(
            members,
            [(members[a].id, members[b].id) for a, b in shown],
            [(members[a].id, members[b].id) for a, b in asked],
        )
        ours[asked[:, 0], asked[:, 1]] = scores
        for name, table in {"Girih": ours, **peers(len(members), shown)}.items():
            at = table[hidden[:, 0], hidden[:, 1]]
            for kind, pairs in others.items():
                area = area_under_curve(at, table[pairs[:, 0], pairs[:, 1]])
                found.setdefault(name, {}).setdefault(kind, []).append(area)
    rows = [
        {"method": name, **{kind: f"{np.mean(v):.3f} ± {np.std(v):.3f}" for kind, v in kinds.items()}}
        for name, kinds in found.items()
    ]
    best = {
        kind: max((name for name in found if name != "Girih"), key=lambda name: np.mean(found[name][kind]))
        for kind in found["Girih"]
    }
    rows.append(
        {
            "method": "smallest lead in a seed",
            **{
                kind: f"{min(np.subtract(found['Girih'][kind], found[name][kind])):+.3f} over {name}"
                for kind, name in best.items()
            },
        }
    )
    return rows


def measure_plan(network: Network) -> list[dict[str, str]]:
    members, numbers = network
    ties = [(members[a].id, members[b].id) for a, b in numbers]
    request = PlanRequest(
        members,
        ties,
        Purpose(
            field_pairs={("Crafts and Folk Art", "Media Arts"): 1.0, ("Crafts and Folk Art", "Design"): 0.7}
        ),
        default_capacity=3,
    )
    rows = []

    def row(what: str, seconds: float, status: str = "", new: object = "", gap: object = "") -> None:
        rows.append(
            {
                "what": what,
                "seconds": f"{seconds:.2f}",
                "status": status,
                "new ties": str(new),
                "gap": str(gap),
            }
        )

    everyone = [(a.id, b.id) for i, a in enumerate(members) for b in members[i + 1 :]]
    start = time.perf_counter()
    score_pairs(members, ties, everyone)
    row(f"score_pairs, {len(everyone):,} pairs", time.perf_counter() - start)
    plan = None
    for what, changed in (
        ("plan, 3 new ties each", request),
        ("the same, affinity only", with_purpose(request, Purpose(weights={"affinity": 1.0}))),
        (
            "the same, value to the network only",
            with_purpose(request, Purpose(weights={"network_value": 1.0})),
        ),
        ("plan of 40 ties, every region", with_total(request, 40)),
    ):
        start = time.perf_counter()
        made = solve_plan(changed)
        row(what, time.perf_counter() - start, made.status, len(made.pairs), made.gap)
        plan = plan or made
    assert plan is not None
    a, b = members[0].id, members[5].id
    start = time.perf_counter()
    told = explain_pair(request, plan, a, b)
    row("why not one pair, solved again with it", time.perf_counter() - start, told.standing)
    return rows


def with_purpose(request: PlanRequest, purpose: Purpose) -> PlanRequest:
    return PlanRequest(request.members, request.ties, purpose, default_capacity=request.default_capacity)


def with_total(request: PlanRequest, total: int) -> PlanRequest:
    return PlanRequest(
        request.members, request.ties, request.purpose, default_capacity=3, total=total, cover_regions=True
    )


def table(rows: list[dict[str, str]]) -> str:
    heads = list(rows[0])
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(row[head] for head in heads) + " |" for row in rows]
    return "\n".join(lines)


def run(shared: Path | None = None) -> str:
    """Both tables as markdown; says so where the ties to measure on are not there."""
    folder = shared or Path(os.environ.get("GIRIH_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        return "Not measured: the sister ties are not beside the repository (set GIRIH_SHARED)."
    network = load(folder)
    return table(measure_scores(network)) + "\n\n" + table(measure_plan(network))


def main() -> int:
    sys.stdout.write(run() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
