"""Ties from proposal to agreement, seen by both of those who speak of them."""

import re
from urllib.parse import quote

import pytest
from browsing import fa

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PAGE = b"<!doctype html><title>agreement</title><script>alert(1)</script>"


def propose(desk, one, other, objective=""):
    """Propose a tie through its form; the address of its page."""
    desk.go("/networks/uccn/ties/propose/")
    desk.page.locator("#id_a").fill(one)
    desk.page.locator("#id_b").fill(other)
    desk.page.locator("#id_objective").fill(objective)
    desk.page.get_by_role("button", name=fa("Propose"), exact=True).click()
    assert re.fullmatch(r"/ties/\d+/", desk.path), desk.page.locator(".field-errors").all_inner_texts()
    return desk.path


def confirm_every_side(page):
    confirming = page.locator("form[action*='/answer/'] button[value='confirmed']")
    for left in range(confirming.count(), 0, -1):
        confirming.first.click()
        page.wait_for_load_state()
        assert confirming.count() == left - 1


def record(page, kind, day, **fields):
    """Record an event in the form of the tie that is open."""
    page.locator("#record > summary").click()
    form = page.locator("#record form")
    form.locator("[name=kind]").select_option(kind)
    form.locator("[name=happened_on]").fill(day)
    for name, value in fields.items():
        if name == "upload":
            form.locator("[name=upload]").set_input_files(value)
        else:
            form.locator(f"[name={name}]").fill(value)
    form.get_by_role("button", name=fa("Record"), exact=True).click()
    page.wait_for_load_state()


def rung(page):
    """The word of the rung on which the open tie stands."""
    return page.locator("#ladder li[aria-current='step'] .state").inner_text()


def test_a_focal_point_confirms_one_tie_and_disputes_another_and_the_officer_sees_it(opened):
    officer = opened("officer")
    right = propose(officer, "اصفهان", "Linz")
    wrong = propose(officer, "اصفهان", "Kanazawa")

    isfahan = opened("focal-point")
    page = isfahan.page
    page.locator("main a[href='/networks/uccn/my-ties/']").click()
    mine = page.locator("li.panel")
    assert mine.count() == 2
    first = page.locator(f"#tie-{right.split('/')[2]}")
    first.locator("button[value='confirmed']").click()
    first.locator(".state", has_text=fa("confirmed")).wait_for()
    assert first.locator("button[value='confirmed']").count() == 0
    second = page.locator(f"#tie-{wrong.split('/')[2]}")
    second.locator("summary").click()
    second.locator("textarea").fill("این پیوند هرگز امضا نشد.")
    second.locator("button[value='disputed']").click()
    second.locator(".state", has_text=fa("disputed")).wait_for()

    officer.go("/networks/uccn/")
    officer.page.locator("main a[href='/networks/uccn/ties/?disputed=1']").click()
    listed = officer.page.locator("table a.row-link")
    assert [link.get_attribute("href") for link in listed.all()] == [wrong]
    listed.click()
    assert "این پیوند هرگز امضا نشد." in officer.page.locator("#sides").inner_text()
    officer.go(right)
    sides = officer.page.locator("#sides li").all_inner_texts()
    assert [fa("confirmed") in side and fa("not yet confirmed") not in side for side in sides].count(
        True
    ) == 1


def test_a_tie_climbs_its_ladder_by_an_agreement_with_its_evidence(officer):
    page = officer.page
    tie = propose(officer, "رشت", "Parma", "انتقال تجربه آموزش آشپزی محلی")
    assert rung(page) == fa("acquaintance")
    confirm_every_side(page)
    record(page, "schedule", "۱۴۰۴/۰۲/۱۵")
    assert rung(page) == fa("regular contact")

    # Without evidence an agreement is recorded, and the tie stays where it is.
    record(page, "agreement", "۱ خرداد ۱۴۰۴", note="تفاهم‌نامه امضا شد.")
    assert rung(page) == fa("regular contact")
    file = {"name": "قرارداد رشت و پارما.pdf", "mimeType": "application/pdf", "buffer": PDF}
    record(page, "agreement", "1404/03/02", upload=file)
    assert rung(page) == fa("agreement")

    with page.expect_download() as download:
        page.locator(f"#events a[href^='{tie}events/']").click()
    assert download.value.path().read_bytes() == PDF
    answer = page.request.get(download.value.url)
    headers = answer.headers
    assert headers["content-type"] == "application/pdf"
    kept = headers["content-disposition"]
    assert kept == "attachment; filename*=utf-8''" + quote("قرارداد رشت و پارما.pdf")
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-store"


def test_a_page_named_pdf_is_refused_with_a_sentence_and_nothing_is_lost(officer):
    page = officer.page
    officer.expected.add(422)
    tie = propose(officer, "کرمانشاه", "Gaziantep")
    confirm_every_side(page)
    file = {"name": "agreement.pdf", "mimeType": "application/pdf", "buffer": PAGE}
    record(page, "agreement", "۱۴۰۴/۰۳/۰۲", note="متن توافق", reference="۱۲/۳۴۵", upload=file)

    form = page.locator("#record form")
    refusal = form.locator(".field-errors")
    assert refusal.count() == 1
    assert len(refusal.inner_text()) > 20
    assert form.locator("[name=note]").input_value() == "متن توافق"
    assert form.locator("[name=reference]").input_value() == "۱۲/۳۴۵"
    assert form.locator("[name=happened_on]").input_value() == "۱۴۰۴/۰۳/۰۲"
    assert form.locator("[name=kind]").input_value() == "agreement"
    assert list((officer.site.home / "demo" / "files").rglob("*agreement*")) == []
    officer.go(tie)
    assert fa("Nothing is recorded yet.") in page.locator("#events").inner_text()
    assert rung(page) == fa("acquaintance")


@pytest.mark.parametrize("objective", ['=HYPERLINK("http://evil.invalid";"x")', "<script>alert(1)</script>"])
def test_what_was_typed_into_a_tie_stays_text_everywhere(officer, objective):
    """On the page it is written out; in the files no cell begins like a formula."""
    page = officer.page
    propose(officer, "کاشان", "Kanazawa" if objective.startswith("=") else "Linz", objective)
    assert objective in page.locator("#facts").inner_text()
    assert page.locator("main script").count() == 0

    officer.go("/networks/uccn/ties/?state=proposed&search=کاشان")
    page.locator("details.list-menu summary").click()
    with page.expect_download() as download:
        page.locator("details.list-menu a[href*='export.csv']").click()
    lines = download.value.path().read_text("utf-8-sig")
    assert objective.replace('"', '""') in lines
    assert not re.search(r'(^|,)"?[=+@-]', lines, re.MULTILINE)
