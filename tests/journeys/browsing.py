"""What the journeys share: a running installation, a person in front of it, and the words they read."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import ConsoleMessage, Page

__all__ = ["Desk", "Installation", "fa", "fa_pattern", "girih", "latin", "running"]

STARTS_WITHIN = 60.0
# What Chromium says of its imitated graphics; nothing of ours.
GRAPHICS = ("GPU stall", "GL Driver", "WebGL", "Automatic fallback to software")


def fa(sentence: str, context: str = "") -> str:
    """The sentence as a Persian reader sees it."""
    with translation.override("fa"):
        return pgettext(context, sentence) if context else gettext(sentence)


def fa_pattern(sentence: str) -> re.Pattern[str]:
    """Matches the Persian sentence with any values in its places."""
    return re.compile(re.sub(r"%\\\(\w+\\\)s", ".+?", re.escape(fa(sentence))), re.DOTALL)


def latin(text: str) -> str:
    """The same text with ASCII digits, decimal point and no separators of thousands."""
    table = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789.", "٬\u2066\u2067\u2068\u2069\u200e\u200f")
    return text.translate(table)


def girih(*arguments: str | Path, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the console command to its end on the folder `home`."""
    return subprocess.run(
        [sys.executable, "-m", "girih.cli", *(str(part) for part in arguments)],
        env=_environment(home, **environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    source = str(Path(__file__).resolve().parents[2] / "src")
    return {**kept, "PYTHONPATH": source, "GIRIH_HOME": str(home), **more}


@dataclass(frozen=True)
class Installation:
    """One running server process and where it keeps its things."""

    url: str
    home: Path

    def answer(self, path: str) -> tuple[int, str]:
        """Status and text of a plain GET without cookies."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as found:
                return found.status, found.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()


@contextlib.contextmanager
def running(command: str, home: Path) -> Iterator[Installation]:
    """`girih demo` or `girih serve` as a process of its own, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = home / "server.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "girih.cli", command, "--port", str(port)],
            env=_environment(home, GIRIH_URL=f"http://127.0.0.1:{port}"),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    installation = Installation(f"http://127.0.0.1:{port}", home)
    try:
        _wait_for(installation, process, log)
        yield installation
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=15)


def _wait_for(installation: Installation, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError):
            if installation.answer("/health/")[0] == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


@dataclass
class Desk:
    """A browser page and the complaints it heard; a test that ends with a complaint fails.

    `expected` names the HTTP statuses of 400 and above that the test provokes on purpose.
    """

    page: Page
    site: Installation
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        # The element and the directive say more than the console's sentence does.
        self.page.add_init_script(
            "document.addEventListener('securitypolicyviolation', (event) => console.error("
            "`policy: ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`))"
        )

    def _heard(self, message: ConsoleMessage) -> None:
        text = message.text
        if message.type != "error" and "Content Security Policy" not in text:
            return
        if any(word in text for word in GRAPHICS):
            return
        if any(f"status of {status} " in text for status in self.expected):
            return
        self.complaints.append(f"{message.location.get('url', '')}: {text}")

    def go(self, path: str) -> Any:
        """Open an address of the installation."""
        return self.page.goto(self.site.url + path)

    def enter(self, role: str) -> None:
        """Sign in by the demonstration's door."""
        self.go("/")
        self.page.locator(f"main form[action='/demo/enter/{role}/'] button").click()
        self.page.wait_for_url(f"{self.site.url}/")

    def settle(self) -> None:
        """Wait until what was asked of the page is painted: two frames, for the first may be under way."""
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    @property
    def path(self) -> str:
        """Where the page stands, from the host on."""
        return self.page.url.removeprefix(self.site.url)

    def figures(self) -> dict[str, str]:
        """The figures of the page, label → value with ASCII digits."""
        pairs = self.page.locator(".figure").evaluate_all(
            "all => all.map(one => [one.querySelector('.figure-label').innerText.trim(),"
            " one.querySelector('.figure-value').innerText.trim()])"
        )
        return {label: latin(value) for label, value in pairs}
