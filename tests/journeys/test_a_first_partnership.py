"""From the first page to a proposed partnership with its reasons."""

import re

from browsing import fa, fa_pattern, latin


def test_a_newcomer_reaches_a_proposed_partnership_with_reasons_in_five_clicks(opened):
    """The first page after `make demo`, then clicks alone: no address is typed, no field is filled in."""
    desk = opened()
    page, clicks = desk.page, []

    def click(what, locator):
        clicks.append(what)
        locator.click()
        page.wait_for_load_state()

    click("officer's door", page.locator("main form[action='/demo/enter/officer/'] button"))
    click("the plan that is due", page.locator("main a[href='/networks/uccn/plans/']"))
    click("compute", page.get_by_role("button", name=fa("Compute the plan"), exact=True))
    assert re.fullmatch(r"/networks/uccn/plans/\d+/", desk.path)

    row = page.locator("#pairs tbody tr").first
    one, other = row.locator("th a").all_inner_texts()
    score = float(latin(row.locator("td strong").inner_text()))
    said = latin(row.locator("td .row-sub").first.inner_text())
    parts = [float(number) for number in re.findall(r"-?\d+\.\d+", said)]
    assert len(parts) == 4
    assert abs(sum(parts) - score) < 0.0025  # five figures, each rounded to three places
    reasons = row.locator("td ul li").all_inner_texts()
    assert reasons
    assert all(reason.strip() for reason in reasons)

    click("propose", row.get_by_role("button", name=fa("Propose this tie")))
    assert len(clicks) <= 5, clicks
    assert re.fullmatch(r"/ties/\d+/", desk.path)
    heading = page.locator("h1").inner_text()
    assert one in heading
    assert other in heading
    tie = desk.path

    desk.go("/networks/uccn/ties/?state=proposed")
    links = page.locator("table a.row-link")
    assert [link.get_attribute("href") for link in links.all()] == [tie]


def test_the_officer_asks_why_two_members_are_not_in_the_plan(officer):
    page = officer.page
    officer.expected.add(422)
    officer.go("/networks/uccn/plans/")
    page.get_by_role("button", name=fa("Compute the plan"), exact=True).click()
    page.wait_for_url(re.compile(r"/plans/\d+/$"))
    rows = page.locator("#pairs tbody tr")
    pairs = [row.locator("th a").all_inner_texts() for row in rows.all()]
    one, other = pairs[0][0], pairs[1][1]
    assert {one, other} not in [set(pair) for pair in pairs]
    page.get_by_role("link", name=fa("Why not these two?")).click()
    answer = page.locator("main section.panel", has_text=fa("Answer")).locator("p strong")

    def ask(first, second):
        page.locator("#id_a").fill(first)
        page.locator("#id_b").fill(second)
        page.get_by_role("button", name=fa("Ask"), exact=True).click()

    ask("Atlantis", one)
    assert "Atlantis" in page.locator(".field-errors").first.inner_text()
    assert page.locator("#id_b").input_value() == one
    assert answer.count() == 0

    ask(one, other)
    left_out = answer.first.inner_text()
    sentences = (
        "%(a)s and %(b)s are not in the plan: with them the whole would be worth %(loss)s less.",
        "%(a)s and %(b)s are not in the plan, but a plan with them would be worth just as much.",
    )
    assert any(fa_pattern(sentence).fullmatch(left_out) for sentence in sentences)
    assert one in left_out
    assert other in left_out

    ask(*pairs[0])
    assert answer.first.inner_text() == fa("%(a)s and %(b)s are in the plan.") % {
        "a": pairs[0][0],
        "b": pairs[0][1],
    }
