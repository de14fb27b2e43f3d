"""Rules of the house that no linter knows."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest
from django.apps import apps

pytestmark = pytest.mark.pure

SOURCE = Path(__file__).resolve().parent.parent / "src" / "girih"
# Lower number, lower floor. A string foreign key may point to its own floor or below.
FLOOR = {"accounts": 0, "audit": 0, "documents": 0, "exchange": 0, "registry": 1, "networks": 2, "web": 3}


def test_foreign_keys_point_down() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in FLOOR]
    assert len(ours) > 20
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in ours
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label in FLOOR
        if FLOOR[field.related_model._meta.app_label] > FLOOR[model._meta.app_label]
    ]
    assert upward == []


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = [
        f"{path.relative_to(SOURCE)}: {count}"
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []


def test_every_package_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("__init__.py")
        if not {"migrations", "management", "templatetags"} & set(path.relative_to(SOURCE).parts)
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_write_of_a_room_is_a_verb() -> None:
    """Whatever an actions module offers carries its verb; in its packages, whatever takes an actor."""
    for room in ("registry", "networks"):
        for path in (SOURCE / room / "actions").rglob("*.py"):
            dotted = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
            module = importlib.import_module(dotted.removesuffix(".__init__"))
            for name in getattr(module, "__all__", ()):
                function = getattr(module, name)
                if not inspect.isfunction(function):
                    continue
                if path.parent.name == "actions" or "actor" in inspect.signature(function).parameters:
                    code = getattr(function, "verb_code", "")
                    assert code.startswith(f"{room}."), f"{module.__name__}.{name}"


def test_no_address_of_a_package_index_and_no_path_of_a_machine() -> None:
    hosts = [
        "py" + "pi.org",
        "python" + "hosted",
        "registry." + "npmjs",
        "deb." + "debian.org",
        "/wo" + "rk/",
    ]
    root = SOURCE.parent.parent
    tracked = [
        path
        for pattern in (
            "*",
            "requirements/*",
            "docs/**/*",
            "src/**/*.py",
            "scripts/*",
            "frontend/**/*",
            ".ci/*",
        )
        for path in root.glob(pattern)
        if path.is_file() and path.suffix not in (".png", ".woff2", ".mo")
    ]
    guilty = [
        str(path.relative_to(root))
        for path in tracked
        if any(host in path.read_text(encoding="utf-8", errors="ignore") for host in hosts)
    ]
    assert guilty == []
