"""Settings from the environment: what they turn on, and the sentence for what cannot be used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ASK = """
from django.conf import settings
import django; django.setup()
from django.core.files.storage import default_storage
print(type(default_storage._wrapped or default_storage).__name__, default_storage.__class__.__name__)
print(settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT)
"""


def settings_say(tmp_path: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", ASK],
        capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "GIRIH_HOME": str(tmp_path),
             "DJANGO_SETTINGS_MODULE": "girih.config.settings", **environment},
    )  # fmt: skip


def girih(**environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "girih.cli", "brief", "--network", "uccn"],
        capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"], **environment},
    )  # fmt: skip


def test_files_are_kept_in_an_s3_store_by_a_setting(tmp_path: Path) -> None:
    told = settings_say(tmp_path, GIRIH_FILES="s3://bucket/some/prefix", AWS_DEFAULT_REGION="eu-west-1")
    assert told.returncode == 0, told.stderr
    assert "S3Storage" in told.stdout


def test_an_https_address_turns_on_what_belongs_to_it(tmp_path: Path) -> None:
    plain = settings_say(tmp_path)
    safe = settings_say(tmp_path, GIRIH_URL="https://girih.example")
    assert plain.stdout.splitlines()[1] == "False 0 False"
    assert safe.stdout.splitlines()[1] == "True 31536000 True"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("GIRIH_FILES", "ftp://x", "GIRIH_FILES is not of the form s3://bucket/prefix"),
        ("GIRIH_URL", "foo", "GIRIH_URL is not an address"),
        ("GIRIH_PORT", "abc", "GIRIH_PORT is not a port"),
        ("GIRIH_PORT", "99999", "GIRIH_PORT is not a port"),
        ("DATABASE_URL", "garbage", "DATABASE_URL"),
        ("DATABASE_URL", "mysql://u@h/d", "DATABASE_URL names no PostgreSQL"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    told = girih(GIRIH_HOME=str(tmp_path), **{name: value})
    assert told.returncode == 1
    assert sentence in told.stderr
    assert told.stderr.count("\n") == 1
    assert told.stdout == ""


def test_a_home_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    told = girih(GIRIH_HOME=str(tmp_path / "home"))
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "GIRIH_HOME cannot be used as a folder" in told.stderr


def test_a_terminal_of_another_alphabet_still_gets_the_help(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "girih.cli", "--help"],
        capture_output=True, check=False,
        env={"PATH": os.environ["PATH"], "GIRIH_HOME": str(tmp_path), "LC_ALL": "C", "PYTHONUTF8": "0",
             "PYTHONCOERCECLOCALE": "0"},
    )  # fmt: skip
    assert told.returncode == 0
    assert b"girih demo" in told.stdout
