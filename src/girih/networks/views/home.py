"""The list of networks, and the home page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from girih.networks import rules
from girih.networks.queries import figures_for, latest_plan_of, networks_for, next_steps_for
from girih.networks.queries.glance import glance_for
from girih.networks.queries.ties import places_spoken_for
from girih.networks.views.network import network_or_404


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "networks/networks.html",
        {"networks": networks_for(request.actor, today=timezone.localdate())},
    )


@require_safe
def network(request: HttpRequest, network: str) -> HttpResponse:
    """What to do next in a network, and its figures; every figure opens its list."""
    shown = network_or_404(request, network)
    context = {
        "network": shown,
        "steps": next_steps_for(request.actor, now=timezone.now(), networks=[shown]),
        "figures": figures_for(request.actor, network=shown, today=timezone.localdate()),
        "may_import": rules.may_import_ties(request.actor, shown),
        "may_plan": rules.may_make_plan(request.actor, shown),
        "speaks": bool(places_spoken_for(request.actor)),
        "latest_plan": latest_plan_of(shown),
    }
    return render(request, "networks/network.html", context)


@require_safe
@gzip_page
def glance(request: HttpRequest, network: str) -> HttpResponse:
    """The part of the home that is computed; fetched after the page, which does not wait for it."""
    shown = network_or_404(request, network)
    found = glance_for(request.actor, network=shown, today=timezone.localdate())
    return render(request, "networks/glance.html", {"network": shown, "glance": found})
