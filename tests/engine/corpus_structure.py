"""Files whose structure is what is wrong with them: titles, several headers, footers, totals, broken lines."""

from __future__ import annotations

from tests.engine.corpus import Case, refused, table

_ROWS = ("Ann|31|Oslo", "Bob|45|Rome")
_BODY = "Ann,31,Oslo\nBob,45,Rome\n"
_NAMES = "name,age,city\n"

TITLES = (
    table("title padded to the width", "Staff,,\n" + _NAMES + _BODY, "name|age|city", *_ROWS),
    table("title and padded blank line", "Staff,,\n,,\n" + _NAMES + _BODY, "name|age|city", *_ROWS),
    table("two titles and blank lines", "Staff\n\nMarch\n\n" + _NAMES + _BODY, "name|age|city", *_ROWS),
    table("key and value lines above", "Station;Oslo\nSince;1990\n\nday;rain;snow;wind\n1;2;3;4\n2;3;4;5\n3;4;5;6\n",
          "day|rain|snow|wind", "1|2|3|4", "2|3|4|5", "3|4|5|6"),
    table("comment above a semicolon file", "# stock, of all shops\nid;n\n1;2\n2;3\n", "id|n", "1|2", "2|3"),
    table("sparse first row is no title", "a,b,c\n1,,\n2,3,4\n", "a|b|c", "1|~|~", "2|3|4"),
)  # fmt: skip

NAME_LINES = (
    table("names twice", _NAMES * 2 + _BODY, "name name|age age|city city", *_ROWS),
    table("names three times", _NAMES * 3 + _BODY, "name name name|age age age|city city city", *_ROWS),
    table("names and units", "place,height,mass\n,[m],[kg]\nx,1.5,2\ny,2.5,3\n", "place|height [m]|mass [kg]",
          "x|1.5|2", "y|2.5|3"),
    table("bare units", "place,height,load\n,cm,%\nx,15,2\ny,25,3\n", "place|height cm|load %", "x|15|2", "y|25|3"),
    table("groups above names", ",2019,,2020,\nshop,q1,q2,q1,q2\nA,1,2,3,4\nB,5,6,7,8\n",
          "shop|2019 q1|2019 q2|2020 q1|2020 q2", "A|1|2|3|4", "B|5|6|7|8"),
    table("groups above years", "Shop,,Sales,\nName,Code,2023,2024\nA,001,2,3\nB,002,6,7\n",
          "Shop Name|Shop Code|Sales 2023|Sales 2024", "A|001|2|3", "B|002|6|7"),
    table("one group", ",Sales,\nshop,in,out\nA,1,2\nB,5,6\n", "shop|Sales in|Sales out", "A|1|2", "B|5|6"),
    table("a word in the first row is no second header", "name,n\nAnn,unknown\nBob,3\nCid,4\n", "name|n",
          "Ann|unknown", "Bob|3", "Cid|4"),
    table("a repeated first row of text is a row", "town,land\nOslo,Norway\nOslo,Norway\nRome,Italy\n", "town|land",
          "Oslo|Norway", "Oslo|Norway", "Rome|Italy"),
    table("a name too many without a text", "a,,b,c\n1,x,2\n3,y,4\n", "a|b|c", "1|x|2", "3|y|4"),
    table("both lines of names again", _NAMES * 2 + _BODY + _NAMES * 2 + "Cid,5,Bern\n",
          "name name|age age|city city", *_ROWS, "Cid|5|Bern", rejected=2),
)  # fmt: skip

FOOTERS = (
    table("total of full width", "shop,n\nA,1\nB,2\nTotal,3\n", "shop|n", "A|1", "B|2", rejected=1),
    table("total with gaps", "shop,town,n\nA,Oslo,1\nB,Rome,2\nTotal,,3\n", "shop|town|n", "A|Oslo|1", "B|Rome|2",
          rejected=1),
    table("sum with a colon", "id;n\n1;4\n2;5\nSumme:;9\n", "id|n", "1|4", "2|5", rejected=1),
    table("grand total", "shop,n\nA,1\nB,2\nGrand Total,3\n", "shop|n", "A|1", "B|2", rejected=1),
    table("total, then a note", "shop,n\nA,1\nB,2\nTotal,3\n\nSource: us\n", "shop|n", "A|1", "B|2", rejected=2),
    table("a total in the middle is a row", "shop,n\nA,1\nTotal,1\nB,2\n", "shop|n", "A|1", "Total|1", "B|2"),
    table("totals of groups are rows", "shop,n\nA,1\nTotal,1\nB,2\nTotal,2\n", "shop|n", "A|1", "Total|1", "B|2",
          "Total|2"),
    table("a brand called Total", "brand,town,n\nShell,Oslo,1\nTotal,Rome,2\n", "brand|town|n", "Shell|Oslo|1",
          "Total|Rome|2"),
    table("padded note", "a,b\n1,x\n2,y\nSource: us,\n", "a|b", "1|x", "2|y", rejected=1),
    table("sparse last row", "a,b\nx,1\ny,2\nz,\n", "a|b", "x|1", "y|2", "z|~"),
    table("number of rows below", "a,b\n1,x\n2,y\n(2 rows)\n", "a|b", "1|x", "2|y", rejected=1),
)  # fmt: skip

OTHER_TABLES = (
    table("a narrower table below", "a,b,c\n1,x,2\n3,y,4\nk,v\np,5\nq,6\n", "a|b|c", "1|x|2", "3|y|4", rejected=3),
    table("a wider table below", "k,v\np,5\nq,6\nr,7\na,b,c\n1,x,2\n3,y,4\n", "k|v", "p|5", "q|6", "r|7", rejected=3),
    table("another table behind a blank line", "k,v\np,5\nq,6\n\nland,people\nA,7\nB,8\n", "k|v", "p|5", "q|6",
          rejected=3),
    table("the same table again", "k,v\np,5\nq,6\n\nk,v\nr,7\ns,8\n", "k|v", "p|5", "q|6", "r|7", "s|8", rejected=1),
)  # fmt: skip

BROKEN_LINES = (
    table("quote opens a number", 'a,b,c\n1,"x, y",2\n"3,"u, v",4\n', "a|b|c", '1|x, y|2', '"3|u, v|4', repaired=1),
    table("quote doubled at the start", 'a,b\n""x, y",1\nz,2\n', "a|b", '"x, y|1', "z|2", repaired=1),
    table("quote in the header", 'a,"b,c\n1,x,2\n3,y,4\n', 'a|"b|c', "1|x|2", "3|y|4"),
    table("quote alone in the last cell", 'a,b\n1,x\n2,"\n3,y\n', "a|b", "1|x", '2|"', "3|y", repaired=1),
    table("spaces behind commas", "a, b, c\n1, x, 2\n3, y, 4\n", "a|b|c", "1|x|2", "3|y|4"),
    table("spaces behind commas and quotes", 'a, "b", c\n1, "x, z", 2\n3, y, 4\n', "a|b|c", "1|x, z|2", "3|y|4"),
    table("spaces behind commas, empty cells", "a, b, c\n1, , 2\n3, y, \n", "a|b|c", "1|~|2", "3|y|~"),
    table("delimiters of another kind in text", "a;b\nx, y;1\nu, v;2\n", "a|b", "x, y|1", "u, v|2"),
    table("returns only, quoted", 'a,b\r"x\ry",1\rz,2\r', "a|b", "x\ry|1", "z|2"),
    table("short and long rows", "a,b,c\n1,2\n1,2,3,4\n5,6,7\n8,9,0\n", "a|b|c|surplus_cells", "1|2|~|~", "1|2|3|4",
          "5|6|7|~", "8|9|0|~", repaired=2),
    table("NUL bytes in the header", b"a\0,b\n1,x\n2,y\n", "a|b", "1|x", "2|y"),
    refused("bzip2", b"BZh91AY&SY" + bytes(20), "wrong_file_kind"),
    refused("xz", b"\xfd7zXZ\x00" + bytes(20), "wrong_file_kind"),
    refused("7-zip", b"7z\xbc\xaf\x27\x1c" + bytes(20), "wrong_file_kind"),
    refused("sqlite", b"SQLite format 3\x00" + bytes(80), "wrong_file_kind"),
)  # fmt: skip

STRUCTURE_CASES: tuple[Case, ...] = (*TITLES, *NAME_LINES, *FOOTERS, *OTHER_TABLES, *BROKEN_LINES)
