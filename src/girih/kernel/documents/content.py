"""What an uploaded file is, by its content. Its name and what the browser says of it are not believed."""

import copy
import re
import struct
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from girih.kernel.documents.decoding import looks_like_text
from girih.kernel.documents.unacceptable import Unacceptable

__all__ = [
    "CSV", "DOCX", "IMAGES", "JPEG", "KINDS", "ODS", "PDF", "PNG", "TABLES", "TEXT", "WEBP", "XLSX",
    "clean_name", "identify",
]  # fmt: skip

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
WEBP = "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
CSV = "text/csv"
TEXT = "text/plain"

# Media type → (how people call it, endings of its name; the first is given to a name without one).
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    PDF: ("PDF", (".pdf",)),
    PNG: ("PNG", (".png",)),
    JPEG: ("JPEG", (".jpg", ".jpeg")),
    WEBP: ("WebP", (".webp",)),
    DOCX: ("DOCX", (".docx",)),
    XLSX: ("XLSX", (".xlsx",)),
    ODS: ("ODS", (".ods",)),
    CSV: ("CSV", (".csv", ".tsv")),
    TEXT: ("TXT", (".txt",)),
}
IMAGES = frozenset({PNG, JPEG, WEBP})
TABLES = frozenset({CSV, TEXT, XLSX, ODS})

HEAD = 65_536
_UNPACKED_LIMIT = 600 * 1024 * 1024
_UNPACKED_RATIO = 250
_RATIO_MATTERS_FROM = 32 * 1024 * 1024
_MEMBERS_LIMIT = 5_000
_PIXELS_LIMIT = 100_000_000
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"dex\n", b"\0asm",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def identify(file: BinaryIO, *, name: str, accepted: frozenset[str] | None = None) -> str:
    """The media type of a seekable file, one of `KINDS`. Leaves the file at its beginning.

    The name only tells a table (.csv, .tsv) from other plain text, which the content cannot.
    Raises `Unacceptable` for what is never taken, and for a kind outside `accepted`.
    """
    file.seek(0)
    head = file.read(HEAD)
    media_type = _identified(file, head, name)
    file.seek(0)
    if accepted is not None and media_type not in accepted:
        raise Unacceptable("not_accepted_here", kind=KINDS[media_type][0], accepted=_spoken(accepted))
    return media_type


def _spoken(kinds: frozenset[str]) -> str:
    return ", ".join(spoken for media_type, (spoken, _) in KINDS.items() if media_type in kinds)


def _identified(file: BinaryIO, head: bytes, name: str) -> str:
    if not head:
        raise Unacceptable("empty")
    if head.startswith(_PROGRAMS):
        raise Unacceptable("executable")
    if head.startswith(_OLE):
        raise Unacceptable(_compound(file))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office(file)
    if b"%PDF-" in head[:1024] and not head.lstrip().startswith(b"<"):
        return PDF
    image = _image(head)
    if image is not None:
        return image
    if looks_like_text(head):
        _refuse_markup(head)
        if not _plain(head).strip():
            raise Unacceptable("empty")
        return CSV if PurePosixPath(name.lower()).suffix in KINDS[CSV][1] else TEXT
    raise Unacceptable("unknown_content", accepted=_spoken(frozenset(KINDS)))


def _plain(head: bytes) -> bytes:
    """The ASCII of the head, whether the file is in UTF-8 or UTF-16."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"")


def _refuse_markup(head: bytes) -> None:
    """A page that claims to be a table. A cell that holds a tag is no page: markup begins with a bracket."""
    start = _plain(head).lstrip().lower()
    if not start.startswith(b"<"):
        return
    if re.match(rb"<(!doctype html|html|head|body|script|table|meta|div|p|style|iframe)\b", start):
        raise Unacceptable("html_page")
    if b"<svg" in start[:4096]:
        raise Unacceptable("drawing")
    if b"<html" in start[:4096]:
        raise Unacceptable("html_page")
    if re.match(rb"<([?]xml|!doctype|!--|[a-z][\w.-]*:?[\w.-]*[\s>])", start):
        raise Unacceptable("xml_page")


def _compound(file: BinaryIO) -> str:
    """The old container of Office also wraps an encrypted new file, in a stream of that name."""
    file.seek(0)
    wanted = "EncryptedPackage".encode("utf-16-le")
    tail = b""
    while chunk := file.read(1 << 20):
        if wanted in tail + chunk:
            return "password_protected"
        tail = chunk[-len(wanted) :]
    return "old_office"


def _office(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            members = {info.filename: info for info in archive.infolist()}
            _refuse_bomb(archive, list(members.values()))
            if any(name.lower().endswith("vbaproject.bin") for name in members):
                raise Unacceptable("macros")
            if "META-INF/MANIFEST.MF" in members or "AndroidManifest.xml" in members:
                raise Unacceptable("executable")
            if "[Content_Types].xml" in members:
                return _by_content_types(archive.read("[Content_Types].xml"))
            if "mimetype" in members and archive.read("mimetype").strip() == ODS.encode():
                if any(name.startswith("Basic/") for name in members):
                    raise Unacceptable("macros")
                return ODS
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise Unacceptable("damaged") from error
    raise Unacceptable("unknown_content", accepted=_spoken(frozenset(KINDS)))


def _by_content_types(types: bytes) -> str:
    if b"macroEnabled" in types:
        raise Unacceptable("macros")
    if b"sheet.binary" in types:
        raise Unacceptable("binary_workbook")
    if b"spreadsheetml.sheet.main+xml" in types:
        return XLSX
    if b"wordprocessingml.document.main+xml" in types:
        return DOCX
    raise Unacceptable("unknown_content", accepted=_spoken(frozenset(KINDS)))


def _refuse_bomb(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if (
        len(members) > _MEMBERS_LIMIT
        or unpacked > _UNPACKED_LIMIT
        or (unpacked > _RATIO_MATTERS_FROM and unpacked > packed * _UNPACKED_RATIO)
    ):
        raise Unacceptable("zip_bomb")
    if any(info.flag_bits & 1 for info in members):
        raise Unacceptable("password_protected")
    for info in members:
        _refuse_understatement(archive, info)


def _refuse_understatement(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """A header may state a small size before an endless stream; asking for one byte more shows it."""
    asked = copy.copy(info)
    asked.file_size = info.file_size + 1
    asked.CRC = None  # type: ignore[assignment]  # the reader's own way to say: do not compare
    unpacked = 0
    with archive.open(asked) as member:
        while chunk := member.read(1 << 20):
            unpacked += len(chunk)
    if unpacked > info.file_size:
        raise Unacceptable("zip_bomb")
    if unpacked < info.file_size:
        raise Unacceptable("damaged")


def _image(head: bytes) -> str | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR" and len(head) >= 24:
        width, height = struct.unpack(">II", head[16:24])
        _refuse_size(width, height)
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP" and head[12:15] == b"VP8":
        return WEBP
    return None


def _refuse_size(width: int, height: int) -> None:
    if not width or not height:
        raise Unacceptable("damaged")
    if width * height > _PIXELS_LIMIT:
        raise Unacceptable("image_too_large", width=width, height=height)


_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_RESERVED = re.compile(r'[<>:"|?*\\/]')


def clean_name(name: str, media_type: str) -> str:
    """A name fit to be shown and saved: no folders, no control or bidi characters, a truthful ending."""
    last = re.split(r"[\\/]", name)[-1]
    cleaned = _RESERVED.sub("", _INVISIBLE.sub("", last)).strip(" .")
    endings = KINDS[media_type][1]
    stem = cleaned
    ending = PurePosixPath(cleaned).suffix.lower()
    if ending in endings:
        stem = cleaned[: -len(ending)]
    else:
        ending = endings[0]
    return (stem.strip(" .")[:120] or "file") + ending
