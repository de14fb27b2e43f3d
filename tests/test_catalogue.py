"""The Persian catalogue is complete, or the build fails."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

pytestmark = pytest.mark.pure

SOURCE = Path(__file__).resolve().parent.parent / "src" / "girih"
CATALOGUE = SOURCE / "locale/fa/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")


def _messages(path: Path) -> dict[tuple[str | None, str], str]:
    with path.open("rb") as file:
        catalogue = read_po(file, locale="fa")
    found = {}
    for message in catalogue:
        if not message.id:
            continue
        name = message.id if isinstance(message.id, str) else message.id[0]
        said = message.string if isinstance(message.string, str) else message.string[-1]
        found[(message.context, name)] = "" if message.fuzzy else said
    return found


def test_every_sentence_has_its_persian() -> None:
    messages = _messages(CATALOGUE)
    assert len(messages) > 900
    assert [name for (_, name), said in messages.items() if not said] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    def names(text: str) -> set[str]:
        return {match.group(0) for match in PLACEHOLDER.finditer(text)}

    different = [
        name for (_, name), said in _messages(CATALOGUE).items() if said and names(name) != names(said)
    ]
    assert different == []


def test_the_catalogue_keeps_to_persian_letters() -> None:
    arabic = [said for said in _messages(CATALOGUE).values() if re.search("[يكىة]", said)]
    assert arabic == []


def test_no_sentence_of_the_code_is_missing_in_the_catalogue(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        pytest.skip("gettext's xgettext is not installed, so sentences cannot be gathered anew")
    copy = tmp_path / "girih"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("static", "__pycache__", "data", "*.mo"))
    subprocess.run(
        [
            Path(sys.executable).with_name("django-admin"), "makemessages", "--locale", "fa", "--no-location",
            "--no-wrap", "--settings", "girih.config.settings",
        ],
        cwd=copy, check=True, capture_output=True, env={**os.environ, "GIRIH_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    gathered = _messages(copy / "locale/fa/LC_MESSAGES/django.po")
    assert [name for (_, name), said in gathered.items() if not said] == []
