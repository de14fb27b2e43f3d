"""Rows of a reference file, read one typed cell at a time; the first thing that is wrong ends the load."""

import csv
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from girih.kernel.persian import normalise
from girih.registry.models import Standing

__all__ = ["BadReferenceData", "Row", "names", "period", "provenance", "read_rows"]

_REASONS: dict[str, str | Promise] = {
    "missing_file": _("The reference file %(file)s is missing."),
    "not_utf8": _("The reference file %(file)s is not written in UTF-8."),
    "missing_column": _("%(file)s: there is no column “%(column)s”."),
    "ragged": _("%(file)s, row %(row)s has more cells than the headings."),
    "empty": _("%(file)s, row %(row)s: “%(column)s” is empty."),
    "unknown": _("%(file)s, row %(row)s, column “%(column)s”: nothing is known as “%(value)s”."),
    "not_a_number": _("%(file)s, row %(row)s, column “%(column)s”: “%(value)s” is not a number."),
    "out_of_range": _(
        "%(file)s, row %(row)s, column “%(column)s”: %(value)s is not between %(low)s and %(high)s."
    ),
    "not_a_date": _(
        "%(file)s, row %(row)s, column “%(column)s”: “%(value)s” is no date; "
        "write YYYY, YYYY-MM or YYYY-MM-DD."
    ),
    "not_a_choice": _("%(file)s, row %(row)s, column “%(column)s”: “%(value)s” is none of %(choices)s."),
    "not_a_slug": _(
        "%(file)s, row %(row)s, column “%(column)s”: “%(value)s” is no short name; use a–z, 0–9 and hyphens."
    ),
    "not_a_pair": _(
        "%(file)s, row %(row)s, column “%(column)s”: “%(value)s” is no pair; write field*field:0.5."
    ),
    "too_long": _(
        "%(file)s, row %(row)s, column “%(column)s” has %(length)s letters; at most %(limit)s are kept."
    ),
    "backwards": _(
        "%(file)s, row %(row)s: the period ends at “%(value)s”, which is not after its start %(start)s."
    ),
    "twice": _("%(file)s, row %(row)s: “%(value)s” stands in row %(first)s already."),
    "taken": _("%(file)s, row %(row)s: “%(value)s” is already the name of another kind of place."),
    "one_sided": _(
        "%(file)s, row %(row)s, column “%(column)s”: “%(value)s” does not name this row in return."
    ),
    "circle": _("%(file)s, row %(row)s, column “%(column)s”: “%(value)s” leads back to this row."),
    "refused": _("%(file)s: the database refuses its rows: %(value)s."),
}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class BadReferenceData(Exception):
    """The files cannot be loaded. `str()` is one sentence in the current language; nothing was written."""

    def __init__(
        self, code: str, *, file: str, row: int = 0, column: str = "", value: str = "", **more: Any
    ) -> None:
        super().__init__(code)
        self.code, self.file, self.row, self.column, self.value = code, file, row, column, value
        self.params = {"file": file, "row": row, "column": column, "value": value, **more}

    def __str__(self) -> str:
        return str(_REASONS[self.code]) % self.params


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts as a spreadsheet does: the headings are row 1."""

    file: str
    number: int
    cells: Mapping[str, str]

    def refuse(self, code: str, column: str = "", value: str = "", **more: Any) -> BadReferenceData:
        return BadReferenceData(code, file=self.file, row=self.number, column=column, value=value, **more)

    def text(self, column: str, *, required: bool = False) -> str:
        try:
            value = self.cells[column]
        except KeyError:
            raise BadReferenceData("missing_column", file=self.file, column=column) from None
        if required and not value:
            raise self.refuse("empty", column)
        return value

    def slug(self, column: str) -> str:
        value = self.text(column, required=True)
        if not _SLUG.fullmatch(value):
            raise self.refuse("not_a_slug", column, value)
        return value

    def words(self, column: str) -> tuple[str, ...]:
        """A list written with spaces."""
        return tuple(dict.fromkeys(self.text(column).split()))

    def number_in(self, column: str, low: float, high: float) -> float | None:
        value = self.text(column)
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            raise self.refuse("not_a_number", column, value) from None
        if not math.isfinite(number):
            raise self.refuse("not_a_number", column, value)
        if not low <= number <= high:
            raise self.refuse("out_of_range", column, value, low=low, high=high)
        return number

    def whole_in(self, column: str, low: int, high: int) -> int | None:
        number = self.number_in(column, low, high)
        if number is not None and number != int(number):
            raise self.refuse("not_a_number", column, self.text(column))
        return None if number is None else int(number)

    def required(self, column: str, value: Any) -> Any:
        """`value` as read from `column`; refused when the cell was empty."""
        if value is None:
            raise self.refuse("empty", column)
        return value

    def yes(self, column: str) -> bool:
        return self.choice(column, ("0", "1")) == "1"

    def choice(self, column: str, choices: Iterable[str]) -> str:
        value, known = self.text(column, required=True), tuple(choices)
        if value not in known:
            raise self.refuse("not_a_choice", column, value, choices=", ".join(known))
        return value

    def partial_date(self, column: str) -> str:
        value = self.text(column)
        if not value:
            return ""
        parts = _PARTIAL_DATE.fullmatch(value)
        try:
            if parts is None:
                raise ValueError
            date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
        except ValueError:
            raise self.refuse("not_a_date", column, value) from None
        return value

    def reference(self, column: str, known: Mapping[str, int], *, required: bool = True) -> int | None:
        """The id of the row that the cell names."""
        value = self.text(column, required=required)
        return self.known(column, value, known) if value else None

    def references(self, column: str, known: Mapping[str, int]) -> frozenset[int]:
        """The ids of the rows that the cell names, by spaces."""
        return frozenset(self.known(column, name, known) for name in self.words(column))

    def known(self, column: str, name: str, known: Mapping[str, int]) -> int:
        if name not in known:
            raise self.refuse("unknown", column, name)
        return known[name]


def read_rows(folder: Path, file: str) -> list[Row]:
    """All rows of a file; cells are trimmed and, where they hold more than ASCII, normalised for storage."""
    try:
        with (folder / file).open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened, restkey="", restval="")
            rows = []
            for number, cells in enumerate(reader, start=2):
                if cells.pop("", None):
                    raise BadReferenceData("ragged", file=file, row=number)
                clean = {
                    name: value.strip() if value.isascii() else normalise(value)
                    for name, value in cells.items()
                }
                rows.append(Row(file, number, clean))
            return rows
    except FileNotFoundError:
        raise BadReferenceData("missing_file", file=file) from None
    except UnicodeDecodeError:
        raise BadReferenceData("not_utf8", file=file) from None


def provenance(row: Row) -> dict[str, str]:
    """The columns of `Sourced`. Files whose rows need no remark have no columns for them."""
    return {
        "source": row.text("source"),
        "as_of": row.partial_date("as_of"),
        "standing": row.choice("standing", Standing.values),
        "note": row.cells.get("note", ""),
        "note_fa": row.cells.get("note_fa", ""),
        "note_en": row.cells.get("note_en", ""),
    }


def names(row: Row) -> dict[str, str]:
    """The columns of `Named`."""
    return {name: row.text(name, required=True) for name in ("name_fa", "name_en")}


def period(row: Row) -> dict[str, str]:
    """The columns of [valid_from, valid_until)."""
    start, end = row.partial_date("valid_from"), row.partial_date("valid_until")
    if end and end <= start:
        raise row.refuse("backwards", "valid_until", end, start=start)
    return {"valid_from": start, "valid_until": end}
