"""What a network's people should do next, and the figures of its home page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from girih.kernel.access import Actor, Role, require
from girih.kernel.exchange.models import Import
from girih.kernel.persian import season_of, season_period
from girih.networks import rules
from girih.networks.models import Membership, Network, Plan, Tie, TieParty
from girih.networks.queries.ties import UNTOUCHED_AFTER, places_spoken_for, visible_networks

__all__ = [
    "Figures",
    "NextStep",
    "figures_for",
    "latest_plan_of",
    "network_for",
    "networks_for",
    "next_steps_for",
]


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do. `args` and `query` make the address of the list whose length `count` is.

    `tone` is a colour of the palette by meaning; `network` is where it is to be done.
    """

    code: str
    count: int
    label: str | Promise
    url_name: str
    args: tuple[str, ...]
    tone: str = "quiet"
    query: str = ""
    network: Network | None = field(default=None, compare=False)


class _Sort(NamedTuple):
    label: str | Promise
    url_name: str
    query: str
    tone: str


TIES = "networks.ties"
# In the order of urgency.
STEPS: Mapping[str, _Sort] = {
    "answer": _Sort(_("ties wait for your answer"), "networks:my-ties", "", "attention"),
    "disputed": _Sort(_("ties are disputed by one side"), "networks:ties", "disputed=1", "refused"),
    "proposed": _Sort(
        _("proposed ties wait for confirmation"), "networks:ties", "state=proposed", "attention"
    ),
    "imports": _Sort(_("imports are checked and not loaded"), "networks:imports", "", "attention"),
    "no_ties": _Sort(_("no ties yet: bring your list"), "networks:imports", "", "active"),
    "no_plan": _Sort(_("no plan of new ties this season"), "networks:plans", "", "active"),
    "no_objective": _Sort(_("ties have no objective"), "networks:ties", "no_objective=1", "quiet"),
    "untouched": _Sort(_("ties were not touched for a year"), "networks:ties", "untouched=1", "quiet"),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one network: its members in force, and the ties that are proposed or in force."""

    members: int
    ties: int
    members_with_ties: int
    proposed: int
    unconfirmed: int


def _name_order() -> str:
    return "sort_en" if get_language() == "en" else "sort_fa"


def networks_for(actor: Actor, *, today: date) -> Sequence[Network]:
    """The networks this actor may see, each with `member_count` (in force) and `tie_count` (open ties)."""
    return list(
        visible_networks(actor)
        .select_related("secretariat")
        .annotate(
            member_count=_counted(
                Membership.objects.in_force(today).filter(network=OuterRef("pk")), "network", "place"
            ),
            tie_count=_counted(
                Tie.objects.filter(network=OuterRef("pk"), state__in=("proposed", "active")), "network", "pk"
            ),
        )
        .order_by(_name_order())
    )


def _counted(rows: QuerySet, by: str, what: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def network_for(actor: Actor, *, slug: str) -> Network | None:
    """The network; None when there is none. Raises `Refused` when this actor may not see it."""
    network = Network.objects.select_related("secretariat").filter(slug=slug).first()
    if network is not None:
        require(rules.may_see_network(actor, network))
    return network


def figures_for(actor: Actor, *, network: Network, today: date) -> Figures:
    require(rules.may_see_network(actor, network))
    open_ties = network.ties.filter(state__in=("proposed", "active"))
    unanswered = Exists(TieParty.objects.filter(tie=OuterRef("pk")).exclude(answer="confirmed"))
    counts = open_ties.annotate(unanswered=unanswered).aggregate(
        ties=Count("pk"),
        proposed=Count("pk", filter=Q(state="proposed")),
        unconfirmed=Count("pk", filter=Q(unanswered=True)),
    )
    current = network.memberships.in_force(today)
    tied = Exists(
        TieParty.objects.filter(
            place=OuterRef("place"), tie__network=network, tie__state__in=("proposed", "active")
        )
    )
    members = current.annotate(tied=tied).aggregate(
        members=Count("place", distinct=True),
        members_with_ties=Count("place", distinct=True, filter=Q(tied=True)),
    )
    return Figures(**counts, **members)


def next_steps_for(
    actor: Actor, *, now: datetime, networks: Sequence[Network] | None = None
) -> list[NextStep]:
    """What to do next, most urgent first, over all networks this actor may see or over `networks` alone.

    A focal point's figures count the ties of their own members; a secretariat's all of its network; a viewer
    has nothing to do. Five queries however many networks there are.
    """
    seen = list(visible_networks(actor)) if networks is None else list(networks)
    run = [
        network
        for network in seen
        if actor.is_machine or actor.holds(Role.SECRETARIAT, network.secretariat_id)
    ]
    mine = places_spoken_for(actor)
    counts: dict[tuple[str, int], int] = {}
    if mine and seen:
        waiting = TieParty.objects.filter(
            place__in=mine, answer="pending", tie__network__in=seen, tie__state__in=("proposed", "active")
        )
        rows = waiting.values("tie__network").annotate(n=Count("tie", distinct=True))
        counts.update({("answer", row["tie__network"]): row["n"] for row in rows})
    if run:
        counts.update(_of_secretariat(run, now=now))
    by_id = {network.pk: network for network in seen}
    order = list(STEPS)
    return [
        NextStep(
            code,
            count,
            STEPS[code].label,
            STEPS[code].url_name,
            (by_id[pk].slug,),
            STEPS[code].tone,
            STEPS[code].query,
            by_id[pk],
        )
        for (code, pk), count in sorted(
            counts.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1])
        )
        if count
    ]


def _of_secretariat(run: Sequence[Network], *, now: datetime) -> dict[tuple[str, int], int]:
    counts: dict[tuple[str, int], int] = {}
    disputed = Exists(TieParty.objects.filter(tie=OuterRef("pk"), answer="disputed"))
    rows = (
        Tie.objects.filter(network__in=run, state__in=("proposed", "active"))
        .annotate(disputed=disputed)
        .order_by()
        .values("network")
        .annotate(
            ties=Count("pk"),
            n_disputed=Count("pk", filter=Q(disputed=True)),
            n_proposed=Count("pk", filter=Q(state="proposed")),
            n_no_objective=Count("pk", filter=Q(objective="")),
            n_untouched=Count("pk", filter=Q(touched_at__lt=now - UNTOUCHED_AFTER)),
        )
    )
    tied = set()
    for row in rows:
        tied.add(row["network"])
        for code in ("disputed", "proposed", "no_objective", "untouched"):
            counts[code, row["network"]] = row[f"n_{code}"]
    start = season_period(*season_of(timezone.localtime(now).date())).start
    planned = set(
        Plan.objects.filter(network__in=run, made_at__date__gte=start).values_list("network", flat=True)
    )
    for network in run:
        if network.pk not in tied:
            counts["no_ties", network.pk] = 1
        elif network.pk not in planned:
            counts["no_plan", network.pk] = 1
    by_slug = {network.slug: network.pk for network in run}
    waiting = (
        Import.objects.filter(kind=TIES, target__in=by_slug, state="checked")
        .order_by()
        .values("target")
        .annotate(n=Count("pk"))
    )
    counts.update({("imports", by_slug[row["target"]]): row["n"] for row in waiting})
    return counts


def latest_plan_of(network: Network) -> Plan | None:
    return network.plans.select_related("purpose").order_by("-made_at", "-pk").first()
