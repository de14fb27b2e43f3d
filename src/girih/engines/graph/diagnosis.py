"""Diagnosis: what of the measures deserves attention, and how it compares with a period ago."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from girih.engines.graph.findings import FINDING_CODES, Finding, Severity, Values, severity_of
from girih.engines.graph.measures import Measures, Mixing
from girih.engines.graph.measuring import EXACT_LIMIT, measure
from girih.engines.graph.network import LADDER, Network, Tie

__all__ = ["Diagnosis", "diagnose"]

BUBBLE_LIFT = 1.25  # a bubble has at least this many times the pairs within that chance would give
UNDERREPRESENTED_BELOW = 0.8  # share of tie ends over share of members
STRONGLY_UNDERREPRESENTED_BELOW = 0.5
CUT_OFF_FROM = 2  # losing one single member is told by one_tie_members
CUT_MEMBERS_TOLD = 5


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`findings` are sorted: urgent, attention, info, good, and then in the order of FINDING_CODES."""

    measures: Measures
    before: Measures | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Period:
    network: Network
    measures: Measures


_HEADLINE = {kind.code: kind.headline for kind in FINDING_CODES}
_PLACE = {kind.code: place for place, kind in enumerate(FINDING_CODES)}
_SEVERITIES: tuple[Severity, ...] = ("urgent", "attention", "info", "good")


def _found(
    code: str,
    values: Values,
    *,
    severity: Severity | None = None,
    before: float | None = None,
    members: tuple[str, ...] = (),
    ties: tuple[str, ...] = (),
) -> Finding:
    headline = _HEADLINE[code]
    now = values[headline] if headline else None
    change = now - before if before is not None and isinstance(now, int | float) else None
    return Finding(
        code=code,
        severity=severity or severity_of(code, values),
        values=values,
        before=before,
        change=change,
        members=members,
        ties=ties,
    )


def _reach(now: _Period, before: _Period | None) -> Iterator[Finding]:
    """Who has no tie, who only one, and whether all hang together."""
    found, past = now.measures, before.measures if before else None
    isolates = found.isolates
    if isolates:
        values: Values = {
            "count": len(isolates),
            "of": found.members,
            "share": len(isolates) / found.members,
        }
        yield _found("isolates", values, before=len(past.isolates) if past else None, members=isolates)
    elif found.members > 1:
        yield _found("everyone_tied", {"members": found.members}, severity="good")
    if past is not None:
        newly = tuple(id_ for id_ in isolates if past.degree.get(id_, 0))
        newcomers = found.degree.keys() - past.degree.keys()
        waiting = tuple(id_ for id_ in isolates if id_ in newcomers)
        if newly:
            yield _found("newly_isolated", {"count": len(newly)}, severity="attention", members=newly)
        if waiting:
            told: Values = {"count": len(waiting), "newcomers": len(newcomers)}
            yield _found("newcomers_without_tie", told, severity="attention", members=waiting)
    single, single_ties = _one_tie_members(now.network)
    if single:
        values = {
            "count": len(single),
            "of": found.members_with_ties,
            "share": len(single) / found.members_with_ties,
        }
        was = len(_one_tie_members(before.network)[0]) if before else None
        yield _found("one_tie_members", values, before=was, members=single, ties=single_ties)
    parts = sum(size > 1 for size in found.component_sizes)
    if parts > 1:
        outside = found.members_with_ties - found.largest_component
        values = {
            "parts": parts,
            "largest": found.largest_component,
            "outside": outside,
            "of": found.members_with_ties,
            "share": outside / found.members_with_ties,
        }
        yield _found(
            "fragmentation",
            values,
            before=sum(size > 1 for size in past.component_sizes) if past else None,
        )
    elif found.members > 1 and len(found.component_sizes) == 1:
        yield _found("one_network", {"members": found.members}, severity="good")


def _one_tie_members(network: Network) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Members that sit in exactly one tie, however many it joins, and these ties."""
    times = Counter(id_ for tie in network.ties for id_ in tie.members)
    single = {id_ for id_, amount in times.items() if amount == 1}
    ties = sorted(tie.id for tie in network.ties if not single.isdisjoint(tie.members))
    return tuple(sorted(single)), tuple(ties)


def _concentration(now: Measures, past: Measures | None) -> Iterator[Finding]:
    """Whether a few hold most of the ties: the fewest members that together have half of all partners."""
    if now.degree_gini is None:
        return
    ranked = sorted(now.degree.items(), key=lambda item: (-item[1], item[0]))
    hubs: list[str] = []
    held = 0
    for id_, degree in ranked:
        if held >= now.edges:  # half of the 2 x edges ends
            break
        hubs.append(id_)
        held += degree
    values: Values = {
        "gini": now.degree_gini,
        "hubs": len(hubs),
        "of": now.members,
        "hub_share": len(hubs) / now.members,
    }
    severity = severity_of("hub_concentration", values)
    if severity != "info":
        was = past.degree_gini if past else None
        yield _found("hub_concentration", values, before=was, members=tuple(hubs))


def _bubble(code: str, now: Mixing, past: Mixing | None) -> Iterator[Finding]:
    """More pairs within one field or region than chance, with the same members, would give."""
    if now.share is None or now.expected is None or not now.same:
        return
    if now.share < BUBBLE_LIFT * now.expected:
        return
    within = {one: times for (one, other), times in now.counts.items() if one == other}
    values: Values = {
        "share": now.share,
        "same": now.same,
        "of": now.known,
        "expected": now.expected,
        "ei_index": now.ei_index,
        "most_within": min(within, key=lambda value: (-within[value], value)),
    }
    yield _found(code, values, before=past.share if past else None)


def _regions(now: _Period, past: Measures | None) -> Iterator[Finding]:
    isolates = set(now.measures.isolates)
    was = {row.region: row.ratio for row in past.balance.regions} if past else {}
    for row in now.measures.balance.regions:
        if row.ratio is None or row.ratio >= UNDERREPRESENTED_BELOW:
            continue
        severity: Severity = "attention" if row.ratio < STRONGLY_UNDERREPRESENTED_BELOW else "info"
        without = [
            member.id
            for member in now.network.members
            if member.region == row.region and member.id in isolates
        ]
        yield _found(
            "region_underrepresented",
            {
                "region": row.region,
                "members": row.members,
                "member_share": row.member_share,
                "tie_ends": row.tie_ends,
                "tie_end_share": row.tie_end_share,
                "ratio": row.ratio,
            },
            severity=severity if row.tie_ends else "urgent",
            before=was.get(row.region),
            members=tuple(sorted(without)),
        )


def _weak_places(now: _Period, past: Measures | None) -> Iterator[Finding]:
    """Members and ties whose loss would cut others off."""
    found = now.measures
    of = found.members_with_ties
    was = {cut.id: cut.cut_off for cut in past.cut_members} if past else {}
    for cut in found.cut_members[:CUT_MEMBERS_TOLD]:
        if cut.cut_off >= CUT_OFF_FROM:
            values: Values = {
                "cut_off": cut.cut_off,
                "pieces": cut.pieces,
                "of": of,
                "share": cut.cut_off / of,
            }
            # A member that was there and cut nobody off had a cut of 0; a newcomer had none.
            earlier = was.get(cut.id, 0) if past and cut.id in past.degree else None
            yield _found("cut_member", values, before=earlier, members=(cut.id,))
    fragile = {tie.id: tie.cut_off for tie in found.fragile_ties if tie.cut_off >= CUT_OFF_FROM}
    if fragile:
        worst = max(fragile.values())
        values = {"count": len(fragile), "cut_off": worst, "of": of, "share": worst / of}
        ends = {id_ for tie in now.network.ties if tie.id in fragile for id_ in tie.members}
        yield _found(
            "fragile_bridges",
            values,
            before=sum(tie.cut_off >= CUT_OFF_FROM for tie in past.fragile_ties) if past else None,
            members=tuple(sorted(ends)),
            ties=tuple(fragile),
        )


def _unconfirmed(network: Network) -> list[Tie]:
    return [tie for tie in network.ties if len(tie.confirmed_by) < len(tie.members)]


def _maturity(now: _Period, before: _Period | None) -> Iterator[Finding]:
    """Ties that not all sides confirmed, and ties that lack a rung of the structure ladder."""
    found = now.measures
    open_ties = _unconfirmed(now.network)
    if open_ties:
        values: Values = {
            "count": len(open_ties),
            "by_none": found.confirmation.by_none,
            "of": found.ties,
            "share": len(open_ties) / found.ties,
        }
        silent = {id_ for tie in open_ties for id_ in tie.members if id_ not in tie.confirmed_by}
        yield _found(
            "unconfirmed_ties",
            values,
            before=len(_unconfirmed(before.network)) if before else None,
            members=tuple(sorted(silent)),
            ties=tuple(sorted(tie.id for tie in open_ties)),
        )
    for place, name in enumerate(LADDER):
        rung = found.ladder[place]
        if not rung.no:
            continue
        known = rung.yes + rung.no
        values = {"without": rung.no, "known": known, "unknown": rung.unknown, "share": rung.no / known}
        was = before.measures.ladder[place].share if before else None
        yield _found(
            f"no_{name}",
            values,
            before=None if was is None else 1 - was,
            ties=tuple(sorted(tie.id for tie in now.network.ties if getattr(tie, name) is False)),
        )


def _growth(now: _Period, before: _Period) -> Finding:
    ties = {tie.id for tie in now.network.ties}
    past = {tie.id for tie in before.network.ties}
    severity: Severity = "good" if len(ties) > len(past) else "info"
    return _found(
        "growth",
        {
            "ties": len(ties),
            "ties_before": len(past),
            "new_ties": len(ties - past),
            "ended_ties": len(past - ties),
            "members": now.measures.members,
            "members_before": before.measures.members,
        },
        severity="attention" if len(ties) < len(past) else severity,
        before=len(past),
        ties=tuple(sorted(ties - past)),
    )


def diagnose(
    now: Network, before: Network | None = None, *, exact_limit: int = EXACT_LIMIT, seed: int = 0
) -> Diagnosis:
    """Measure the network, and as it was a period ago when that is given, and say what deserves attention.

    The steps from info to attention to urgent are in FINDING_CODES and docs/algorithms/graph.md. A measure
    that is undefined is a finding `undefined` that names it. Raises InvalidNetwork as `measure` does.
    """
    present = _Period(now, measure(now, exact_limit=exact_limit, seed=seed))
    earlier = None
    if before is not None:
        earlier = _Period(before, measure(before, exact_limit=exact_limit, seed=seed))
    found, past = present.measures, earlier.measures if earlier else None
    findings = [
        *_reach(present, earlier),
        *_concentration(found, past),
        *_bubble("field_bubble", found.field_mixing, past.field_mixing if past else None),
        *_bubble("region_bubble", found.region_mixing, past.region_mixing if past else None),
        *_regions(present, past),
        *_weak_places(present, past),
        *_maturity(present, earlier),
        *([_growth(present, earlier)] if earlier else []),
    ]
    if found.modularity is not None:
        values: Values = {
            "count": len(found.communities),
            "largest": len(found.communities[0].members),
            "modularity": found.modularity,
        }
        findings.append(_found("communities", values, before=past.modularity if past else None))
    findings += [
        _found("undefined", {"measure": name, "reason": reason}) for name, reason in found.undefined.items()
    ]
    findings.sort(key=lambda finding: (_SEVERITIES.index(finding.severity), _PLACE[finding.code]))
    return Diagnosis(found, past, tuple(findings))
