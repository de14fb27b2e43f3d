"""Taking a table home: CSV and XLSX of exactly what is shown, and the file of rows that were left out."""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language_bidi, gettext

from girih.kernel.exchange.delimited import DANGEROUS
from girih.kernel.exchange.importer import Importer, Outcome
from girih.kernel.exchange.models import Import
from girih.kernel.exchange.queries import reason_of

__all__ = ["rejects_file", "write_csv", "write_xlsx"]

_NUMBER = re.compile(r"[+-]?\d[\d.,٬٫]*\Z")
_MEASURED_ROWS = 200
_WIDEST = 60


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with its mark, so that spreadsheets see Persian. No cell is ever run as a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([_harmless(heading) for heading in headings])
    for row in rows:
        writer.writerow([_for_csv(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig", errors="replace")


def _for_csv(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, datetime.date | datetime.datetime):
        return cell.isoformat()
    return _harmless(str(cell))


def _harmless(text: str) -> str:
    """An apostrophe before what a spreadsheet would run; reading takes it off again."""
    bare = text.lstrip(" ")
    is_dangerous = bare.lstrip("'").startswith(DANGEROUS)
    return f"'{bare}" if is_dangerous and not _NUMBER.match(bare) else text


def write_xlsx(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str, rtl: bool | None = None
) -> bytes:
    """One sheet with a frozen row of headings. Texts are texts, never formulas or links.

    `rtl` None follows the current language. Rows are written as they come; only one is held at a time.
    """
    import xlsxwriter

    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(_sheet_name(sheet))
        if get_language_bidi() if rtl is None else rtl:
            page.right_to_left()
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.freeze_panes(1, 0)
        widths = [len(heading) for heading in headings]
        head, rest = _head(rows)
        for row in head:
            for index, cell in enumerate(row[: len(widths)]):
                widths[index] = max(widths[index], len(str("" if cell is None else cell)))
        for index, width in enumerate(widths):
            page.set_column(index, index, min(width, _WIDEST) * 1.1 + 2)
        for index, heading in enumerate(headings):
            page.write_string(0, index, heading, bold)
        number = 0
        for source in (head, rest):
            for row in source:
                number += 1
                for index, cell in enumerate(row):
                    _write_cell(page, number, index, cell, day, moment)
        if number and headings:
            page.autofilter(0, 0, number, len(headings) - 1)
    return target.getvalue()


def _head(rows: Iterable[Sequence[Any]]) -> tuple[list[Sequence[Any]], Iterable[Sequence[Any]]]:
    source = iter(rows)
    head = []
    for row in source:
        head.append(row)
        if len(head) >= _MEASURED_ROWS:
            break
    return head, source


def _write_cell(page: Any, row: int, column: int, cell: Any, day: Any, moment: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, int | float | Decimal):
        page.write_number(row, column, cell)
    elif isinstance(cell, datetime.datetime):
        page.write_datetime(row, column, cell.replace(tzinfo=None), moment)
    elif isinstance(cell, datetime.date):
        page.write_datetime(row, column, cell, day)
    else:
        page.write_string(row, column, str(cell)[:32_767])


def _sheet_name(name: str) -> str:
    """A spreadsheet refuses some signs in the name of a sheet, and more than 31 of any."""
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '")[:31] or "1"


def rejects_file(batch: Import, importer: Importer) -> bytes:
    """XLSX of the rows that were not loaded: the columns as they came, and beside them the reason.

    Corrected, it can be brought as a file of its own; its last two columns are then passed over.
    """
    left = batch.rows.filter(outcome__in=[Outcome.REJECTED, Outcome.MAYBE]).order_by("number")
    headings = [*batch.headings, gettext("Row in the file"), gettext("Why it was left out")]
    rows = ([*row.cells, row.number, reason_of(row, importer)] for row in left.iterator(chunk_size=2000))
    return write_xlsx(headings, rows, sheet=gettext("Left out"))
