"""Creative fields, and the titles that places hold."""

from pathlib import Path

from girih.registry.actions.reference.merging import Link, Wanted, ids_of, merge, slug_of
from girih.registry.actions.reference.report import FileReport
from girih.registry.actions.reference.rows import Row, names, period, provenance, read_rows
from girih.registry.models import CraftField, CreativeField, Place, Title, TitleKind

__all__ = ["load_creative_fields", "load_titles"]


def load_creative_fields(folder: Path) -> FileReport:
    wanted = [
        Wanted(
            row,
            row.slug("slug"),
            {
                "slug": row.slug("slug"),
                "scheme": row.choice("scheme", CreativeField.Scheme.values),
                "formed": row.yes("formed"),
                **names(row),
                **period(row),
                **provenance(row),
            },
        )
        for row in read_rows(folder, "creative_fields.csv")
    ]
    return merge(
        "creative_fields.csv", CreativeField, wanted, present=CreativeField.objects.all(), name_of=slug_of
    )


def load_titles(folder: Path) -> FileReport:
    places, fields, crafts = ids_of(Place), ids_of(CreativeField), ids_of(CraftField)
    slugs = {number: slug for slug, number in crafts.items()}
    wanted = []
    for row in read_rows(folder, "titles.csv"):
        kind = row.choice("kind", TitleKind.values)
        values = {
            "slug": row.slug("slug"),
            "kind": kind,
            "place_id": row.reference(_holder(row), places),
            "creative_field_id": row.reference(
                "creative_field", fields, required=kind == TitleKind.UNESCO_CREATIVE_CITY
            ),
            "condition_fa": row.text("condition_fa"),
            "condition_en": row.text("condition_en"),
            "number": row.text("number"),
            **names(row),
            **period(row),
            **provenance(row),
        }
        links = {"craft_fields": Link(row.references("craft_fields", crafts), slugs)}
        wanted.append(Wanted(row, row.slug("slug"), values, links))
    return merge("titles.csv", Title, wanted, present=Title.objects.all(), name_of=slug_of)


def _holder(row: Row) -> str:
    """A title is a city's or village's, or else a whole province's."""
    return "place" if row.text("place") else "province"
