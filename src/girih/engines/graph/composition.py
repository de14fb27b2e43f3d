"""Who is joined to whom and how well: mixing, regional balance, confirmation, structure ladder."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from girih.engines.graph.measures import Balance, Confirmation, Mixing, RegionBalance, Rung
from girih.engines.graph.network import LADDER, Network
from girih.engines.graph.projection import Integers, Projection

__all__ = ["balance", "confirmation", "gini", "ladder", "mixing"]


def _numbered(projection: Projection, value_of: Mapping[str, str | None]) -> tuple[list[str], Integers]:
    """The known values, sorted, and the number of each member's value, -1 when it is unknown."""
    values = sorted({value for value in value_of.values() if value is not None})
    number: dict[str | None, int] = {value: place for place, value in enumerate(values)}
    number[None] = -1
    return values, np.array([number[value_of[id_]] for id_ in projection.ids], dtype=np.int64)


def mixing(projection: Projection, value_of: Mapping[str, str | None]) -> Mixing:
    """Count joined pairs by the values of their two sides; `value_of` has every member."""
    values, number = _numbered(projection, value_of)
    one, other = number[projection.left], number[projection.right]
    both = (one >= 0) & (other >= 0)
    low, high = np.minimum(one, other)[both], np.maximum(one, other)[both]
    codes, times = np.unique(low * max(len(values), 1) + high, return_counts=True)
    counts = {
        (values[code // len(values)], values[code % len(values)]): amount
        for code, amount in zip(codes.tolist(), times.tolist(), strict=True)
    }
    known = int(np.count_nonzero(both))
    same = int(np.count_nonzero(low == high))
    sizes = np.bincount(number[number >= 0], minlength=len(values))
    members = int(sizes.sum())
    return Mixing(
        same=same,
        known=known,
        unknown=projection.edges - known,
        share=same / known if known else None,
        expected=float(np.sum(sizes * (sizes - 1))) / (members * (members - 1)) if members > 1 else None,
        ei_index=(known - 2 * same) / known if known else None,
        counts=counts,
    )


def gini(values: Sequence[int] | Integers) -> float | None:
    """Gini coefficient of non-negative values: sum of (2i - n - 1) x_i over n times their sum, x ascending.

    0 when all are equal, (n-1)/n when one has everything; None when there are no values or all are zero.
    """
    ordered = np.sort(np.asarray(values, dtype=np.int64))
    total, count = int(ordered.sum()), len(ordered)
    if not total:
        return None
    return int(np.sum((2 * np.arange(1, count + 1) - count - 1) * ordered)) / (count * total)


def balance(projection: Projection, region_of: Mapping[str, str | None]) -> Balance:
    """Share of members against share of tie ends of each region, over what is known, regions sorted."""
    regions, number = _numbered(projection, region_of)
    of_ends = number[projection.member_of_end]
    members = np.bincount(number[number >= 0], minlength=len(regions)).tolist()
    ends = np.bincount(of_ends[of_ends >= 0], minlength=len(regions)).tolist()
    all_members, all_ends = sum(members), sum(ends)
    rows = []
    for region, count, tie_ends in zip(regions, members, ends, strict=True):
        member_share = count / all_members
        end_share = tie_ends / all_ends if all_ends else None
        ratio = None if end_share is None else end_share / member_share
        rows.append(RegionBalance(region, count, member_share, tie_ends, end_share, ratio))
    gaps = [abs(row.member_share - row.tie_end_share) for row in rows if row.tie_end_share is not None]
    return Balance(
        regions=tuple(rows),
        members_unknown=projection.count - all_members,
        tie_ends_unknown=len(of_ends) - all_ends,
        distance=sum(gaps) / 2 if gaps else None,
    )


def confirmation(network: Network) -> Confirmation:
    by_all = sum(len(tie.confirmed_by) == len(tie.members) for tie in network.ties)
    by_any = sum(bool(tie.confirmed_by) for tie in network.ties)
    return Confirmation(by_all, by_any, len(network.ties) - by_any, by_all / by_any if by_any else None)


def ladder(network: Network) -> tuple[Rung, ...]:
    rungs = []
    for name in LADDER:
        answers: Counter[bool | None] = Counter(getattr(tie, name) for tie in network.ties)
        yes, no = answers[True], answers[False]
        rungs.append(Rung(name, yes, no, answers[None], yes / (yes + no) if yes + no else None))
    return tuple(rungs)
