"""Institutions, and the posts in them."""

from collections.abc import Iterator
from pathlib import Path

from girih.registry.actions.reference.merging import Wanted, ids_of, merge, slug_of
from girih.registry.actions.reference.report import FileReport
from girih.registry.actions.reference.rows import Row, names, provenance, read_rows
from girih.registry.models import Organisation, Place, Post

__all__ = ["load_organisations", "load_posts"]

FILE = "organisations.csv"


def load_organisations(folder: Path) -> FileReport:
    places = ids_of(Place)
    report: FileReport | None = None
    for generation in _generations(read_rows(folder, FILE)):
        above = ids_of(Organisation)
        wanted = [
            Wanted(
                row,
                row.slug("slug"),
                {
                    "slug": row.slug("slug"),
                    "kind": row.choice("kind", Organisation.Kind.values),
                    "place_id": row.reference(_seat(row), places, required=False),
                    "parent_id": row.reference("parent", above, required=False),
                    **names(row),
                    **provenance(row),
                },
            )
            for row in generation
        ]
        part = merge(FILE, Organisation, wanted, present=Organisation.objects.all(), name_of=slug_of)
        report = report.followed_by(part) if report else part
    return report or merge(FILE, Organisation, [], present=Organisation.objects.all(), name_of=slug_of)


def load_posts(folder: Path) -> FileReport:
    organisations = ids_of(Organisation)
    wanted = [
        Wanted(
            row,
            row.slug("slug"),
            {
                "slug": row.slug("slug"),
                "organisation_id": row.reference("organisation", organisations),
                "name_fa": row.text("title_fa", required=True),
                "name_en": row.text("title_en", required=True),
                **provenance(row),
            },
        )
        for row in read_rows(folder, "posts.csv")
    ]
    return merge("posts.csv", Post, wanted, present=Post.objects.all(), name_of=slug_of)


def _seat(row: Row) -> str:
    """An institution sits in a city, or else speaks for a zone or a province."""
    return next((column for column in ("place", "zone", "province") if row.text(column)), "place")


def _generations(rows: list[Row]) -> Iterator[list[Row]]:
    """The rows in an order in which parents stand before their parts."""
    first: dict[str, Row] = {}
    for row in rows:
        slug = row.slug("slug")
        if slug in first:
            raise row.refuse("twice", value=slug, first=first[slug].number)
        first[slug] = row
    waiting = rows
    while waiting:
        held = {row.slug("slug") for row in waiting}
        ready = [row for row in waiting if row.text("parent") not in held]
        if not ready:
            raise waiting[0].refuse("circle", "parent", waiting[0].text("parent"))
        yield ready
        waiting = [row for row in waiting if row.text("parent") in held]
