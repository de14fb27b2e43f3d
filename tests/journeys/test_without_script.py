"""Everything an officer and a focal point do in a day, with JavaScript switched off."""

import re

from browsing import fa, latin

LIST = "city_a,iso_a,city_b,iso_b\nIsfahan,IR,Linz,AT\nAtlantis,,Linz,AT\n"


def test_a_day_of_work_needs_no_script(opened):
    """Sign in by the door, narrow the directory, bring a list, plan, propose, answer, read."""
    desk = opened("officer", javascript=False)
    page = desk.page

    desk.go("/members/")
    page.locator("select[name=country]").select_option("IR")
    page.get_by_role("button", name=fa("Apply")).click()
    assert "country=IR" in desk.path
    narrowed = page.locator("#results a.row-link").count()
    assert narrowed > 0
    page.locator("#search").fill("كاشان")
    page.locator("#narrow button[type=submit]").click()
    links = page.locator("#results a.row-link")
    assert [link.get_attribute("href") for link in links.all()] == ["/places/kashan-ir/"]
    assert "country=IR" in desk.path
    page.locator("details.list-menu summary").click()
    with page.expect_download() as download:
        page.locator("details.list-menu a[href*='export.csv']").click()
    assert len(download.value.path().read_text("utf-8-sig").splitlines()) == 2

    desk.go("/networks/uccn/imports/")
    page.locator("#id_file").set_input_files(
        {"name": "ties.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    page.get_by_role("button", name=fa("Check the list")).click()
    assert page.locator("#rows tbody tr").count() == 2
    page.locator("form[action$='/load/'] button").click()
    assert desk.figures()[fa("Loaded")] == "1"

    desk.go("/networks/uccn/plans/")
    page.get_by_role("button", name=fa("Compute the plan"), exact=True).click()
    row = page.locator("#pairs tbody tr").first
    assert row.locator("td ul li").count() > 0
    row.locator("form[action$='/propose/'] button").click()
    assert re.fullmatch(r"/ties/\d+/", desk.path)
    proposed = desk.path
    page.locator("form[action*='/answer/'] button[value=confirmed]").first.click()
    assert desk.path == proposed
    assert page.locator("#sides .state-active").count() == 1

    desk.go("/networks/uccn/drawing/")
    assert page.locator("girih-network").inner_text().strip() == fa(
        "The drawing needs script; the table below holds the same data."
    )
    assert page.locator("#table tbody tr").count() > 10


def test_a_focal_point_answers_without_script(opened):
    officer = opened("officer", javascript=False)
    officer.go("/networks/uccn/ties/propose/")
    officer.page.locator("#id_a").fill("اصفهان")
    officer.page.locator("#id_b").fill("Parma")
    officer.page.get_by_role("button", name=fa("Propose"), exact=True).click()
    tie = officer.path

    desk = opened("focal-point", javascript=False)
    page = desk.page
    page.locator("main a[href='/networks/uccn/my-ties/']").click()
    number = tie.split("/")[2]
    page.locator(f"#tie-{number} summary").click()
    page.locator(f"#tie-{number} textarea").fill("تاریخ درست نیست.")
    page.locator(f"#tie-{number} button[value=disputed]").click()
    assert desk.path == "/networks/uccn/my-ties/"
    assert page.locator(f"#tie-{number} .state-refused").count() == 1
    page.locator(f"#tie-{number} button[value=confirmed]").click()
    assert page.locator(f"#tie-{number} button[value=confirmed]").count() == 0

    desk.go("/networks/uccn/capacity/isfahan-ir/")
    page.locator("#id_new_ties").fill("۳")
    page.locator("main form button.btn-primary").click()
    assert fa("It is recorded; the next plan uses it.") in page.locator(".messages").inner_text()
    assert latin(page.locator("#id_new_ties").input_value()) == "3"
