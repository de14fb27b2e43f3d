"""The brief of a network: its state, what changed, findings, whom to bring together, what is overdue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from girih.kernel.access import Actor, require
from girih.networks import rules
from girih.networks.models import Network, Plan, PlanPair
from girih.networks.queries.diagnosis import DiagnosisPage, diagnosis_for
from girih.networks.queries.labels import PARTS, Labels
from girih.networks.queries.plan_drafts import PlanDraft, draft_of
from girih.networks.queries.plans import newest_proposing_plan, purposes
from girih.networks.queries.reasons import reason_sentence
from girih.networks.queries.short_reasons import short_reasons
from girih.networks.queries.ties import TieFilters, filtered
from girih.registry.models import Title
from girih.registry.queries.duties import duties_of

__all__ = ["MOST_PAIRS", "Brief", "BriefPair", "BriefPlan", "Overdue", "ReportDue", "brief_for", "brief_json"]

# Pairs of the plan that the brief names at most; a table holds all of them.
MOST_PAIRS = 100
DENSITY_PLACES = 5
SOLVER_SECONDS = 8.0
SOURCES_SHOWN = 5
SHORT = 3
OVERDUE: Mapping[str, tuple[str | Promise, TieFilters]] = {
    "disputed": (_("ties disputed by one side"), TieFilters(disputed=True)),
    "proposed": (_("proposed ties that wait for confirmation"), TieFilters(state="proposed")),
    "unconfirmed": (
        _("ties in force that not every side has confirmed"),
        TieFilters(unconfirmed=True, state="active"),
    ),
    "no_objective": (_("ties without an objective"), TieFilters(no_objective=True)),
    "one_person": (_("ties that rest on one person"), TieFilters(one_person=True)),
    "untouched": (_("ties untouched for a year"), TieFilters(untouched=True)),
}


@dataclass(frozen=True, slots=True)
class Overdue:
    """`query` opens the list of ties that `count` counts."""

    code: str
    label: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A report that a title obliges a member to hand in this Gregorian year."""

    slug: str
    name: str
    code: str
    year: int
    standing: str


@dataclass(frozen=True, slots=True)
class BriefPair:
    """`parts` add up to `score`; `reasons` are sentences, `short` the most telling in a few words,
    `codes` all as (code, values).
    """

    rank: int
    a: str
    b: str
    a_name: str
    b_name: str
    score: float
    parts: Mapping[str, float]
    reasons: Sequence[str]
    short: Sequence[str]
    codes: Sequence[tuple[str, Mapping[str, Any]]]
    tie: int | None


@dataclass(frozen=True, slots=True)
class BriefPlan:
    """The newest plan, or one computed for this brief and not kept: then `id` is None.

    `pair_count` is the number of all its pairs; `pairs` are as many of the best as were asked for.
    """

    id: int | None
    purpose: str
    purpose_name: str
    made_on: date
    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    total: int | None
    default_capacity: int
    cover_regions: bool
    weights: Mapping[str, float]
    pair_count: int
    pairs: Sequence[BriefPair]


@dataclass(frozen=True, slots=True)
class Brief:
    network: Network
    on: date
    diagnosis: DiagnosisPage
    plan: BriefPlan | None
    overdue: Sequence[Overdue]
    reports_due: Sequence[ReportDue]
    sources: Sequence[tuple[str, int]]


def brief_for(
    actor: Actor,
    *,
    network: Network,
    today: date,
    plan: Plan | None = None,
    pairs: int | None = MOST_PAIRS,
    computed: bool = True,
) -> Brief:
    """The brief as of `today`, in the reader's language, with `plan` or else the newest plan of the network.

    Of the plan it tells the best `pairs`, None for all. With `computed`, a network with members and without
    a plan gets one computed with the first purpose and the default terms, in at most 8 seconds of solver
    time; it is not kept, and the same is not solved again in this process. Writes nothing. Raises `Refused`
    by rules.may_see_network.
    """
    require(rules.may_see_network(actor, network))
    diagnosis = diagnosis_for(actor, network=network, today=today)
    moment = timezone.make_aware(datetime.combine(today, time.max))
    return Brief(
        network=network,
        on=today,
        diagnosis=diagnosis,
        plan=_plan(network, plan or newest_proposing_plan(network), diagnosis, today, pairs, computed),
        overdue=_overdue(network, moment),
        reports_due=_reports_due(diagnosis, today),
        sources=_sources(network),
    )


def _plan(
    network: Network,
    plan: Plan | None,
    diagnosis: DiagnosisPage,
    today: date,
    pairs: int | None,
    computed: bool,
) -> BriefPlan | None:
    if plan is not None:
        return _kept(plan, diagnosis.labels, pairs)
    known = purposes() if computed else []
    if not known or diagnosis.measures.members < 2:
        return None
    draft = draft_of(network, purpose=known[0], today=today, seconds=SOLVER_SECONDS)
    return _drafted(draft, diagnosis.labels, today, pairs)


def _kept(plan: Plan, labels: Labels, pairs: int | None) -> BriefPlan:
    rows: Sequence[PlanPair] = list(plan.pairs.select_related("place_a", "place_b").order_by("rank")[:pairs])
    return BriefPlan(
        id=plan.pk,
        purpose=plan.purpose.slug,
        purpose_name=plan.purpose.name,
        made_on=timezone.localtime(plan.made_at).date(),
        status=plan.status,
        objective=plan.objective,
        bound=plan.bound,
        gap=plan.gap,
        total=plan.total,
        default_capacity=plan.default_capacity,
        cover_regions=plan.cover_regions,
        weights=plan.weights,
        pair_count=plan.pairs.count(),
        pairs=[
            BriefPair(
                rank=row.rank,
                a=row.place_a.slug,
                b=row.place_b.slug,
                a_name=row.place_a.name,
                b_name=row.place_b.name,
                score=row.score,
                parts={part: row.parts.get(part, 0.0) for part in PARTS},
                reasons=[reason_sentence(code, values, labels) for code, values in row.reasons],
                short=short_reasons(row.reasons, labels, limit=SHORT),
                codes=[(code, values) for code, values in row.reasons],
                tie=row.tie_id,
            )
            for row in rows
        ],
    )


def _drafted(draft: PlanDraft, labels: Labels, today: date, pairs: int | None) -> BriefPlan:
    solved, terms = draft.plan, draft.terms
    return BriefPlan(
        id=None,
        purpose=draft.purpose.slug,
        purpose_name=draft.purpose.name,
        made_on=today,
        status=solved.status,
        objective=solved.objective,
        bound=solved.bound,
        gap=solved.gap,
        total=terms.total,
        default_capacity=terms.default_capacity,
        cover_regions=terms.cover_regions,
        weights=terms.weights,
        pair_count=len(solved.pairs),
        pairs=[
            BriefPair(
                rank=rank,
                a=pair.a,
                b=pair.b,
                a_name=labels.member(pair.a),
                b_name=labels.member(pair.b),
                score=pair.score,
                parts={part: pair.parts.get(part, 0.0) for part in PARTS},
                reasons=[reason_sentence(reason.code, reason.values, labels) for reason in pair.reasons],
                short=short_reasons(
                    [(reason.code, reason.values) for reason in pair.reasons], labels, limit=SHORT
                ),
                codes=[(reason.code, reason.values) for reason in pair.reasons],
                tie=None,
            )
            for rank, pair in enumerate(solved.pairs[:pairs], start=1)
        ],
    )


def _overdue(network: Network, moment: datetime) -> list[Overdue]:
    counted = []
    for code, (label, filters) in OVERDUE.items():
        query = "&".join(
            f"{name}={value}"
            for name, value in (
                ("state", filters.state),
                *((flag, "1") for flag in OVERDUE if getattr(filters, flag, False)),
            )
            if value
        )
        counted.append(Overdue(code, str(label), filtered(network, filters, now=moment).count(), query))
    return counted


def _reports_due(diagnosis: DiagnosisPage, today: date) -> list[ReportDue]:
    """Reports of the members that fall due this year; whether they were handed in is not recorded."""
    by_place = {row.place_id: row.slug for row in diagnosis.state.members}
    titles: dict[int, list[Title]] = {}
    for title in Title.objects.filter(place__in=by_place).order_by("place_id", "valid_from"):
        titles.setdefault(title.place_id, []).append(title)
    due = [
        ReportDue(
            by_place[pk], diagnosis.labels.member(by_place[pk]), duty.code, duty.due_year, duty.standing
        )
        for pk, held in titles.items()
        for duty in duties_of(held, today=today)
        if duty.due_year == today.year
    ]
    order = diagnosis.labels.ordered([row.slug for row in due])
    return sorted(due, key=lambda row: (order.index(row.slug), row.code))


def _sources(network: Network) -> list[tuple[str, int]]:
    """Where the ties are known from, the most frequent first."""
    rows = (
        network.ties.filter(state="active")
        .exclude(source="")
        .order_by()
        .values("source")
        .annotate(ties=Count("pk"))
        .order_by("-ties", "source")
    )
    return [(row["source"], row["ties"]) for row in rows[:SOURCES_SHOWN]]


def brief_json(brief: Brief) -> dict[str, Any]:
    """The brief under the keys that docs/brief.md promises. An undefined measure is null and named."""
    measures, diagnosis, plan = brief.diagnosis.measures, brief.diagnosis, brief.plan
    fields, regions = measures.field_mixing, measures.region_mixing
    return {
        "network": brief.network.slug,
        "name": brief.network.name,
        "on": brief.on.isoformat(),
        "compared_with": diagnosis.before.isoformat(),
        "members": measures.members,
        "ties": measures.ties,
        "density": None if measures.density is None else round(measures.density, DENSITY_PLACES),
        "isolates": len(measures.isolates),
        "isolate_ids": list(measures.isolates),
        "members_with_ties": measures.members_with_ties,
        "largest_component": measures.largest_component,
        "same_field_share": fields.share,
        "same_field_ties": fields.same,
        "same_field_known": fields.known,
        "same_region_share": regions.share,
        "same_region_ties": regions.same,
        "same_region_known": regions.known,
        "degree_gini": measures.degree_gini,
        "undefined": dict(measures.undefined),
        "findings": [
            {
                "key": finding.key,
                "code": finding.code,
                "severity": finding.severity,
                "title": finding.title,
                "sentence": finding.sentence,
                "comparison": finding.comparison,
                "way_out": finding.way_out,
                "values": dict(finding.values),
                "before": finding.before,
                "change": finding.change,
                "members": list(finding.members),
                "ties": [int(id_) for id_ in finding.ties],
            }
            for finding in diagnosis.findings
        ],
        "plan": [
            {
                "rank": pair.rank,
                "a": pair.a,
                "b": pair.b,
                "a_name": pair.a_name,
                "b_name": pair.b_name,
                "score": pair.score,
                "parts": dict(pair.parts),
                "gap": plan.gap,
                "reasons": list(pair.reasons),
                "reason_codes": [{"code": code, "values": dict(values)} for code, values in pair.codes],
                "tie": pair.tie,
            }
            for pair in plan.pairs[:MOST_PAIRS]
        ]
        if plan
        else [],
        "plan_pairs": plan.pair_count if plan else 0,
        "plan_terms": None
        if plan is None
        else {
            "id": plan.id,
            "purpose": plan.purpose,
            "made_on": plan.made_on.isoformat(),
            "status": plan.status,
            "objective": plan.objective,
            "bound": plan.bound,
            "gap": plan.gap,
            "total": plan.total,
            "default_capacity": plan.default_capacity,
            "cover_regions": plan.cover_regions,
            "weights": dict(plan.weights),
        },
        "gap": plan.gap if plan else None,
        "overdue": [{"code": row.code, "label": row.label, "count": row.count} for row in brief.overdue],
        "reports_due": [
            {
                "member": row.slug,
                "name": row.name,
                "code": row.code,
                "year": row.year,
                "standing": row.standing,
            }
            for row in brief.reports_due
        ],
        "sources": [{"source": source, "ties": ties} for source, ties in brief.sources],
    }
