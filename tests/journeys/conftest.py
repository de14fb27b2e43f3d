"""A demonstration prepared once, a copy of it for every module, and people who leave no complaint behind."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import Desk, Installation, girih, running
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Long enough for two busy cores and a plan of 408 members, short enough to end.
PATIENCE = 30_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser; skips, saying why, where there is none."""
    found = os.environ.get("GIRIH_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(found).exists():
        pytest.skip("no Chromium here (install the package chromium, or set GIRIH_CHROMIUM to its path)")
    return found


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration as `girih demo` makes it, before anybody has done anything."""
    home = tmp_path_factory.mktemp("prepared")
    made = girih("demo", "--prepare-only", home=home)
    assert made.returncode == 0, made.stderr
    return home


# The browser lives no longer than a module: its event loop would forbid the database to the tests after it.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(chromium: str, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """This module's own demonstration, served by its own process."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(prepared, home, dirs_exist_ok=True)
    with running("demo", home) as installation:
        yield installation


Opening = Callable[..., Desk]


@pytest.fixture
def opened(browser: Browser, site: Installation) -> Iterator[Opening]:
    """Open a desk: `opened("officer", width=390, language="en", javascript=False, scheme="dark")`.

    Without a role it is a visitor's. Whatever the console complained of fails the test at its end.
    """
    desks: list[Desk] = []

    def open_desk(
        role: str = "",
        *,
        width: int = 1280,
        language: str = "",
        javascript: bool = True,
        scheme: str = "light",
    ) -> Desk:
        context = browser.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 844},
            java_script_enabled=javascript,
            color_scheme=scheme,
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        if language:
            context.add_cookies([{"name": "girih_language", "value": language, "url": site.url}])
        desk = Desk(context.new_page(), site)
        desks.append(desk)
        if role:
            desk.enter(role)
        else:
            desk.go("/")
        return desk

    yield open_desk
    complaints = [complaint for desk in desks for complaint in desk.complaints]
    for desk in desks:
        desk.page.context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def visitor(opened: Opening) -> Desk:
    return opened()


@pytest.fixture
def officer(opened: Opening) -> Desk:  # type: ignore[override]
    """Secretariat officer of the sample people, signed in by the door."""
    return opened("officer")
