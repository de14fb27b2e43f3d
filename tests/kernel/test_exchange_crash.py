"""A server killed in the middle of a load, and two people who load one file at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROWS = 300
# Only the kernel's tables, on the settings of the product.
PROLOGUE = """
import os, sys
from datetime import UTC, datetime
from django.conf import settings
from girih.config import settings as product
frames = ["auth", "contenttypes"]
rooms = ["accounts", "audit", "documents", "exchange"]
settings.configure(**{
    **{name: getattr(product, name) for name in dir(product) if name.isupper()},
    "INSTALLED_APPS": [*(f"girih.kernel.{r}" for r in rooms), *(f"django.contrib.{r}" for r in frames)],
    "MIDDLEWARE": [], "TEMPLATES": [],
})
import django
django.setup()
from django.core.files.base import ContentFile
from girih.kernel.access import Actor
from girih.kernel.accounts.models import User
from girih.kernel.exchange import actions
from girih.kernel.exchange.models import Import, ImportRow
from people_importer import PeopleImporter
say = lambda *words: print(*words, flush=True)
actor, at = Actor.machine("tests"), datetime(2026, 11, 22, tzinfo=UTC)
step = dict(actor=actor, at=at, importer=PeopleImporter())
"""
PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0, skip_checks=True)
text = "email,name\\n" + "".join(f"p{n}@x.invalid,n\\n" for n in range(int(sys.argv[1])))
for _ in range(2):
    batch = actions.upload(
        actor=actor, at=at, upload=ContentFile(text.encode()), name="p.csv", kind="tests.people", target="x"
    )
    say(actions.check(batch=batch, **step).counts["new"])
"""
KILLED = """
import signal
class Killed(PeopleImporter):
    def load(self, *, prepared, **rest):
        super().load(prepared=prepared[: len(prepared) // 2], **rest)
        say("half", User.objects.count())
        os.kill(os.getpid(), signal.SIGKILL)
actions.load(actor=actor, at=at, batch=Import.objects.get(pk=1), importer=Killed())
"""
LOAD = """
from girih.kernel.access import Refused
sys.stdin.readline()
try:
    say("loaded", actions.load(batch=Import.objects.get(pk=int(sys.argv[1])), **step).counts["loaded"])
except Refused as refusal:
    say("refused", refusal.verdict.code)
"""
LOOK = """
say(User.objects.count(), *Import.objects.order_by("pk").values_list("state", flat=True))
say(ImportRow.objects.filter(outcome="loaded").count(), len(list((product.HOME / "files").rglob("*/*/*"))))
"""


def start(home: Path, deed: str, *arguments: object) -> "subprocess.Popen[str]":
    here = Path(__file__).parent
    environment = {
        "PATH": os.environ["PATH"],
        "GIRIH_HOME": str(home),
        "PYTHONPATH": f"{here.parent.parent / 'src'}:{here}",
    }
    return subprocess.Popen(
        [sys.executable, "-c", PROLOGUE + deed, *map(str, arguments)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(home: Path, deed: str, *arguments: object, dies_by: int = 0) -> list[str]:
    process = start(home, deed, *arguments)
    output, errors = process.communicate("\n", timeout=60)
    assert process.returncode == -dies_by, errors
    return output.splitlines()


@pytest.mark.pure
def test_a_killed_load_leaves_nothing_and_can_be_done_again(tmp_path):
    assert run(tmp_path, PREPARE, ROWS) == [str(ROWS), str(ROWS)]
    assert run(tmp_path, KILLED, dies_by=signal.SIGKILL) == [f"half {ROWS // 2}"]
    assert run(tmp_path, LOOK) == ["0 checked checked", "0 1"]
    assert run(tmp_path, LOAD, 1) == [f"loaded {ROWS}"]
    assert run(tmp_path, LOOK) == [f"{ROWS} loaded checked", f"{ROWS} 1"]


@pytest.mark.pure
def test_two_people_load_one_file_at_once(tmp_path):
    run(tmp_path, PREPARE, ROWS)
    both = [start(tmp_path, LOAD, pk) for pk in (1, 2)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60) for process in both]
    assert sorted(output.strip() for output, _errors in answers) == [
        f"loaded {ROWS}",
        "refused nothing_to_load",
    ], answers
    assert sorted(run(tmp_path, LOOK)[0].split()) == sorted([str(ROWS), "checked", "loaded"])
