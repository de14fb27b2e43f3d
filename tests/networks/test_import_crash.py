"""A killed load, and one list loaded by two at once, on the tables of the product."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = 300
PROLOGUE = """
import os, sys
from datetime import UTC, datetime
os.environ["DJANGO_SETTINGS_MODULE"] = "girih.config.settings"
import django
django.setup()
from django.core.files.base import ContentFile
from girih.kernel.access import Actor, Refused
from girih.kernel.exchange.models import Import
from girih.networks.actions import imports as actions
from girih.networks.models import Network, Tie, TieContact, TieParty
say = lambda *words: print(*words, flush=True)
actor, at = Actor.machine("tests"), datetime(2026, 11, 22, tzinfo=UTC)
"""
PREPARE = """
from django.core.management import call_command
from girih.networks.actions.reference import load_networks
from girih.registry.actions.reference import load_registry
call_command("migrate", verbosity=0, skip_checks=True)
load_registry(actor=actor, at=at)
load_networks(actor=actor, at=at)
uccn = Network.objects.get(slug="uccn")
members = uccn.memberships.filter(valid_until="").exclude(place__slug="linz-at")
slugs = members.order_by("place_id").values_list("place__slug", flat=True)[: int(sys.argv[1])]
text = "city_a,city_b,post_a\\n" + "".join(f"{slug},linz-at,secretary\\n" for slug in slugs)
for _ in range(2):
    upload = ContentFile(text.encode(), name="t.csv")
    batch = actions.bring_ties(
        actor=actor, at=at, network=uccn, upload=upload, name="t.csv", kind="sister_city"
    )
    say(actions.check_ties(actor=actor, at=at, batch=batch).counts["new"])
"""
# The ties and their sides are written, the contacts and the rows are not.
KILLED = """
import signal
from girih.networks.actions import imports
insert_rows = imports.insert_rows
def killed(model, fields, rows):
    if model is TieContact:
        say("half", Tie.objects.count(), TieParty.objects.count())
        os.kill(os.getpid(), signal.SIGKILL)
    return insert_rows(model, fields, rows)
imports.insert_rows = killed
actions.load_ties(actor=actor, at=at, batch=Import.objects.get(pk=1))
"""
LOAD = """
sys.stdin.readline()
try:
    batch = actions.load_ties(actor=actor, at=at, batch=Import.objects.get(pk=int(sys.argv[1])))
    say("loaded", batch.counts["loaded"])
except Refused as refusal:
    say("refused", refusal.verdict.code)
"""
LOOK = """
say(Tie.objects.count(), TieParty.objects.count(), TieContact.objects.count())
say(*Import.objects.order_by("pk").values_list("state", flat=True))
"""
UNDO = 'say(actions.undo_ties(actor=actor, at=at, batch=Import.objects.get(pk=1)).counts["undone"])'

pytestmark = pytest.mark.pure


def start(home: Path, deed: str, *arguments: object) -> "subprocess.Popen[str]":
    environment = {"PATH": os.environ["PATH"], "GIRIH_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
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


def test_a_load_killed_half_way_leaves_nothing_then_loads_then_is_undone(tmp_path):
    assert run(tmp_path, PREPARE, ROWS) == [str(ROWS), str(ROWS)]
    assert run(tmp_path, KILLED, dies_by=signal.SIGKILL) == [f"half {ROWS} {2 * ROWS}"]
    assert run(tmp_path, LOOK) == ["0 0 0", "checked checked"]
    assert run(tmp_path, LOAD, 1) == [f"loaded {ROWS}"]
    assert run(tmp_path, LOOK) == [f"{ROWS} {2 * ROWS} {ROWS}", "loaded checked"]
    assert run(tmp_path, UNDO) == [str(ROWS)]
    assert run(tmp_path, LOOK) == ["0 0 0", "undone checked"]


def test_two_officers_load_one_list_at_once(tmp_path):
    run(tmp_path, PREPARE, ROWS)
    both = [start(tmp_path, LOAD, pk) for pk in (1, 2)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60) for process in both]
    said = sorted(output.strip() for output, _errors in answers)
    assert said == [f"loaded {ROWS}", "refused nothing_to_load"], answers
    assert run(tmp_path, LOOK)[0] == f"{ROWS} {2 * ROWS} {ROWS}"
