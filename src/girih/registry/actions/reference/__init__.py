"""Bringing the reference data of the repository into the database: CSV files are read and checked row by row,
compared with what stands, and only what differs is written. All or nothing; the same files twice change
nothing.
"""

from girih.registry.actions.reference.merging import Link, Wanted, ids_of, merge, slug_of
from girih.registry.actions.reference.registry import load_registry
from girih.registry.actions.reference.report import FieldChange, FileReport, LoadReport, RowChange
from girih.registry.actions.reference.rows import BadReferenceData, Row, names, period, provenance, read_rows

__all__ = [
    "BadReferenceData",
    "FieldChange",
    "FileReport",
    "Link",
    "LoadReport",
    "Row",
    "RowChange",
    "Wanted",
    "ids_of",
    "load_registry",
    "merge",
    "names",
    "period",
    "provenance",
    "read_rows",
    "slug_of",
]
