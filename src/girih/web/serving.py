"""What `serve` and `demo` do before the server starts, and the server."""

import hashlib
import os
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Thread
from time import sleep

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

__all__ = [
    "brought_up",
    "collect_static",
    "refuse_taken_port",
    "run_server",
    "stamp_of",
    "unapplied_migrations",
]

BUILT = "web/dist/app.css"


def unapplied_migrations() -> int:
    """How many migrations the database has yet to see."""
    executor = MigrationExecutor(connections["default"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def stamp_of(paths: Iterable[Path]) -> str:
    """Changes when one of the files changes its name, size or time."""
    total = hashlib.sha256()
    for path in sorted(paths):
        stat = path.stat()
        total.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return total.hexdigest()


def brought_up(stamp: Path, value: str, make: Callable[[], object]) -> bool:
    """Call `make` unless the stamp file says that it was done for this value; whether it was called."""
    if stamp.exists() and stamp.read_text(encoding="ascii") == value:
        return False
    make()
    stamp.write_text(value, encoding="ascii")
    return True


def collect_static() -> bool:
    """Collect the static files when they changed. Raises `CommandError` when the front end is not built."""
    if finders.find(BUILT) is None:
        raise CommandError(
            "the front end is not built; run “make setup” first / "
            "نمای سامانه ساخته نشده است؛ نخست «make setup» را اجرا کنید"
        )
    files = [
        Path(storage.path(name)) for finder in finders.get_finders() for name, storage in finder.list([])
    ]
    return brought_up(
        settings.HOME / "static.stamp",
        stamp_of(files),
        lambda: call_command("collectstatic", interactive=False, clear=True, verbosity=0),
    )


def refuse_taken_port(host: str, port: int) -> None:
    """Say it in a sentence now, before anything else is done."""
    if not 0 < port < 65_536:
        raise CommandError(f"{port} is no port; 1 to 65535 are / {port} درگاه نیست؛ از ۱ تا ۶۵۵۳۵")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} cannot be used ({error.strerror}); give another with --port or GIRIH_PORT / "
                f"درگاه {port} در دسترس نیست؛ با --port یا GIRIH_PORT درگاه دیگری بدهید"
            ) from error


def run_server(*, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
    """Serve until interrupted; `ready` is called once connections are taken."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # The settings of the demonstration went one folder down from GIRIH_HOME; a process that starts anew
    # would go down once more.
    if settings.SETTINGS_MODULE == "girih.config.demo":
        os.environ["GIRIH_HOME"] = str(settings.HOME.parent)
    # A connection must not be carried over into the worker processes.
    connections.close_all()
    server = Granian(
        "girih.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        # A worker that is told to stop while it starts does not hear it.
        workers_kill_timeout=5,
    )
    # The hook comes before the workers are there. The thread sleeps while they are forked from this process.
    server.on_startup(Thread(target=_when_answering, args=(host, port, ready), daemon=True).start)
    server.serve()


def _when_answering(host: str, port: int, ready: Callable[[], None]) -> None:
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    for _attempt in range(300):
        sleep(0.2)
        try:
            socket.create_connection((near, port), timeout=1).close()
        except OSError:
            continue
        ready()
        return
