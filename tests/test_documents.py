"""What the documents promise exists, and what exists is in the documents."""

import re
from pathlib import Path

import pytest

from girih import cli
from girih.networks.workflow import LADDER, TIE_STATES

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_help_and_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"\.venv/bin/girih ([a-z-]+)", README)) - {"--help", "manage"}
    assert named <= set(cli.COMMANDS)
    assert [name for name in cli.COMMANDS if f"girih {name}" not in cli.HELP] == []


def test_every_setting_of_the_environment_is_documented() -> None:
    settings = (ROOT / "src/girih/config/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"', settings))
    assert read == {"GIRIH_HOME", "DATABASE_URL", "GIRIH_URL", "GIRIH_HOSTS", "GIRIH_FILES", "GIRIH_PORT"}
    assert [name for name in sorted(read) if f"| `{name}` |" not in README] == []


def test_every_local_link_leads_somewhere() -> None:
    broken = []
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
        broken += [
            f"{document.name} → {target}" for target in targets if not (document.parent / target).exists()
        ]
    assert broken == []


def test_every_rung_of_the_ladder_is_in_the_glossary() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    readme = README.replace(" ", "")
    assert "→".join(state.code.replace("_", " ") for state in LADDER.states).replace(" ", "") in readme
    assert "LADDER" in glossary
    assert [state.code for state in TIE_STATES.states] == ["proposed", "active", "ended", "declined"]


def test_every_decision_is_on_the_list() -> None:
    listed = (ROOT / "docs/adr/README.md").read_text(encoding="utf-8")
    files = sorted(path.name for path in (ROOT / "docs/adr").glob("0*.md"))
    assert len(files) >= 10
    assert [name for name in files if f"({name})" not in listed] == []
