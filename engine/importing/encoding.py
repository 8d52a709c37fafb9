"""Which encoding a file is in, decided over all of its bytes, and its rewriting as UTF-8.

DuckDB reads UTF-8, UTF-16 and a Latin-1 that refuses 0x80–0x9F, so anything that is not UTF-8 is
rewritten first. Deciding on a sample would be cheaper and wrong: the first umlaut of a file may
stand in its last line.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from engine.errors import ImportRefused
from engine.importing.inspection import BLOCK_BYTES, blocks

UNREADABLE = "encoding_unknown"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 256 * 1024
# Bytes that Windows-1252 leaves undefined; 0x80–0x9F are control characters in Latin-1.
_UNDEFINED_1252 = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_C1 = frozenset(range(0x80, 0xA0))
_ASCII = 127
_HIGH_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_WESTERN = frozenset("ÄÖÜäöüßéèêëàâáãåæçíìîïñóòôõøúùûÿŸÉÈÀÂÁÃÅÆÇÍÑÓÔÕØÚ€£§°µ²³«»„“”‘’‚–—…·®©™¿¡ºª½¼¾±×")


def encoding_by_mark(head: bytes) -> str | None:
    """The encoding that a byte order mark, or UTF-16's pattern of NULs, gives away; else None."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    return _utf16_without_mark(head)


def detect_legacy(path: Path) -> str:
    """The encoding of a file that is not UTF-8: Windows-1252, Latin-1 or what the statistics say.

    Raises `ImportRefused` (code `encoding_unknown`) when nothing fits.
    """
    used, sample = _high_bytes(path)
    western = _western_name(used)
    if western is not None and _looks_western(sample, western):
        return western
    best = from_bytes(sample).best()
    if best is not None and _decodes(path, best.encoding):
        return str(best.encoding).replace("_", "-")
    if western is not None:
        return western
    raise ImportRefused("The file's text encoding could not be recognised; save it as UTF-8.", UNREADABLE)


def codec_named(encoding: str) -> str:
    """The name of Python's codec for a text encoding that a person named.

    Raises `ImportRefused` (code `option_invalid`) when there is none.
    """
    try:
        b"text".decode(encoding, errors="replace")  # a mere look-up would also find base64
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise ImportRefused(
            f"The text encoding “{encoding}” is not known; name another, such as windows-1252.",
            "option_invalid",
        ) from None


def transcode(source: Path, target: Path, encoding: str) -> None:
    """Write `source`, read as `encoding`, to `target` as UTF-8 without a byte order mark.

    Line breaks stay as they are. Raises `ImportRefused` (code `encoding_unknown`) when a byte
    doesn't belong to the encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    with target.open("wb") as output:
        try:
            for block in blocks(source):
                output.write(decoder.decode(block).encode("utf-8"))
            output.write(decoder.decode(b"", final=True).encode("utf-8"))
        except UnicodeError as error:
            sentence = (
                f"Some of the file can't be read as {encoding} text; save it as UTF-8 or name its encoding."
            )
            raise ImportRefused(sentence, UNREADABLE) from error


def _utf16_without_mark(head: bytes) -> str | None:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half < 2 or max(even, odd) < half * 0.4 or min(even, odd) > half * 0.05:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _high_bytes(path: Path) -> tuple[frozenset[int], bytes]:
    """Which bytes beyond ASCII occur, and up to `_SAMPLE_BYTES` from the lines around them."""
    seen: set[int] = set()
    sample = bytearray()
    for block in blocks(path):
        if block.isascii():
            continue
        high = block.translate(None, bytes(range(128)))
        seen.update(high)
        if len(sample) < _SAMPLE_BYTES:
            sample += _lines_beyond_ascii(block, _SAMPLE_BYTES - len(sample))
    return frozenset(seen), bytes(sample)


def _lines_beyond_ascii(block: bytes, limit: int) -> bytes:
    lines = (line for line in block.splitlines(keepends=True) if not line.isascii())
    return b"".join(lines)[:limit]


def _western_name(used: frozenset[int]) -> str | None:
    if not used & _C1:
        return "iso-8859-1"
    return None if used & _UNDEFINED_1252 else "windows-1252"


def _looks_western(sample: bytes, encoding: str) -> bool:
    """Accents of Western languages stand alone between plain letters; other alphabets in rows."""
    text = sample.decode(encoding, errors="replace")
    high = sum(ord(char) > _ASCII for char in text)
    western = sum(char in _WESTERN for char in text)
    in_rows = sum(len(run) for run in _HIGH_RUN.findall(text))
    return western >= 0.7 * high and in_rows <= 0.5 * high


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK_BYTES):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True
