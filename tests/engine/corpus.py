"""Small files of every kind the importer has to cope with, each with exactly what must come of it.

A case gives the bytes of a file and either the table (column names, DuckDB types where they
matter, all rows as DuckDB returns them as text) or the code of the refusal.
"""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One file. `types` None: not looked at. `repaired`/`rejected`: the report's counts."""

    name: str
    data: bytes
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    types: tuple[str, ...] | None = None
    refusal: str | None = None
    repaired: int = 0
    rejected: int = 0
    encoding: str | None = None


def table(name: str, data: str | bytes, columns: str, *rows: str, **more: object) -> Case:
    """Columns and rows are written with `|` between cells; `~` stands for a missing value."""
    cells = tuple(tuple(None if cell == "~" else cell for cell in row.split("|")) for row in rows)
    text = data.encode() if isinstance(data, str) else data
    types = more.pop("types", None)
    split = tuple(str(types).split("|")) if types else None
    return Case(name, text, tuple(columns.split("|")), cells, split, **more)  # type: ignore[arg-type]


def refused(name: str, data: str | bytes, code: str) -> Case:
    return Case(name, data.encode() if isinstance(data, str) else data, refusal=code)


_PEOPLE = "name,age,city\nAnn,31,Oslo\nBob,45,Rome\n"
_ANN_BOB = ("Ann|31|Oslo", "Bob|45|Rome")

PLAIN = (
    table("clean", _PEOPLE, "name|age|city", *_ANN_BOB, types="VARCHAR|BIGINT|VARCHAR"),
    table("no line break at the end", _PEOPLE[:-1], "name|age|city", *_ANN_BOB),
    table("windows line breaks", _PEOPLE.replace("\n", "\r\n"), "name|age|city", *_ANN_BOB),
    table("old mac line breaks", _PEOPLE.replace("\n", "\r"), "name|age|city", *_ANN_BOB),
    table("mixed line breaks", "a,b\r\n1,x\n2,y\r3,z\r\n", "a|b", "1|x", "2|y", "3|z"),
    table("semicolons", _PEOPLE.replace(",", ";"), "name|age|city", *_ANN_BOB),
    table("tabs", _PEOPLE.replace(",", "\t"), "name|age|city", *_ANN_BOB),
    table("pipes", _PEOPLE.replace(",", "|"), "name|age|city", *_ANN_BOB),
    table("sep line", "sep=;\n" + _PEOPLE.replace(",", ";"), "name|age|city", *_ANN_BOB),
    table("sep line, odd delimiter", "sep=~\na~b\n1~x\n", "a|b", "1|x"),
    table("blank lines between", "a,b\n1,x\n\n2,y\n\n\n", "a|b", "1|x", "2|y"),
    table("blank lines above", "\n\na,b\n1,x\n", "a|b", "1|x"),
    table("one row", "a,b\n1,x\n", "a|b", "1|x"),
    table("one column", "town\nOslo\nRome\n", "town", "Oslo", "Rome"),
    table("one column of numbers", "n\n1\n2\n", "n", "1", "2", types="BIGINT"),
    table("one column with a gap", "town\nOslo\n\nRome\n", "town", "Oslo", "~", "Rome"),
    table("one column, blank at the end", "town\nOslo\nRome\n\n\n", "town", "Oslo", "Rome"),
    table("one column with commas in text", "remark\nyes, of course\nno\nwell, maybe, yes\nnone\n", "remark",
           "yes, of course", "no", "well, maybe, yes", "none"),
    table("missing values", "a,b,c\n1,,x\n,2,\n", "a|b|c", "1|~|x", "~|2|~", types="BIGINT|BIGINT|VARCHAR"),
    table("quoted empty is missing", 'a,b\n"",x\n2,""\n', "a|b", "~|x", "2|~"),
    table("all-empty row", "a,b\n1,x\n,\n2,y\n", "a|b", "1|x", "~|~", "2|y"),
    table("column without values", "a,b\n1,\n2,\n", "a|b", "1|~", "2|~", types="BIGINT|VARCHAR"),
    table("spaces in text stay", "a,b\n x ,1\ny  ,2\n", "a|b", " x |1", "y  |2"),
)  # fmt: skip

QUOTES = (
    table("quoted delimiter", 'a,b\n"x, y",1\nz,2\n', "a|b", "x, y|1", "z|2"),
    table("doubled quotes", 'a,b\n"say ""hi""",1\nz,2\n', "a|b", 'say "hi"|1', "z|2"),
    table("backslash quotes", 'a,b\n"say \\"hi\\", ok",1\nz,2\n', "a|b", 'say "hi", ok|1', "z|2"),
    table("single quotes", "a,b\n'x, y',1\n'it''s',2\n", "a|b", "x, y|1", "it's|2"),
    table("quoted line break", 'a,b\n"x\ny",1\nz,2\n', "a|b", "x\ny|1", "z|2"),
    table("quoted blank line", 'a,b\n"x\n\ny",1\nz,2\n', "a|b", "x\n\ny|1", "z|2"),
    table("quoted break, windows", 'a,b\r\n"x\r\ny",1\r\nz,2\r\n', "a|b", "x\r\ny|1", "z|2"),
    table("quoted line feed among windows breaks", 'a,b\r\n"x\ny",1\r\nz,2\r\n', "a|b", "x\ny|1", "z|2"),
    table("quoted return", 'a,b\n"x\ry",1\nz,2\n', "a|b", "x\ry|1", "z|2"),
    table("return inside a value", "a,b\nx\ry,1\nz,2\n", "a|b", "x\ry|1", "z|2"),
    table("quoted break in the header", '"a\nb",c\n1,x\n2,y\n', "a b|c", "1|x", "2|y"),
    table("apostrophes in text", "a,b\nit's,1\n'twas,2\n", "a|b", "it's|1", "'twas|2"),
    table("inches", 'a,b\n5" pipe,1\n6" pipe,2\n', "a|b", '5" pipe|1', '6" pipe|2'),
    table("stray quote at the start", 'a,b\n"hello,1\nz,2\n', "a|b", '"hello|1', "z|2", repaired=1),
    table("quotes not doubled", 'a,b\n"say "hi" now",1\nz,2\n', "a|b", 'say "hi" now|1', "z|2", repaired=1),
    table("unclosed quote at the end", 'a,b\nz,2\ny,"3\n', "a|b", "z|2", 'y|"3', repaired=1),
    table("everything quoted", '"a","b"\n"1","x"\n"2","y"\n', "a|b", "1|x", "2|y", types="BIGINT|VARCHAR"),
    table("the escape itself", "a,b\nx\x1dy,1\n\"p\nq\x1dn\",2\n", "a|b", "x\x1dy|1", "p\nq\x1dn|2"),
)  # fmt: skip

HEADERS = (
    table("duplicate names", "a,a,A\n1,2,x\n", "a|a_1|A_2", "1|2|x"),
    table("duplicate of a numbered name", "a,a_1,a\n1,2,x\n", "a|a_1|a_1_1", "1|2|x"),
    table("empty names", "a,,\n1,2,x\n", "a|column1|column2", "1|2|x"),
    table("names with spaces", " a , b c \n1,x\n", "a|b c", "1|x"),
    table("no header", "1,x,2.5\n2,y,3.5\n", "column0|column1|column2", "1|x|2.5", "2|y|3.5"),
    table("one line, no header", "1,2,3\n", "column0|column1|column2", "1|2|3"),
    table("years as names", "country,2019,2020,2021\nNorway,5,6,7\nItaly,8,9,10\n", "country|2019|2020|2021",
           "Norway|5|6|7", "Italy|8|9|10"),
    table("month names first", "a,d\nx,Jan 1 2000\ny,March 31 2001\n", "a|d", "x|2000-01-01", "y|2001-03-31",
           types="VARCHAR|DATE"),
    table("month names second", "a,d\nx,1-Jan-2000\ny,31-Mar-2001\n", "a|d", "x|2000-01-01", "y|2001-03-31",
           types="VARCHAR|DATE"),
    table("no such day", "a,d\nx,1 Feb 2000\ny,31 Feb 2001\n", "a|d", "x|1 Feb 2000", "y|31 Feb 2001"),
    table("all text", "name,city\nAnn,Oslo\nBob,Rome\n", "name|city", "Ann|Oslo", "Bob|Rome"),
    table("title above", "Sales report\n\nname,age,city\nAnn,31,Oslo\nBob,45,Rome\n", "name|age|city", *_ANN_BOB),
    table("comments above", "# made by x\n# y, z\nname,age,city\nAnn,31,Oslo\n", "name|age|city", "Ann|31|Oslo"),
    table("header too short", "a,b\n1,2,x\n3,4,y\n", "a|b|column2", "1|2|x", "3|4|y"),
    table("row names as R writes them", '"a","b"\n"1",5,x\n"2",6,y\n', "row_names|a|b", "1|5|x", "2|6|y"),
    table("empty names beyond the rows", "a,b,,\n1,x\n2,y\n", "a|b", "1|x", "2|y"),
    table("delimiter at each end", "a,b,\n1,x,\n2,y,\n", "a|b|column2", "1|x|~", "2|y|~"),
    table("delimiter at each row's end", "a,b\n1,x,\n2,y,\n", "a|b|column2", "1|x|~", "2|y|~"),
    table("the header again", "a,b\n1,x\n2,y\na,b\n3,z\n", "a|b", "1|x", "2|y", "3|z", rejected=1),
    table("SQL in a name", 'a"; DROP TABLE data; --,b\n1,x\n', 'a"; DROP TABLE data; --|b', "1|x"),
)  # fmt: skip

RAGGED = (
    table("short row", "a,b,c\n1,2,x\n3,4\n5,6,y\n", "a|b|c", "1|2|x", "3|4|~", "5|6|y", repaired=1),
    table("long row", "a,b\n1,x\n2,y,more,still\n3,z\n", "a|b|surplus_cells", "1|x|~", "2|y|more,still",
           "3|z|~", repaired=1),
    table("long row of empty cells", "a,b\n1,x\n2,y,,\n3,z\n", "a|b", "1|x", "2|y", "3|z"),
    table("footer after a blank line", "a,b\n1,x\n2,y\n\nSource: office\n", "a|b", "1|x", "2|y", rejected=1),
    table("footer", "a,b\n1,x\n2,y\nTotal: 2\n", "a|b", "1|x", "2|y", rejected=1),
    table("short row at the end", "a,b,c\n1,2,x\n3,4,y\n5\n", "a|b|c", "1|2|x", "3|4|y", "5|~|~", repaired=1),
    table("comment inside", "a,b\n1,x\n# pause\n2,y\n", "a|b", "1|x", "2|y", rejected=1),
    table("NUL bytes", b"a,b\n1,x\x00y\n2,z\n", "a|b", "1|xy", "2|z", repaired=1),
)  # fmt: skip

TYPES = (
    table("leading zeros stay text", "id,n\n007,1\n012,2\n", "id|n", "007|1", "012|2", types="VARCHAR|BIGINT"),
    table("decimals", "n\n1.5\n2\n-.5\n1e3\n", "n", "1.5", "2.0", "-0.5", "1000.0", types="DOUBLE"),
    table("large integers", "n\n12345678901234567890\n1\n", "n", "12345678901234567890", "1", types="HUGEINT"),
    table("integers beyond all types", f"n,m\n{'9' * 40},1\n1,2\n", "n|m", f"{'9' * 40}|1", "1|2",
           types="VARCHAR|BIGINT"),
    table("numbers beyond a double", "n,m\n1e400,1\n1.5,2\n", "n|m", "1e400|1", "1.5|2", types="VARCHAR|BIGINT"),
    table("digits beyond a double", "n,m\n12345678901234567,1\n1.5,2\n", "n|m", "12345678901234567|1", "1.5|2",
           types="VARCHAR|BIGINT"),
    table("underscores are no numbers", "n,m\n1_000,1\n2_000,2\n", "n|m", "1_000|1", "2_000|2",
           types="VARCHAR|BIGINT"),
    table("booleans", "b,n\ntrue,1\nfalse,2\n", "b|n", "true|1", "false|2", types="BOOLEAN|BIGINT"),
    table("dates", "d,n\n2024-01-31,1\n2024-02-29,2\n", "d|n", "2024-01-31|1", "2024-02-29|2",
           types="DATE|BIGINT"),
    table("dates that don't exist", "d,n\n2024-01-31,1\n2023-02-29,2\n", "d|n", "2024-01-31|1", "2023-02-29|2",
           types="VARCHAR|BIGINT"),
    table("times", "t\n12:30\n23:59\n", "t", "12:30:00", "23:59:00", types="TIME"),
    table("timestamps", "t,n\n2024-01-31 12:30:00,1\n2024-02-01 00:00:00,2\n", "t|n", "2024-01-31 12:30:00|1",
           "2024-02-01 00:00:00|2", types="TIMESTAMP|BIGINT"),
    table("timestamps with T and fractions", "t\n2024-01-31T12:30:00.5\n2024-02-01T00:00:00\n", "t",
           "2024-01-31 12:30:00.5", "2024-02-01 00:00:00", types="TIMESTAMP"),
    table("zoned timestamps", "t\n2024-01-31T12:30:00Z\n2024-02-01T00:00:00Z\n", "t", "2024-01-31 12:30:00+00",
           "2024-02-01 00:00:00+00", types="TIMESTAMP WITH TIME ZONE"),
    table("offsets", "t\n2024-01-31 12:30:00+02:00\n2024-02-01 00:00:00-01:00\n", "t", "2024-01-31 10:30:00+00",
           "2024-02-01 01:00:00+00", types="TIMESTAMP WITH TIME ZONE"),
    table("nanoseconds", "t\n2024-01-31 12:30:00.123456789\n2024-01-31 12:30:00.5\n", "t",
           "2024-01-31 12:30:00.123456789", "2024-01-31 12:30:00.5", types="TIMESTAMP_NS"),
    table("day first", "d,n\n13/01/2024,1\n02/03/2024,2\n", "d|n", "2024-01-13|1", "2024-03-02|2",
           types="DATE|BIGINT"),
    table("month first", "d,n\n01/13/2024,1\n02/03/2024,2\n", "d|n", "2024-01-13|1", "2024-02-03|2",
           types="DATE|BIGINT"),
    table("points: day first", "d;n\n01.02.2024;1\n02.03.2024;2\n", "d|n", "2024-02-01|1", "2024-03-02|2",
           types="DATE|BIGINT"),
    table("ambiguous dates follow another column", "d,e\n01/02/2024,13/01/2024\n03/04/2024,14/01/2024\n", "d|e",
           "2024-02-01|2024-01-13", "2024-04-03|2024-01-14", types="DATE|DATE"),
    table("decimal commas", "a;b\n1,5;x\n2,25;y\n1.234,5;z\n", "a|b", "1.5|x", "2.25|y", "1234.5|z",
           types="DOUBLE|VARCHAR"),
    table("only decimal commas", "a;b\n1,5;2,5\n3,5;4,5\n", "a|b", "1.5|2.5", "3.5|4.5", types="DOUBLE|DOUBLE"),
    table("grouped thousands", 'a,b\n"1,234",x\n"12,345.5",y\n', "a|b", "1234.0|x", "12345.5|y",
           types="DOUBLE|VARCHAR"),
    table("markers for missing", "n,s\n1,NA\nNA,x\n3,n/a\n", "n|s", "1|NA", "~|x", "3|n/a", types="BIGINT|VARCHAR"),
    table("a word among numbers", "n,s\n1,x\nsoon,y\n", "n|s", "1|x", "soon|y", types="VARCHAR|VARCHAR"),
    table("spaces around numbers", "n,s\n 1 ,x\n2,y\n", "n|s", "1|x", "2|y", types="BIGINT|VARCHAR"),
)  # fmt: skip

_UMLAUTS = "name,city\nJürgen,Köln\nZoë,Málaga\n"
_UMLAUT_ROWS = ("Jürgen|Köln", "Zoë|Málaga")
_CYRILLIC = "имя,город\n" + "Анна,Москва\nБорис,Новосибирск\n" * 20

ENCODINGS = (
    table("utf-8", _UMLAUTS, "name|city", *_UMLAUT_ROWS, encoding="utf-8"),
    table("utf-8 with mark", b"\xef\xbb\xbf" + _UMLAUTS.encode(), "name|city", *_UMLAUT_ROWS, encoding="utf-8-sig"),
    table("utf-8 with mark, no header", b"\xef\xbb\xbf1,x\n2,y\n", "column0|column1", "1|x", "2|y"),
    table("utf-8 with mark, quoted", b'\xef\xbb\xbf"a","b"\n1,x\n', "a|b", "1|x"),
    table("latin-1", _UMLAUTS.encode("latin-1"), "name|city", *_UMLAUT_ROWS, encoding="iso-8859-1"),
    table("windows-1252", "name,price\nJürgen,5 €\n„Zoë“,6 €\n".encode("cp1252"), "name|price", "Jürgen|5",
           "„Zoë“|6", encoding="windows-1252"),
    table("utf-16", _UMLAUTS.encode("utf-16"), "name|city", *_UMLAUT_ROWS, encoding="utf-16"),
    table("utf-16 big end first", b"\xfe\xff" + _UMLAUTS.encode("utf-16-be"), "name|city", *_UMLAUT_ROWS),
    table("utf-16 without mark", _PEOPLE.encode("utf-16-le"), "name|age|city", *_ANN_BOB, encoding="utf-16-le"),
    table("cyrillic", _CYRILLIC.encode("cp1251"), "имя|город", *(["Анна|Москва", "Борис|Новосибирск"] * 20)),
    table("emoji", "a,b\n😀,1\nx,2\n", "a|b", "😀|1", "x|2"),
)  # fmt: skip

REFUSALS = (
    refused("zero bytes", b"", "file_empty"),
    refused("white space", b" \n\t\r\n ", "file_empty"),
    refused("only a mark", b"\xef\xbb\xbf", "file_empty"),
    refused("only a utf-16 mark", b"\xff\xfe", "file_empty"),
    refused("only a header", "a,b,c\n", "no_rows"),
    refused("header and blank lines", "a,b,c\n\n\n", "no_rows"),
    refused("only delimiters", ",,,\n,,,\n", "no_columns"),
    refused("pdf", b"%PDF-1.7\n1 0 obj\n", "wrong_file_kind"),
    refused("elf", b"\x7fELF\x02\x01\x01" + bytes(50), "wrong_file_kind"),
    refused("xlsx", b"PK\x03\x04\x14\x00[Content_Types].xml", "wrong_file_kind"),
    refused("zip", b"PK\x03\x04\x14\x00data.csv", "wrong_file_kind"),
    refused("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "wrong_file_kind"),
    refused("gzip", b"\x1f\x8b\x08" + bytes(20), "wrong_file_kind"),
    refused("png", b"\x89PNG\r\n\x1a\n" + bytes(20), "wrong_file_kind"),
    refused("html", "<!DOCTYPE html>\n<html><body>a,b</body></html>\n", "wrong_file_kind"),
    refused("html after blank lines", "\n\n  <html><body>a,b</body></html>\n", "wrong_file_kind"),
    refused("xml", '<?xml version="1.0"?>\n<a/>\n', "wrong_file_kind"),
    refused("json object", '{"a": 1, "b": [1, 2]}\n', "wrong_file_kind"),
    refused("json array", '[{"a": 1}, {"a": 2}]\n', "wrong_file_kind"),
    refused("json lines", '{"a": 1}\n{"a": 2}\n', "wrong_file_kind"),
    refused("parquet under a csv name", b"PAR1" + bytes(50) + b"PAR1", "wrong_file_kind"),
    refused("binary", bytes(range(256)) * 20, "wrong_file_kind"),
)

CSV_CASES: tuple[Case, ...] = (*PLAIN, *QUOTES, *HEADERS, *RAGGED, *TYPES, *ENCODINGS, *REFUSALS)
