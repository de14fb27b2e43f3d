"""What a person may not do is shown with its reason, and refused when it is sent all the same."""

import re

import pytest
from browsing import Desk, fa


def reason_of(desk: Desk, label: str) -> str:
    """The reason that stands by the refused button called `label`."""
    button = desk.page.locator("button[aria-disabled='true']", has_text=label).first
    assert button.is_visible()
    reason = desk.page.locator(f"#{button.get_attribute('aria-describedby')}")
    assert reason.is_visible()
    return reason.inner_text()


def forge(desk: Desk, path: str, **form: str) -> tuple[int, str]:
    """Send a POST that no button of this person's pages sends, with their own session and token."""
    token = re.search(r'"X-CSRFToken": "(\w+)"', desk.page.locator("body").get_attribute("hx-headers") or "")
    answer = desk.page.request.post(
        desk.site.url + path,
        form={**form, "csrfmiddlewaretoken": token[1] if token else ""},
        headers={"Referer": desk.page.url},
        max_redirects=0,
    )
    return answer.status, answer.text()


def what_stands(desk: Desk) -> list[str]:
    """Everything the forged requests would change, as the secretariat sees it."""
    seen = []
    for path in ("plans/", "ties/?state=proposed", "ties/?state=declined", "imports/"):
        desk.go(f"/networks/uccn/{path}")
        seen.append(desk.page.locator("main table tbody").all_inner_texts())
    return [str(tables) for tables in seen]


def test_a_viewer_reads_the_reason_by_a_refused_button_and_a_forged_request_changes_nothing(opened):
    officer = opened("officer")
    officer.go("/networks/uccn/plans/")
    officer.page.get_by_role("button", name=fa("Compute the plan"), exact=True).click()
    plan = officer.path
    pair = officer.page.locator("#pairs tbody tr").first.get_attribute("id")
    officer.page.locator("#pairs tbody tr").nth(1).locator("form[action$='/propose/'] button").click()
    tie = officer.path
    party = officer.page.locator("form[action*='/answer/']").first.get_attribute("action")
    before = what_stands(officer)

    viewer = opened("viewer")
    viewer.go("/networks/uccn/plans/")
    said = fa("The plan of new ties is made by the secretariat of this network.")
    assert said in reason_of(viewer, fa("Compute the plan"))
    viewer.page.locator("button[aria-disabled='true']").first.click(force=True)
    assert viewer.path == "/networks/uccn/plans/"
    viewer.go(plan)
    proposing = fa("A tie is proposed by the secretariat or by the focal point of one of its members.")
    assert proposing in reason_of(viewer, fa("Propose this tie"))
    viewer.go("/networks/uccn/imports/")
    said = fa("Only the secretariat of this network brings lists of ties.")
    assert said in reason_of(viewer, fa("Bring a list"))
    viewer.go(tie)
    assert viewer.page.locator("main form").count() == 0

    number = (pair or "").removeprefix("pair-")
    forged = [
        ("/networks/uccn/plans/", {"purpose": "crafts-technology", "default_capacity": "1"}),
        (f"{plan}pairs/{number}/propose/", {}),
        (f"{plan}pairs/{number}/lock/", {"locked": "1"}),
        ("/networks/uccn/exclusions/", {"a": "isfahan-ir", "b": "linz-at", "reason": "?"}),
        ("/networks/uccn/ties/propose/", {"a": "Isfahan", "b": "Linz", "kind": "event"}),
        (party, {"answer": "confirmed"}),
        (f"{tie}decline/", {}),
        (f"{tie}objective/", {"objective": "?"}),
        (f"{tie}events/", {"kind": "contact", "happened_on": "1404/01/01"}),
        ("/networks/uccn/capacity/isfahan-ir/", {"new_ties": "9"}),
    ]
    answers = {path: forge(viewer, path, **form) for path, form in forged}
    assert {path: status for path, (status, _text) in answers.items()} == dict.fromkeys(answers, 403)
    assert all(fa("This may not be done") in text for _status, text in answers.values())
    assert what_stands(officer) == before


def test_a_forged_role_at_the_door_of_the_demonstration_does_not_exist(visitor):
    assert forge(visitor, "/demo/enter/superuser/")[0] == 404
    visitor.go("/")
    assert visitor.page.locator("form[action='/accounts/logout/']").count() == 0


def test_a_form_without_its_token_is_refused_in_a_sentence_and_nothing_changes(officer):
    before = what_stands(officer)
    answer = officer.page.request.post(
        f"{officer.site.url}/networks/uccn/ties/propose/",
        form={"a": "Isfahan", "b": "Linz", "kind": "event"},
        headers={"Referer": officer.page.url},
    )
    assert answer.status == 403
    assert fa("The page had grown old") in answer.text()
    assert what_stands(officer) == before


@pytest.mark.parametrize("path", ["/networks/uccn/", "/networks/uccn/ties/", "/networks/uccn/drawing.json"])
def test_a_visitor_is_told_who_may_see_a_network_and_where_to_sign_in(visitor, path):
    visitor.expected.add(403)
    answer = visitor.go(path)
    assert answer.status == 403
    assert fa("Sign in with a seat in this network.") in visitor.page.locator("main").inner_text()
    link = visitor.page.locator("main a.btn-primary").get_attribute("href") or ""
    assert link.startswith("/accounts/login/?next=/networks/uccn/")
