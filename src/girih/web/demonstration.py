"""The people and the content of the demonstration: generated people, stated cooperation, sample offers."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from girih.kernel.access import Actor, Role
from girih.kernel.accounts.models import User
from girih.networks.actions.samples import load_sample_offers, load_stated_cooperation
from girih.networks.models import Network
from girih.registry.actions.people import give_seat
from girih.registry.models import Organisation

__all__ = ["PEOPLE", "SamplePerson", "prepare_demonstration"]


class SamplePerson(NamedTuple):
    """`networks`: seated at their secretariats. `organisation`: seated there instead."""

    email: str
    name: str
    role: Role
    networks: tuple[str, ...] = ()
    organisation: str = ""


PEOPLE = (
    SamplePerson(
        "officer@demo.girih.invalid", "کارشناس دبیرخانه (نمونه)", Role.SECRETARIAT, ("uccn", "iran-uccn")
    ),
    SamplePerson(
        "focal-point@demo.girih.invalid",
        "رابط شهر اصفهان (نمونه)",
        Role.FOCAL_POINT,
        organisation="municipality-isfahan",
    ),
    SamplePerson("viewer@demo.girih.invalid", "بیننده (نمونه)", Role.VIEWER, ("uccn",)),
)


def prepare_demonstration(*, at: datetime) -> None:
    """Make what is missing of the sample people and content; the reference data are loaded before.

    Nobody can sign in as a sample person with a password: they have none.
    """
    actor = Actor.machine("girih demo")
    today = timezone.localtime(at).date()
    with transaction.atomic():
        for person in PEOPLE:
            user = User.objects.filter(email=person.email).first()
            if user is None:
                user = User.objects.create_user(person.email, name=person.name, is_sample=True)
            for organisation in _organisations(person):
                give_seat(
                    actor=actor,
                    at=at,
                    user=user,
                    organisation=organisation,
                    role=person.role,
                    valid_from=today,
                )
        uccn = Network.objects.select_related("secretariat").get(slug="uccn")
        load_stated_cooperation(actor=actor, at=at, network=uccn)
        load_sample_offers(actor=actor, at=at, network=uccn)


def _organisations(person: SamplePerson) -> list[Organisation]:
    if person.organisation:
        return [Organisation.objects.get(slug=person.organisation)]
    networks = Network.objects.filter(slug__in=person.networks).select_related("secretariat")
    return list(dict.fromkeys(network.secretariat for network in networks))
