"""Findings on small networks worked out by hand, and what holds for the findings of any network."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from girih.engines.graph import (
    FINDING_CODES,
    Diagnosis,
    Finding,
    InvalidNetwork,
    Member,
    Network,
    Tie,
    diagnose,
    measure,
)

some = settings(max_examples=60, deadline=None)  # the first example also waits for imports


def network_of(members: str, *ties: str) -> Network:
    return Network(
        tuple(Member(letter, None, None) for letter in members),
        tuple(Tie(letters, tuple(letters)) for letters in ties),
    )


def the(diagnosis: Diagnosis, code: str) -> Finding:
    [found] = [finding for finding in diagnosis.findings if finding.code == code]
    return found


def codes(diagnosis: Diagnosis) -> set[str]:
    return {finding.code for finding in diagnosis.findings}


def test_isolates_are_compared_with_a_period_ago() -> None:
    before = network_of("abcd", "ab", "cd")
    now = network_of("abcdef", "ab", "ae")
    diagnosis = diagnose(now, before)
    assert the(diagnosis, "isolates") == Finding(
        "isolates",
        "urgent",
        {"count": 3, "of": 6, "share": 1 / 2},
        before=0,
        change=3,
        members=("c", "d", "f"),
    )
    assert the(diagnosis, "newly_isolated").members == ("c", "d")
    newcomers = the(diagnosis, "newcomers_without_tie")
    assert (newcomers.values, newcomers.members) == ({"count": 1, "newcomers": 2}, ("f",))
    growth = the(diagnosis, "growth")
    assert growth == Finding(
        "growth",
        "info",
        {"ties": 2, "ties_before": 2, "new_ties": 1, "ended_ties": 1, "members": 6, "members_before": 4},
        before=2,
        change=0,
        ties=("ae",),
    )
    assert diagnosis.before == measure(before)


@pytest.mark.parametrize(("ties", "severity"), [(("ab", "bc"), "good"), (("ab",), "info"), ((), "attention")])
def test_growth_is_good_and_shrinking_deserves_attention(ties: tuple[str, ...], severity: str) -> None:
    assert the(diagnose(network_of("abc", *ties), network_of("abc", "ac")), "growth").severity == severity


def test_without_an_earlier_period_nothing_is_compared() -> None:
    diagnosis = diagnose(network_of("abc", "ab"))
    assert diagnosis.before is None
    assert {"growth", "newly_isolated", "newcomers_without_tie"}.isdisjoint(codes(diagnosis))
    assert all(finding.before is None and finding.change is None for finding in diagnosis.findings)


def test_a_whole_network_is_said_to_be_whole() -> None:
    diagnosis = diagnose(network_of("abcd", "ab", "bc", "cd", "da"))
    assert {"everyone_tied", "one_network"} <= codes(diagnosis)
    assert {"isolates", "fragmentation", "one_tie_members", "cut_member", "fragile_bridges"}.isdisjoint(
        codes(diagnosis)
    )


def test_one_tie_members_are_counted_by_ties_not_by_partners() -> None:
    found = the(diagnose(network_of("abcde", "abc", "cd", "de", "ce")), "one_tie_members")
    assert (found.values, found.members, found.ties) == (
        {"count": 2, "of": 5, "share": 2 / 5},
        ("a", "b"),
        ("abc",),
    )
    assert found.severity == "attention"


def test_fragmentation_counts_parts_of_two_or_more() -> None:
    found = the(diagnose(network_of("abcdefx", "ab", "bc", "cd", "ef")), "fragmentation")
    assert found.values == {"parts": 2, "largest": 4, "outside": 2, "of": 6, "share": 2 / 6}
    assert found.severity == "urgent"


def test_hubs_are_the_fewest_members_that_hold_half_of_all_tie_ends() -> None:
    found = the(diagnose(network_of("habcdefgij", "ha", "hb", "hc", "hd")), "hub_concentration")
    # Five zeros, then 1 1 1 1 4, weighted 2i - 11: 1 + 3 + 5 + 7 + 4 x 9 = 52 over 10 members times 8 ends.
    assert found.values == {"gini": pytest.approx(52 / 80), "hubs": 1, "of": 10, "hub_share": 1 / 10}
    assert found.members == ("h",)


def members_in(**groups: str) -> tuple[Member, ...]:
    return tuple(Member(letter, group, group) for group, letters in groups.items() for letter in letters)


def test_a_bubble_is_more_than_chance() -> None:
    members = members_in(film="abc", music="xyz")
    closed = tuple(Tie(pair, tuple(pair)) for pair in ("ab", "bc", "xy", "cx"))
    found = the(diagnose(Network(members, closed)), "field_bubble")
    assert found.values == {
        "share": 3 / 4,
        "same": 3,
        "of": 4,
        "expected": pytest.approx(12 / 30),
        "ei_index": -2 / 4,
        "most_within": "film",
    }
    assert found.severity == "urgent"
    assert the(diagnose(Network(members, closed)), "region_bubble").values == found.values
    mixed = tuple(Tie(pair, tuple(pair)) for pair in ("ab", "ax", "by", "cz"))
    assert "field_bubble" not in codes(diagnose(Network(members, mixed)))


def test_one_single_field_is_no_bubble_because_there_is_no_other() -> None:
    members = members_in(film="abc")
    assert "field_bubble" not in codes(diagnose(Network(members, (Tie("ab", ("a", "b")),))))


def test_regions_with_fewer_tie_ends_than_members_are_named() -> None:
    members = members_in(north="abcd", south="wxyz")
    ties = tuple(Tie(pair, tuple(pair)) for pair in ("ab", "bc", "cd", "da", "aw"))
    found = the(diagnose(Network(members, ties)), "region_underrepresented")
    assert found.values == {
        "region": "south",
        "members": 4,
        "member_share": 1 / 2,
        "tie_ends": 1,
        "tie_end_share": 1 / 10,
        "ratio": 1 / 5,
    }
    assert (found.severity, found.members) == ("attention", ("x", "y", "z"))
    none_at_all = the(diagnose(Network(members, ties[:-1])), "region_underrepresented")
    assert (none_at_all.severity, none_at_all.values["ratio"]) == ("urgent", 0)


def test_a_member_whose_loss_splits_the_network_says_how_many_it_cuts_off() -> None:
    bow = network_of("abcde", "ab", "bc", "ca", "cd", "de", "ec")
    before = network_of("abcde", "ab", "bc", "ca", "cd", "de", "ec", "ae")
    found = the(diagnose(bow, before), "cut_member")
    assert found == Finding(
        "cut_member",
        "urgent",
        {"cut_off": 2, "pieces": 2, "of": 5, "share": 2 / 5},
        before=0,
        change=2,
        members=("c",),
    )


def test_a_tie_between_two_halves_is_fragile_and_a_pendant_one_is_not_told_again() -> None:
    found = the(
        diagnose(network_of("abcdefp", "ab", "bc", "ca", "de", "ef", "fd", "cd", "ap")), "fragile_bridges"
    )
    assert found.values == {"count": 1, "cut_off": 3, "of": 7, "share": 3 / 7}
    assert (found.members, found.ties) == (("c", "d"), ("cd",))


def test_unconfirmed_ties_name_the_sides_that_have_not_confirmed() -> None:
    members = tuple(Member(letter, None, None) for letter in "abcd")
    ties = (
        Tie("1", ("a", "b"), confirmed_by=frozenset("ab")),
        Tie("2", ("a", "c"), confirmed_by=frozenset("a")),
        Tie("3", ("b", "d")),
        Tie("4", ("a", "d"), confirmed_by=frozenset("ad")),
    )
    found = the(diagnose(Network(members, ties)), "unconfirmed_ties")
    assert found.values == {"count": 2, "by_none": 1, "of": 4, "share": 1 / 2}
    assert (found.severity, found.members, found.ties) == ("attention", ("b", "c", "d"), ("2", "3"))


@pytest.mark.parametrize("rung", ["objective", "agreement", "schedule", "follow_up", "outcome"])
def test_a_missing_rung_is_no_and_not_unknown(rung: str) -> None:
    members = tuple(Member(letter, None, None) for letter in "abc")

    def ties(*answers: bool | None) -> tuple[Tie, ...]:
        return tuple(
            Tie(str(place), pair, **{rung: answer})
            for place, (pair, answer) in enumerate(
                zip((("a", "b"), ("b", "c"), ("a", "c")), answers, strict=True)
            )
        )

    found = the(
        diagnose(Network(members, ties(False, True, None)), Network(members, ties(True, True, True))),
        f"no_{rung}",
    )
    assert found.values == {"without": 1, "known": 2, "unknown": 1, "share": 1 / 2}
    assert (found.before, found.change, found.ties) == (0, 1 / 2, ("0",))
    unknown = diagnose(Network(members, ties(None, None, None)))
    assert f"no_{rung}" not in codes(unknown)
    told = [dict(finding.values) for finding in unknown.findings if finding.code == "undefined"]
    assert {"measure": rung, "reason": "none_known"} in told


def test_an_empty_network_is_undefined_and_nothing_else() -> None:
    diagnosis = diagnose(Network())
    assert codes(diagnosis) == {"undefined"}
    assert {finding.values["measure"] for finding in diagnosis.findings} == set(diagnosis.measures.undefined)


def test_an_invalid_earlier_period_is_refused_too() -> None:
    with pytest.raises(InvalidNetwork, match="duplicate_member: a"):
        diagnose(network_of("ab"), network_of("aa"))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    ids = "abcdefghij"[: draw(st.integers(0, 10))]
    region = st.sampled_from(("north", "south", None))
    answer = st.sampled_from((True, False, None))
    members = tuple(Member(id_, draw(region), draw(region)) for id_ in ids)
    pairs = (
        st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True) if len(ids) > 1 else st.nothing()
    )
    ties = [
        Tie(str(place), tuple(sides), frozenset(sides[: draw(st.integers(0, 3))]), draw(answer), draw(answer))
        for place, sides in enumerate(draw(st.lists(pairs, max_size=12)) if len(ids) > 1 else [])
    ]
    return Network(members, tuple(ties))


def ids_of(things: Iterable[Member | Tie]) -> set[str]:
    return {thing.id for thing in things}


@some
@given(networks(), st.none() | networks())
def test_every_finding_is_of_a_listed_kind_with_exactly_its_values(
    now: Network, before: Network | None
) -> None:
    kinds = {kind.code: kind for kind in FINDING_CODES}
    diagnosis = diagnose(now, before)
    severities = [
        ("urgent", "attention", "info", "good").index(found.severity) for found in diagnosis.findings
    ]
    assert severities == sorted(severities)
    for found in diagnosis.findings:
        kind = kinds[found.code]
        assert tuple(found.values) == kind.values
        assert set(found.members) <= ids_of(now.members)
        assert set(found.ties) <= ids_of(now.ties)
        assert len(set(found.members)) == len(found.members)
        if found.before is None:
            assert found.change is None
        else:
            assert kind.headline is not None
            headline = found.values[kind.headline]
            assert isinstance(headline, int | float)
            assert found.change == pytest.approx(headline - found.before)


def test_the_codes_are_distinct_and_their_steps_rise() -> None:
    assert len({kind.code for kind in FINDING_CODES}) == len(FINDING_CODES)
    for kind in FINDING_CODES:
        assert kind.headline is None or kind.headline in kind.values
        assert (kind.weighed is None) == (kind.attention is None) == (kind.urgent is None)
        if kind.weighed and kind.attention is not None and kind.urgent is not None:
            assert kind.weighed in kind.values
            assert kind.attention < kind.urgent


def test_every_code_is_documented_with_its_values_and_steps() -> None:
    page = (Path(__file__).parents[2] / "docs" / "algorithms" / "graph.md").read_text(encoding="utf-8")
    rows = {row.split("`")[1]: row for row in page.splitlines() if row.startswith("| `")}
    for kind in FINDING_CODES:
        cells = rows[kind.code].split(" | ")
        named = re.sub(r"\*\*|\s\([^)]*\)| = [\w/]+", "", cells[2]).split(", ")
        assert tuple(named) == kind.values, kind.code
        assert re.findall(r"\*\*(\w+)\*\*", cells[2]) == ([kind.headline] if kind.headline else [])
        if kind.attention is not None:
            urgent = "1/3" if kind.urgent == 1 / 3 else f"{kind.urgent:.2f}"
            assert cells[3].strip(" |") == f"{kind.weighed} {kind.attention:.2f}, {urgent}"
