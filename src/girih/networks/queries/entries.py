"""Since when a member has belonged to its network, whatever fields it went through."""

from dataclasses import replace

from django.db.models import Min

from girih.networks.models import Membership, Network
from girih.networks.queries.state import NetworkState

__all__ = ["with_first_entry"]


def with_first_entry(network: Network, state: NetworkState) -> NetworkState:
    """The state in which `since` of each member is the beginning of its first membership: Lyon, which changed
    its field in 2023, belongs since 2008. One query.
    """
    known = Membership.objects.filter(network=network).exclude(valid_from="").order_by()
    first = dict(known.values("place_id").annotate(first=Min("valid_from")).values_list("place_id", "first"))
    members = tuple(replace(row, since=first.get(row.place_id, row.since)) for row in state.members)
    return replace(state, members=members)
