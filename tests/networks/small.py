"""A network of five members and four ties that a person can compute by hand.

isfahan ── linz ── lyon          rasht
              ╲    │
               edinburgh
"""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from girih.kernel.access import Actor
from girih.kernel.audit import verb
from girih.kernel.audit.models import Entry
from girih.networks.actions.plans import make_plan
from girih.networks.actions.ties import record_tie
from girih.networks.models import (
    Capacity,
    Exclusion,
    Membership,
    Network,
    Offer,
    Plan,
    PlanPair,
    Purpose,
    Tie,
)
from girih.networks.queries.plan_drafts import plan_draft_for
from girih.registry.models import CreativeField, Place

MEMBERS = {
    "isfahan-ir": ("crafts-and-folk-art", "2015"),
    "linz-at": ("media-arts", "2014"),
    "lyon-fr": ("literature", "2023-10-31"),
    "edinburgh-gb": ("literature", "2004"),
    "rasht-ir": ("gastronomy", "2015"),
}
TIES = (
    ("isfahan-ir", "linz-at", "2026-10-01"),
    ("linz-at", "lyon-fr", "2020"),
    ("linz-at", "edinburgh-gb", "2020"),
    ("lyon-fr", "edinburgh-gb", "2020"),
)
MACHINE = Actor.machine("tests")


@verb("tests.network")
def network_of(
    *, actor: Actor, at: datetime, secretariat: Any, slug: str, members: dict[str, tuple[str, str]]
) -> Network:
    network = Network.objects.create(
        slug=slug, name_fa="شبکهٔ آزمون", name_en="Test network", secretariat=secretariat
    )
    for place, (field, since) in members.items():
        Membership.objects.create(
            network=network,
            place=Place.objects.get(slug=place),
            field=CreativeField.objects.get(slug=field) if field else None,
            valid_from=since,
        )
    if "lyon-fr" in members:
        Membership.objects.create(
            network=network,
            place=Place.objects.get(slug="lyon-fr"),
            field=CreativeField.objects.get(slug="media-arts"),
            valid_from="2008",
            valid_until="2023-10-31",
        )
    return network


def five(
    secretariat: Any, at: datetime, ties: tuple[tuple[str, str, str], ...] = TIES, slug: str = "five"
) -> Any:
    """The network, its places by slug, and its ties in the order of TIES."""
    network = network_of(actor=MACHINE, at=at, secretariat=secretariat, slug=slug, members=MEMBERS)
    places = {place.slug: place for place in Place.objects.filter(slug__in=MEMBERS)}
    made = [
        record_tie(
            actor=MACHINE,
            at=at,
            network=network,
            places=[places[a], places[b]],
            kind="sister_city",
            source="tests",
            since=since,
        )
        for a, b, since in ties
    ]
    return SimpleNamespace(network=network, places=places, ties=made)


def plain_static(settings: Any) -> None:
    """Pages name files by their plain addresses, since tests do not collect them."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def planner(network: Network, *, actor: Actor, purpose: Purpose, at: datetime, today: date) -> Any:
    """A function that computes and keeps a plan of at most two ties, or with the terms given to it."""

    def made(**terms: Any) -> Plan:
        draft = plan_draft_for(
            actor, network=network, **{"purpose": purpose, "today": today, "total": 2, **terms}
        )
        return make_plan(actor=actor, at=at, draft=draft)

    return made


def rows() -> list[int]:
    """How much is written of plans and ties, to see that nothing was."""
    tables = (Plan, PlanPair, Tie, Exclusion, Capacity, Offer, Entry)
    return [table.objects.count() for table in tables]
