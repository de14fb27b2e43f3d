"""The network that every page of this room is about."""

from django.http import Http404, HttpRequest

from girih.networks.models import Network
from girih.networks.queries import network_for

__all__ = ["network_or_404"]


def network_or_404(request: HttpRequest, slug: str) -> Network:
    """The network, `Refused` when this person may not see it, 404 when there is none."""
    network = network_for(request.actor, slug=slug)
    if network is None:
        raise Http404(slug)
    return network
