"""What the demonstration starts with: cooperation that cities state, and generated offers and needs."""

import csv
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from girih.kernel.access import Actor, refused, require
from girih.kernel.audit import verb
from girih.kernel.persian import to_jalali
from girih.networks.actions.ties import record_tie
from girih.networks.models import Capacity, Network, Offer, Purpose, Tie
from girih.networks.models.identity import identity_of
from girih.registry.models import Place

__all__ = ["load_sample_offers", "load_stated_cooperation"]

STATED = Path(__file__).resolve().parent.parent / "data" / "stated_cooperation.csv"

# How the cities call it → our kind. What is not here is a joint project.
_KINDS: Mapping[str, str] = {
    "technical cooperation": Tie.Kind.EXPERIENCE_TRANSFER,
    "stated collaboration": Tie.Kind.EXPERIENCE_TRANSFER,
    "existing cooperation": Tie.Kind.EXPERIENCE_TRANSFER,
    "planned cooperation": Tie.Kind.EXPERIENCE_TRANSFER,
    "planned collaboration": Tie.Kind.EXPERIENCE_TRANSFER,
    "guest-city exchange": Tie.Kind.EXPERIENCE_TRANSFER,
    "joint festivals": Tie.Kind.EVENT,
    "joint symposium": Tie.Kind.EVENT,
    "joint colloquia": Tie.Kind.EVENT,
    "planned forum": Tie.Kind.EVENT,
    "co-hosted XII annual meeting 2018": Tie.Kind.EVENT,
    "twin cities (Tangier became a member only in 2025)": Tie.Kind.SISTER_CITY,
}


@verb("networks.load_stated_cooperation")
def load_stated_cooperation(*, actor: Actor, at: datetime, network: Network) -> int:
    """Record the cooperation that cities state, in force and unconfirmed; returns how many ties are new."""
    _only_the_machine(actor)
    with STATED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    slugs = {slug for row in rows for slug in (row["place_a"], row["place_b"])}
    places = {place.slug: place for place in Place.objects.filter(slug__in=slugs)}
    standing = set(network.ties.values_list("identity", flat=True))
    recorded = 0
    for row in rows:
        kind = _KINDS.get(row["kind"], Tie.Kind.JOINT_PROJECT)
        pair = [row["place_a"], row["place_b"]]
        if identity_of(kind, pair) in standing:
            continue
        record_tie(
            actor=actor,
            at=at,
            network=network,
            places=[places[slug] for slug in pair],
            kind=kind,
            source=f"“{row['kind']}” — {row['source']}",
        )
        recorded += 1
    return recorded


_SAMPLE = "داده نمونه، ساختگی · generated sample"
# place → topics it offers, topics it needs, new ties it can carry this year, whether it asked for one
_OFFERS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], int, bool]] = {
    "isfahan-ir": (("provenance", "research"), ("marketing", "crafts-technology"), 3, True),
    "rasht-ir": (("gastronomy",), ("events",), 2, True),
    "bandar-abbas-ir": (("provenance",), ("marketing",), 2, True),
    "sanandaj-ir": (("events",), ("mobility",), 2, True),
    "kashan-ir": (("architecture",), ("reporting",), 2, True),
    "linz-at": (("crafts-technology", "mobility"), (), 3, False),
    "seoul-kr": (("marketing", "crafts-technology"), (), 3, False),
    "kanazawa-jp": (("research",), ("crafts-technology",), 2, False),
    "fabriano-it": (("research", "provenance"), ("marketing",), 2, False),
    "jaipur-in": ((), ("marketing", "provenance"), 2, True),
    # A member that takes on nothing new this year, as a secretariat would enter it.
    "tel-aviv-yafo-il": ((), (), 0, False),
}


@verb("networks.load_sample_offers")
def load_sample_offers(*, actor: Actor, at: datetime, network: Network) -> int:
    """Generated offers, needs and capacities that say so; returns how many rows are new."""
    _only_the_machine(actor)
    year = to_jalali(at.date())[0]
    topics = set(Purpose.objects.values_list("topic", flat=True))
    members = network.memberships.filter(valid_until="", place__slug__in=_OFFERS)
    places = {row.place.slug: row.place for row in members.select_related("place")}
    new = 0
    for slug, (offers, needs, new_ties, asked) in _OFFERS.items():
        place = places.get(slug)
        if place is None:
            continue
        sides = [(Offer.Side.OFFER, topic) for topic in offers] + [
            (Offer.Side.NEED, topic) for topic in needs
        ]
        for side, topic in sides:
            if topic in topics:
                new += Offer.objects.get_or_create(
                    network=network, place=place, topic=topic, side=side, defaults={"words": _SAMPLE}
                )[1]
        new += Capacity.objects.get_or_create(
            network=network, place=place, year=year, defaults={"new_ties": new_ties, "asked": asked}
        )[1]
    return new


def _only_the_machine(actor: Actor) -> None:
    if not actor.is_machine:
        require(refused("machine_only", _("Sample data are loaded on the server, for the demonstration.")))
