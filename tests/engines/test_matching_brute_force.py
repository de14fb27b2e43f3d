"""The plan against every subset of pairs at small sizes, and what must not change it."""

import dataclasses
import math
import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from girih.engines.matching import REASON_CODES, Member, Plan, PlanRequest, Purpose, solve_plan
from girih.engines.matching.plan import prepare

pytestmark = pytest.mark.pure

Pair = tuple[str, str]


def some_member(name: str, generator: random.Random) -> Member:
    known = {
        "since": generator.randint(2004, 2025),
        "offers": set(generator.sample("abc", 1)),
        "needs": set(generator.sample("abc", 2)),
        "heritage": set(generator.sample("xyz", 2)),
        "languages": set(generator.sample("kl", 1)),
        "preparing": generator.random() < 0.5,
        "experience": generator.randint(0, 2),
    }
    return Member(
        name,
        generator.choice(["one", "two", None]),
        generator.uniform(-50, 50),
        generator.uniform(0, 100),
        generator.choice(["r", "s", "t", None]),
        generator.choice(["f", "g", "h", None]),
        {key: value for key, value in known.items() if generator.random() < 0.7},
    )


def some_request(seed: int) -> PlanRequest:
    generator = random.Random(seed)
    members = [some_member(f"m{i}", generator) for i in range(generator.randint(2, 6))]
    ids = [member.id for member in members]
    pairs = list(combinations(ids, 2))

    def some(share: float) -> list[Pair]:
        return [pair for pair in pairs if generator.random() < share]

    return PlanRequest(
        members,
        some(0.2),
        Purpose(
            weights={
                "complementarity": generator.choice([0.0, 1.0, 2.0]),
                "affinity": generator.choice([0.0, 1.0]),
                "experience": generator.choice([0.0, 1.0]),
                "network_value": generator.choice([0.0, 1.0, 2.0]),
            },
            field_pairs={("f", "g"): 1.0, ("h", "h"): 0.5},
            mentoring=generator.random() < 0.5,
        ),
        capacity={name: generator.randint(0, 3) for name in ids if generator.random() < 0.5},
        default_capacity=generator.randint(1, 2),
        exclusions=some(0.1),
        asked={name for name in ids if generator.random() < 0.15},
        cover_regions=generator.random() < 0.3,
        min_coverage=generator.choice([0.0, 0.0, 0.5, 1.0]),
        locked=some(0.05),
        previous=some(0.2),
        total=generator.choice([None, 1, 2, 3]),
        stability_tolerance=generator.choice([0.0, 0.05]),
    )


def bonuses_of(request: PlanRequest, chosen: tuple[Pair, ...]) -> float:
    """What a set earns, written out once more from its description."""
    weight = request.purpose.weights["network_value"]
    rate = request.purpose.set_bonus
    tied = {end for tie in request.ties for end in tie}  # type: ignore[attr-defined]
    reached = {end for pair in chosen for end in pair}
    earned = weight * rate["isolates"] * len(reached - tied)
    by_id = {member.id: member for member in request.members}
    for grouping in ("region", "field"):

        def joined(pairs: object, grouping: str = grouping) -> list[frozenset[str]]:
            two = [{getattr(by_id[end], grouping) for end in pair} for pair in pairs]  # type: ignore[attr-defined]
            return [frozenset(groups) for groups in two if len(groups) == 2 and None not in groups]

        before = joined(request.ties)
        new = joined(chosen)
        for groups in set(new):
            first = before.count(groups)
            steps = range(first, first + new.count(groups))
            earned += sum(weight * rate[f"{grouping}_pairs"] * 0.5**step for step in steps if step < 4)
    return earned


def every_plan(request: PlanRequest, score: dict[Pair, float]) -> list[tuple[float, int]]:
    """Value and number of previous pairs of every set of pairs within the limits."""
    ids = [member.id for member in request.members]
    capacity = {name: request.capacity.get(name, request.default_capacity) for name in ids}
    regions = {member.region for member in request.members} - {None}
    region = {member.id: member.region for member in request.members}
    wanted = math.ceil(request.min_coverage * sum(room > 0 for room in capacity.values()))
    allowed = [pair for pair in score if pair not in set(request.exclusions)]
    found = []
    for size in range(len(allowed) + 1 if request.total is None else min(request.total, len(allowed)) + 1):
        for chosen in combinations(allowed, size):
            held = {name: sum(name in pair for pair in chosen) for name in ids}
            served = {name for name in ids if held[name]}
            if (
                set(request.locked) <= set(chosen)
                and all(held[name] <= capacity[name] for name in ids)
                and set(request.asked) <= served
                and (not request.cover_regions or regions <= {region[name] for name in served})
                and len(served) >= wanted
            ):
                value = sum(score[pair] for pair in chosen) + bonuses_of(request, chosen)
                found.append((value, len(set(chosen) & set(request.previous))))
    return found


def check_told(plan: Plan) -> None:
    """Parts add up to scores and scores and bonuses to the objective, exactly; every reason is documented."""
    reasons = [reason for pair in plan.pairs for reason in pair.reasons]
    reasons += [bonus.reason for bonus in plan.set_bonuses] + list(plan.infeasible_reasons)
    for reason in reasons:
        assert tuple(reason.values) == REASON_CODES[reason.code]
    for pair in plan.pairs:
        assert sum(pair.parts.values()) == pair.score
        assert pair.a < pair.b
    if plan.objective is not None:
        earned = sum(bonus.amount for bonus in plan.set_bonuses)
        assert sum(pair.score for pair in plan.pairs) + earned == plan.objective


@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_no_set_of_pairs_is_better_than_the_plan(seed: int) -> None:
    request = some_request(seed)
    ready = prepare(request)
    ids, table = ready.members.ids, ready.table
    score = {(ids[a], ids[b]): float(v) for a, b, v in zip(table.a, table.b, table.score, strict=True)}
    plan = solve_plan(request)
    check_told(plan)
    plans = every_plan(request, score)
    if not plans:
        assert plan.status == "infeasible"
        assert plan.infeasible_reasons
        return
    best = max(value for value, _ in plans)
    if plan.status == "empty":
        assert best == 0
        return
    assert plan.status == "optimal"
    assert plan.objective is not None and plan.bound is not None
    assert plan.bound == pytest.approx(best, abs=1e-9)
    assert plan.objective + plan.given_up == plan.bound
    near = [kept for value, kept in plans if value >= best * (1 - request.stability_tolerance) - 1e-9]
    assert plan.stable
    assert len(plan.kept) == max(near)
    assert (plan.objective, len(plan.kept)) in [(pytest.approx(v, abs=1e-9), kept) for v, kept in plans]


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_the_order_in_which_things_are_given_changes_nothing(seed: int) -> None:
    request = some_request(seed)
    generator = random.Random(seed)

    def shuffled(pairs: object) -> list[Pair]:
        turned = [(b, a) if generator.random() < 0.5 else (a, b) for a, b in pairs]  # type: ignore[attr-defined]
        return generator.sample(turned, len(turned))

    members = generator.sample(list(request.members), len(request.members))
    changed = dataclasses.replace(
        request,
        members=members,
        **{name: shuffled(getattr(request, name)) for name in ("ties", "exclusions", "locked", "previous")},
    )
    assert solve_plan(changed) == solve_plan(request)


def twins(count: int) -> list[Member]:
    return [Member(f"m{i:03}", region="one", field="one") for i in range(count)]


@pytest.mark.parametrize(("count", "capacity"), [(3, 1), (5, 1), (7, 3), (101, 1), (101, 3)])
def test_an_odd_number_of_places_leaves_one_over_and_it_is_proven(count: int, capacity: int) -> None:
    """All pairs alike: the relaxation would use the half place left over; odd-set cuts forbid it."""
    plan = solve_plan(
        PlanRequest(twins(count), [], Purpose(weights={"affinity": 1.0}), default_capacity=capacity)
    )
    assert (plan.status, plan.gap) == ("optimal", 0.0)
    assert len(plan.pairs) == count * capacity // 2


def test_several_odd_groups_each_leave_one_over() -> None:
    """Five groups of three that may only work inside: five pairs, though seven would fit by number."""
    members = [Member(f"{group}{i}", region=group) for group in "pqrst" for i in range(3)]
    apart = {(a.id, b.id) for a, b in combinations(members, 2) if a.region != b.region}
    plan = solve_plan(PlanRequest(members, [], Purpose(weights={"affinity": 1.0}), exclusions=apart))
    assert (plan.status, len(plan.pairs)) == ("optimal", 5)


def test_the_whole_network_with_three_ties_each_is_proven_optimal() -> None:
    """408 members, 83,028 pairs: the size the plan is made for."""
    generator = random.Random(4)
    members = [some_member(f"m{i:03}", generator) for i in range(408)]
    ties = {tuple(sorted(generator.sample([member.id for member in members], 2))) for _ in range(700)}
    plan = solve_plan(
        PlanRequest(members, ties, Purpose(field_pairs={("f", "g"): 1.0}), default_capacity=3)  # type: ignore[arg-type]
    )
    check_told(plan)
    assert (plan.status, plan.gap) == ("optimal", 0.0)
    held = [end for pair in plan.pairs for end in (pair.a, pair.b)]
    assert max(held.count(member.id) for member in members) == 3
    assert len(plan.pairs) == 612
