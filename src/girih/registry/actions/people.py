"""Seats given to people."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from girih.kernel.access import Actor, Role, refused, require
from girih.kernel.accounts.models import User
from girih.kernel.audit import verb
from girih.registry.models import Organisation, SeatHolding

__all__ = ["give_seat"]


@verb("registry.give_seat")
def give_seat(
    *, actor: Actor, at: datetime, user: User, organisation: Organisation, role: Role, valid_from: date
) -> SeatHolding:
    """Seat `user` in `organisation` from a day on; a seat already held in force is returned as it is.

    Only who runs the server gives seats. Raises `Refused`.
    """
    if not actor.is_machine:
        require(refused("machine_only", _("Seats are given on the server.")))
    held = SeatHolding.objects.filter(
        user=user, organisation=organisation, role=role, valid_until__isnull=True
    ).first()
    if held is not None:
        return held
    return SeatHolding.objects.create(user=user, organisation=organisation, role=role, valid_from=valid_from)
