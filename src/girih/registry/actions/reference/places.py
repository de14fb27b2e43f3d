"""Regions, countries, provinces, cities and villages, free zones."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from girih.registry.actions.reference.merging import Link, Wanted, ids_of, merge, slug_of
from girih.registry.actions.reference.report import FileReport
from girih.registry.actions.reference.rows import Row, names, provenance, read_rows
from girih.registry.models import Country, FreeZone, Place, PlaceKind, Province, Region, ZoneStatus

__all__ = [
    "load_countries",
    "load_provinces_and_cities",
    "load_regions",
    "load_zone_statuses",
    "load_zones",
]

IRAN = "IR"
SETTLEMENTS = (PlaceKind.CITY, PlaceKind.VILLAGE)


def load_regions(folder: Path) -> FileReport:
    wanted = [
        Wanted(
            row,
            row.slug("slug"),
            {
                "slug": row.slug("slug"),
                "unesco_name": row.text("unesco_name", required=True),
                **names(row),
                **provenance(row),
            },
        )
        for row in read_rows(folder, "regions.csv")
    ]
    return merge("regions.csv", Region, wanted, present=Region.objects.all(), name_of=slug_of)


def load_countries(folder: Path) -> FileReport:
    regions = ids_of(Region)
    wanted = [
        Wanted(
            row,
            row.text("iso2", required=True),
            {
                "code": row.text("iso2"),
                "region_id": row.reference("region", regions),
                "languages": " ".join(row.words("official_languages")),
                **names(row),
                **provenance(row),
            },
        )
        for row in read_rows(folder, "countries.csv")
    ]
    return merge(
        "countries.csv", Country, wanted, present=Country.objects.all(), name_of=lambda country: country.code
    )


def load_provinces_and_cities(folder: Path) -> tuple[FileReport, FileReport]:
    rows = read_rows(folder, "provinces.csv")
    provinces = _load_places("provinces.csv", rows, (PlaceKind.PROVINCE,), _province)
    cities = _load_places("cities.csv", read_rows(folder, "cities.csv"), SETTLEMENTS, _settlement)
    return provinces.joined(_load_province_facts(rows)), cities


def load_zones(folder: Path) -> FileReport:
    rows = read_rows(folder, "free_zones.csv")
    report = _load_places("free_zones.csv", rows, (PlaceKind.ZONE,), _zone)
    places = ids_of(Place, kind=PlaceKind.ZONE)
    facts = [
        Wanted(
            row,
            row.slug("slug"),
            {
                "place_id": places[row.slug("slug")],
                "started": row.partial_date("started"),
                "area_hectares": row.whole_in("area_ha", 1, 100_000_000),
            },
        )
        for row in rows
    ]
    present = FreeZone.objects.select_related("place")
    return report.joined(
        merge("free_zones.csv", FreeZone, facts, present=present, name_of=lambda zone: zone.place.slug)
    )


def load_zone_statuses(folder: Path) -> FileReport:
    zones = ids_of(Place, kind=PlaceKind.ZONE)
    wanted = []
    for row in read_rows(folder, "free_zone_statuses.csv"):
        step = row.choice("status", ZoneStatus.Step.values)
        values = {
            "zone_id": row.reference("zone", zones),
            "step": step,
            "valid_from": row.partial_date("valid_from"),
            **provenance(row),
        }
        wanted.append(Wanted(row, f"{row.text('zone')} · {step}", values))
    return merge(
        "free_zone_statuses.csv",
        ZoneStatus,
        wanted,
        present=ZoneStatus.objects.select_related("zone__place"),
        name_of=lambda status: f"{status.zone.place.slug} · {status.step}",
    )


def _load_places(
    file: str,
    rows: Iterable[Row],
    kinds: tuple[PlaceKind, ...],
    read: Callable[[Row, Mapping[str, int], Mapping[str, int]], dict[str, Any]],
) -> FileReport:
    """Cities, provinces and zones stand in one table and share its short names."""
    countries, provinces = ids_of(Country, "code"), ids_of(Place, kind=PlaceKind.PROVINCE)
    taken = set(Place.objects.exclude(kind__in=kinds).values_list("slug", flat=True))
    wanted = []
    for row in rows:
        slug = row.slug("slug")
        if slug in taken:
            raise row.refuse("taken", "slug", slug)
        values = {"slug": slug, **names(row), **_coordinates(row), **read(row, countries, provinces)}
        wanted.append(Wanted(row, slug, {**values, **provenance(row)}))
    return merge(file, Place, wanted, present=Place.objects.filter(kind__in=kinds), name_of=slug_of)


def _coordinates(row: Row) -> dict[str, float | None]:
    pair = {
        "latitude": row.number_in("latitude", -90, 90),
        "longitude": row.number_in("longitude", -180, 180),
    }
    missing = [name for name, value in pair.items() if value is None]
    if len(missing) == 1:
        raise row.refuse("empty", missing[0])
    return pair


def _province(row: Row, countries: Mapping[str, int], provinces: Mapping[str, int]) -> dict[str, Any]:
    return {"kind": PlaceKind.PROVINCE, "country_id": row.known("slug", IRAN, countries), "province_id": None}


def _zone(row: Row, countries: Mapping[str, int], provinces: Mapping[str, int]) -> dict[str, Any]:
    return {
        "kind": PlaceKind.ZONE,
        "country_id": row.known("slug", IRAN, countries),
        "province_id": row.reference("province", provinces),
    }


def _settlement(row: Row, countries: Mapping[str, int], provinces: Mapping[str, int]) -> dict[str, Any]:
    return {
        "kind": row.choice("kind", SETTLEMENTS),
        "country_id": row.reference("country", countries),
        "province_id": row.reference("province", provinces, required=False),
        "coordinate_source": row.text("coord_source"),
        "aliases_fa": row.text("aliases_fa"),
        "aliases_en": row.text("aliases_en"),
        "known_for_fa": row.text("known_for_fa"),
        "known_for_en": row.text("known_for_en"),
    }


def _load_province_facts(rows: list[Row]) -> FileReport:
    provinces, cities = ids_of(Place, kind=PlaceKind.PROVINCE), ids_of(Place, kind__in=SETTLEMENTS)
    slugs = {number: slug for slug, number in provinces.items()}
    neighbours = {row.slug("slug"): row.words("neighbours") for row in rows}
    wanted = []
    for row in rows:
        slug = row.slug("slug")
        beside = row.references("neighbours", provinces)
        for other in neighbours[slug]:
            if other == slug or slug not in neighbours.get(other, ()):
                raise row.refuse("one_sided", "neighbours", other)
        values = {
            "place_id": provinces[slug],
            "iso_code": row.text("iso_code", required=True),
            "old_iso_code": row.text("old_iso_code"),
            "area_code": row.text("area_code"),
            "capital_id": row.reference("capital", cities),
            "tile_row": row.required("tile_row", row.whole_in("tile_row", 0, 50)),
            "tile_column": row.required("tile_column", row.whole_in("tile_column", 0, 50)),
        }
        wanted.append(Wanted(row, slug, values, {"neighbours": Link(beside, slugs)}))
    present = Province.objects.select_related("place")
    return merge(
        "provinces.csv", Province, wanted, present=present, name_of=lambda province: province.place.slug
    )
