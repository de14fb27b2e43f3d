"""Every screen of the product, at both widths, in both themes and both languages.

A screen is an address that answers a GET with a page. The list below names every address there is; the last
test fails when the URL configuration and the list differ.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from browsing import Desk, Installation, fa
from django.urls import get_resolver
from django.urls.resolvers import URLResolver
from playwright.sync_api import Browser

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
# HTML, styles and script as they come over the wire, without the type and without the libraries that draw.
MOST_BYTES = 100_000
DRAWING = ("network-drawing.", "network-webgl.", "world-map.", "land-110m.", "drawing.json", "points.json")

LIST = "city_a,iso_a,city_b,iso_b\nIsfahan,IR,Linz,AT\nAtlantis,,Linz,AT\nLinz,AT,Linz,AT\n"


@dataclass(frozen=True)
class Screen:
    """`path` may name content that `content` made: {plan}, {tie}, {batch}."""

    name: str
    path: str
    role: str = ""
    status: int = 200

    def __str__(self) -> str:
        return f"{self.role or 'visitor'}-{self.path.strip('/') or 'home'}"


OFFICER, ISFAHAN, VIEWER = "officer", "focal-point", "viewer"
SCREENS = [
    Screen("home", "/"),
    Screen("home", "/", OFFICER),
    Screen("home", "/", ISFAHAN),
    Screen("home", "/", VIEWER),
    Screen("place", "/places/isfahan-ir/", OFFICER),
    Screen("place", "/places/lyon-fr/"),
    Screen("registry:provinces", "/provinces/"),
    Screen("registry:province", "/provinces/isfahan/"),
    Screen("registry:zones", "/zones/"),
    Screen("registry:zone", "/zones/kish-free-zone/"),
    Screen("registry:crafts", "/crafts/"),
    Screen("registry:craft", "/crafts/khatam/"),
    Screen("networks:members", "/members/"),
    Screen("networks:members", "/members/?country=IR&q=اص"),
    Screen("networks:members", "/members/?q=ناکجاآباد"),
    Screen("networks:networks", "/networks/", OFFICER),
    Screen("networks:network", "/networks/uccn/", OFFICER),
    Screen("networks:network", "/networks/iran-uccn/", ISFAHAN),
    Screen("networks:network", "/networks/uccn/", "", 403),
    Screen("networks:drawing", "/networks/uccn/drawing/", OFFICER),
    Screen("networks:diagnosis", "/networks/uccn/diagnosis/", OFFICER),
    Screen("networks:diagnosis", "/networks/iran-uccn/diagnosis/", OFFICER),
    Screen("networks:finding", "/networks/uccn/diagnosis/{finding}/", OFFICER),
    Screen("networks:ties", "/networks/uccn/ties/", OFFICER),
    Screen("networks:ties", "/networks/iran-uccn/ties/", OFFICER),
    Screen("networks:tie-propose", "/networks/uccn/ties/propose/", OFFICER),
    Screen("networks:my-ties", "/networks/uccn/my-ties/", ISFAHAN),
    Screen("networks:capacity", "/networks/uccn/capacity/isfahan-ir/", ISFAHAN),
    Screen("networks:plans", "/networks/uccn/plans/", OFFICER),
    Screen("networks:plans", "/networks/uccn/plans/", VIEWER),
    Screen("networks:plan", "/networks/uccn/plans/{plan}/", OFFICER),
    Screen("networks:plan", "/networks/uccn/plans/{plan}/", VIEWER),
    Screen("networks:plan-why", "/networks/uccn/plans/{plan}/why/?a=Isfahan&b=Parma", OFFICER),
    Screen("networks:brief", "/networks/uccn/brief/", OFFICER),
    Screen("networks:imports", "/networks/uccn/imports/", OFFICER),
    Screen("networks:import", "/networks/uccn/imports/{batch}/", OFFICER),
    Screen("networks:tie", "/ties/{tie}/", OFFICER),
    Screen("networks:tie", "/ties/{tie}/", VIEWER),
    Screen("account_login", "/accounts/login/"),
    Screen("account_logout", "/accounts/logout/", OFFICER),
    Screen("", "/no/such/page/", "", 404),
]
# Everything else that has a name, and why it is no screen.
NO_SCREENS = {
    "sends a form": {
        "demo-enter", "theme", "set_language", "networks:plan-lock", "networks:plan-propose",
        "networks:exclude", "networks:import-act", "networks:tie-answer", "networks:tie-event",
        "networks:tie-objective", "networks:tie-contact", "networks:tie-move",
    },
    "hands out a file or data": {
        "health", "registry:crafts-export", "networks:members-export", "networks:members-points",
        "networks:drawing-json", "networks:ties-export", "networks:plan-export", "networks:brief-file",
        "networks:import-rejects", "networks:tie-event-file",
    },
    "is a part of another page": {"networks:glance"},
}  # fmt: skip
IN_ENGLISH_TOO = {
    "home", "place", "networks:members", "networks:network", "networks:plan", "networks:tie",
    "networks:diagnosis", "networks:import",
}  # fmt: skip


@pytest.fixture(scope="module")
def content(browser: Browser, site: Installation) -> dict[str, str]:
    """A plan, a tie and a list of ties to look at, made as the officer makes them."""
    context = browser.new_context(java_script_enabled=False)
    desk = Desk(context.new_page(), site)
    page = desk.page
    desk.enter("officer")
    desk.go("/networks/uccn/plans/")
    page.get_by_role("button", name=fa("Compute the plan"), exact=True).click()
    plan = desk.path.split("/")[4]
    page.locator("#pairs form[action$='/propose/'] button").first.click()
    desk.go("/networks/uccn/ties/propose/")
    for name, value in (("a", "اصفهان"), ("b", "Parma"), ("objective", "همکاری در آموزش هنرهای دستی")):
        page.locator(f"#id_{name}").fill(value)
    page.get_by_role("button", name=fa("Propose"), exact=True).click()
    tie = desk.path.split("/")[2]
    desk.go("/networks/uccn/imports/")
    page.locator("#id_file").set_input_files(
        {"name": "ties.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    page.get_by_role("button", name=fa("Check the list")).click()
    batch = desk.path.split("/")[4]
    desk.go("/networks/uccn/diagnosis/")
    finding = page.locator("main article a[href*='/diagnosis/']").first.get_attribute("href") or ""
    context.close()
    return {"plan": plan, "tie": tie, "batch": batch, "finding": finding.split("/")[4]}


@pytest.fixture(scope="module")
def desks(browser: Browser, site: Installation) -> Iterator[dict[tuple[str, str], Desk]]:
    """One desk for each role and language, opened when it is first asked for."""
    opened: dict[tuple[str, str], Desk] = {}
    yield opened
    for desk in opened.values():
        desk.page.context.close()


@pytest.fixture
def look(browser: Browser, site: Installation, content: dict[str, str], desks: dict[tuple[str, str], Desk]):
    """Open a screen in a language; returns its desk with what the console said of this page alone."""

    def open_screen(screen: Screen, language: str) -> Desk:
        key = (screen.role, language)
        if key not in desks:
            # Colours that still fade into each other have not the contrast that they will have.
            context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
            context.add_cookies([{"name": "girih_language", "value": language, "url": site.url}])
            context.add_init_script(path=AXE)
            desks[key] = Desk(context.new_page(), site)
            if screen.role:
                desks[key].enter(screen.role)
        desk = desks[key]
        desk.expected = {screen.status} - {200}
        desk.complaints.clear()
        resize(desk, 1280, "light")
        answer = desk.go(screen.path.format(**content))
        assert answer.status == screen.status
        return desk

    return open_screen


def resize(desk: Desk, width: int, scheme: str) -> None:
    desk.page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})
    desk.page.emulate_media(color_scheme=scheme)
    # Even without motion a colour needs a frame to be what it will be.
    desk.settle()


def overflow(desk: Desk) -> list[str]:
    """What sticks out of the page sideways; empty when the page does not scroll sideways."""
    return desk.page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            return [...document.querySelectorAll("body *")].filter((one) => {
                const box = one.getBoundingClientRect();
                return box.width && (box.left < -1 || box.right > wide + 1);
            }).slice(0, 5).map((one) => `${one.tagName}.${one.className}`);
        }"""
    )


def violations(desk: Desk) -> list[str]:
    """Serious and critical violations that axe finds, each with the elements it is about.

    A drawing that is still taking its place moves what lies beneath it under axe's probe; so what is found is
    looked at again once the page has settled, and counts when it is still there.
    """
    ask = (
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
        ".filter((one) => ['serious', 'critical'].includes(one.impact))"
        ".map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`)"
    )
    found = desk.page.evaluate(ask)
    for _look in range(3):
        if not found:
            break
        desk.page.wait_for_timeout(1000)
        found = desk.page.evaluate(ask)
    return list(found)


def transferred(desk: Desk) -> dict[str, int]:
    """Bytes over the wire by name, as the browser counted them, without type, pictures and drawing."""
    entries = desk.page.evaluate(
        "performance.getEntries().filter((one) => ['navigation', 'resource'].includes(one.entryType))"
        ".map((one) => [one.name, one.encodedBodySize])"
    )
    ours = {name: size for name, size in entries if not re.search(r"\.(woff2|svg|png)\b", name)}
    return {name: size for name, size in ours.items() if not any(word in name for word in DRAWING)}


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_screen_is_fit_to_be_seen(screen, look):
    desk = look(screen, "fa")
    page = desk.page
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("fa", "rtl")
    assert page.locator("h1").count() == 1
    assert page.title().endswith(f" · {fa('Girih')}")
    size = transferred(desk)
    assert sum(size.values()) < MOST_BYTES, size
    stick_out = {}
    for width, scheme in ((1280, "dark"), (1280, "light"), (390, "light"), (390, "dark")):
        resize(desk, width, scheme)
        stick_out[width, scheme] = overflow(desk)
        if (width, scheme) in ((1280, "light"), (390, "dark")):
            assert violations(desk) == [], (width, scheme)
    assert not any(stick_out.values()), stick_out
    assert desk.complaints == []


@pytest.mark.parametrize("screen", {screen.name: screen for screen in SCREENS}.values(), ids=str)
def test_a_screen_is_fit_to_be_seen_in_english(screen, look):
    desk = look(screen, "en")
    page = desk.page
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("en", "ltr")
    assert page.title().endswith(" · Girih")
    stick_out = {}
    for width, scheme in ((1280, "light"), (390, "light")):
        resize(desk, width, scheme)
        stick_out[width] = overflow(desk)
    if screen.name in IN_ENGLISH_TOO:
        assert violations(desk) == []
    assert not any(stick_out.values()), stick_out
    assert desk.complaints == []


def test_every_address_with_a_name_is_a_screen_on_the_list_or_says_why_not():
    def named(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from named(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
            else:
                yield ":".join((*spaces, entry.name or str(entry.pattern)))

    screens = {screen.name for screen in SCREENS} - {""}
    others = [name for names in NO_SCREENS.values() for name in names]
    assert len(others) == len(set(others))
    assert not screens & set(others)
    assert screens | set(others) == set(named(get_resolver("girih.config.demo_urls")))


def test_an_address_that_sends_a_form_is_not_to_be_looked_at(opened, content):
    desk = opened("officer")
    plan, tie, batch = content["plan"], content["tie"], content["batch"]
    for path in (
        "/demo/enter/officer/", "/theme/", f"/networks/uccn/plans/{plan}/pairs/1/lock/",
        f"/networks/uccn/plans/{plan}/pairs/1/propose/", "/networks/uccn/exclusions/",
        f"/networks/uccn/imports/{batch}/load/", f"/ties/{tie}/answer/1/", f"/ties/{tie}/events/",
        f"/ties/{tie}/objective/", f"/ties/{tie}/contacts/", f"/ties/{tie}/end/",
    ):  # fmt: skip
        assert desk.page.request.get(desk.site.url + path).status == 405, path
