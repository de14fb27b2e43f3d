"""Rows of a spreadsheet (XLSX, ODS), with what a bare reader passes over: errors, empty formulas, merges."""

import datetime
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from girih.kernel.exchange.delimited import plain
from girih.kernel.exchange.unreadable import Problem, Unreadable

__all__ = ["Cell", "Sheet", "Span", "read_sheet"]

Cell = str | int | float | bool | datetime.date | datetime.datetime | None
# First and last (row, column) of a merged range, from 0, both included.
Span = tuple[tuple[int, int], tuple[int, int]]

_SHEETS_SCORED = 8
_ROWS_SCORED = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows`: (row number from 1, cells), empty rows left out. `problems`: row number → its problem."""

    name: str
    others: int
    rows: list[tuple[int, list[Cell]]]
    merged: list[Span] = field(default_factory=list)
    problems: dict[int, Problem] = field(default_factory=dict)


def read_sheet(data: bytes, *, limit_rows: int, above: int, known: Callable[[list[Cell]], int]) -> Sheet:
    """The visible sheet whose first rows name the most known columns; among equals the first with content.

    Raises `Unreadable`: "too_many_rows" before the sheet is loaded, "damaged", "no_headings" when empty.
    """
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    parts = _sheet_parts(data)
    for part in parts.values():
        _refuse_length(data, part, limit_rows)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            names = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
            ]
            chosen = _chosen(book, names, known)
            if chosen is None:
                raise Unreadable("no_headings")
            sheet = book.get_sheet_by_name(chosen)
            rows = _rows(sheet, limit_rows, above)
            merged = [_span(span) for span in sheet.merged_cell_ranges or []]
    except PasswordError as error:
        raise Unreadable("password_protected") from error
    except CalamineError as error:
        raise Unreadable("damaged") from error
    problems = _cell_problems(data, parts[chosen]) if chosen in parts else {}
    return Sheet(chosen, len(names) - 1, rows, merged, problems)


def _span(span: Span) -> Span:
    (top, start), (bottom, end) = span
    return (top, start), (bottom, end)


def _chosen(book: Any, names: list[str], known: Callable[[list[Cell]], int]) -> str | None:
    best: tuple[int, str] | None = None
    for name in names[:_SHEETS_SCORED]:
        sheet = book.get_sheet_by_name(name)
        if not sheet.height:
            continue
        head = sheet.to_python(skip_empty_area=False, nrows=_ROWS_SCORED)
        score = max((known([_value(cell) for cell in row]) for row in head), default=0)
        if best is None or score > best[0]:
            best = (score, name)
        if len(names) == 1:
            break
    return best[1] if best else None


def _rows(sheet: Any, limit_rows: int, above: int) -> list[tuple[int, list[Cell]]]:
    rows: list[tuple[int, list[Cell]]] = []
    filled = 0
    for number, raw in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [_value(cell) for cell in raw]
        if any(cell is not None for cell in cells):
            filled += 1
            rows.append((number, cells))
    if filled > limit_rows + above:
        raise Unreadable("too_many_rows", rows=filled, limit=limit_rows)
    return rows


def _value(cell: Any) -> Cell:
    if isinstance(cell, str):
        return plain(cell) or None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date() if cell.time() == datetime.time() else cell
    if isinstance(cell, datetime.time | datetime.timedelta):
        return str(cell)
    if isinstance(cell, bool | int | float | datetime.date):
        return cell
    return None


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def _sheet_parts(data: bytes) -> dict[str, str]:
    """Sheet name → its member of the archive; empty for ODS and for workbooks laid out in an unusual way."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = set(archive.namelist())
            if "xl/workbook.xml" not in members or "xl/_rels/workbook.xml.rels" not in members:
                return {}
            book = _parsed(archive.read("xl/workbook.xml"))
            relations = _parsed(archive.read("xl/_rels/workbook.xml.rels"))
    except (zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise Unreadable("damaged") from error
    targets = {r.get("Id"): r.get("Target", "") for r in relations.iter(f"{_PACKAGE}Relationship")}
    parts = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if member in members:
            parts[sheet.get("name", "")] = member
    return parts


def _parsed(xml: bytes) -> ElementTree.Element:
    # A document type has no place in a workbook; without one no entity can grow.
    if b"<!DOCTYPE" in xml:
        raise Unreadable("damaged")
    return ElementTree.fromstring(xml)  # noqa: S314


_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_OVERLAP = 16


def _refuse_length(data: bytes, part: str, limit_rows: int) -> None:
    """Count the rows of a sheet before anything builds them in memory; blank rows get some slack."""
    count, tail = 0, b""
    with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(part) as member:
        while chunk := member.read(1 << 20):
            window = tail + chunk
            count += sum(1 for match in _ROW.finditer(window) if match.end() > len(tail))
            tail = window[-_OVERLAP:]
    if count > limit_rows * 2 + 1000:
        raise Unreadable("too_many_rows", rows=count, limit=limit_rows)


_CELL = re.compile(rb"<((?:\w+:)?)c\b([^>]*?)(?<!/)>(.*?)</\1c>", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_RESULT = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def _cell_problems(data: bytes, part: str) -> dict[int, Problem]:
    """Rows with a formula never calculated, or whose result is an error; both would read as empty."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read(part)
    if not _FORMULA.search(xml) and b't="e"' not in xml:
        return {}
    problems: dict[int, Problem] = {}
    for _prefix, attributes, body in _CELL.findall(xml):
        is_error = b't="e"' in attributes
        is_formula = b"<" in body and _FORMULA.search(body) is not None
        if not is_error and not is_formula:
            continue
        reference, result = _REFERENCE.search(attributes), _RESULT.search(body)
        if reference is None or (result is not None and not is_error):
            continue
        cell, row = f"{reference[1].decode()}{reference[2].decode()}", int(reference[2])
        if is_error:
            error = result[1].decode("utf-8", "replace") if result else "?"
            problems.setdefault(row, Problem("error_value", {"cell": cell, "error": error}))
        # A formula whose result is an empty text is calculated: the type says that it is text.
        elif b't="str"' not in attributes:
            problems.setdefault(row, Problem("formula_without_value", {"cell": cell}))
    return problems
