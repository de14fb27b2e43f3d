"""The drawing of a network: found, focused, wound back in time, narrowed; and the table beside it."""

import base64
import re

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
    officer.settle()
    early = shown(officer)
    assert 0 < early[0] < whole[0]
    slider.fill(slider.get_attribute("max"))
    officer.settle()
    assert shown(officer) == whole

    entry = page.locator(".legend button").first
    assert entry.get_attribute("aria-pressed") == "true"
    entry.click()
    officer.settle()
    assert entry.get_attribute("aria-pressed") == "false"
    assert 0 < shown(officer)[0] < whole[0]
    entry.click()
    officer.settle()
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


def drawn(desk: Desk) -> int:
    """How many pixels of the drawing, as it is seen, stand out from its ground."""
    picture = base64.b64encode(desk.page.locator(".drawing-stage").screenshot()).decode()
    return desk.page.evaluate(
        """async (picture) => {
            const image = new Image();
            image.src = `data:image/png;base64,${picture}`;
            await image.decode();
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [image.width, image.height];
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            const { data } = context.getImageData(0, 0, image.width, image.height);
            const ground = data.slice((8 * image.width + 8) * 4, (8 * image.width + 8) * 4 + 3);
            let count = 0;
            for (let i = 0; i < data.length; i += 4) {
                const apart = [0, 1, 2].map((k) => Math.abs(data[i + k] - ground[k]));
                if (Math.max(...apart) > 16) count += 1;
            }
            return count;
        }""",
        picture,
    )


def test_ties_are_seen_alike_with_webgl_and_without(opened):
    """What ties add to the picture, against the same drawing with its ties taken out of the data."""

    def without_ties(route):
        data = route.fetch().json()
        route.fulfill(json={**data, "edges": []})

    added = {}
    for name, script in (("canvas", NO_WEBGL), ("webgl", ANY_WEBGL)):
        desk = opened("officer")
        desk.page.add_init_script(script)
        seen = []
        for _ in range(2):
            open_drawing(desk)
            desk.page.wait_for_timeout(500)
            seen.append(drawn(desk))
            desk.page.route("**/drawing.json", without_ties)
        layer = desk.page.locator(".drawing-layer canvas").first
        assert layer.evaluate("it => it.getContext('2d') !== null") is (name == "canvas")
        assert ink(desk, "canvas.drawing-canvas") > 10_000
        assert shown(desk) == (408, 0)
        added[name] = seen[0] - seen[1]
    assert added["canvas"] > 200
    assert added["webgl"] > 0.7 * added["canvas"], added
