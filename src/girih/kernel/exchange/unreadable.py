"""A table that cannot be read, a row that cannot be used, what was noticed: each with its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from girih.kernel.documents.unacceptable import Unacceptable, localised

__all__ = ["NOTES", "ROW_REASONS", "Note", "Problem", "Unreadable"]


class Unreadable(Unacceptable):
    """The whole table is refused; `str()` is the sentence in the current language."""

    REASONS: ClassVar[dict[str, str | Promise]] = {
        **Unacceptable.REASONS,
        "not_a_table": _("This is %(kind)s, which holds no table. Bring a CSV or XLSX file."),
        "unknown_encoding": _(
            "The letters of this file could not be made out. Save it as XLSX, or as CSV in UTF-8."
        ),
        "too_many_rows": _(
            "The table has %(rows)s rows; at once %(limit)s are taken. Split it into several files."
        ),
        "too_many_columns": _(
            "The table has %(columns)s columns; at most %(limit)s are read. Remove the unused ones."
        ),
        "unclosed_quote": _(
            "A quotation mark opened in row %(row)s is never closed, so the rest of the file would be one "
            "cell. Close it, or save the table as XLSX."
        ),
        "no_rows": _("There are headings but no rows beneath them."),
        "no_headings": _("No row of headings was found. Put the names of the columns in the first row."),
        "missing_columns": _(
            "No column was found for: %(columns)s. Choose the columns, or rename their headings."
        ),
        "same_column_twice": _("One column was chosen for two things: %(columns)s. Choose each column once."),
        "no_such_column": _("The chosen column %(column)s is not in this table. Choose the columns again."),
    }


ROW_REASONS: dict[str, str | Promise] = {
    "ragged_row": _(
        "The row has %(found)s cells where the headings have %(expected)s. Put a cell that holds the "
        "separator between quotation marks."
    ),
    "formula_without_value": _(
        "Cell %(cell)s holds a formula without its result. Open the file, let it calculate and save it, "
        "or paste the values."
    ),
    "error_value": _(
        "Cell %(cell)s holds the error %(error)s of a formula. Correct it and import the row again."
    ),
    "missing_value": _("“%(column)s” is empty. Fill it and import the row again."),
}

NOTES: dict[str, str | Promise] = {
    "rows_above_heading": _("%(rows)s rows above the headings were left out."),
    "merged_headings": _("Merged headings were spread over their columns."),
    "merged_cells_filled": _(
        "%(cells)s empty parts of merged cells were filled with the value of their cell."
    ),
    "duplicate_headings": _(
        "Several columns have the same heading: %(headings)s. The later ones were numbered."
    ),
    "lost_characters": _("%(characters)s characters could not be read and stand as �."),
    "other_sheets": _("Only the sheet “%(sheet)s” is read; the file has %(others)s more."),
    "short_rows": _("%(rows)s rows have fewer cells than the headings; the rest was taken as empty."),
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something noticed while reading, one of `NOTES`; it hinders nothing."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(NOTES[self.code]) % localised(self.params)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one row cannot be used, one of `ROW_REASONS`."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(ROW_REASONS[self.code]) % localised(self.params)
