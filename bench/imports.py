"""Import of 100,000 ties: rows/s beside the floor, which writes the same rows with nothing judged.

The floor is `executemany` on SQLite and COPY on PostgreSQL into the two tables a tie needs, in the same run.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

__all__ = ["run"]

ROOT = Path(__file__).resolve().parent.parent
TIES = 100_000
WORKER = "bench.import_worker"


def run() -> list[dict[str, Any]]:
    """One row per database: ours and the floor in rows/s, and their ratio."""
    sys.path.insert(0, str(ROOT))
    from tests.cluster import server_programs, throwaway_cluster

    rows = [_measured("SQLite", {})]
    programs = server_programs()
    if programs is not None:
        with throwaway_cluster(programs) as url:
            rows.append(_measured("PostgreSQL", {"DATABASE_URL": url}))
    return rows


def _measured(name: str, environment: dict[str, str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="girih-bench-") as home:
        finished = subprocess.run(
            [sys.executable, "-m", WORKER, str(TIES)],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={
                **os.environ,
                **environment,
                "GIRIH_HOME": home,
                "DJANGO_SETTINGS_MODULE": "girih.config.settings",
            },
        )
    seconds = dict(line.split("=") for line in finished.stdout.split() if "=" in line)
    ours, floor = (TIES / float(seconds[key]) for key in ("ours", "floor"))
    return {
        "database": name,
        "check (dry run) s": round(float(seconds["check"]), 1),
        "load rows/s": round(ours),
        "floor rows/s": round(floor),
        "load / floor": round(ours / floor, 2),
    }
