"""Run the measurements and write their tables into docs/benchmarks.md, as they came out.

make bench                    all of them
python -m bench pages paper   some of them
"""

import importlib
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAPER = ROOT / "docs/benchmarks.md"
PARTS = {
    "diagnosis": "Diagnosis beside NetworkX",
    "matching": "Pair scores and the partnership plan",
    "imports": "Import of 100,000 ties beside the bare floor",
    "pages": "Pages under granian, two workers, beside a bare Django view",
    "paper": "The brief on paper beside WeasyPrint",
}


def table(rows: Sequence[dict[str, Any]]) -> str:
    heads = list(dict.fromkeys(key for row in rows for key in row))
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(str(row.get(head, "")) for head in heads) + " |" for row in rows]
    return "\n".join(lines)


def section(name: str, title: str, body: str) -> str:
    return f"<!-- {name} -->\n## {title}\n\n{body}\n<!-- /{name} -->"


def keep(name: str, title: str, body: str) -> None:
    """Replace the section of one measurement and leave the others."""
    text = PAPER.read_text(encoding="utf-8") if PAPER.exists() else "# Benchmarks\n"
    new = section(name, title, body)
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if start in text:
        head, _, rest = text.partition(start)
        text = head + new + rest.partition(end)[2]
    else:
        text = text.rstrip() + "\n\n" + new + "\n"
    PAPER.write_text(text, encoding="utf-8")


def main() -> int:
    chosen = sys.argv[1:] or list(PARTS)
    unknown = sorted(set(chosen) - set(PARTS))
    if unknown:
        sys.stderr.write(f"bench: no measurement named {', '.join(unknown)}; there are {', '.join(PARTS)}\n")
        return 2
    shared = Path(os.environ.get("GIRIH_SHARED", ROOT.parent / "shared"))
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    for name in chosen:
        sys.stdout.write(f"── {PARTS[name]}\n")
        module = importlib.import_module(f"bench.{name}")
        found = module.run(shared) if name in ("pages", "paper") else module.run()
        body = found if isinstance(found, str) else table(found)
        note = (module.__doc__ or "").strip()
        keep(name, PARTS[name], f"{note}\n\nMeasured on {machine}.\n\n{body}")
        sys.stdout.write(body + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
