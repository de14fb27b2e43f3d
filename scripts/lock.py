"""Renew requirements/*.txt from pyproject.toml: versions and hashes, no address of any index."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv/bin/uv"
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
    "--no-annotate",
    "--quiet",
    "--python-version=3.11",
]


def main() -> None:
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    base = "requirements/base.txt"
    subprocess.run(
        [UV, "pip", "compile", *OPTIONS, *upgrade, "pyproject.toml", "-o", base], cwd=ROOT, check=True
    )
    for group in ("dev", "bench", "node", "bootstrap"):
        out = f"requirements/{group}.txt"
        command = [UV, "pip", "compile", *OPTIONS, *upgrade, "--group", group, "-c", base, "-o", out]
        subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
