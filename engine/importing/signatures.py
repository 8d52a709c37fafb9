"""Recognising files that are no table at all, so that they are refused by name.

A PDF, a web page or a JSON document "loads" as a table in any lenient CSV reader, as one column of
nonsense. The first bytes tell what it really is, and the person is told what to do about it.
"""

from __future__ import annotations

import re

from engine.errors import ImportRefused
from engine.results import FileFormat

WRONG_KIND = "wrong_file_kind"
HEAD_BYTES = 64 * 1024
"""How many leading bytes `refuse_wrong_kind` wants to see."""

_EXCEL = "an Excel workbook, not a CSV file; export the sheet as CSV and upload that"
_UNPACK = "not a CSV file; unpack it and upload the file inside"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document, not a table; export the data as CSV and upload that"),
    (b"\x7fELF", "a program (ELF), not a table"),
    (b"\x1f\x8b", f"a gzip archive, {_UNPACK}"),
    (b"BZh", f"a bzip2 archive, {_UNPACK}"),
    (b"\xfd7zXZ\x00", f"an xz archive, {_UNPACK}"),
    (b"\x28\xb5\x2f\xfd", f"a Zstandard archive, {_UNPACK}"),
    (b"7z\xbc\xaf\x27\x1c", f"a 7-Zip archive, {_UNPACK}"),
    (b"Rar!\x1a\x07", f"a RAR archive, {_UNPACK}"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        _EXCEL.replace("an Excel workbook", "an old Office document (such as .xls)"),
    ),
    (b"\x89PNG\r\n\x1a\n", "a PNG image, not a table"),
    (b"\xff\xd8\xff", "a JPEG image, not a table"),
    (b"GIF87a", "a GIF image, not a table"),
    (b"GIF89a", "a GIF image, not a table"),
    (b"SQLite format 3\x00", "an SQLite database, not a CSV file; export the table as CSV and upload that"),
    (b"ARROW1\x00\x00", "an Arrow file; convert it to Parquet or CSV and upload that"),
    (b"Obj\x01", "an Avro file; convert it to Parquet or CSV and upload that"),
    (b"ORC", "an ORC file; convert it to Parquet or CSV and upload that"),
    (b"{\\rtf", "a rich text document, not a table; export the data as CSV and upload that"),
)
_ZIP = b"PK\x03\x04"
_PARQUET = b"PAR1"
_HTML = re.compile(rb"\s*(<!doctype html|<html|<head|<body|<table)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b")
_JSON = re.compile(rb'\s*(\[\s*[\[{]|\{\s*("[^"\r\n]*"\s*:|\}))')
# What text never holds: control characters other than tab, line feed, form feed, return and escape.
_CONTROL = bytes(set(range(32)) - {0, 9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31})
_BINARY_SHARE = 0.05


def refuse_wrong_kind(head: bytes, file_format: FileFormat) -> None:
    """Raise `ImportRefused` (code `wrong_file_kind`) when the first bytes show another kind of file."""
    kind = _kind_of(head.removeprefix(b"\xef\xbb\xbf"))
    if file_format == "parquet":
        if not head.startswith(_PARQUET):
            found = kind or "not a Parquet file, although its name says so"
            raise ImportRefused(f"This is {found}.", WRONG_KIND)
        return
    if head.startswith(_PARQUET):
        kind = "a Parquet file under a CSV name; rename it to .parquet and upload it again"
    if kind is None and _looks_binary(head):
        kind = "a binary file, not a text file with a table"
    if kind is not None:
        raise ImportRefused(f"This is {kind}.", WRONG_KIND)


def _kind_of(head: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_ZIP):
        return _zip_kind(head)
    if _HTML.match(head):
        return "a web page (HTML), not a CSV file; download the data itself and upload that"
    if _XML.match(head):
        return "an XML document, not a CSV file; export the data as CSV and upload that"
    if _JSON.match(head):
        return "a JSON document, not a CSV file; convert it to CSV and upload that"
    return None


def _zip_kind(head: bytes) -> str:
    if b"xl/" in head or b"[Content_Types].xml" in head:
        return _EXCEL
    if b"opendocument.spreadsheet" in head:
        return _EXCEL.replace("an Excel workbook", "an OpenDocument spreadsheet")
    return f"a ZIP archive, {_UNPACK}"


def _looks_binary(head: bytes) -> bool:
    controls = len(head) - len(head.translate(None, _CONTROL))
    return bool(head) and controls / len(head) > _BINARY_SHARE
