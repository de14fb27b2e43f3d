"""The whole suite: rules of the house, then the tests on SQLite and on PostgreSQL, browser included.

What cannot run here is named with its reason at the end; nothing is left out silently.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
sys.path.insert(0, str(ROOT))

from tests.cluster import server_programs, throwaway_cluster  # noqa: E402


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def step(name: str, *command: str | Path, **environment: str) -> bool:
    say(f"── {name}")
    began = time.monotonic()
    finished = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False
    )
    say(f"── {name}: {'ok' if finished.returncode == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s")
    return finished.returncode == 0


def ensure_chromium() -> str:
    """Path of a Chromium, installed from the distribution when it is missing and we may; empty when not."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, env=quiet)
    return shutil.which("chromium") or ""


def main() -> int:
    left_out: list[str] = []
    chromium = ensure_chromium()
    if not chromium:
        left_out.append("browser journeys: no Chromium here, and only root may install it (package chromium)")
    programs = server_programs()
    if programs is None:
        left_out.append("the suite on PostgreSQL: its server programs are not installed (package postgresql)")

    ok = step("ruff", BIN / "ruff", "check", "src", "tests", "scripts", "bench")
    ok &= step("ruff format", BIN / "ruff", "format", "--check", "src", "tests", "scripts", "bench")
    ok &= step("mypy", BIN / "mypy", "src/girih/engines", "src/girih/kernel/persian")
    ok &= step("import contracts", BIN / "lint-imports")

    with tempfile.TemporaryDirectory(prefix="girih-test-") as home:
        environment = {"GIRIH_HOME": home, "GIRIH_CHROMIUM": chromium}
        os.environ.pop("DATABASE_URL", None)
        ok &= step("tests on SQLite", BIN / "pytest", "-q", "-n", "2", "--dist", "loadfile", **environment)
        if programs is not None:
            with throwaway_cluster(programs) as url:
                ok &= step(
                    "tests on PostgreSQL",
                    BIN / "pytest", "-q", "-n", "2", "--dist", "loadfile", "-m", "not browser and not pure",
                    **environment, DATABASE_URL=url,
                )  # fmt: skip
    for line in left_out:
        say(f"LEFT OUT: {line}")
    say("all green" if ok else "NOT GREEN")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
