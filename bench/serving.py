"""Start a server as a process, load it from others, and say requests per second and latency."""

import contextlib
import http.client
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Load", "free_port", "load", "served"]


@dataclass(frozen=True)
class Load:
    requests: int
    per_second: float
    median_ms: float
    p95_ms: float
    kilobytes: float


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served(target: str, port: int, **environment: str) -> Iterator[None]:
    """granian with two workers and one blocking thread each, as `girih serve` runs it."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "1", "--no-ws", "--log-level", "warning", target,
    ]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _client(
    port: int, path: str, headers: dict[str, str], seconds: float, answers: "multiprocessing.Queue"
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    taken, size = [], 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        size = len(response.read())
        if response.status != 200:
            answers.put(f"{path} answered {response.status}")
            return
        taken.append(time.perf_counter() - began)
    answers.put((taken, size))


def load(
    port: int, path: str, *, headers: dict[str, str] | None = None, clients: int = 4, seconds: float = 6
) -> Load:
    """Keep `clients` connections busy for `seconds`, after a warm-up; any answer but 200 is an error."""
    for duration in (1.0, seconds):
        answers: multiprocessing.Queue = multiprocessing.Queue()
        workers = [
            multiprocessing.Process(target=_client, args=(port, path, headers or {}, duration, answers))
            for _ in range(clients)
        ]
        for worker in workers:
            worker.start()
        results = [answers.get(timeout=duration + 60) for _ in workers]
        for worker in workers:
            worker.join()
    wrong = [result for result in results if isinstance(result, str)]
    if wrong:
        raise RuntimeError(wrong[0])
    taken = sorted(second for times, _ in results for second in times)
    return Load(
        requests=len(taken),
        per_second=len(taken) / seconds,
        median_ms=statistics.median(taken) * 1000,
        p95_ms=taken[int(len(taken) * 0.95)] * 1000,
        kilobytes=results[0][1] / 1024,
    )
