"""The drawing of a network: found, focused, wound back in time, narrowed; and the table beside it."""

import re

import pytest
from browsing import Desk, fa, latin

NO_WEBGL = """
const kept = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : kept.call(this, kind, ...more);
};
"""
# Takes an imitated WebGL for a real one, so that the second renderer is drawn with on a machine without.
ANY_WEBGL = """
const kept = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, options) {
  return kept.call(this, kind, options && { ...options, failIfMajorPerformanceCaveat: false });
};
"""


def shown(desk: Desk) -> tuple[int, int]:
    """How many members and ties the drawing says it shows."""
    said = latin(desk.page.locator("girih-network [role=status]").first.inner_text())
    members, ties = re.findall(r"\d+", said)
    return int(members), int(ties)


def ink(desk: Desk, canvas: str) -> int:
    """How many pixels of a canvas are not empty."""
    return desk.page.locator(canvas).first.evaluate(
        "it => it.getContext('2d').getImageData(0, 0, it.width, it.height).data"
        ".filter((value, i) => i % 4 === 3 && value).length"
    )


def open_drawing(desk: Desk) -> None:
    desk.go("/networks/uccn/drawing/")
    desk.page.locator("girih-network .drawing-note[role=status]:not(:empty)").wait_for()


def test_a_member_is_found_focused_and_left_again(officer):
    page = officer.page
    open_drawing(officer)
    members, ties = shown(officer)
    assert members == 408
    assert ties == 39
    page.get_by_role("combobox", name=fa("Find a member")).fill("كرمانشاه")
    page.get_by_role("option", name="کرمانشاه").wait_for()
    page.keyboard.press("Enter")
    card = page.locator(".drawing-card")
    assert card.locator("h3").inner_text() == "کرمانشاه"
    assert card.locator("a.btn-primary").get_attribute("href") == "/places/kermanshah-ir/"
    neighbours = card.locator(".neighbours button")
    for name in neighbours.all_inner_texts()[:1]:
        neighbours.first.click()
        assert card.locator("h3").inner_text() == name
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")


def test_time_goes_back_and_a_field_is_taken_away(officer):
    page = officer.page
    open_drawing(officer)
    whole = shown(officer)
    slider = page.locator("girih-network input[type=range]")
    first = slider.get_attribute("min")
    slider.fill(first)
    page.wait_for_timeout(100)
    early = shown(officer)
    assert 0 < early[0] < whole[0]
    slider.fill(slider.get_attribute("max"))
    page.wait_for_timeout(100)
    assert shown(officer) == whole

    entry = page.locator(".legend button").first
    assert entry.get_attribute("aria-pressed") == "true"
    entry.click()
    page.wait_for_timeout(100)
    assert entry.get_attribute("aria-pressed") == "false"
    assert 0 < shown(officer)[0] < whole[0]
    entry.click()
    page.wait_for_timeout(100)
    assert shown(officer) == whole


def test_the_table_beside_the_drawing_holds_every_member(officer):
    page = officer.page
    open_drawing(officer)
    assert page.locator("a[href='#table']").is_visible()
    names = page.locator("#table tbody th").all_inner_texts()
    degrees = [int(latin(one)) for one in page.locator("#table tbody td:nth-child(5)").all_inner_texts()]
    while page.locator("#table + nav a[rel=next], #table a[rel=next]").count():
        page.locator("#table a[rel=next]").click()
        page.wait_for_load_state()
        names += page.locator("#table tbody th").all_inner_texts()
        degrees += [int(latin(one)) for one in page.locator("#table tbody td:nth-child(5)").all_inner_texts()]
    assert len(names) == 408
    assert sum(degrees) == 2 * 39


@pytest.mark.parametrize(("script", "webgl"), [(NO_WEBGL, False), (ANY_WEBGL, True)], ids=["canvas", "webgl"])
def test_the_network_is_drawn_with_webgl_and_without(officer, script, webgl):
    page = officer.page
    page.add_init_script(script)
    open_drawing(officer)
    page.wait_for_timeout(300)
    layers = page.locator(".drawing-layer canvas")
    assert layers.first.evaluate("it => it.getContext('2d') !== null") is not webgl
    if not webgl:
        assert ink(officer, ".drawing-layer canvas") > 10_000
    # The names lie over either.
    assert ink(officer, "canvas.drawing-canvas") > 10_000
    assert shown(officer)[0] == 408
