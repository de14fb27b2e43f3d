"""Files are known by what they hold; what is dangerous is refused with its own sentence."""

import io
import struct
import zipfile
import zlib

import pytest
from django.utils.translation import override

from girih.kernel.documents.content import (
    CSV,
    DOCX,
    JPEG,
    ODS,
    PDF,
    PNG,
    TABLES,
    TEXT,
    WEBP,
    XLSX,
    clean_name,
    identify,
)
from girih.kernel.documents.decoding import decode
from girih.kernel.documents.unacceptable import Unacceptable

pytestmark = pytest.mark.pure

PNG_BYTES = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 3, 2) + b"\x08\x02\0\0\0"


def kind(data: bytes, name: str = "x", **options) -> str:
    return identify(io.BytesIO(data), name=name, **options)


def refusal(data: bytes, name: str = "x", **options) -> Unacceptable:
    with pytest.raises(Unacceptable) as caught:
        kind(data, name, **options)
    return caught.value


def archive(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return target.getvalue()


SHEET_TYPES = b'<Types><Override ContentType="application/vnd.x.spreadsheetml.sheet.main+xml"/></Types>'
WORD_TYPES = b'<Types><Override ContentType="application/vnd.x.wordprocessingml.document.main+xml"/></Types>'


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7\n1 0 obj", "report.docx", PDF),
        (PNG_BYTES, "photo.jpg", PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "photo.png", JPEG),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "photo", WEBP),
        (archive({"[Content_Types].xml": WORD_TYPES, "word/document.xml": b"<w/>"}), "table.xlsx", DOCX),
        (archive({"[Content_Types].xml": SHEET_TYPES, "xl/workbook.xml": b"<w/>"}), "letter.docx", XLSX),
        (archive({"mimetype": ODS.encode(), "content.xml": b"<x/>"}), "a.zip", ODS),
        ("شهر,کشور\nاصفهان,ایران\n".encode(), "ties.CSV", CSV),
        ("شهر\tکشور\n".encode("utf-16"), "ties.tsv", CSV),
        ("شهر و کشور".encode("cp1256"), "notes", TEXT),
        (b"name,note\nTabriz,<script>alert(1)</script>\n", "ties.csv", CSV),
    ],
)
def test_content_decides_and_not_the_name(data, name, expected):
    assert kind(data, name) == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\t", "empty"),
        (b"\n  <!DOCTYPE html><html><table><tr><td>x</td></tr></table>", "html_page"),
        ("<HTML><body>ورود به سامانه</body></HTML>".encode("utf-16"), "html_page"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "drawing"),
        (
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            "xml_page",
        ),
        (b"MZ\x90\0\x03\0", "executable"),
        (b"\x7fELF\x02\x01\x01", "executable"),
        (b"#!/bin/sh\nrm -rf x\n", "executable"),
        (archive({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"}), "executable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "password_protected",
        ),
        (archive({"[Content_Types].xml": SHEET_TYPES, "xl/vbaProject.bin": b"x"}), "macros"),
        (archive({"[Content_Types].xml": b"<Types>sheet.macroEnabled.main+xml</Types>"}), "macros"),
        (archive({"[Content_Types].xml": b"<Types>ms-excel.sheet.binary.main</Types>"}), "binary_workbook"),
        (archive({"[Content_Types].xml": SHEET_TYPES})[:-30], "damaged"),
        (archive({"holiday.jpg": b"x"}), "unknown_content"),
        (b"GIF89a\x01\0\x01\0\0\0\0", "unknown_content"),
        (PNG_BYTES[:16] + struct.pack(">II", 60_000, 60_000) + b"\x08\x02\0\0\0", "image_too_large"),
    ],
)
def test_what_is_never_taken(data, code):
    assert refusal(data, "ties.csv").code == code


def test_zip_bomb_by_its_stated_size():
    bomb = archive({"[Content_Types].xml": SHEET_TYPES, "xl/a.xml": bytes(40 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert refusal(bomb).code == "zip_bomb"


def test_zip_bomb_that_states_a_small_size():
    content = bytes(3 * 1024 * 1024)
    honest = archive({"[Content_Types].xml": SHEET_TYPES, "xl/a.xml": content})
    sizes, lie = struct.pack("<I", len(content)), struct.pack("<I", 1000)
    assert honest.count(sizes) == 2
    lying = honest.replace(sizes, lie).replace(
        struct.pack("<I", zlib.crc32(content)), struct.pack("<I", zlib.crc32(content[:1000]))
    )
    assert refusal(lying).code == "zip_bomb"


def test_a_kind_that_is_good_elsewhere_is_refused_here_by_name():
    error = refusal(b"%PDF-1.7\n", accepted=TABLES)
    assert error.code == "not_accepted_here"
    assert error.params == {"kind": "PDF", "accepted": "XLSX, ODS, CSV, TXT"}


def test_sentences_carry_digits_of_their_language():
    error = Unacceptable("too_large", size=200, limit=20)
    with override("en"):
        assert str(error).startswith("The file is 200 megabytes; the limit is 20.")
    with override("fa"):
        assert "۲۰۰" in str(error)
        assert "200" not in str(error)


def test_every_sentence_can_be_filled():
    figures = dict.fromkeys(("size", "limit", "width", "height"), 1) | {"kind": "k", "accepted": "a"}
    for code in Unacceptable.REASONS:
        assert "%(" not in str(Unacceptable(code, **figures))


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("C:\\Users\\a\\ties.csv", CSV, "ties.csv"),
        ("report\u202efdp.exe", PDF, "reportfdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "aSet-Cookie x.pdf"),
        ("گزارش‌ها.PDF", PDF, "گزارش‌ها.pdf"),
        ("", PNG, "file.png"),
        ("x" * 400 + ".pdf", PDF, "x" * 120 + ".pdf"),
        ("page.html", TEXT, "page.html.txt"),
    ],
)
def test_names_are_cleaned_and_end_truthfully(name, media_type, expected):
    assert clean_name(name, media_type) == expected


PERSIAN = "نام شهر;کشور;سال\nاصفهان;ایران;1403\nتبریز;ایران;1394\nگرگان و پاوه;چکیده ژرف;1\n"
ARABIC_FORMS = str.maketrans("یک", "يك")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_every_dress(encoding):
    decoded = decode(PERSIAN.encode(encoding))
    assert (decoded.text, decoded.lost) == (PERSIAN, 0)


@pytest.mark.parametrize("encoding", ["cp1256", "mac_farsi", "iso8859_6"])
def test_old_persian_and_arabic_pages(encoding):
    text = PERSIAN.translate(ARABIC_FORMS)
    if encoding == "iso8859_6":
        text = text.translate(str.maketrans("گپچژ", "كبجز"))
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "city,country\nBrasília,Brasil\nSão Paulo,Brasil\nMünchen,Deutschland\n"),
        ("cp1254", "city,country\nİstanbul,Türkiye\nŞanlıurfa,Türkiye\nKütahya,Türkiye\n"),
        ("cp1250", "city,country\nŁódź,Polska\nKraków,Česko\nKošice,Slovensko\n"),
    ],
)
def test_western_pages(encoding, text):
    assert decode(text.encode(encoding)).text == text


def test_a_stray_byte_in_utf8_loses_one_character_and_says_so():
    data = (PERSIAN * 3).encode().replace("اصفهان".encode(), "اصفها\u200cن".encode() + b"\xff", 1)
    decoded = decode(data)
    assert (decoded.encoding, decoded.lost) == ("utf-8", 1)
    assert decoded.text.count("تبریز") == 3


def test_binary_is_not_text():
    assert decode(bytes(range(256)) * 4) is None
