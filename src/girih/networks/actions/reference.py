"""The files of the networks: which there are, who belongs, what ties may be sought for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import girih.networks
from girih.kernel.access import Actor, require
from girih.kernel.audit import verb
from girih.networks.models import Membership, Network, Purpose
from girih.registry.actions.reference import (
    FileReport,
    LoadReport,
    Row,
    Wanted,
    ids_of,
    merge,
    names,
    period,
    provenance,
    read_rows,
    slug_of,
)
from girih.registry.models import CreativeField, Organisation, Place, PlaceKind
from girih.registry.rules import may_load_reference

__all__ = ["load_networks"]

DATA = Path(girih.networks.__file__).parent / "data"
WEIGHTS = ("complementarity", "affinity", "experience", "network_value")


@verb("networks.load_reference")
def load_networks(*, actor: Actor, at: datetime, folder: Path = DATA) -> LoadReport:
    """Bring networks, memberships and purposes into the database, all or nothing; the registry comes first.

    Raises `BadReferenceData` with one sentence that names file, row, column and value; `Refused` when the
    actor may not.
    """
    require(may_load_reference(actor))
    return LoadReport((_load_networks(folder), _load_memberships(folder), _load_purposes(folder)))


def _load_networks(folder: Path) -> FileReport:
    organisations = ids_of(Organisation)
    wanted = [
        Wanted(
            row,
            row.slug("slug"),
            {
                "slug": row.slug("slug"),
                "secretariat_id": row.reference("secretariat", organisations),
                "purpose_fa": row.text("purpose_fa"),
                "purpose_en": row.text("purpose_en"),
                "member_kind": row.choice("member_kind", PlaceKind.values),
                **names(row),
                **provenance(row),
            },
        )
        for row in read_rows(folder, "networks.csv")
    ]
    return merge("networks.csv", Network, wanted, present=Network.objects.all(), name_of=slug_of)


def _load_memberships(folder: Path) -> FileReport:
    """A membership is known by who is in what, not by its dates, which may be corrected.

    Who left and came back has two rows; the earlier is the first, the later is marked (2).
    """
    networks, places, fields = ids_of(Network), ids_of(Place), ids_of(CreativeField)
    rows = sorted(read_rows(folder, "memberships.csv"), key=lambda row: (row.text("valid_from"), row.number))
    counted: Counter[str] = Counter()
    wanted = []
    for row in rows:
        tier = row.choice("tier", Membership.Tier.values)
        values = {
            "network_id": row.reference("network", networks),
            "place_id": row.reference("place", places),
            "field_id": row.reference("field", fields, required=False),
            "tier": tier,
            **period(row),
            **provenance(row),
        }
        name = _numbered(counted, row.text("network"), row.text("place"), row.text("field"), tier)
        wanted.append(Wanted(row, name, values))
    present = Membership.objects.select_related("network", "place", "field").order_by("valid_from", "id")
    labels = _labels(present)
    return merge(
        "memberships.csv",
        Membership,
        wanted,
        present=present,
        name_of=lambda membership: labels[membership.pk],
    )


def _labels(memberships: Iterable[Membership]) -> dict[int, str]:
    counted: Counter[str] = Counter()
    return {
        membership.pk: _numbered(
            counted,
            membership.network.slug,
            membership.place.slug,
            membership.field.slug if membership.field else "",
            membership.tier,
        )
        for membership in memberships
    }


def _numbered(counted: Counter[str], *parts: str) -> str:
    name = " · ".join(part for part in parts if part)
    counted[name] += 1
    return name if counted[name] == 1 else f"{name} ({counted[name]})"


def _load_purposes(folder: Path) -> FileReport:
    fields = ids_of(CreativeField)
    wanted = [
        Wanted(
            row,
            row.slug("slug"),
            {
                "slug": row.slug("slug"),
                "description_fa": row.text("description_fa"),
                "description_en": row.text("description_en"),
                "topic": row.text("topic"),
                "mentoring": row.yes("mentoring"),
                "weights": {
                    part: row.required(f"weight_{part}", row.number_in(f"weight_{part}", 0, 1))
                    for part in WEIGHTS
                },
                "field_pairs": _field_pairs(row, fields),
                **names(row),
                **provenance(row),
            },
        )
        for row in read_rows(folder, "purposes.csv")
    ]
    return merge("purposes.csv", Purpose, wanted, present=Purpose.objects.all(), name_of=slug_of)


def _field_pairs(row: Row, fields: Mapping[str, int]) -> list[list[Any]]:
    """`crafts*design:0.8 …` as [[field, field, strength], …]."""
    pairs: list[list[Any]] = []
    for word in row.words("field_pairs"):
        both, colon, written = word.partition(":")
        first, star, second = both.partition("*")
        try:
            strength = float(written)
        except ValueError:
            strength = -1.0
        if not (colon and star and 0 <= strength <= 1):
            raise row.refuse("not_a_pair", "field_pairs", word)
        row.known("field_pairs", first, fields)
        row.known("field_pairs", second, fields)
        pairs.append([first, second, strength])
    return pairs
