"""Rows of a text table whose encoding and separator nobody told us."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from girih.kernel.exchange.unreadable import Unreadable

__all__ = ["DELIMITERS", "Delimited", "find_delimiter", "parse"]

DELIMITERS = (",", ";", "\t", "|", "،")
_SAMPLE_CHARACTERS = 100_000
_SAMPLE_ROWS = 60
# What a spreadsheet would run as a formula; on export an apostrophe is put before it, here it is taken off.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Delimited:
    """`rows`: (row number, cells), blank rows left out but counted, as a spreadsheet numbers them."""

    rows: list[tuple[int, list[str | None]]]
    delimiter: str


def find_delimiter(text: str) -> str:
    """The separator under which most rows have as many cells; among equals the one that makes more cells."""
    first, _, _rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4]
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > _SAMPLE_CHARACTERS:
        sample = sample.rpartition("\n")[0] or sample
    best = (0.0, ",")
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        score = _regularity(sample, delimiter)
        if score > best[0]:
            best = (score, delimiter)
    return best[1]


def _regularity(sample: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True):
            if any(cell.strip() for cell in row):
                widths[len(row)] += 1
            if widths.total() >= _SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    # Rows of one cell are titles and remarks; they speak neither for nor against a separator.
    usual, times = max(
        ((w, n) for w, n in widths.items() if w > 1), key=lambda wn: wn[1] * wn[0], default=(1, 0)
    )
    split = sum(n for w, n in widths.items() if w > 1)
    if usual == 1:
        return 0.0
    return (times / split) * (times / widths.total()) * (1 + min(usual, 50) / 100)


def parse(text: str, *, limit_rows: int, above: int = 0) -> Delimited:
    """All rows of the text. Raises `Unreadable` for an unclosed quote and for more than `limit_rows` rows
    beside the `above` that may stand over the headings.
    """
    delimiter = find_delimiter(text)
    rows: list[tuple[int, list[str | None]]] = []
    filled = 0
    for number, raw in _records(text, delimiter):
        if number == 1 and len(raw) <= 2 and raw[0].lower() == "sep=":
            continue
        cells = [plain(cell) or None for cell in raw]
        if any(cells):
            filled += 1
            if filled <= limit_rows + above:
                rows.append((number, cells))
    if filled > limit_rows + above:
        raise Unreadable("too_many_rows", rows=filled, limit=limit_rows)
    return Delimited(rows, delimiter)


def plain(cell: str) -> str:
    """The cell without blanks around it, and without the apostrophe that keeps a spreadsheet off it."""
    stripped = cell.strip()
    if stripped[:1] == "'" and stripped.lstrip("'").startswith(DANGEROUS):
        return stripped[1:].strip()
    return stripped


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    # newline="" lets the reader see \n, \r\n and the lone \r of old Macintosh files as they are.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    number = lines_before = lines_after = 0
    try:
        for number, cells in enumerate(reader, start=1):
            lines_before, lines_after = lines_after, reader.line_num
            yield number, cells
    except csv.Error as error:
        raise Unreadable("unclosed_quote", row=number + 1) from error
    if lines_after - lines_before > 1 and _ends_inside_quotes(text, lines_before, delimiter):
        raise Unreadable("unclosed_quote", row=number)


def _ends_inside_quotes(text: str, lines_before: int, delimiter: str) -> bool:
    """Whether the last record runs to the end of the file because its quote is never closed."""
    record = islice(io.StringIO(text, newline=""), lines_before, None)
    try:
        list(csv.reader(record, delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
