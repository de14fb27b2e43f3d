"""A throwaway PostgreSQL cluster on a Unix socket, for one run of the suite."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def server_programs() -> Path | None:
    """The folder with initdb and pg_ctl of the newest PostgreSQL on this machine, or None."""
    found = shutil.which("pg_ctl")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True
    )
    return next((path for path in candidates if (path / "initdb").exists()), None)


@contextlib.contextmanager
def throwaway_cluster(programs: Path) -> Iterator[str]:
    """Start a cluster in a temporary folder; yields its DATABASE_URL and removes it afterwards."""
    # initdb refuses to run as root, so root hands the folder to the user the package made.
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="girih-pg-"))
    if as_owner:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"

    def run(*command: str | Path) -> None:
        subprocess.run([*as_owner, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    run(
        programs / "initdb", "-D", data, "-U", "girih", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
        "--no-sync",
    )  # fmt: skip
    options = (
        f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
    )
    try:
        run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        run(programs / "createdb", "-h", folder, "-U", "girih", "girih")
        yield f"postgres://girih@{str(folder).replace('/', '%2F')}/girih"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
