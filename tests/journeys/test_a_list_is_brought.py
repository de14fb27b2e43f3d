"""The secretariat brings its spreadsheet: guess, dry run, load, undo, and a file of what was left out."""

import io

import pytest
import python_calamine
import xlsxwriter
from browsing import Desk, fa, fa_pattern, latin

IMPORTS = "/networks/uccn/imports/"
LIST = """city_a,iso_a,city_b,iso_b,since,sources
Isfahan,IR,Linz,AT,2015,letter
Granada,NI,Bologna,IT,2019,letter
Granada,,Linz,AT,2019,letter
Atlantis,,Linz,AT,2019,letter
Linz,AT,Linz,AT,2019,letter
Linz,AT,Isfahan,IR,2016,=1+1
"""
# Persian headings as an Arabic keyboard writes them, a title over the table, dates in Jalali years.
SHEET = [
    ["فهرست پيوندهاي شهرهاي خلاق", "", "", "", "", ""],
    ["شهر الف", "كشور الف", "شهر ب", "كشور ب", "نوع", "از تاريخ"],
    ["كرمانشاه", "ايران", "غازي عينتاب", "تركيه", "تفاهم نامه", "۱۳۹۸/۰۲/۱۵"],
    ["رشت", "ايران", "پارما", "ايتاليا", "تفاهم نامه", "1 مهر 1399"],
    ["رشت", "ايران", "ناكجا", "", "تفاهم نامه", "۱۳۹۹"],
]


def workbook(rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def bring(desk: Desk, name: str, content: bytes) -> str:
    """Upload a list; the address of its page."""
    desk.go(IMPORTS)
    desk.page.locator("#id_file").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    desk.page.get_by_role("button", name=fa("Check the list")).click()
    desk.page.wait_for_load_state()
    return desk.path


def act(desk: Desk, verb: str) -> None:
    desk.page.locator(f"form[action$='/{verb}/'] button").first.click()
    desk.page.wait_for_load_state()


def ties(desk: Desk) -> int:
    desk.go("/networks/uccn/ties/")
    return int("".join(filter(str.isdigit, latin(desk.page.locator(".list-count").inner_text()))))


def test_a_list_is_judged_row_by_row_loaded_counted_undone_and_loaded_again(officer):
    page = officer.page
    before = ties(officer)
    address = bring(officer, "sister-cities.csv", LIST.encode())

    # The guess: every column that has a heading found its place, and can be changed.
    chosen = {
        name: page.locator(f"#columns select[name={name}]").evaluate("it => it.selectedOptions[0].text")
        for name in ("city_a", "country_a", "city_b", "country_b", "since", "source")
    }
    assert list(chosen.values()) == ["city_a", "iso_a", "city_b", "iso_b", "since", "sources"]

    # The dry run: what would happen to every row, with the reason where it is not simply new.
    rows = page.locator("#rows tbody tr")
    outcomes = [row.locator("td").last.inner_text().split("\n") for row in rows.all()]
    assert [outcome[0] for outcome in outcomes] == [
        fa("New"), fa("New"), fa("Left out"), fa("Left out"), fa("Left out"), fa("Already there"),
    ]  # fmt: skip
    assert [len(outcome) for outcome in outcomes] == [1, 1, 2, 2, 2, 2]
    assert ["Granada" in outcomes[2][1], "Atlantis" in outcomes[3][1]] == [True, True]
    assert ties(officer) == before

    # Rows left out come back as a file with their reasons beside them; a formula in it stays text.
    officer.go(address)
    with page.expect_download() as download:
        page.get_by_role("link", name=fa("File of rows left out")).click()
    back = python_calamine.load_workbook(download.value.path()).get_sheet_by_index(0).to_python()
    assert back[0][:6] == ["city_a", "iso_a", "city_b", "iso_b", "since", "sources"]
    assert [row[0] for row in back[1:]] == ["Granada", "Atlantis", "Linz"]
    assert [row[-2] for row in back[1:]] == [4, 5, 6]
    assert all(len(row[-1]) > 10 for row in back[1:])

    act(officer, "load")
    assert officer.path == address
    assert {label: count for label, count in officer.figures().items() if label == fa("Loaded")} == {
        fa("Loaded"): "2"
    }
    assert ties(officer) == before + 2
    officer.go(address)
    act(officer, "undo")
    assert officer.figures()[fa("Undone")] == "2"
    assert ties(officer) == before

    again = bring(officer, "sister-cities.csv", LIST.encode())
    assert again != address
    act(officer, "load")
    assert officer.figures()[fa("Loaded")] == "2"
    assert ties(officer) == before + 2

    # The same file a third time has nothing new, and the button that would load it says so.
    bring(officer, "sister-cities.csv", LIST.encode())
    refused = page.locator("button[aria-disabled='true']")
    assert (
        fa("No row of this list is new.")
        in page.locator(f"#{refused.get_attribute('aria-describedby')}").inner_text()
    )


def test_a_workbook_with_persian_headings_in_arabic_letters_is_understood(officer):
    page = officer.page
    bring(officer, "پيوندها.xlsx", workbook(SHEET))
    chosen = {
        name: page.locator(f"#columns select[name={name}]").evaluate("it => it.selectedOptions[0].text")
        for name in ("city_a", "country_a", "city_b", "country_b", "kind", "since")
    }
    assert list(chosen.values()) == ["شهر الف", "كشور الف", "شهر ب", "كشور ب", "نوع", "از تاريخ"]
    outcomes = [
        row.locator("td").last.inner_text().split("\n")[0] for row in page.locator("#rows tbody tr").all()
    ]
    assert outcomes == [fa("New"), fa("New"), fa("Left out")]
    act(officer, "load")
    page.get_by_role("link", name=fa("See its ties")).click()
    listed = page.locator("table tbody tr").all_inner_texts()
    assert len(listed) == 2
    days = page.locator("table tbody td.date").all_inner_texts()
    assert set(days) == {"۱۳۹۸/۰۲/۱۵", "۱۳۹۹/۰۷/۰۱"}
    assert all(fa("memorandum") in row for row in listed)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", b"<!doctype html><html><body><table><tr><td>Isfahan</td></tr></table>"),
        ("empty.csv", b""),
        ("list.xlsx", b"PK\x03\x04 broken"),
    ],
    ids=["page", "empty", "broken"],
)
def test_what_is_no_list_is_refused_with_a_sentence_and_nothing_is_kept(officer, name, content):
    officer.expected.add(422)
    officer.go(IMPORTS)
    earlier = officer.page.locator("table tbody tr").count()
    bring(officer, name, content)
    assert officer.path == IMPORTS
    refusal = officer.page.locator(".field-errors").first.inner_text()
    assert len(refusal) > 15
    officer.go(IMPORTS)
    assert officer.page.locator("table tbody tr").count() == earlier


def test_a_list_whose_columns_nobody_can_guess_is_asked_about(officer):
    page = officer.page
    bring(officer, "list.csv", "alpha,beta\nبندرعباس,Gabrovo\n".encode())
    assert page.locator("#rows").count() == 0
    page.locator("#columns select[name=city_a]").select_option("0")
    page.locator("#columns select[name=city_b]").select_option("1")
    act(officer, "check")
    assert page.locator("#rows tbody tr").count() == 1
    act(officer, "load")
    assert fa_pattern("%(count)s ties are loaded.").search(page.locator(".messages").inner_text())
