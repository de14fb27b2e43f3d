"""Papers: a typst template with data, compiled to a PDF that archives and screen readers accept.

A template lies in the templates folder of a room (`networks/brief.typ`) and begins with

    #import "/kernel/documents/typst/paper.typ": *

Paths in templates are absolute from the package `girih`. What Python gives arrives as `data`.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from django.core.serializers.json import DjangoJSONEncoder
from django.template.utils import get_app_template_dirs

import girih

__all__ = ["PaperError", "compile_pdf", "font_folder"]

PACKAGE = Path(girih.__file__).resolve().parent
# For the archive (A-2a) and the screen reader (UA-1); typst checks both as it writes.
STANDARDS: Final[list[Literal["a-2a", "ua-1"]]] = ["a-2a", "ua-1"]


class PaperError(RuntimeError):
    """The template or its data are wrong; `diagnostic` is typst's own account with file and line."""

    def __init__(self, message: str, diagnostic: str = "") -> None:
        super().__init__(message)
        self.diagnostic = diagnostic


def compile_pdf(template: str, data: Mapping[str, Any], *, lang: Literal["fa", "en"], at: datetime) -> bytes:
    """The paper as PDF/A-2a and PDF/UA-1.

    `data` is anything JSON can carry, dates included (as ISO text); the template reads it as `data`. `at` is
    the moment written into the file: equal template, data and moment give equal bytes. Raises `PaperError`.
    """
    import typst

    path = _located(template)
    given = json.dumps(dict(data), cls=DjangoJSONEncoder, ensure_ascii=False).translate(_UNPRINTABLE)
    while True:
        try:
            written = typst.compile(
                path,
                root=PACKAGE,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs={"lang": lang, "data": given},
                pdf_standards=[*STANDARDS],
                timestamp=int(at.timestamp()),
            )
        except typst.TypstError as error:
            printable = _without_missing_glyphs(given, error.diagnostic)
            if printable != given:
                given = printable
                continue
            hints = "".join(f" ({hint})" for hint in error.hints)
            raise PaperError(f"{template}: {error.message}{hints}", error.diagnostic) from error
        assert isinstance(written, bytes)
        return written


# Isolates and marks of direction have no glyph in most fonts, and a paper sets direction by its own means.
_UNPRINTABLE = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def _without_missing_glyphs(given: str, diagnostic: str) -> str:
    """An archive takes no character without a shape: a sign that no font has becomes «?»."""
    for text in _MISSING.findall(diagnostic):
        for character in _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text):
            if not character.isascii():
                given = given.replace(character, "" if unicodedata.combining(character) else "?")
    return given


def _located(template: str) -> Path:
    for folder in get_app_template_dirs("templates"):
        path = Path(folder) / template
        if path.is_file():
            return path
    raise PaperError(f"no application has the template {template}")


def font_folder() -> Path:
    """Where the front-end build puts Vazirmatn; before the first build, where npm puts it."""
    built = PACKAGE / "web" / "static" / "web" / "dist" / "fonts"
    if any(built.glob("*.ttf")):
        return built
    unbuilt = PACKAGE.parent.parent / "node_modules" / "vazirmatn" / "fonts" / "ttf"
    if any(unbuilt.glob("*.ttf")):
        return unbuilt
    raise PaperError("the fonts are missing: build the front end first (make setup)")


@cache
def _fonts() -> Any:
    """Read once per process; without the fonts of the machine, so that every machine prints the same page."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[font_folder()])
