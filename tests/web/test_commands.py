"""The console command: its exits, its sentences, and a demonstration that starts and answers."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from girih import cli

ROOT = Path(__file__).resolve().parent.parent.parent
BUILT = ROOT / "src/girih/web/static/web/dist/app.css"

pytestmark = pytest.mark.pure


def environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "GIRIH_HOME": str(home),
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
    }


def girih(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "girih.cli", *arguments],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An installation with its tables and reference data."""
    folder = tmp_path_factory.mktemp("home")
    for command in ("migrate", "load-reference"):
        done = girih(folder, command)
        assert done.returncode == 0, done.stderr
    return folder


def test_an_unknown_command_is_said_in_both_languages(capsys):
    assert cli.main(["fly"]) == 2
    said = capsys.readouterr().err
    assert "no command “fly”" in said
    assert "دستور «fly» شناخته نیست" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("command", sorted(cli.COMMANDS))
def test_every_command_has_help_in_both_languages(home, command):
    done = girih(home, command, "--help")
    assert done.returncode == 0, done.stderr
    assert re.search("[a-z]{4}", done.stdout)
    assert re.search("[آ-ی]{3}", done.stdout)


def test_the_first_use_makes_the_embedded_database_with_the_reference_data(tmp_path):
    (tmp_path / "t.csv").write_text("city_a,city_b\nIsfahan,Linz\n", encoding="utf-8")
    done = girih(tmp_path / "home", "import-ties", str(tmp_path / "t.csv"), "--network", "uccn")
    assert done.returncode == 0, done.stderr
    assert done.stderr == f"girih: making the database in {tmp_path / 'home'} / ساختن پایگاه داده …\n"
    assert done.stdout.startswith("uccn: 1 read / خوانده · 1 new / تازه")


def test_importing_before_the_tables_are_made_says_what_to_run(tmp_path):
    (tmp_path / "t.csv").write_text("city_a,city_b\nIsfahan,Linz\n", encoding="utf-8")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "girih.sqlite3").touch()
    done = girih(tmp_path / "home", "import-ties", str(tmp_path / "t.csv"), "--network", "uccn")
    assert done.returncode == 1
    assert "run “girih migrate” and “girih load-reference” first" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_list_is_brought_once(home, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("city_a,city_b\nIsfahan,Linz\n", encoding="utf-8")
    first = girih(home, "import-ties", str(path), "--network", "uccn")
    second = girih(home, "import-ties", str(path), "--network", "uccn")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert (
        first.stdout == "uccn: 1 read / خوانده · 1 new / تازه · 0 same / تکراری · 0 left out / کنار گذاشته\n"
    )
    assert (
        second.stdout == "uccn: 1 read / خوانده · 0 new / تازه · 1 same / تکراری · 0 left out / کنار گذاشته\n"
    )


def test_the_check_names_each_fault(home):
    done = girih(home, "check")
    assert done.returncode == 1
    assert "✗ GIRIH_URL is http://127.0.0.1:8000, without HTTPS" in done.stderr
    assert "✗ the static files are not gathered" in done.stderr
    assert "migrations" not in done.stderr
    assert "cannot be written" not in done.stderr


def test_the_check_counts_waiting_migrations(tmp_path):
    assert re.search(r"✗ \d+ migrations wait; run “girih migrate”", girih(tmp_path, "check").stderr)


def test_serving_before_the_tables_are_made_is_refused(tmp_path):
    (tmp_path / "girih.sqlite3").touch()
    done = girih(tmp_path, "serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert re.search(r"the database lacks \d+ migrations; run “girih migrate” first", done.stderr)


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_taken_port_is_said_in_a_sentence(home, command):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = girih(home, command, "--port", str(port))
    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be used" in done.stderr
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_demonstration_is_no_managed_command(home):
    done = girih(home, "manage", "demo", "--prepare-only")
    assert done.returncode == 1
    assert "run it as “girih demo”" in done.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built; run “make setup”")
def test_a_demonstration_starts_says_where_to_look_and_stops(tmp_path):
    first = girih(tmp_path, "demo", "--prepare-only")
    assert first.returncode == 0, first.stderr
    assert "loaded the reference data and the samples" in first.stdout
    port = free_port()
    before = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "girih.cli", "demo", "--port", str(port)],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            line = server.stdout.readline()
            assert f"Girih is open at http://127.0.0.1:{port}/" in line
            assert "گره آماده است" in line
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
                page = answer.read().decode()
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                raise
    assert time.monotonic() - before < 30
    assert '<html lang="fa" dir="rtl"' in page
    assert "/demo/enter/officer/" in page
    assert (tmp_path / "demo" / "girih.sqlite3").exists()
    assert not (tmp_path / "girih.sqlite3").exists()
    assert not (tmp_path / "demo" / "demo").exists()
