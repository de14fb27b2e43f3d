"""What the pages of this room share: the network that each is about, and numbers of an address."""

from django.http import Http404, HttpRequest

from girih.kernel.persian import to_ascii_digits
from girih.networks.models import Network
from girih.networks.queries import network_for

__all__ = ["network_or_404", "small_number"]

# Fits the keys of every table, and a page of a hundred rows times this still fits them.
_DIGITS = 15


def network_or_404(request: HttpRequest, slug: str) -> Network:
    """The network, `Refused` when this person may not see it, 404 when there is none."""
    network = network_for(request.actor, slug=slug)
    if network is None:
        raise Http404(slug)
    return network


def small_number(text: str) -> int | None:
    """The whole number that an address or a form names, 0 to 10**15 - 1, in digits of any script.

    None for whatever else stands there: a key or a page of which this is the number cannot exist.
    """
    digits = to_ascii_digits(text)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else None
