"""The diagnosis of a network in words: figures that open their evidence, and findings with a way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from girih.kernel.access import Actor, require
from girih.kernel.persian import season_name, season_of, season_period
from girih.networks import bridge, rules
from girih.networks.models import Network, Tie
from girih.networks.queries.comparison import (
    DECIMALS,
    SHARES,
    change_said_of,
    comparison_of,
    unexplained_said,
    unexplained_ties,
)
from girih.networks.queries.figures import FigureShown, figures_of
from girih.networks.queries.labels import Labels, language, said, said_percent
from girih.networks.queries.state import NetworkState, state_of
from girih.networks.queries.ties import weaknesses_of, with_parties
from girih.networks.queries.wording import FINDINGS, MEASURES, RUNGS, SEVERITIES, UNDEFINED

if TYPE_CHECKING:
    from girih.engines import graph

__all__ = [
    "DiagnosisPage",
    "FindingPage",
    "FindingShown",
    "diagnosis_for",
    "finding_for",
    "key_of",
    "season_said",
]

MOST_BETWEEN = 8
PAGE = 50


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding in the reader's language; `key` names it in addresses.

    A season in which most new ties are of unknown beginning is not praised for its growth, and says so.
    `before` and `change` are as the engine gives them, None when there is nothing to compare with;
    `change_said` is the change in a few words, `comparison` in a sentence.
    """

    key: str
    code: str
    severity: str
    severity_label: str | Promise
    tone: str
    title: str
    sentence: str
    comparison: str
    change_said: str
    way_out: str
    values: Mapping[str, Any]
    before: float | None
    change: float | None
    members: tuple[str, ...]
    ties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RungShown:
    code: str
    label: str
    yes: int
    known: int
    unknown: int
    share: float | None


@dataclass(frozen=True, slots=True)
class RegionShown:
    slug: str
    label: str
    members: int
    member_share: float
    tie_ends: int
    tie_end_share: float | None
    ratio: float | None


@dataclass(frozen=True, slots=True)
class MixingRow:
    """`cells` are numbers of pairs in the order of the table's columns; the diagonal is within one value."""

    slug: str
    label: str
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MemberBetween:
    slug: str
    label: str
    betweenness: float
    degree: int
    share: float


@dataclass(frozen=True, slots=True)
class MemberConcerned:
    """`degree` is the number of partners, None for who is no member any more."""

    slug: str
    name: str
    field: str
    region: str
    degree: int | None


@dataclass(frozen=True, slots=True)
class DiagnosisPage:
    """Everything the diagnosis shows. `before` is the first day of the season of `on`.

    `undefined` are (measure, reason) in words; `unknown_start` counts the ties of which nobody knows since
    when they stand: they count from the day they were recorded.
    """

    network: Network
    on: date
    before: date
    season: str
    figures: Sequence[FigureShown]
    findings: Sequence[FindingShown]
    ladder: Sequence[RungShown]
    regions: Sequence[RegionShown]
    regions_distance: float | None
    mixing: Sequence[MixingRow]
    between: Sequence[MemberBetween]
    undefined: Sequence[tuple[str, str]]
    unknown_start: int
    state: NetworkState
    measures: "graph.Measures"
    measures_before: "graph.Measures | None"
    labels: Labels


def season_said(day: date) -> str:
    """The Jalali season of a day with its year: «پاییز ۱۴۰۵», "autumn 1405 SH"."""
    from girih.kernel.persian import to_persian_digits

    year, season = season_of(day)
    name = season_name(season, language())
    return to_persian_digits(f"{name} {year}") if language() == "fa" else f"{name} {year} SH"


def diagnosis_for(actor: Actor, *, network: Network, today: date) -> DiagnosisPage:
    """State of the network on `today` and at the start of the Jalali season, with findings in words.

    Raises `Refused` by rules.may_see_network. Queries: three for each of the two days, one for the names of
    fields, whatever the size of the network.
    """
    require(rules.may_see_network(actor, network))
    start = season_period(*season_of(today)).start
    now = state_of(network, on=today)
    past = state_of(network, on=start, is_past=True) if start < today else None
    found = bridge.diagnose(now, past)
    labels = Labels.of(*[state for state in (now, past) if state is not None])
    season = season_said(today)
    of_unknown_start = unexplained_ties(now, past) if past else 0
    shown = [_shown(finding, labels, season, of_unknown_start) for finding in found.findings]
    return DiagnosisPage(
        network=network,
        on=today,
        before=start,
        season=season,
        figures=figures_of(found.measures),
        findings=shown,
        ladder=[
            RungShown(row.name, str(RUNGS[row.name]), row.yes, row.yes + row.no, row.unknown, row.share)
            for row in found.measures.ladder
        ],
        regions=[
            RegionShown(
                row.region,
                labels.region(row.region),
                row.members,
                row.member_share,
                row.tie_ends,
                row.tie_end_share,
                row.ratio,
            )
            for row in found.measures.balance.regions
        ],
        regions_distance=found.measures.balance.distance,
        mixing=_mixing(found.measures, labels),
        between=_between(found.measures, labels),
        undefined=[
            (str(MEASURES[name]), str(UNDEFINED[reason])) for name, reason in found.measures.undefined.items()
        ],
        unknown_start=sum(not tie.since for tie in now.ties),
        state=now,
        measures=found.measures,
        measures_before=found.before,
        labels=labels,
    )


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One finding with the members and ties it is about, paged: `next_member` is the slug of the last member
    shown and `next_tie` the id of the last tie, empty and None on the last page.
    """

    finding: FindingShown
    on: date
    members: Sequence[MemberConcerned]
    member_count: int
    next_member: str
    ties: Sequence[tuple[Tie, Sequence[str]]]
    tie_count: int
    next_tie: int | None


def finding_for(
    actor: Actor,
    *,
    network: Network,
    key: str,
    today: date,
    now: datetime,
    after_member: str = "",
    after_tie: int = 0,
    size: int = PAGE,
) -> FindingPage | None:
    """The finding called `key` today; None when there is none any more. Raises `Refused` as the diagnosis."""
    page = diagnosis_for(actor, network=network, today=today)
    finding = next((one for one in page.findings if one.key == key), None)
    if finding is None:
        return None
    rows = page.labels.members
    slugs = page.labels.ordered([slug for slug in finding.members if slug in rows])
    begin = next((place for place, slug in enumerate(slugs, start=1) if slug == after_member), 0)
    shown = slugs[begin : begin + size]
    keys = sorted(int(id_) for id_ in finding.ties)
    wanted = [pk for pk in keys if pk > after_tie][: size + 1]
    ties = list(with_parties(Tie.objects.filter(pk__in=wanted[:size], network=network)).order_by("pk"))
    return FindingPage(
        finding=finding,
        on=page.on,
        members=[
            MemberConcerned(
                slug,
                page.labels.member(slug),
                page.labels.field(rows[slug].field) if rows[slug].field else "",
                page.labels.region(rows[slug].region),
                page.measures.degree.get(slug),
            )
            for slug in shown
        ],
        member_count=len(slugs),
        next_member=shown[-1] if begin + size < len(slugs) else "",
        ties=[(tie, weaknesses_of(tie, now=now)) for tie in ties],
        tie_count=len(keys),
        next_tie=wanted[size - 1] if len(wanted) > size else None,
    )


def key_of(finding: "graph.Finding") -> str:
    """The code, and after a hyphen what tells findings of one code apart."""
    apart = {
        "region_underrepresented": finding.values.get("region"),
        "undefined": finding.values.get("measure"),
        "cut_member": finding.members[0] if finding.members else None,
    }.get(finding.code)
    return f"{finding.code}-{apart}" if apart else finding.code


def _shown(finding: "graph.Finding", labels: Labels, season: str, of_unknown_start: int) -> FindingShown:
    wording = FINDINGS[finding.code]
    values = {name: _said(finding.code, name, value, labels) for name, value in finding.values.items()}
    if finding.code == "cut_member":
        values["member"] = labels.member(finding.members[0])
    sentence, severity = str(wording.meaning) % values, finding.severity
    if finding.code == "growth" and of_unknown_start:
        sentence = f"{sentence} {unexplained_said(of_unknown_start)}"
        severity = "info" if severity == "good" else severity
    label, tone = SEVERITIES[severity]
    return FindingShown(
        key=key_of(finding),
        code=finding.code,
        severity=severity,
        severity_label=label,
        tone=tone,
        title=str(wording.title) % values,
        sentence=sentence,
        comparison=comparison_of(finding, season, of_unknown_start),
        change_said=change_said_of(finding, of_unknown_start),
        way_out=str(wording.way_out),
        values=finding.values,
        before=finding.before,
        change=finding.change,
        members=finding.members,
        ties=finding.ties,
    )


def _said(code: str, name: str, value: Any, labels: Labels) -> str:
    if value is None:
        return _("not known")
    if name == "region":
        return labels.region(value)
    if name == "most_within":
        return labels.region(value) if code == "region_bubble" else labels.field(value)
    if name == "measure":
        return str(MEASURES[value])
    if name == "reason":
        return str(UNDEFINED[value])
    if name in SHARES:
        return said_percent(value)
    return said(value, 2 if name in DECIMALS else 0)


def _mixing(measures: "graph.Measures", labels: Labels) -> list[MixingRow]:
    counts = measures.field_mixing.counts
    slugs = sorted({slug for pair in counts for slug in pair}, key=labels.field)
    return [
        MixingRow(
            row,
            labels.field(row),
            tuple(counts.get((min(row, column), max(row, column)), 0) for column in slugs),
        )
        for row in slugs
    ]


def _between(measures: "graph.Measures", labels: Labels) -> list[MemberBetween]:
    if not measures.betweenness:
        return []
    top = sorted(measures.betweenness.items(), key=lambda item: (-item[1], item[0]))[:MOST_BETWEEN]
    most = top[0][1]
    return [
        MemberBetween(slug, labels.member(slug), value, measures.degree[slug], value / most)
        for slug, value in top
        if value > 0
    ]
