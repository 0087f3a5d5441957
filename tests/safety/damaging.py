"""Files and messages as no channel sends them: cut, mixed up, written in other letters, and with odd words inside."""

from __future__ import annotations

import copy
import csv
import io
import json
import random
import zipfile
from collections.abc import Callable
from typing import Any

from tests.channels.nonsense import places
from tests.channels.test_mutations import mutated
from tests.channels.webstore.mutating import twisted

Damage = Callable[[bytes, random.Random], bytes]
Rows = list[list[str]]

ODD_CELLS = (
    *("", " ", "0", "-1", "1.234", "1,234", "1 234,50", "1E+12", "1E+999999999", "9" * 400, "½", "٣", "NaN"),
    *("Infinity", "=1+1", '="1"', "'", '"', '""', "--", "$", "€ 1", "paid", "EUR", "JPY", "XXX", "LAMP"),
    *("2026-02-30", "0000-00-00 00:00:00 +9999", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+14:00"),
    *("31-Feb-26", "00/00/00", "\ud800", "\0", "\x1a", "\x0b\x0c\x1c\x85\u2028", "\u202e\u0301" * 50, "&#0;"),
    *(
        "&#x110000;",
        "\ufeff",
        "\U0001f600",
        "<script>",
        "a:1:{i:0;s:9:x}",
        "name:|sku:|quantity:",
        "\r",
        "\n",
    ),
    *("x" * 140_000, "line\n" * 500, "," * 300, ";" * 300, "\t" * 300, "(" * 5000, "#" * 500),
)
CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp932", "cp037", "utf-7")


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A file that was whole, after one blow or several."""
    if content.startswith(b"PK"):
        return _workbook(content, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        content = chance.choice(BLOWS)(content, chance)
    return content


def damaged_message(told: dict[str, Any], chance: random.Random) -> bytes:
    """A message that was whole."""
    act = chance.random()
    if act < 0.4:
        return twisted(told, chance)
    if act < 0.7:
        return _with_odd_json(told, chance)
    if act < 0.75:
        return chance.choice(NO_OBJECTS)
    return chance.choice((mutated, mutated, _flipped, _cut, _recoded))(json.dumps(told).encode(), chance)


def _flipped(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 20)) if spoilt else 0):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _cut(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return chance.choice((content[:at], content[:at], content[at:]))


def _recoded(content: bytes, chance: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(chance.choice(CODECS), "replace")


def _more(content: bytes, chance: random.Random) -> bytes:
    """Its rows many times over, as far as that is not a matter of patience."""
    first, _, rest = content.partition(b"\n")
    return first + b"\n" + rest * chance.choice((2, 10, max(1, min(500, 500_000 // (len(rest) + 1)))))


def _lines(content: bytes, chance: random.Random) -> bytes:
    """Told twice, left out, or in another place."""
    lines = content.splitlines(keepends=True)
    if lines:
        line = lines.pop(chance.randrange(len(lines)))
        for _ in range(chance.choice((0, 1, 1, 2))):
            lines.insert(chance.randrange(len(lines) + 1), line)
    return b"".join(lines)


def _columns(content: bytes, chance: random.Random) -> bytes:
    """Exchanged, left out, told twice; in all rows, or from some row on."""
    rows, delimiter = _read(content)
    width = max(map(len, rows), default=0)
    if not width:
        return content
    order, since = list(range(width)), chance.choice((0, 0, chance.randrange(len(rows))))
    one, other = chance.randrange(width), chance.randrange(width)
    order[one : one + 1] = chance.choice(([other], [], [one, other], [one, one]))
    moved = [[row[at] if at < len(row) else "" for at in order] for row in rows[since:]]
    return _written(rows[:since] + moved, delimiter)


def _cells(content: bytes, chance: random.Random) -> bytes:
    """Some hold something odd, or what another one held."""
    rows, delimiter = _read(content)
    filled = [row for row in rows if row]
    for _ in range(chance.choice((1, 1, 2, 6)) if filled else 0):
        row = chance.choice(filled)
        row[chance.randrange(len(row))] = chance.choice((*ODD_CELLS, chance.choice(chance.choice(filled))))
    return _written(rows, delimiter)


BLOWS: tuple[Damage, ...] = (
    *(mutated, _flipped, _cut, _recoded, _more, _lines, _lines, _columns, _columns),
    *(_cells, _cells, _cells, _cells, _cells),
)


def _read(content: bytes) -> tuple[Rows, str]:
    text = content.decode("utf-8", "surrogateescape")
    delimiter = max(",;\t", key=text.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), delimiter
    except csv.Error:
        return [line.split(delimiter) for line in text.splitlines()], delimiter


def _written(rows: Rows, delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def _workbook(content: bytes, chance: random.Random) -> bytes:
    """The package, or one of the papers in it."""
    if chance.random() < 0.2:
        return chance.choice((mutated, _flipped, _cut))(content, chance)
    packed, with_what = io.BytesIO(), chance.choice((mutated, mutated, _flipped, _cut, _recoded))
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(packed, "w") as spoilt:
        names = whole.namelist()
        hit = chance.choice((*names, *[name for name in names if "heet" in name or "hared" in name] * 4))
        for name in names:
            paper = whole.read(name)
            spoilt.writestr(name, with_what(paper, chance) if name == hit else paper)
    return packed.getvalue()


NO_OBJECTS = (
    *(
        b"",
        b" ",
        b"null",
        b"[]",
        b"1",
        b'"x"',
        b"{}",
        b"[{}]",
        b"{",
        b"\xff\xfe",
        b"\0" * 50,
        b"webhook_id=7",
    ),
    *(b"webhook_id=" + b"7" * 5000, b"payload=%7B%7D", b"<order/>", b"[" * 200_000, b'{"a":' * 100_000),
    *(b"{" + b'"id":1,' * 50_000 + b'"id":2}', b" " * 999_000 + b"{}", b"x" * 1_000_001),
)
HERE = '"\u2603"'
ODD_JSON = (
    *("[" * 900 + "]" * 900, "[" * 20_000 + "]" * 20_000, '{"id":' * 900 + "1" + "}" * 900, '{"a":1,"a":2}'),
    *("9" * 5000, "-" + "9" * 4299, "1e999999999", "-1e-999999999", "0." + "0" * 4000 + "1", "1e308", "-0"),
    *("NaN", "Infinity", "-Infinity", "1.0", "01", "0x10", '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"'),
    *('"' + "x" * 300_000 + '"', '"' + "\\u0301" * 20_000 + '"', "[" + ",".join(["{}"] * 20_000) + "]"),
    *('"2026-11-24T10:00:00+99:99"', '"9999-12-31T23:59:59-14:00"', '"0001-01-01T00:00:00+14:00"'),
    *("253402300800", "-62135596801", "9" * 30, '"1e5"', '"٣"', '"½"', "true", '""', "[]", "{}", "null"),
)


def _with_odd_json(told: dict[str, Any], chance: random.Random) -> bytes:
    """JSON that no program would write stands somewhere in it; or a list has very much in it."""
    spoilt = copy.deepcopy(told)
    way = chance.choice(list(places(spoilt)))
    inside: Any = spoilt
    for name in way[:-1]:
        inside = inside[name]
    if isinstance(inside, list) and chance.random() < 0.5:
        inside *= min(300, max(1, 800_000 // (len(json.dumps(spoilt)) + 1)))
        return json.dumps(spoilt).encode()
    inside[way[-1]] = HERE[1:-1]
    return json.dumps(spoilt, ensure_ascii=False).replace(HERE, chance.choice(ODD_JSON)).encode()
