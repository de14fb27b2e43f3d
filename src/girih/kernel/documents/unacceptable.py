"""A file that is not taken, with the sentence that says why and what to do instead."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from girih.kernel.persian import format_number

__all__ = ["Unacceptable", "localised"]


def localised(params: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers of a sentence in the digits of the language it is shown in; texts stay as they are."""
    language = "fa" if (get_language() or "fa").startswith("fa") else "en"
    return {
        key: format_number(value, language)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else value
        for key, value in params.items()
    }


class Unacceptable(Exception):
    """`code` names the reason, `params` its figures; `str()` is the sentence in the current language."""

    REASONS: ClassVar[dict[str, str | Promise]] = {
        "empty": _("The file is empty. Choose the file again after saving it."),
        "too_large": _(
            "The file is %(size)s megabytes; the limit is %(limit)s. Split it, or remove pictures and unused "
            "sheets."
        ),
        "html_page": _(
            "This is a web page, whatever its name says. Open it in a spreadsheet and save it as XLSX or CSV."
        ),
        "xml_page": _("This is an XML file. Open it in a spreadsheet and save it as XLSX."),
        "drawing": _("SVG drawings can carry programs and are not taken. Save it as PNG or PDF."),
        "executable": _("This is a program, not a document, and is not taken."),
        "macros": _("This file carries macros. Save it as a plain DOCX or XLSX without macros."),
        "old_office": _("This is the old Office format. Open it and save it as XLSX or DOCX."),
        "binary_workbook": _("This is a binary workbook (XLSB). Open it and save it as XLSX."),
        "password_protected": _("The file is protected by a password. Save a copy without one."),
        "zip_bomb": _(
            "The file grows to more than it may when opened. Save it again, without unused content."
        ),
        "damaged": _("The file is damaged: it starts well but cannot be read to its end. Save it again."),
        "image_too_large": _("The picture is %(width)s × %(height)s points. Save a smaller one."),
        "unknown_content": _("What this file holds is not recognised. Accepted: %(accepted)s."),
        "not_accepted_here": _("This is %(kind)s; here only these are taken: %(accepted)s."),
    }

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        assert code in self.REASONS, code
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(self.REASONS[self.code]) % localised(self.params)
