"""The groups of the law, and fields of craft."""

from pathlib import Path

from girih.registry.actions.reference.merging import Link, Wanted, ids_of, merge, slug_of
from girih.registry.actions.reference.report import FileReport
from girih.registry.actions.reference.rows import names, provenance, read_rows
from girih.registry.models import CraftField, CraftGroup, Place, PlaceKind

__all__ = ["load_fields", "load_groups"]


def load_groups(folder: Path) -> FileReport:
    wanted = [
        Wanted(
            row,
            row.slug("slug"),
            {
                "slug": row.slug("slug"),
                "number": row.required("number", row.whole_in("number", 0, 99)),
                "authority": row.choice("authority", CraftGroup.Authority.values),
                **names(row),
                **provenance(row),
            },
        )
        for row in read_rows(folder, "craft_groups.csv")
    ]
    return merge("craft_groups.csv", CraftGroup, wanted, present=CraftGroup.objects.all(), name_of=slug_of)


def load_fields(folder: Path) -> FileReport:
    groups, provinces = ids_of(CraftGroup), ids_of(Place, kind=PlaceKind.PROVINCE)
    slugs = {number: slug for slug, number in provinces.items()}
    wanted = [
        Wanted(
            row,
            row.slug("slug"),
            {
                "slug": row.slug("slug"),
                "group_id": row.reference("group", groups, required=False),
                "aliases_fa": row.text("aliases_fa"),
                "aliases_en": row.text("aliases_en"),
                **names(row),
                **provenance(row),
            },
            {"provinces": Link(row.references("provinces", provinces), slugs)},
        )
        for row in read_rows(folder, "craft_fields.csv")
    ]
    return merge("craft_fields.csv", CraftField, wanted, present=CraftField.objects.all(), name_of=slug_of)
