"""All files of the registry in the order in which they refer to each other."""

from datetime import datetime
from pathlib import Path

import girih.registry
from girih.kernel.access import Actor, require
from girih.kernel.audit import verb
from girih.registry.actions.reference import crafts, organisations, places, titles
from girih.registry.actions.reference.report import LoadReport
from girih.registry.rules import may_load_reference

__all__ = ["load_registry"]

DATA = Path(girih.registry.__file__).parent / "data"


@verb("registry.load_reference")
def load_registry(*, actor: Actor, at: datetime, folder: Path = DATA) -> LoadReport:
    """Bring the reference files of the registry into the database, all or nothing.

    Raises `BadReferenceData` with one sentence that names file, row, column and value; `Refused` when the
    actor may not.
    """
    require(may_load_reference(actor))
    return LoadReport(
        (
            places.load_regions(folder),
            places.load_countries(folder),
            # A city lies in a province and a province has a city for its capital: the places of both first.
            *places.load_provinces_and_cities(folder),
            places.load_zones(folder),
            places.load_zone_statuses(folder),
            titles.load_creative_fields(folder),
            crafts.load_groups(folder),
            crafts.load_fields(folder),
            titles.load_titles(folder),
            organisations.load_organisations(folder),
            organisations.load_posts(folder),
        )
    )
