"""The reasons of a single pair, told from its components."""

from __future__ import annotations

from girih.engines.matching.members import Roster, attributes_of
from girih.engines.matching.parts import SENIOR_YEARS, PairTable
from girih.engines.matching.requests import PARTS, PlannedPair, Purpose, Reason

_LIKELY = 0.75  # a pair in the upper quarter is called likely


def _slugs(members: Roster, number: int, attribute: str) -> frozenset[str]:
    return frozenset(attributes_of(members.members[number]).get(attribute) or ())


def _complementarity(members: Roster, table: PairTable, purpose: Purpose, row: int) -> list[Reason]:
    a, b = int(table.a[row]), int(table.b[row])
    first, second = members.members[a], members.members[b]
    told = []
    value = float(table.values["complementary_fields"][row])
    if value > 0:
        told.append(
            Reason("complementary_fields", {"field_a": first.field, "field_b": second.field, "value": value})
        )
    for giver, taker in ((a, b), (b, a)):
        met = _slugs(members, giver, "offers") & _slugs(members, taker, "needs")
        told += [
            Reason("offers_need", {"topic": slug, "giver": members.ids[giver], "taker": members.ids[taker]})
            for slug in sorted(met)
            if purpose.topic is None or slug == purpose.topic
        ]
    return told


def _affinity(members: Roster, table: PairTable, purpose: Purpose, row: int) -> list[Reason]:
    a, b = int(table.a[row]), int(table.b[row])
    told = []
    if table.values["same_field"][row] == 1:
        told.append(Reason("same_field", {"field": members.members[a].field}))
    for code, attribute in (("same_heritage", "heritage"), ("shared_language", "languages")):
        shared = _slugs(members, a, attribute) & _slugs(members, b, attribute)
        if shared:
            told.append(Reason(code, {"shared": tuple(sorted(shared))}))
    km = float(table.km[row])
    if km <= purpose.near_km:
        told.append(Reason("near", {"km": round(km, 1)}))
    likely = float(table.values["likely_by_structure"][row])
    if likely >= _LIKELY and table.degree.any():
        told.append(Reason("likely_by_structure", {"percentile": round(likely, 4)}))
    return told


def _experience(members: Roster, table: PairTable, purpose: Purpose, row: int) -> list[Reason]:
    pair = (int(table.a[row]), int(table.b[row]))
    told = []
    if purpose.mentoring:
        for mentor, newcomer in (pair, pair[::-1]):
            passed = attributes_of(members.members[mentor]).get("experience")
            if passed and attributes_of(members.members[newcomer]).get("preparing"):
                values = {
                    "mentor": members.ids[mentor],
                    "newcomer": members.ids[newcomer],
                    "passed_calls": passed,
                }
                told.append(Reason("mentor", values))
        return told
    first, second = (attributes_of(members.members[number]).get("since") for number in pair)
    if first is not None and second is not None and abs(first - second) >= SENIOR_YEARS:
        senior, newcomer = pair if first < second else pair[::-1]
        values = {
            "senior": members.ids[senior],
            "newcomer": members.ids[newcomer],
            "years": abs(first - second),
        }
        told.append(Reason("senior_and_newcomer", values))
    return told


def _network_value(members: Roster, table: PairTable, row: int) -> list[Reason]:
    a, b = int(table.a[row]), int(table.b[row])
    told = []
    for grouping, code in (("region", "bridges_regions"), ("field", "bridges_fields")):
        numbers, names = table.groups[grouping]
        first, second = int(numbers[a]), int(numbers[b])
        if first >= 0 and second >= 0 and first != second:
            values = {
                f"{grouping}_a": names[first],
                f"{grouping}_b": names[second],
                "ties": int(table.between[grouping][first, second]),
            }
            told.append(Reason(code, values))
    told += [
        Reason("reaches_isolate", {"member": members.ids[number], "degree": 0})
        for number in (a, b)
        if table.degree[number] == 0
    ]
    sizes = [int((table.component == table.component[number]).sum()) for number in (a, b)]
    if table.component[a] != table.component[b] and min(sizes) > 1:
        told.append(Reason("joins_components", {"size_a": sizes[0], "size_b": sizes[1]}))
    return told


def reasons_of(members: Roster, table: PairTable, purpose: Purpose, row: int) -> tuple[Reason, ...]:
    """Reasons of one pair, only those of parts that weigh something for the purpose."""
    told = {
        "complementarity": _complementarity(members, table, purpose, row),
        "affinity": _affinity(members, table, purpose, row),
        "experience": _experience(members, table, purpose, row),
        "network_value": _network_value(members, table, row),
    }
    reasons = [reason for part in PARTS if purpose.weights.get(part, 0.0) > 0 for reason in told[part]]
    reasons += [
        Reason("assumed_average", {"part": part, "value": float(table.parts[part][row])})
        for part in assumed_of(table, purpose, row)
    ]
    return tuple(reasons)


def assumed_of(table: PairTable, purpose: Purpose, row: int) -> tuple[str, ...]:
    """Parts of which nothing is known for this pair although they are known for others."""
    return tuple(
        part
        for part in PARTS
        if purpose.weights.get(part, 0.0) > 0 and part not in table.undefined and not table.known[part][row]
    )


def planned_pair(members: Roster, table: PairTable, purpose: Purpose, row: int) -> PlannedPair:
    return PlannedPair(
        a=members.ids[int(table.a[row])],
        b=members.ids[int(table.b[row])],
        score=float(table.score[row]),
        parts={part: float(table.parts[part][row]) for part in PARTS},
        reasons=reasons_of(members, table, purpose, row),
        assumed=assumed_of(table, purpose, row),
    )
