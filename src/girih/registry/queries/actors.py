"""From a signed-in user to the one who acts."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from girih.kernel.access import Actor, Role, Seat
from girih.kernel.accounts.models import User
from girih.registry.models import SeatHolding


def actor_for(user: User | AnonymousUser, *, today: date) -> Actor:
    """The person with the seats they hold on `today`; a visitor without seats when not signed in."""
    if not isinstance(user, User) and not user.is_authenticated:
        return Actor()
    holdings = (
        SeatHolding.objects.filter(user_id=user.pk, valid_from__lte=today)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=today))
        .select_related("organisation")
        .order_by("id")[:50]
    )
    seats = tuple(
        Seat(Role(held.role), held.organisation_id, held.organisation.place_id) for held in holdings
    )
    return Actor(user_id=user.pk, label=str(user), seats=seats)
