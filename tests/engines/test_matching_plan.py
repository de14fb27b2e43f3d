"""The partnership plan: parts by hand, what the set earns, limits that clash, stability, and why not."""

import dataclasses
import math
from itertools import combinations

import pytest

from girih.engines.matching import (
    REASON_CODES,
    MatchingInputError,
    Member,
    Plan,
    PlanRequest,
    Purpose,
    Reason,
    explain_pair,
    solve_plan,
)

pytestmark = pytest.mark.pure

GRID = 2.0**-16
ONE_DEGREE = 6371.0088 * math.pi / 180  # km on the equator
NOTHING = dict.fromkeys(("isolates", "region_pairs", "field_pairs"), 0.0)


def only(part: str, **more: object) -> Purpose:
    return Purpose(weights={part: 1.0}, set_bonus=NOTHING, **more)  # type: ignore[arg-type]


def pair_of(first: Member, second: Member, purpose: Purpose, *others: Member, ties: object = ()) -> Plan:
    """The plan of one tie between two members, the others having no capacity."""
    return solve_plan(
        PlanRequest(
            [first, second, *others],
            ties,  # type: ignore[arg-type]
            purpose,
            capacity={other.id: 0 for other in others},
        )
    )


def part_of(plan: Plan, part: str) -> float:
    (pair,) = plan.pairs
    return pair.parts[part]


def codes(plan: Plan) -> dict[str, dict[str, object]]:
    (pair,) = plan.pairs
    return {reason.code: dict(reason.values) for reason in pair.reasons}


# ── parts by hand ──


def test_complementary_fields_and_offers_that_meet_needs() -> None:
    purpose = only("complementarity", field_pairs={("media", "crafts"): 0.8})
    a = Member("a", field="crafts", attributes={"offers": {"dyeing", "weaving"}, "needs": {"web"}})
    b = Member("b", field="media", attributes={"offers": {"web"}, "needs": {"dyeing", "film"}})
    plan = pair_of(a, b, purpose)
    # Two offers meet a need: 1 - 1/4; the part is the mean of 0.8 and 0.75.
    assert part_of(plan, "complementarity") == pytest.approx(0.775, abs=GRID)
    (pair,) = plan.pairs
    assert [reason.code for reason in pair.reasons] == ["complementary_fields", "offers_need", "offers_need"]
    assert [dict(reason.values) for reason in pair.reasons[1:]] == [
        {"topic": "dyeing", "giver": "a", "taker": "b"},
        {"topic": "web", "giver": "b", "taker": "a"},
    ]
    narrowed = pair_of(a, b, dataclasses.replace(purpose, topic="web"))
    assert part_of(narrowed, "complementarity") == pytest.approx(0.9, abs=GRID)  # mean of 0.8 and 1
    elsewhere = pair_of(a, b, dataclasses.replace(purpose, topic="export"))
    assert part_of(elsewhere, "complementarity") == pytest.approx(0.4, abs=GRID)  # known, and not met


def test_affinity_is_the_mean_of_what_is_known() -> None:
    purpose = only("affinity", near_km=ONE_DEGREE)
    a = Member("a", latitude=0.0, longitude=0.0, field="music", attributes={"heritage": {"rug", "tile"}})
    b = Member("b", latitude=0.0, longitude=3.0, field="music", attributes={"heritage": {"rug"}})
    # Same field 1, one shared craft 1/2, nearness 1/(1+3), and 1/2 as the only pair in order of likelihood.
    plan = pair_of(a, b, purpose)
    assert part_of(plan, "affinity") == pytest.approx((1 + 0.5 + 0.25 + 0.5) / 4, abs=GRID)
    assert codes(plan) == {"same_field": {"field": "music"}, "same_heritage": {"shared": ("rug",)}}
    # A language known of one of them only says nothing.
    spoken = dataclasses.replace(a, attributes={"languages": {"fa"}})
    assert part_of(pair_of(spoken, b, purpose), "affinity") == pytest.approx((1 + 0.25 + 0.5) / 3, abs=GRID)
    both = dataclasses.replace(b, attributes={"languages": {"fa", "az"}})
    plan = pair_of(spoken, both, dataclasses.replace(purpose, near_km=4 * ONE_DEGREE))
    assert part_of(plan, "affinity") == pytest.approx((1 + 1 + 4 / 7 + 0.5) / 4, abs=GRID)
    assert codes(plan)["shared_language"] == {"shared": ("fa",)}
    assert codes(plan)["near"] == {"km": round(3 * ONE_DEGREE, 1)}


def test_experience_mentors_a_candidate_or_joins_old_and_new() -> None:
    mentor = Member("m", attributes={"experience": 2, "preparing": False, "since": 2014})
    newcomer = Member("n", attributes={"experience": 0, "preparing": True, "since": 2025})
    plan = pair_of(mentor, newcomer, only("experience", mentoring=True))
    assert part_of(plan, "experience") == 0.75  # 1 - 1/4
    assert codes(plan) == {"mentor": {"mentor": "m", "newcomer": "n", "passed_calls": 2}}
    plan = pair_of(mentor, newcomer, only("experience"))
    assert part_of(plan, "experience") == pytest.approx(11 / 19, abs=GRID)
    assert codes(plan) == {"senior_and_newcomer": {"senior": "m", "newcomer": "n", "years": 11}}


def test_value_to_the_network_of_a_bridge_to_an_isolate() -> None:
    a, b = Member("a", region="north", field="film"), Member("b", region="north", field="music")
    c, d = Member("c", region="south", field="music"), Member("d", region="south", field="film")
    # Ties a-b, a-c, c-b: c and d are in the south, one in four of the possible north-south pairs is d's.
    plan = solve_plan(
        PlanRequest(
            [a, b, c, d],
            [("a", "b"), ("a", "c"), ("c", "b")],
            only("network_value"),
            capacity={"b": 0, "c": 0},
        )
    )
    # a-d: regions are the best joined (2 of 4) so 0; film-film 0; d is an isolate 1; other component 1.
    assert part_of(plan, "network_value") == pytest.approx(0.5, abs=GRID)
    assert codes(plan) == {
        "bridges_regions": {"region_a": "north", "region_b": "south", "ties": 2},
        "reaches_isolate": {"member": "d", "degree": 0},
    }
    # b-d: fields music-film, tied by a-b and a-c: 2 of 4 possible and the only two fields, so 0 as well.
    other = explain_pair(
        PlanRequest([a, b, c, d], [("a", "b"), ("a", "c"), ("c", "b")], only("network_value")), plan, "d", "b"
    )
    assert other.parts["network_value"] == pytest.approx(0.5, abs=GRID)


def test_joining_two_components_says_how_large_they_are() -> None:
    members = [Member(name) for name in "abcde"]
    plan = solve_plan(
        PlanRequest(
            members,
            [("a", "b"), ("b", "c"), ("d", "e")],
            only("network_value"),
            capacity={"a": 0, "c": 0, "e": 0},
        )
    )
    assert [(pair.a, pair.b) for pair in plan.pairs] == [("b", "d")]
    # No regions, no fields: mean of 1/(1+1) for the lesser degree and 1 for the other component.
    assert part_of(plan, "network_value") == 0.75
    assert codes(plan) == {"joins_components": {"size_a": 3, "size_b": 2}}


def test_unknown_counts_as_the_average_of_what_is_known_and_is_said_so() -> None:
    members = [
        Member("a", field="crafts"),
        Member("b", field="media"),
        Member("c", field="crafts"),
        Member("d"),
    ]
    request = PlanRequest(
        members, [], only("complementarity", field_pairs={("crafts", "media"): 0.9}), default_capacity=2
    )
    plan = solve_plan(request)
    parts = {(pair.a, pair.b): (pair.parts["complementarity"], pair.assumed) for pair in plan.pairs}
    # Known: a-b 0.9, a-c 0, b-c 0.9; every pair of d counts their mean 0.6.
    assert parts["a", "b"] == (pytest.approx(0.9, abs=GRID), ())
    assumed = [pair for pair in plan.pairs if "d" in (pair.a, pair.b)]
    assert assumed
    for pair in assumed:
        assert pair.parts["complementarity"] == pytest.approx(0.6, abs=GRID)
        assert pair.assumed == ("complementarity",)
        assert [reason.code for reason in pair.reasons] == ["assumed_average"]


def test_a_part_known_of_nobody_is_called_undefined_and_counts_for_nobody() -> None:
    members = [Member("a", field="film"), Member("b", field="film")]
    plan = solve_plan(PlanRequest(members, [], Purpose(mentoring=True)))
    assert plan.undefined_parts == ("complementarity", "experience")
    (pair,) = plan.pairs
    assert (pair.parts["complementarity"], pair.parts["experience"], pair.assumed) == (0.0, 0.0, ())


# ── what the set earns ──


def test_the_set_earns_for_isolates_and_for_pairs_of_regions_with_falling_return() -> None:
    north = [Member(f"n{i}", region="north") for i in range(3)]
    south = [Member(f"s{i}", region="south") for i in range(3)]
    purpose = Purpose(
        weights={"network_value": 2.0}, set_bonus={"isolates": 0.25, "region_pairs": 0.5, "field_pairs": 1.0}
    )
    plan = solve_plan(PlanRequest([*north, *south], [("n0", "s0")], purpose))
    earned = {(bonus.reason.code, *bonus.reason.values.values()): bonus for bonus in plan.set_bonuses}
    # n1, n2, s1, s2 had no tie: 2 × 0.25 each, once.
    assert {key[1] for key in earned if key[0] == "isolate_brought_in"} == {"n1", "n2", "s1", "s2"}
    assert all(b.amount == 0.5 for key, b in earned.items() if key[0] == "isolate_brought_in")
    # North and south had one tie, so three new ones earn the later steps: 2 × 0.5 × (1/2 + 1/4 + 1/8).
    joined = earned["region_pair_joined", "north", "south", 1, 3]
    assert joined.amount == 0.875
    assert len(joined.pairs) == 3
    assert plan.objective == sum(p.score for p in plan.pairs) + sum(b.amount for b in plan.set_bonuses)


def test_a_sixth_tie_between_two_regions_earns_nothing_more() -> None:
    north = [Member(f"n{i}", region="north") for i in range(6)]
    south = [Member(f"s{i}", region="south") for i in range(6)]
    ties = [(f"n{i}", f"s{i}") for i in range(4)]
    plan = solve_plan(PlanRequest([*north, *south], ties, Purpose()))
    assert {bonus.reason.code for bonus in plan.set_bonuses} == {"isolate_brought_in"}


# ── limits ──


def four() -> list[Member]:
    return [
        Member("a", region="n"),
        Member("b", region="n"),
        Member("c", region="s"),
        Member("d", region="s"),
    ]


ASKED_ALL = frozenset("abcd")


@pytest.mark.parametrize(
    ("limits", "reasons"),
    [
        (
            {"locked": {("b", "a")}, "ties": [("a", "b")]},
            [("locked_already_tied", {"a": "a", "b": "b"})],
        ),
        (
            {"locked": {("a", "b")}, "exclusions": {("b", "a")}},
            [("locked_excluded", {"a": "a", "b": "b"})],
        ),
        (
            {"locked": {("a", "b"), ("a", "c")}},
            [("locked_over_capacity", {"member": "a", "locked": 2, "capacity": 1})],
        ),
        (
            {"locked": {("a", "b"), ("c", "d")}, "total": 1},
            [("locked_over_total", {"locked": 2, "total": 1})],
        ),
        (
            {"asked": {"a", "b"}, "capacity": {"a": 0}},
            [("asked_without_capacity", {"member": "a"})],
        ),
        (
            {"asked": {"a"}, "exclusions": {("a", "b"), ("a", "c")}, "ties": [("d", "a")]},
            [("asked_without_partner", {"member": "a"})],
        ),
        (
            {"cover_regions": True, "capacity": {"c": 0, "d": 0}},
            [("region_without_candidates", {"region": "s"})],
        ),
        (
            {
                "min_coverage": 0.75,
                "exclusions": {("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")},
            },
            [("coverage_above_reach", {"wanted": 3, "reachable": 2})],
        ),
        (
            {"asked": ASKED_ALL, "total": 1},
            [("total_below_need", {"total": 1, "needed": 2})],
        ),
        # Each limit alone can hold: only a serves b, c and d.
        (
            {"asked": {"b", "c"}, "exclusions": {("b", "c"), ("b", "d"), ("c", "d")}, "locked": {("a", "b")}},
            [("asked_left_over", {"member": "c"})],
        ),
        (
            {
                "cover_regions": True,
                "exclusions": {("c", "b"), ("d", "b"), ("c", "d")},
                "locked": {("a", "b")},
            },
            [("region_left_over", {"region": "s"})],
        ),
        (
            {"min_coverage": 1.0, "exclusions": {("b", "c"), ("b", "d"), ("c", "d")}},
            [("coverage_left_over", {"wanted": 4, "reached": 2})],
        ),
    ],
)
def test_limits_that_clash_are_named(limits: dict[str, object], reasons: list[tuple[str, object]]) -> None:
    plan = solve_plan(PlanRequest(four(), **{"ties": [], **limits}))  # type: ignore[arg-type]
    assert plan.status == "infeasible"
    assert [(reason.code, dict(reason.values)) for reason in plan.infeasible_reasons] == reasons
    assert (plan.pairs, plan.objective, plan.bound, plan.gap) == ((), None, None, None)
    assert all(set(reason.values) == set(REASON_CODES[reason.code]) for reason in plan.infeasible_reasons)


def test_limits_that_can_hold_are_held() -> None:
    members = [Member(f"m{i}", region=f"r{i % 3}", attributes={"since": 2004 + i}) for i in range(9)]
    plan = solve_plan(
        PlanRequest(
            members,
            [("m0", "m1")],
            capacity={"m8": 0, "m0": 2},
            exclusions={("m1", "m2")},
            asked={"m5", "m7"},
            cover_regions=True,
            min_coverage=0.75,
            locked={("m4", "m3")},
            total=4,
        )
    )
    pairs = {(pair.a, pair.b) for pair in plan.pairs}
    touched = [end for pair in pairs for end in pair]
    assert plan.status == "optimal"
    assert ("m3", "m4") in pairs
    assert len(pairs) <= 4
    assert {"m5", "m7"} <= set(touched)
    assert not pairs & {("m0", "m1"), ("m1", "m2")}
    assert "m8" not in touched
    assert len(set(touched)) >= 6  # three quarters of the eight with capacity
    assert all(touched.count(member.id) <= (2 if member.id == "m0" else 1) for member in members)
    assert {int(end[1]) % 3 for end in touched} == {0, 1, 2}


@pytest.mark.parametrize(
    ("changed", "code", "offending"),
    [
        ({"capacity": {"x": 1}}, "unknown_in_capacity", ("x",)),
        ({"capacity": {"a": -1}}, "negative_capacity", ("a",)),
        ({"asked": {"x", "y"}}, "unknown_in_asked", ("x", "y")),
        ({"exclusions": {("a", "x")}}, "unknown_in_exclusions", ("x",)),
        ({"locked": {("a", "a")}}, "self_in_locked", ("a",)),
        ({"total": -1}, "negative_total", (-1,)),
        ({"min_coverage": 1.5}, "min_coverage_out_of_range", (1.5,)),
        ({"purpose": Purpose(weights={"charm": 1.0})}, "unknown_part", ("charm",)),
        ({"purpose": Purpose(weights={"affinity": -1.0})}, "weight_out_of_range", ("affinity",)),
        ({"purpose": Purpose(weights={"affinity": math.nan})}, "weight_out_of_range", ("affinity",)),
        ({"purpose": Purpose(field_pairs={("f", "g"): 2.0})}, "field_pair_out_of_range", (("f", "g"),)),
        ({"purpose": Purpose(near_km=0.0)}, "near_km_out_of_range", (0.0,)),
    ],
)
def test_a_request_that_cannot_be_read_names_every_offender(
    changed: dict[str, object], code: str, offending: tuple[object, ...]
) -> None:
    with pytest.raises(MatchingInputError) as refused:
        solve_plan(PlanRequest(four(), [], **changed))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.offending) == (code, offending)


@pytest.mark.parametrize(
    "request_",
    [
        PlanRequest([], []),
        PlanRequest([Member("a")], []),
        PlanRequest(four(), [], default_capacity=0),
        PlanRequest(four(), [], total=0),
        PlanRequest(four(), list(combinations("abcd", 2))),
    ],
    ids=["nobody", "one member", "no capacity", "no ties wanted", "all tied"],
)
def test_nothing_to_propose_is_empty_and_not_infeasible(request_: PlanRequest) -> None:
    plan = solve_plan(request_)
    assert (plan.status, plan.pairs, plan.objective, plan.gap) == ("empty", (), 0.0, 0.0)


def test_without_time_the_plan_is_an_incumbent_with_its_gap() -> None:
    members = [Member(f"m{i:02}", region=f"r{i % 4}", field=f"f{i % 3}") for i in range(40)]
    request = PlanRequest(members, [], default_capacity=2, time_limit=1e-9)
    plan = solve_plan(request)
    best = solve_plan(dataclasses.replace(request, time_limit=30.0))
    assert plan.status == "incumbent"
    assert plan.objective is not None and plan.bound is not None and best.objective is not None
    assert plan.objective <= best.objective <= plan.bound
    assert plan.gap == (plan.bound - plan.objective) / plan.bound > 0
    assert (best.status, best.gap) == ("optimal", 0.0)


# ── staying close to the previous plan, and why not ──


def rising(count: int) -> PlanRequest:
    """Members whose pairs all differ in worth: years apart, fields in turn."""
    members = [
        Member(f"m{i:02}", field=f"f{i % 4}", region=f"r{i % 3}", attributes={"since": 2000 + (i * 7) % 25})
        for i in range(count)
    ]
    return PlanRequest(
        members,
        [("m00", "m01"), ("m01", "m02"), ("m02", "m03")],
        Purpose(field_pairs={("f0", "f1"): 1.0, ("f2", "f3"): 0.5}),
        default_capacity=2,
    )


def chosen(plan: Plan) -> set[tuple[str, str]]:
    return {(pair.a, pair.b) for pair in plan.pairs}


def test_one_tie_more_keeps_what_was_planned() -> None:
    request, before = rising(16), set()
    for total in range(1, 12):
        free = solve_plan(dataclasses.replace(request, total=total))
        plan = solve_plan(
            dataclasses.replace(request, total=total, previous=before, stability_tolerance=0.02)
        )
        assert plan.status == "optimal"
        assert plan.objective is not None and free.objective is not None
        assert plan.objective + plan.given_up == free.objective == plan.bound
        assert plan.given_up <= 0.02 * free.objective
        assert set(plan.kept) == before & chosen(plan)
        assert set(plan.dropped) == before - chosen(plan)
        assert len(plan.kept) >= len(before & chosen(free))
        before = chosen(plan)


def test_the_same_request_with_its_own_plan_as_previous_changes_nothing() -> None:
    request = rising(14)
    first = solve_plan(request)
    again = solve_plan(dataclasses.replace(request, previous=chosen(first), stability_tolerance=0.0))
    assert (again.pairs, again.objective, again.dropped) == (first.pairs, first.objective, ())


def test_previous_pairs_that_are_tied_or_gone_are_dropped_without_complaint() -> None:
    plan = solve_plan(dataclasses.replace(rising(6), previous={("m00", "m01"), ("gone", "m02")}))
    assert plan.status == "optimal"
    assert plan.dropped == (("gone", "m02"), ("m00", "m01"))


def test_locked_pairs_stay_whatever_they_cost() -> None:
    request = rising(12)
    worst = min(
        (explain_pair(request, solve_plan(request), a, b) for a, b in [("m04", "m08"), ("m05", "m09")]),
        key=lambda explained: explained.score or 0.0,
    )
    locked = {(worst.b, worst.a)}
    for total in (1, 4, None):
        assert (worst.a, worst.b) in chosen(
            solve_plan(dataclasses.replace(request, locked=locked, total=total))
        )


def test_why_not_answers_for_any_pair() -> None:
    request = dataclasses.replace(rising(8), exclusions={("m04", "m05")}, capacity={"m07": 0})
    plan = solve_plan(request)
    first = plan.pairs[0]
    standing = {
        pair: explain_pair(request, plan, *pair).standing
        for pair in [
            (first.b, first.a),
            ("m01", "m00"),
            ("m05", "m04"),
            ("m00", "m07"),
            ("m03", "m03"),
            ("m03", "stranger"),
        ]
    }
    assert list(standing.values()) == [
        "chosen",
        "already_tied",
        "excluded",
        "no_capacity",
        "self",
        "unknown",
    ]
    explained = explain_pair(request, plan, first.a, first.b)
    assert (explained.score, explained.parts, explained.reasons) == (first.score, first.parts, first.reasons)
    assert explained.rank is not None and explained.rank >= 1


def test_forcing_a_pair_in_costs_exactly_what_is_said() -> None:
    request = rising(9)
    plan = solve_plan(request)
    asked = 0
    for a, b in combinations([member.id for member in request.members], 2):
        explained = explain_pair(request, plan, a, b)
        if explained.standing != "not_chosen":
            continue
        asked += 1
        forced = solve_plan(dataclasses.replace(request, locked={(a, b)}))
        assert plan.objective is not None and forced.objective is not None
        assert explained.loss == plan.objective - forced.objective
        assert explained.loss_proven
        after = (chosen(plan) - set(explained.pushed_out)) | set(explained.brought_in) | {(a, b)}
        assert set(explained.pushed_out) <= chosen(plan)
        assert all(sum(member.id in pair for pair in after) <= 2 for member in request.members)
    assert asked > 10


def test_a_pair_that_cannot_be_forced_says_which_limits_clash() -> None:
    request = dataclasses.replace(rising(8), default_capacity=1, locked={("m04", "m06")})
    explained = explain_pair(request, solve_plan(request), "m06", "m05")
    assert explained.standing == "cannot_be_forced"
    assert explained.clashes == (
        Reason("locked_over_capacity", {"member": "m06", "locked": 2, "capacity": 1}),
    )


def test_the_worked_table_of_the_documentation() -> None:
    def member(name: str, field: str, region: str, since: int, **more: object) -> Member:
        return Member(name, region=region, field=field, attributes={"since": since, **more})

    request = PlanRequest(
        [
            member("isfahan", "crafts", "asia", 2015, offers={"weaving"}, needs={"web"}),
            member("kashan", "crafts", "asia", 2025),
            member("linz", "media", "europe", 2014, offers={"web"}, needs={"weaving", "film"}),
            member("sanandaj", "music", "asia", 2019),
        ],
        [("isfahan", "sanandaj")],
        Purpose(
            weights={"complementarity": 2.0, "experience": 1.0, "network_value": 1.0},
            field_pairs={("crafts", "media"): 1.0},
        ),
    )
    plan = solve_plan(request)
    assert [(pair.a, pair.b) for pair in plan.pairs] == [("isfahan", "linz"), ("kashan", "sanandaj")]
    scores = {
        ("kashan", "linz"): 2 + 11 / 19 + 1,
        ("isfahan", "linz"): 1.75 + 1 / 9 + 1,
        ("linz", "sanandaj"): 5 / 13 + 1,
        ("isfahan", "kashan"): 10 / 18 + 0.5,
        ("kashan", "sanandaj"): 6 / 14 + 0.5,
    }
    explained = {pair: explain_pair(request, plan, *pair) for pair in scores}
    assert [explained[pair].rank for pair in scores] == [1, 2, 3, 4, 5]
    for pair, score in scores.items():
        assert explained[pair].score == pytest.approx(score, abs=4 * GRID)
    best = scores["isfahan", "linz"] + scores["kashan", "sanandaj"] + 2 + 0.5 + 0.5 + 0.25
    other = scores["kashan", "linz"] + 2 + 0.5 + 0.5
    assert plan.objective == pytest.approx(best, abs=8 * GRID)
    assert explained["kashan", "linz"].loss == pytest.approx(best - other, abs=8 * GRID)
    assert explained["kashan", "linz"].pushed_out == (("isfahan", "linz"), ("kashan", "sanandaj"))
    third = scores["isfahan", "kashan"] + scores["linz", "sanandaj"] + 2 + 0.5 + 0.5
    assert explained["isfahan", "kashan"].loss == pytest.approx(best - third, abs=8 * GRID)
