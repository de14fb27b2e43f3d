"""The brief: the same figures as JSON, as a table and on four pages of paper."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pypdf import PdfReader
from small import MACHINE, TIES, five, network_of, plain_static, planner

from girih.kernel.access import Refused
from girih.kernel.persian import fold, to_ascii_digits
from girih.networks.actions.plans import make_plan
from girih.networks.models import Plan, Purpose, Tie
from girih.networks.queries.brief import brief_for, brief_json
from girih.networks.queries.brief_files import brief_csv, brief_pdf
from girih.networks.queries.plan_drafts import plan_draft_for

pytestmark = pytest.mark.django_db

KEYS = [
    "network", "name", "on", "compared_with", "members", "ties", "density", "isolates", "isolate_ids",
    "members_with_ties", "largest_component", "same_field_share", "same_field_ties", "same_field_known",
    "same_region_share", "same_region_ties", "same_region_known", "degree_gini", "undefined", "findings",
    "plan", "plan_pairs", "plan_terms", "gap", "overdue", "reports_due", "sources",
]  # fmt: skip


@pytest.fixture
def small(uccn, now):
    return five(uccn.secretariat, now)


@pytest.fixture
def sisters(uccn, shared):
    call_command(
        "import_ties", str(shared / "data" / "uccn_sister_ties.csv"), network="uccn", stdout=io.StringIO()
    )
    return uccn


def test_json_has_the_promised_keys_and_the_figures_computed_by_hand(small, officer, today):
    with override("en"):
        said = brief_json(brief_for(officer, network=small.network, today=today))
    assert list(said) == KEYS
    figures = ("members", "ties", "density", "isolates", "isolate_ids", "members_with_ties")
    assert [said[key] for key in figures] == [5, 4, 0.4, 1, ["rasht-ir"], 4]
    assert (said["largest_component"], said["degree_gini"]) == (4, 0.35)
    assert (said["same_field_share"], said["same_field_ties"], said["same_field_known"]) == (0.25, 1, 4)
    assert (said["same_region_share"], said["same_region_ties"]) == (0.75, 3)
    assert (said["on"], said["compared_with"]) == ("2026-11-22", "2026-09-23")
    isolates = next(finding for finding in said["findings"] if finding["code"] == "isolates")
    assert (isolates["members"], isolates["before"], isolates["change"]) == (["rasht-ir"], 2, -1)
    assert {row["code"]: row["count"] for row in said["overdue"]} == {
        "disputed": 0,
        "proposed": 0,
        "unconfirmed": 4,
        "no_objective": 4,
        "one_person": 4,
        "untouched": 0,
    }
    assert said["sources"] == [{"source": "tests", "ties": 4}]
    json.dumps(said)


def test_without_a_plan_one_is_computed_and_not_kept(small, officer, today):
    said = brief_json(brief_for(officer, network=small.network, today=today))
    assert Plan.objects.count() == 0
    assert (said["plan_terms"]["id"], said["plan_terms"]["status"], said["gap"]) == (None, "optimal", 0.0)
    assert said["plan_terms"]["purpose"] == "crafts-and-technology"
    assert len(said["plan"]) == 2
    for pair in said["plan"]:
        assert sum(pair["parts"].values()) == pair["score"]
        assert pair["gap"] == 0.0
        assert pair["reasons"]
        assert len(pair["reasons"]) == len(pair["reason_codes"])


def test_the_newest_plan_is_the_one_in_the_brief(small, officer, now, today):
    draft = plan_draft_for(
        officer, network=small.network, purpose=Purpose.objects.get(slug="export"), today=today, total=1
    )
    plan = make_plan(actor=officer, at=now, draft=draft)
    said = brief_json(brief_for(officer, network=small.network, today=today))
    pair = plan.pairs.get()
    assert said["plan_terms"]["id"] == plan.pk
    assert [(row["a"], row["b"], row["score"]) for row in said["plan"]] == [
        (pair.place_a.slug, pair.place_b.slug, pair.score)
    ]


def test_only_as_many_pairs_are_told_as_asked_for(
    small, officer, officer_user, client, now, today, monkeypatch
):
    purpose = Purpose.objects.get(slug="crafts-and-technology")
    plan = planner(small.network, actor=officer, purpose=purpose, at=now, today=today)()
    for pairs, told in ((1, 1), (None, 2)):
        brief = brief_for(officer, network=small.network, today=today, pairs=pairs)
        assert (len(brief.plan.pairs), brief.plan.pair_count) == (told, 2)
        said = brief_json(brief)
        assert (len(said["plan"]), said["plan_pairs"]) == (told, 2)
    monkeypatch.setattr("girih.networks.views.brief.PAIRS_SHOWN", 1)
    client.force_login(officer_user)
    client.cookies["girih_language"] = "en"
    text = client.get(f"/networks/{small.network.slug}/brief/").content.decode()
    assert f'<a href="/networks/five/plans/{plan.pk}/">All 2 pairs in the plan</a>' in text
    assert plan.pairs.get(rank=2).place_a.name_en not in text.split('id="plan-title"')[1]


def test_an_empty_network_is_undefined_and_has_no_plan(uccn, officer, now, today):
    empty = network_of(actor=MACHINE, at=now, secretariat=uccn.secretariat, slug="empty", members={})
    brief = brief_for(officer, network=empty, today=today)
    said = brief_json(brief)
    assert (said["density"], said["degree_gini"], said["same_field_share"]) == (None, None, None)
    assert said["undefined"]["density"] == "no_members"
    assert (said["plan"], said["plan_terms"], said["gap"]) == ([], None, None)
    assert read(brief_pdf(brief, at=now)).get_num_pages() == 4


def test_the_brief_is_refused_to_strangers(small, visitor, today):
    with pytest.raises(Refused):
        brief_for(visitor, network=small.network, today=today)


def test_the_real_ties_give_the_figures_of_the_register(sisters, machine, today):
    said = brief_json(brief_for(machine, network=sisters, today=today))
    assert (said["members"], said["ties"], said["members_with_ties"]) == (408, 711, 248)
    assert (said["largest_component"], said["isolates"], said["density"]) == (240, 160, 0.00856)
    assert len(said["isolate_ids"]) == 160
    assert said["same_field_share"] == 157 / 711
    assert (said["same_field_ties"], said["same_field_known"]) == (157, 711)
    assert said["same_region_share"] == 361 / 711
    assert said["same_region_ties"] == 361
    assert (len(said["plan"]), said["plan_terms"]["status"], said["gap"]) == (24, "optimal", 0.0)


def test_the_number_of_queries_does_not_grow(uccn, officer, now, today):
    counts = []
    for ties, slug in ((TIES[1:2], "one-tie"), (TIES[1:], "three-ties")):
        network = five(uccn.secretariat, now, ties, slug=slug).network
        with CaptureQueriesContext(connection) as seen:
            brief_for(officer, network=network, today=today)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def turned(figure):
    """A figure as pypdf reads it out of a right-to-left line: the last digit first."""
    return figure[::-1]


def test_the_paper_has_four_tagged_pages_with_the_figures(sisters, machine, today, now):
    draft = plan_draft_for(
        machine, network=sisters, purpose=Purpose.objects.get(slug="crafts-and-technology"), today=today
    )
    plan = make_plan(actor=machine, at=now, draft=draft)
    for lang in ("fa", "en"):
        with override(lang):
            paper = read(brief_pdf(brief_for(machine, network=sisters, today=today), at=now))
        assert paper.get_num_pages() == 4
        root = paper.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"].value is True
        metadata = root["/Metadata"].get_data().decode()
        assert 'pdfaid:part="2"' in metadata or "<pdfaid:part>2<" in metadata
        assert 'pdfuaid:part="1"' in metadata or "<pdfuaid:part>1<" in metadata
        assert str(root["/Lang"]).startswith(lang)
        pages = [to_ascii_digits(page.extract_text()) for page in paper.pages]
        for figure in ("408", "711", "160", "240", "00856"):
            assert figure in pages[0] or turned(figure) in pages[0]
        if lang == "fa":
            assert fold("یونسکو") in fold(pages[0])
            assert turned("1405") in pages[0]
        else:
            assert "UNESCO Creative Cities Network" in pages[0]
            assert "Members without any tie" in pages[1]
            assert "24 new ties" in pages[2]
            assert plan.pairs.get(rank=1).place_a.name_en in pages[2]
            assert "What is overdue" in pages[3]


def test_the_table_holds_the_same_content(small, officer, today):
    with override("en"):
        brief = brief_for(officer, network=small.network, today=today)
        table = list(csv.reader(io.StringIO(brief_csv(brief).decode("utf-8-sig"))))
    assert table[0] == ["Section", "Subject", "What it says", "Figure", "Members"]
    assert ["State", "members", "", "5", ""] in table
    assert sum(row[0] == "Findings" for row in table) == len(brief.diagnosis.findings)
    assert sum(row[0] == "Partnership plan" for row in table) == len(brief.plan.pairs)


def said_by(*arguments):
    out = io.StringIO()
    call_command("brief", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_json_text_and_writes_the_paper(small, tmp_path):
    said = json.loads(said_by("--network", "five", "--json"))
    assert list(said) == KEYS
    assert said["name"] == "شبکهٔ آزمون"
    text = said_by("--network", "five", "--lang", "en")
    assert text.startswith("Test network · ")
    assert "1 of 5 members (20%) stand alone" in text
    path = tmp_path / "brief.pdf"
    assert said_by("--network", "five", "--out", str(path)) == f"{path}\n"
    assert read(path.read_bytes()).get_num_pages() == 4
    assert Plan.objects.count() == 0
    assert Tie.objects.count() == 4


def test_the_command_fails_in_one_sentence(small, tmp_path):
    with pytest.raises(CommandError) as unknown:
        said_by("--network", "nowhere")
    assert str(unknown.value).startswith("no network “nowhere”; there are: ")
    with pytest.raises(CommandError) as unwritable:
        said_by("--network", "five", "--out", str(tmp_path / "no" / "such.pdf"))
    assert "No such file or directory" in str(unwritable.value)


def test_the_screen_and_its_files(small, officer_user, officer, client, settings):
    plain_static(settings)
    client.force_login(officer_user)
    base = f"/networks/{small.network.slug}/brief"
    page = client.get(f"{base}/")
    assert page.status_code == 200
    assert f'href="{base}.pdf"' in page.content.decode()
    assert page.context["brief"].plan is None  # looking at the page computes no plan
    assert f'href="/networks/{small.network.slug}/plans/"' in page.content.decode()
    paper = client.get(f"{base}.pdf?lang=en")
    assert (paper.headers["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(f"{base}.json").json()["members"] == 5
    assert client.get(f"{base}.csv").content.startswith(b"\xef\xbb\xbf")
    for address in (f"{base}.docx", f"{base}.pdf?lang=de", f"{base}.json?plan=99999"):
        assert client.get(address).status_code == 404


def test_a_stranger_gets_no_file(small, client, settings):
    plain_static(settings)
    assert client.get(f"/networks/{small.network.slug}/brief.pdf").status_code == 403


def test_the_documented_keys_are_the_keys():
    text = (Path(__file__).resolve().parents[2] / "docs" / "brief.md").read_text(encoding="utf-8")
    documented = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]
    assert [name for name in documented if "[" not in name] == KEYS
