"""Tables of the registry as they are taken home."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from girih.registry.models import CraftField

__all__ = ["CRAFT_FILE", "craft_headings", "craft_rows"]

CRAFT_FILE = "crafts"


def craft_headings() -> list[str]:
    return [
        _("Name"),
        _("Persian name"),
        _("English name"),
        _("Further names"),
        _("Group"),
        _("Provinces"),
        _("Titles in force"),
        _("How sure"),
        _("Source"),
        _("Remark"),
    ]


def craft_rows(fields: Iterable[CraftField]) -> Iterator[list[str | int]]:
    """One row for each field that the list shows, in its order."""
    for field in fields:
        yield [
            field.name,
            field.name_fa,
            field.name_en,
            " | ".join(name for name in field.other_names() if name),
            field.group.name if field.group else "",
            " | ".join(province.name for province in field.provinces.all()),
            field.titles_in_force,  # type: ignore[attr-defined]
            str(field.get_standing_display()),
            field.source,
            field.remark,
        ]
