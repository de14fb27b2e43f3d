"""Every table a colleague may bring, and every one that must be sent back with a sentence."""

import datetime
import io
import re
import zipfile

import pytest
import xlsxwriter
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from girih.kernel.documents.unacceptable import Unacceptable
from girih.kernel.exchange.columns import Column, Shape
from girih.kernel.exchange.delimited import find_delimiter
from girih.kernel.exchange.export import write_csv, write_xlsx
from girih.kernel.exchange.reading import Row, Table, read_table
from girih.kernel.exchange.unreadable import NOTES, ROW_REASONS, Note, Problem, Unreadable

pytestmark = pytest.mark.pure

MEGABYTE = 1024 * 1024
SHAPE = Shape(
    (
        Column("city", "City", ("شهر", "City name"), required=True),
        Column("country", "Country", ("کشور",)),
        Column("since", "Since", ("از تاریخ", "آغاز")),
    )
)


def read(data: bytes | str, name: str = "ties.csv", **options) -> Table:
    raw = data.encode() if isinstance(data, str) else data
    return read_table(io.BytesIO(raw), name, **{"limit_bytes": MEGABYTE, "limit_rows": 1000, **options})


def refusal(data: bytes | str, name: str = "ties.csv", **options) -> Unacceptable:
    with pytest.raises(Unacceptable) as caught:
        read(data, name, **options)
    return caught.value


def workbook(fill) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        fill(book, book.add_worksheet("پیوندها"))
    return target.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "،"])
def test_every_separator_is_found(delimiter):
    lines = [["شهر", "کشور", "آغاز"], ["تبریز", "ایران", "1403/01/02"], ["گرانادا", "", "2024"]]
    table = read("\n".join(delimiter.join(line) for line in lines))
    assert table.delimiter == delimiter
    assert table.headings == ("شهر", "کشور", "آغاز")
    assert table.rows == [
        Row(2, ("تبریز", "ایران", "1403/01/02")),
        Row(3, ("گرانادا", None, "2024")),
    ]


def test_separator_is_not_fooled_by_commas_inside_cells():
    assert find_delimiter("a;b\nx, y, z;1\nq, r, s;2\nt;3\n") == ";"
    assert find_delimiter("sep=|\na|b\n") == "|"
    assert find_delimiter("one column\nonly\n") == ","


def test_quoted_line_breaks_blank_rows_and_old_macintosh_line_ends():
    table = read('city,country\r\n"Granada\nand around",ES\r\n\r\n"say ""hi""",IR\r\n')
    assert table.rows == [Row(2, ("Granada\nand around", "ES")), Row(4, ('say "hi"', "IR"))]
    assert read("city,country\rTabriz,IR\rYazd,IR\r").rows[1] == Row(3, ("Yazd", "IR"))


def test_ragged_rows_are_reported_and_do_not_stop_the_others():
    table = read("city,country\nTabriz,IR\nGranada,ES,Spain,x\nYazd\nRasht,IR,,\n")
    assert table.rows == [
        Row(2, ("Tabriz", "IR")),
        Row(3, ("Granada", "ES"), Problem("ragged_row", {"found": 4, "expected": 2})),
        Row(4, ("Yazd", None)),
        Row(5, ("Rasht", "IR")),
    ]
    assert table.notes == (Note("short_rows", {"rows": 1}),)


def test_a_column_without_heading_is_a_column():
    table = read("city,country\nTabriz,IR,x\nYazd,IR,y\nRasht,IR\n")
    assert table.headings == ("city", "country", "")
    assert [row.problem for row in table.rows] == [None, None, None]


def test_titles_above_the_headings_are_skipped_and_counted():
    table = read("فهرست پیوندهای شبکه\n\nتهیه: دبیرخانه,1403\nشهر,کشور\nتبریز,ایران\n", shape=SHAPE)
    assert table.headings == ("شهر", "کشور")
    assert table.rows == [Row(5, ("تبریز", "ایران"))]
    assert table.notes == (Note("rows_above_heading", {"rows": 2}),)


def test_double_headings_are_numbered():
    table = read("city,country,city\nTabriz,IR,Yazd\n")
    assert table.headings == ("city", "country", "city (2)")
    assert table.notes == (Note("duplicate_headings", {"headings": "city"}),)


def test_arabic_page_is_read():
    table = read("شهر;كشور\nاصفهان;ايران\nكرمان;ايران\n".encode("cp1256"))
    assert (table.encoding, table.delimiter) == ("cp1256", ";")
    assert table.rows[1].cells == ("كرمان", "ايران")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<html><body><table><tr><td>1</td></tr></table>", "html_page"),
        (b"city,country\n", "no_rows"),
        (b'city,country\nTabriz,IR\n"Yazd,IR\nRasht,IR\n', "unclosed_quote"),
        (b"city,country\n" + b'"' + b"x,y\n" * 60_000, "unclosed_quote"),
        (b"%PDF-1.4 ...", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_office"),
        (b"\0\1\2\3" * 50, "unknown_content"),
        (b"x," * 600 + b"x\n" + b"1," * 600 + b"1\n", "too_many_columns"),
    ],
)
def test_tables_that_are_sent_back(data, code):
    error = refusal(data)
    assert error.code == code
    with override("en"):
        assert "%(" not in str(error)


def test_unclosed_quote_names_its_row():
    assert refusal(b'city,country\nTabriz,IR\n"Yazd,IR\nRasht,IR\n').params == {"row": 3}


class TooLargeToTouch(io.BytesIO):
    """Says it holds 200 MB; fails the test when anybody reads it."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 200 * MEGABYTE

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("a file above the limit was read")


def test_a_200_megabyte_file_is_refused_unread():
    with pytest.raises(Unreadable) as caught:
        read_table(TooLargeToTouch(), "ties.csv", limit_bytes=20 * MEGABYTE)
    assert caught.value.code == "too_large"
    assert caught.value.params == {"size": 200, "limit": 20}


def test_a_million_pasted_rows_are_refused_with_their_number():
    error = refusal("city,country\n" + "Tabriz,IR\n" * 1_000_000, limit_bytes=50 * MEGABYTE)
    assert error.code == "too_many_rows"
    assert error.params["rows"] == 1_000_001
    with override("en"):
        assert "1,000,001" in str(error)


def test_a_million_rows_of_a_spreadsheet_are_refused_before_they_are_loaded():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["city", "country"])
        for row in range(1, 5000):
            sheet.write_row(row, 0, ["Tabriz", "IR"])

    error = refusal(workbook(fill), "ties.xlsx", limit_rows=100)
    assert error.code == "too_many_rows"
    assert error.params == {"rows": 5000, "limit": 100}


def test_spreadsheet_with_persian_headings_dates_and_numbers():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["شهر", "كشور", "آغاز", "تعداد"])
        sheet.write_row(1, 0, ["تبریز", "ایران"])
        sheet.write_datetime(
            1, 2, datetime.datetime(2025, 3, 21), book.add_format({"num_format": "yyyy-mm-dd"})
        )
        sheet.write_number(1, 3, 12)
        sheet.write_number(2, 3, 2.5)
        sheet.write_boolean(2, 0, True)

    table = read(workbook(fill), "ties.xlsx", shape=SHAPE)
    assert table.sheet == "پیوندها"
    assert table.headings == ("شهر", "كشور", "آغاز", "تعداد")
    assert table.rows == [
        Row(2, ("تبریز", "ایران", datetime.date(2025, 3, 21), 12)),
        Row(3, (True, None, None, 2.5)),
    ]


def test_merged_headings_are_spread():
    def fill(book, sheet):
        sheet.merge_range("A1:E1", "پیوندهای شبکه")
        sheet.merge_range("A2:B2", "عضو الف")
        sheet.merge_range("C2:D2", "عضو ب")
        sheet.merge_range("E2:E3", "آغاز")
        sheet.write_row(2, 0, ["شهر", "کشور", "شهر", "کشور"])
        sheet.write_row(3, 0, ["تبریز", "ایران", "گرانادا", "اسپانیا", "1403"])

    table = read(workbook(fill), "ties.xlsx")
    assert table.headings == ("عضو الف شهر", "عضو الف کشور", "عضو ب شهر", "عضو ب کشور", "آغاز")
    assert table.rows == [Row(4, ("تبریز", "ایران", "گرانادا", "اسپانیا", "1403"))]
    assert table.notes == (Note("rows_above_heading", {"rows": 1}), Note("merged_headings", {"rows": 1}))


def test_a_value_merged_over_several_rows_holds_for_each():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["شهر", "کشور"])
        sheet.merge_range("B2:B4", "ایران")
        sheet.write_column(1, 0, ["تبریز", "یزد", "رشت"])

    table = read(workbook(fill), "ties.xlsx", shape=SHAPE)
    assert [row.cells for row in table.rows] == [("تبریز", "ایران"), ("یزد", "ایران"), ("رشت", "ایران")]
    assert table.notes == (Note("merged_cells_filled", {"cells": 2}),)


def without_results(data: bytes) -> bytes:
    """The workbook as a program writes it that does not calculate: formulas without their cached values."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", content)
            copy.writestr(name, content)
    return target.getvalue()


def test_formula_cells_are_read_by_their_value():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["شهر", "کشور"])
        sheet.write_formula(1, 0, '="تب"&"ریز"', value="تبریز")
        sheet.write(1, 1, "ایران")
        sheet.write_row(2, 0, ["یزد", "ایران"])

    data = workbook(fill)
    assert read(data, "ties.xlsx").rows == [Row(2, ("تبریز", "ایران")), Row(3, ("یزد", "ایران"))]


def test_formula_without_result_and_formula_error_name_their_cell():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["شهر", "کشور", "تعداد"])
        sheet.write_row(1, 0, ["یزد", "ایران"])
        sheet.write_formula(1, 2, "=1+1", value=2)
        sheet.write_row(2, 0, ["رشت", "ایران"])
        sheet.write_formula(2, 2, "=1/0", value="#DIV/0!")

    rows = read(without_results(workbook(fill)), "ties.xlsx").rows
    assert rows[0].problem == Problem("formula_without_value", {"cell": "C2"})
    whole = read(workbook(fill), "ties.xlsx").rows
    assert whole[0] == Row(2, ("یزد", "ایران", 2))
    assert whole[1].problem == Problem("error_value", {"cell": "C3", "error": "#DIV/0!"})


def test_the_sheet_that_names_the_columns_is_read():
    def fill(book, sheet):
        sheet.write(0, 0, "راهنما")
        second = book.add_worksheet("داده")
        second.write_row(0, 0, ["شهر", "کشور"])
        second.write_row(1, 0, ["یزد", "ایران"])
        hidden = book.add_worksheet("hidden")
        hidden.write_row(0, 0, ["شهر", "کشور", "آغاز"])
        hidden.hide()

    table = read(workbook(fill), "ties.xlsx", shape=SHAPE)
    assert (table.sheet, table.rows) == ("داده", [Row(2, ("یزد", "ایران"))])
    assert table.notes == (Note("other_sheets", {"sheet": "داده", "others": 1}),)


def test_a_damaged_spreadsheet_is_refused():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, ["c", "d"])

    data = workbook(fill)
    assert refusal(data[: len(data) // 2], "ties.xlsx").code == "damaged"


DANGEROUS_CELLS = [
    "=1+1",
    "+98-21",
    "-x",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "＝1",
    "'=1",
    "''@x",
    " =1",
    "a;=b",
]


def test_no_exported_cell_is_a_formula_and_reading_gives_it_back():
    rows = [[cell, "x"] for cell in DANGEROUS_CELLS]
    data = write_csv(["note", "=HYPERLINK(1)"], rows)
    text = data.decode("utf-8-sig")
    for line in text.splitlines():
        assert not re.match(r'"\s*[=+\-@＝\t\r]', line)
        assert '"=' not in line
    table = read(data)
    assert [row.cells[0] for row in table.rows] == [cell.strip() for cell in DANGEROUS_CELLS]
    assert table.headings[1] == "=HYPERLINK(1)"


def test_numbers_stay_numbers_in_an_export():
    assert write_csv(["a"], [[-5], ["-5"], ["+98.5"], [None], [datetime.date(2025, 3, 21)]]) == (
        b'\xef\xbb\xbf"a"\r\n-5\r\n"-5"\r\n"+98.5"\r\n""\r\n"2025-03-21"\r\n'
    )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf"))),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_exported_reads_back_the_same(rows):
    shape = Shape((Column("left", "L", ("left side",)), Column("right", "R", ("right side",))))
    kept = [row for row in rows if any(row)]
    if not kept:
        return
    table = read(write_csv(["left side", "right side"], kept), shape=shape)
    assert [row.cells for row in table.rows] == [tuple(cell or None for cell in row) for row in kept]


def test_spreadsheet_export_holds_texts_and_runs_nothing():
    data = write_xlsx(
        ["نام", "مقدار"],
        [["=1+1", 5], ["http://example.org", -2.5], [datetime.date(2025, 3, 21), None], ["@x", True]],
        sheet="فهرست/شهرها",
        rtl=True,
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        assert not any("hyperlink" in name or "externalLink" in name for name in archive.namelist())
    assert "<f>" not in page
    assert "<hyperlink" not in page
    assert 'rightToLeft="1"' in page
    assert 'state="frozen"' in page
    table = read(data, "list.xlsx")
    assert table.sheet == "فهرست شهرها"
    assert [row.cells for row in table.rows] == [
        ("=1+1", 5),
        ("http://example.org", -2.5),
        (datetime.date(2025, 3, 21), None),
        ("@x", True),
    ]


def test_every_sentence_can_be_filled():
    figures = dict.fromkeys(
        ("rows", "columns", "cells", "characters", "others", "found", "expected", "row", "limit"), 2
    )
    words = dict.fromkeys(("cell", "error", "column", "sheet", "headings", "kind", "accepted"), "x")
    params = figures | words | {"size": 1, "width": 1, "height": 1}
    for code in NOTES:
        assert "%(" not in str(Note(code, params))
    for code in ROW_REASONS:
        assert "%(" not in str(Problem(code, params))
    for code in Unreadable.REASONS:
        assert "%(" not in str(Unreadable(code, **params))
