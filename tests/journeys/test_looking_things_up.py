"""The directory of members, its files, and the brief."""

import csv
import io
import json
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest
import python_calamine
from browsing import Desk, fa, fa_pattern, latin


def search(desk: Desk, text: str) -> list[str]:
    """The addresses of the members that a search shows, typed as a person types it."""
    box = desk.page.locator("#search")
    box.fill(text)
    with desk.page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("q") == [text]):
        box.press("Enter")
    desk.page.wait_for_load_state("networkidle")
    return listed(desk)


def listed(desk: Desk) -> list[str]:
    links = desk.page.locator("#results a.row-link").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    return [link.split("/")[2] for link in links]


def count(desk: Desk) -> int:
    said = latin(desk.page.locator("#results .list-count").inner_text())
    return int("".join(filter(str.isdigit, said)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("كاشان", "kashan-ir"),  # Arabic kaf
        ("سنت اتين", "saint-etienne-fr"),  # a space for the half-space, Arabic ye
        ("سنتاتین", "saint-etienne-fr"),  # no half-space at all
        ("غازي عينتاب", "gaziantep-tr"),
        ("GAZIANTEP", "gaziantep-tr"),
        ("saint etienne", "saint-etienne-fr"),  # no accent, no hyphen
    ],
)
def test_the_search_forgives_spelling(visitor, typed, meant):
    visitor.go("/members/")
    assert search(visitor, typed) == [meant]


def test_the_search_answers_while_typing_and_asks_when_nothing_is_like_it(visitor):
    page = visitor.page
    visitor.go("/members/")
    page.locator("#search").press_sequentially("اصفه", delay=30)
    page.wait_for_url("**/members/?*q=*")
    page.locator("#results a[href='/places/isfahan-ir/']").first.wait_for()
    assert "isfahan-ir" in listed(visitor)
    assert search(visitor, "اصفهون") == []
    meant = page.locator("#results .empty a")
    assert fa_pattern("Did you mean “%(name)s”?").fullmatch(meant.inner_text().strip())
    meant.click()
    page.locator("#results a[href='/places/isfahan-ir/']").first.wait_for()


@pytest.mark.parametrize(
    ("facet", "value"),
    [("field", "gastronomy"), ("region", None), ("province", "isfahan"), ("title", None), ("country", "IR")],
)
def test_the_directory_is_narrowed_by_a_filter_and_its_files_hold_what_is_shown(visitor, facet, value):
    page = visitor.page
    visitor.go("/members/")
    whole = count(visitor)
    choice = page.locator(f"select[name={facet}] option[value='{value}']" if value else
                          f"select[name={facet}] option:not([value=''])").first  # fmt: skip
    value, said = choice.get_attribute("value"), latin(choice.inner_text())
    page.locator(f"select[name={facet}]").select_option(value)
    page.locator("#results a.chip[aria-current='true']").wait_for()
    assert f"{facet}={value}" in visitor.path
    shown = count(visitor)
    assert 0 < shown < whole
    assert said.endswith(f"({shown})")

    files = {}
    page.locator("details.list-menu summary").click()
    for form in ("csv", "xlsx"):
        with page.expect_download() as download:
            page.locator(f"details.list-menu a[href*='export.{form}']").click()
        files[form] = download.value.path()
    rows = list(csv.reader(io.StringIO(files["csv"].read_text("utf-8-sig"))))
    sheet = python_calamine.load_workbook(files["xlsx"]).get_sheet_by_index(0).to_python()
    assert [[str(cell) for cell in row] for row in sheet] == rows
    names = [row[0] for row in rows[1:]]
    assert len(names) == shown

    seen = page.locator("#results a.row-link").all_inner_texts()
    while page.locator("#results a[rel=next]").count():
        page.locator("#results a[rel=next]").click()
        page.wait_for_load_state()
        seen += page.locator("#results a.row-link").all_inner_texts()
    assert seen == names


def test_the_brief_is_four_pages_on_paper_and_json_with_its_promised_keys(officer):
    page = officer.page
    officer.go("/networks/uccn/plans/")
    page.get_by_role("button", name=fa("Compute the plan"), exact=True).click()
    officer.go("/networks/uccn/brief/")
    with page.expect_download() as download:
        page.locator("main a[href*='brief.pdf']").click()
    paper = pypdf.PdfReader(download.value.path())
    assert len(paper.pages) == 4
    assert paper.trailer["/Root"]["/Lang"].startswith("fa")
    with page.expect_download() as download:
        page.locator("main a[href*='brief.json']").click()
    said = json.loads(download.value.path().read_text("utf-8"))
    promised = {
        "members", "ties", "density", "isolates", "members_with_ties", "largest_component",
        "same_field_share", "same_region_share", "degree_gini", "findings", "plan", "gap",
    }  # fmt: skip
    assert promised <= said.keys()
    assert (said["members"], said["gap"]) == (408, 0)
    assert said["plan"]
    for pair in said["plan"]:
        assert {"a", "b", "score", "parts", "gap"} <= pair.keys()
        assert sum(pair["parts"].values()) == pytest.approx(pair["score"], abs=1e-9)
        assert pair["reasons"]
    figures = officer.figures()
    assert figures[fa("members")] == str(said["members"])

    english = page.request.get(f"{officer.site.url}/networks/uccn/brief.pdf?lang=en")
    assert len(pypdf.PdfReader(io.BytesIO(english.body())).pages) == 4
