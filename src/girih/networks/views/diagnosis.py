"""The diagnosis of a network, and the page of one finding."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from girih.networks.models import Network
from girih.networks.queries.cards import cards_of
from girih.networks.queries.diagnosis import FindingPage, diagnosis_for, finding_for
from girih.networks.queries.figures import FigureShown
from girih.networks.views.network import network_or_404, small_number
from girih.networks.views.weaknesses import WEAKNESSES
from girih.networks.workflow import LADDER

__all__ = ["HEAD_FIGURES", "diagnosis", "evidence_of", "finding"]

# What is read first; the others stand behind them.
HEAD_FIGURES = ("members", "ties", "isolates", "largest_component", "same_region_share", "degree_gini")
# Findings whose way out leads through the register of ties and not through new ones: its filter.
TIES_OF = {
    "unconfirmed_ties": "state=active&unconfirmed=1",
    "no_objective": "state=active&no_objective=1",
    **dict.fromkeys(
        ("no_agreement", "no_schedule", "no_follow_up", "no_outcome", "growth", "fragile_bridges"),
        "state=active",
    ),
}


@require_safe
def diagnosis(request: HttpRequest, network: str) -> HttpResponse:
    shown = network_or_404(request, network)
    page = diagnosis_for(request.actor, network=shown, today=timezone.localdate())
    figures = [(figure, evidence_of(shown, figure)) for figure in page.figures]
    context = {
        "network": shown,
        "page": page,
        "shown": cards_of(page),
        "figures": [row for row in figures if row[0].code in HEAD_FIGURES],
        "more_figures": [row for row in figures if row[0].code not in HEAD_FIGURES],
        "between": [(row, row.share * 100) for row in page.between],
    }
    return render(request, "networks/diagnosis.html", context)


def evidence_of(network: Network, figure: FigureShown) -> str:
    """The address of the rows that made a figure; empty when there are none to show."""
    if not figure.url_name:
        return ""
    if figure.url_name == "members":
        address, query = reverse("networks:members"), f"network={network.slug}"
        query = f"{query}&{figure.query}" if figure.query else query
    else:
        args = [network.slug, figure.finding] if figure.finding else [network.slug]
        address, query = reverse(f"networks:{figure.url_name}", args=args), figure.query
    return address + (f"?{query}" if query else "") + (f"#{figure.anchor}" if figure.anchor else "")


@require_safe
def finding(request: HttpRequest, network: str, finding: str) -> HttpResponse:
    """The members and ties of one finding, paged by key."""
    shown = network_or_404(request, network)
    page = finding_for(
        request.actor,
        network=shown,
        key=finding,
        today=timezone.localdate(),
        now=timezone.now(),
        after_member=request.GET.get("member", ""),
        after_tie=small_number(request.GET.get("tie", "")) or 0,
    )
    if page is None:
        raise Http404(finding)
    query = TIES_OF.get(page.finding.code)
    context = {
        "network": shown,
        "page": page,
        "ties": _ties(page),
        "weak_ties": f"{reverse('networks:ties', args=[shown.slug])}?{query}" if query else "",
    }
    return render(request, "networks/finding.html", context)


def _ties(page: FindingPage) -> list[dict[str, Any]]:
    return [
        {
            "tie": tie,
            "maturity": LADDER.state(tie.maturity).label,
            "weaknesses": [WEAKNESSES[code] for code in weaknesses],
        }
        for tie, weaknesses in page.ties
    ]
