"""Language, theme, keyboard: what every page does."""

import pytest
from browsing import fa


def test_the_language_is_switched_to_english_and_back_and_stays(visitor):
    page = visitor.page
    visitor.go("/members/?country=IR")
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("fa", "rtl")
    assert page.locator("h1").inner_text() == fa("Members")
    page.locator("header form[action='/i18n/setlang/'] button").click()
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("en", "ltr")
    assert page.locator("h1").inner_text() == "Members"
    assert visitor.path == "/members/?country=IR"
    visitor.go("/crafts/")
    assert page.locator("h1").inner_text() == "Crafts"
    page.locator("header form[action='/i18n/setlang/'] button").click()
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("fa", "rtl")
    assert visitor.path == "/crafts/"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_the_theme_is_switched_and_stays(opened, javascript):
    desk = opened(javascript=javascript)
    page = desk.page
    # Read by the driver: without script the page itself can compute nothing.
    light = page.screenshot(clip={"x": 4, "y": 400, "width": 1, "height": 1})
    switch = page.locator("header form[action='/theme/'] button")
    switch.click()
    page.wait_for_timeout(300)
    dark = page.screenshot(clip={"x": 4, "y": 400, "width": 1, "height": 1})
    assert dark != light
    desk.go("/crafts/")
    assert page.locator("html").get_attribute("data-theme") == "girih-dark"
    switch.click()
    page.wait_for_timeout(300)
    desk.go("/")
    assert page.locator("html").get_attribute("data-theme") == "girih"
    assert page.screenshot(clip={"x": 4, "y": 400, "width": 1, "height": 1}) == light


def test_the_keyboard_alone_goes_from_the_first_page_to_a_member(visitor):
    page = visitor.page
    focused = page.locator("*:focus")

    def tab_to(address, most=20):
        for _ in range(most):
            page.keyboard.press("Tab")
            if focused.get_attribute("href") == address:
                return
        raise AssertionError(f"{address} is not reached with Tab")

    page.keyboard.press("Tab")
    assert focused.get_attribute("href") == "#content"
    assert focused.is_visible()
    assert focused.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert focused.get_attribute("id") == "content"

    visitor.go("/")
    tab_to("/members/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/members/")
    page.keyboard.press("/")
    assert focused.get_attribute("id") == "search"
    page.keyboard.type("kermanshah")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=kermanshah*")
    page.locator("#results a[href='/places/kermanshah-ir/']").first.wait_for()
    tab_to("/places/kermanshah-ir/", most=40)
    outline = focused.evaluate("it => getComputedStyle(it).outlineStyle + getComputedStyle(it).boxShadow")
    assert outline != "nonenone"
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/kermanshah-ir/")
    assert page.locator("h1").inner_text() == "کرمانشاه"


def test_the_menu_opens_by_keyboard_and_closes_with_escape(officer):
    page = officer.page
    button = page.locator("header button[popovertarget=menu]")
    button.focus()
    page.keyboard.press("Enter")
    menu = page.locator("#menu")
    assert menu.is_visible()
    page.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    assert page.locator("*:focus").get_attribute("popovertarget") == "menu"


def test_an_address_that_does_not_exist_says_so_and_shows_a_way_on(visitor):
    visitor.expected.add(404)
    assert visitor.go("/no/such/page/").status == 404
    assert fa("There is nothing at this address") in visitor.page.locator("main").inner_text()
    assert visitor.page.locator("main a.btn-primary").get_attribute("href") == "/"
