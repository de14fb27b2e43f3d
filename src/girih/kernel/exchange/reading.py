"""Any table that people bring, read into headings and rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple, cast

from girih.kernel.documents.content import KINDS, ODS, TABLES, XLSX, identify
from girih.kernel.documents.decoding import decode
from girih.kernel.exchange.columns import Shape
from girih.kernel.exchange.delimited import parse
from girih.kernel.exchange.unreadable import Note, Problem, Unreadable
from girih.kernel.exchange.workbook import Cell, Span, read_sheet

__all__ = ["ROW_LIMIT", "Row", "Table", "read_table"]

ROW_LIMIT = 200_000
COLUMN_LIMIT = 500
_HEADING_WITHIN = 20


class Row(NamedTuple):
    """`number`: of the row in the file, as a spreadsheet shows it. `cells`: as many as the headings."""

    number: int
    cells: tuple[Cell, ...]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`encoding` and `delimiter` are empty for a spreadsheet, `sheet` for a text file."""

    headings: tuple[str, ...]
    rows: list[Row]
    notes: tuple[Note, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


def read_table(
    file: BinaryIO,
    name: str,
    *,
    limit_bytes: int,
    limit_rows: int = ROW_LIMIT,
    shape: Shape | None = None,
    size: int | None = None,
) -> Table:
    """Read a CSV of any encoding and separator, or the fitting sheet of an XLSX or ODS file.

    `file` is seekable; `size` saves seeking when the caller knows it. `shape` helps to find the row of
    headings and the sheet. Raises `Unreadable` (or its base `Unacceptable` for content that is never taken),
    having read nothing of a file above `limit_bytes`.
    """
    if size is None:
        size = file.seek(0, 2)
    if size > limit_bytes:
        raise Unreadable("too_large", size=-(-size // 1_048_576), limit=limit_bytes // 1_048_576)
    media_type = identify(file, name=name)
    if media_type not in TABLES:
        raise Unreadable("not_a_table", kind=KINDS[media_type][0])
    data = file.read()
    if media_type in (XLSX, ODS):
        return _from_workbook(data, limit_rows, shape)
    return _from_text(data, limit_rows, shape)


def _from_text(data: bytes, limit_rows: int, shape: Shape | None) -> Table:
    decoded = decode(data)
    if decoded is None or "\0" in decoded.text:
        raise Unreadable("unknown_encoding")
    parsed = parse(decoded.text, limit_rows=limit_rows, above=_HEADING_WITHIN)
    rows = cast(list[tuple[int, list[Cell]]], parsed.rows)
    notes = [Note("lost_characters", {"characters": decoded.lost})] if decoded.lost else []
    table = _laid_out(rows, shape, (), {}, notes, limit_rows)
    return Table(*table, encoding=decoded.encoding, delimiter=parsed.delimiter)


def _from_workbook(data: bytes, limit_rows: int, shape: Shape | None) -> Table:
    def known(cells: Sequence[object]) -> int:
        return shape.known(cells) if shape else 0

    sheet = read_sheet(data, limit_rows=limit_rows, above=_HEADING_WITHIN, known=known)
    notes = [Note("other_sheets", {"sheet": sheet.name, "others": sheet.others})] if sheet.others else []
    table = _laid_out(sheet.rows, shape, sheet.merged, sheet.problems, notes, limit_rows)
    return Table(*table, sheet=sheet.name)


def _laid_out(
    rows: list[tuple[int, list[Cell]]],
    shape: Shape | None,
    merged: Sequence[Span],
    problems: dict[int, Problem],
    notes: list[Note],
    limit_rows: int,
) -> tuple[tuple[str, ...], list[Row], tuple[Note, ...]]:
    if not rows:
        raise Unreadable("empty")
    filled = _fill_merged(rows, merged)
    at = _heading_row(rows, shape, merged)
    body = rows[at + 1 :]
    width = _width(rows[at][1], body)
    if width > COLUMN_LIMIT:
        raise Unreadable("too_many_columns", columns=width, limit=COLUMN_LIMIT)
    headings, groups = _headings(rows, at, width, merged, shape)
    if not any(headings):
        raise Unreadable("no_headings")
    if not body:
        raise Unreadable("no_rows")
    if len(body) > limit_rows:
        raise Unreadable("too_many_rows", rows=len(body), limit=limit_rows)
    headings, doubled = _numbered(headings)
    filled_below = sum(number > rows[at][0] for number in filled)
    named = _filled_width(rows[at][1])
    short = sum(len(cells) < named for _, cells in body)
    remarks: dict[str, dict[str, Any]] = {
        "rows_above_heading": {"rows": at - groups},
        "merged_headings": {"rows": groups},
        "merged_cells_filled": {"cells": filled_below},
        "duplicate_headings": {"headings": "، ".join(doubled)},
        "short_rows": {"rows": short},
    }
    notes += [Note(code, params) for code, params in remarks.items() if any(params.values())]
    return tuple(headings), _body(body, width, problems), tuple(notes)


def _filled_width(cells: Sequence[Cell]) -> int:
    for width in range(len(cells), 0, -1):
        if cells[width - 1] is not None:
            return width
    return 0


def _width(heading: Sequence[Cell], body: Sequence[tuple[int, list[Cell]]]) -> int:
    """Columns with a heading, and columns without one in which at least half of the rows say something.

    A few rows that run beyond it are not wide but broken.
    """
    widths = sorted(_filled_width(cells) for _, cells in body)
    return max(_filled_width(heading), widths[len(widths) // 2] if widths else 0)


def _body(body: Sequence[tuple[int, list[Cell]]], width: int, problems: dict[int, Problem]) -> list[Row]:
    read = []
    for number, cells in body:
        problem = problems.get(number)
        found = len(cells)
        if found < width:
            cells = [*cells, *[None] * (width - found)]
        elif found > width and problem is None and _filled_width(cells) > width:
            problem = Problem("ragged_row", {"found": _filled_width(cells), "expected": width})
        read.append(Row(number, tuple(cells[:width]), problem))
    return read


def _fill_merged(rows: list[tuple[int, list[Cell]]], merged: Sequence[Span]) -> list[int]:
    """Give the parts of vertically merged ranges the value of their first cell; return their row numbers.

    A range across one row is left: in data it is a remark, in headings `_headings` spreads it.
    """
    by_number = dict(rows)
    filled = []
    for (top, start), (bottom, _end) in merged:
        first = by_number.get(top + 1)
        value = first[start] if first is not None and start < len(first) else None
        if value is None:
            continue
        for row in range(top + 1, bottom + 1):
            cells = by_number.get(row + 1)
            if cells is not None and start < len(cells) and cells[start] is None:
                cells[start] = value
                filled.append(row + 1)
    return filled


def _heading_row(rows: list[tuple[int, list[Cell]]], shape: Shape | None, merged: Sequence[Span]) -> int:
    """Index of the first row that names the most known columns, alone or under the group headings above it.

    Without a shape, or where nothing is known: the first row of texts alone that is about as wide as the
    table; else the first row.
    """
    head = rows[:_HEADING_WITHIN]
    if shape is not None:
        scores = [
            max(shape.known(cells), shape.known(_headings(rows, at, len(cells), merged, shape)[0]))
            for at, (_, cells) in enumerate(head)
        ]
        best = max(scores)
        if best > 1 or (best == 1 and len(shape.columns) == 1):
            return scores.index(best)
    widths = sorted(sum(cell is not None for cell in cells) for _, cells in head)
    usual = widths[len(widths) // 2]
    for index, (_, cells) in enumerate(head):
        present = [cell for cell in cells if cell is not None]
        if len(present) * 3 >= usual * 2 and all(isinstance(cell, str) for cell in present):
            return index
    return 0


def _headings(
    rows: list[tuple[int, list[Cell]]],
    at: int,
    width: int,
    merged: Sequence[Span],
    shape: Shape | None,
) -> tuple[list[str], int]:
    """Headings of each column, and how many rows of group headings above were worked into them.

    A group heading merged over several columns («member A» over «city», «country») goes before the heading
    of each: «member A city». Where the lowest row alone names more of what is wanted, it stays alone.
    """
    number, cells = rows[at]
    own = [_text(cells[index]) if index < len(cells) else "" for index in range(width)]
    groups: list[list[str]] = [[] for _ in range(width)]
    group_rows = set()
    for (top, start), (bottom, end) in sorted(merged):
        above = next((row for row in rows[:at] if row[0] == top + 1), None)
        is_title = start == 0 and end + 1 >= width
        if above is None or bottom + 1 >= number or end == start or is_title or start >= len(above[1]):
            continue
        title = _text(above[1][start])
        if title:
            group_rows.add(top + 1)
            for index in range(start, min(end + 1, width)):
                groups[index].append(title)
    grouped = [" ".join([*group, heading]).strip() for group, heading in zip(groups, own, strict=True)]
    if shape is not None and shape.known(own) > shape.known(grouped):
        return own, len(group_rows)
    return grouped, len(group_rows)


def _text(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _numbered(headings: Sequence[str]) -> tuple[list[str], list[str]]:
    """Headings made unique: the second «city» becomes «city (2)»."""
    seen: dict[str, int] = {}
    unique, doubled = [], []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        if heading and seen[heading] > 1:
            doubled.append(heading)
            unique.append(f"{heading} ({seen[heading]})")
        else:
            unique.append(heading)
    return unique, list(dict.fromkeys(doubled))
