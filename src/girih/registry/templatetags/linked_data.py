"""schema.org descriptions of public pages, for those who read pages by machine."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from girih.registry.models import Country, CraftField, Place, PlaceKind
from girih.registry.queries import HeldTitle

register = template.Library()

# A data block ends at the first </script in it, whatever the quotes around it.
_ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
_KINDS = {
    PlaceKind.CITY: "City",
    PlaceKind.VILLAGE: "Place",
    PlaceKind.PROVINCE: "AdministrativeArea",
    PlaceKind.ZONE: "AdministrativeArea",
}


@register.simple_tag
def linked_place(address: str, place: Place, titles: Iterable[HeldTitle] = ()) -> SafeString:
    """A place with its names, coordinates, what contains it, and its titles in force as awards."""
    within = place.province or place.country
    awards = [
        f"{one.title.name} ({one.title.valid_from[:4]})"
        for one in titles
        if one.in_force and one.title.valid_from
    ]
    data = {
        "@type": _KINDS[PlaceKind(place.kind)],
        "@id": settings.PUBLIC_URL + address,
        "url": settings.PUBLIC_URL + address,
        **_names(place),
        "description": place.known_for,
        "geo": _coordinates(place),
        "containedInPlace": _outline(within),
        "award": awards,
    }
    return _block(data)


@register.simple_tag
def linked_craft(address: str, field: CraftField) -> SafeString:
    """A field of craft as a term of the group that the law puts it in."""
    group = field.group
    data = {
        "@type": "DefinedTerm",
        "@id": settings.PUBLIC_URL + address,
        "url": settings.PUBLIC_URL + address,
        **_names(field),
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": group.name} if group else None,
    }
    return _block(data)


def _names(named: Any) -> dict[str, Any]:
    others = (named.name_fa, named.name_en, *named.other_names())
    return {
        "name": named.name,
        "alternateName": [name for name in dict.fromkeys(others) if name and name != named.name],
    }


def _coordinates(place: Place) -> dict[str, Any] | None:
    if place.latitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}


def _outline(within: Place | Country) -> dict[str, str]:
    kind = "Country" if isinstance(within, Country) else "AdministrativeArea"
    return {"@type": kind, "name": within.name}


def _block(data: Mapping[str, Any]) -> SafeString:
    """A data block, which browsers do not run; what is not known is left out."""
    known = {name: value for name, value in data.items() if value not in (None, "", [])}
    text = json.dumps({"@context": "https://schema.org", **known}, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above
