"""The pictures of the README, taken of a demonstration that holds nothing but the product's own data.

Needs Chromium (GIRIH_CHROMIUM names another than the first on the path); writes docs/images/*.png.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.journeys.browsing import girih, running  # noqa: E402

IMAGES = ROOT / "docs/images"
MOST_BYTES = 300_000
SIZE = {"width": 1280, "height": 860}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def take(page: Page, name: str, *, whole: bool = False) -> None:
    """What is in sight, or the whole page, as docs/images/<name>.png. One too heavy is an error."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    target = IMAGES / f"{name}.png"
    page.screenshot(path=target, full_page=whole)
    size = target.stat().st_size
    sys.stdout.write(f"{target.relative_to(ROOT)}: {size // 1000} kB\n")
    if size > MOST_BYTES:
        sys.exit(f"{target.name} weighs more than {MOST_BYTES // 1000} kB")


def main() -> None:
    chromium = os.environ.get("GIRIH_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        sys.exit("no Chromium here; install the package chromium or set GIRIH_CHROMIUM")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="girih-pictures-") as folder:
        home = Path(folder)
        made = girih("demo", "--prepare-only", home=home)
        if made.returncode:
            sys.exit(made.stderr)
        with running("demo", home) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
            page.goto(site.url)
            page.locator("main form[action='/demo/enter/officer/'] button").click()
            page.goto(f"{site.url}/networks/uccn/plans/")
            page.locator("main form[action='/networks/uccn/plans/'] button.btn-primary").click()
            page.wait_for_url("**/plans/*/")
            take(page, "plan")
            page.goto(f"{site.url}/networks/uccn/")
            page.locator(".glance-parts").wait_for()
            take(page, "network", whole=True)
            page.goto(f"{site.url}/networks/uccn/drawing/")
            page.locator("girih-network .drawing-note[role=status]:not(:empty)").wait_for()
            page.locator("girih-network").scroll_into_view_if_needed()
            take(page, "drawing")
            browser.close()


if __name__ == "__main__":
    main()
