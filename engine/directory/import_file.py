"""Reads a file of the directory: CSV with one column `kind`, as spreadsheets write it.

The columns are told in docs/operations-room.md. Only the header decides what stands where; columns
may come in any order, and those that nobody needs may be left out.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.errors import InputRefusedError

MOST_BYTES = 1_000_000
MOST_ROWS = 1_000
"""On SQLite nobody else can write meanwhile: a file takes a few seconds at most."""
KINDS = ("partnership", "agency", "area", "person")
"""In the order in which they refer to each other."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "partnership": ("key", "name"),
    "agency": ("key", "name", "partnership", "sector", "telephone", "out_of_hours"),
    "area": ("key", "name", "partnership", "procedure", "edition", "social_care"),
    "person": ("email", "name", "telephone", "agency", "role", "from", "until"),
}
ALL_COLUMNS = tuple(dict.fromkeys(("kind", *(name for row in COLUMNS.values() for name in row))))
TOO_LARGE = f"The file is larger than {MOST_BYTES // 1_000_000} MB. Bring it in in parts."
NOT_UTF8 = "The file is not in UTF-8. In Excel, choose “CSV UTF-8” when you save it."
NO_HEADER = "The first row names the columns, and one of them is “kind”."
ENGLISH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one row; the header is row 1, as in a spreadsheet."""

    row: int
    message: str


@dataclass(frozen=True)
class FileRow:
    """One row with its kind, and what stands in its columns; an empty cell is an empty text."""

    row: int
    kind: str
    cells: Mapping[str, str]

    def day(self, column: str) -> date | None:
        """Return the day in a column: 2026-09-01 or 01/09/2026.

        Raises:
            InputRefusedError: it is no day.
        """
        text = self.cells[column]
        if not text:
            return None
        english = ENGLISH_DAY.fullmatch(text)
        try:
            if english:
                return date(int(english[3]), int(english[2]), int(english[1]))
            return date.fromisoformat(text)
        except ValueError:
            message = f"“{text}” in “{column}” is no day. Write it like 2026-09-01 or 01/09/2026."
            raise InputRefusedError(message) from None


def read_import(content: bytes) -> tuple[tuple[FileRow, ...], tuple[RowProblem, ...]]:
    """Return the rows of a file, and what is wrong with others.

    Raises:
        InputRefusedError: it is too large, not in UTF-8, or its header cannot be read.
    """
    if len(content) > MOST_BYTES:
        raise InputRefusedError(TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputRefusedError(NOT_UTF8) from None
    try:
        records = list(_records(text))
    except csv.Error as error:
        raise InputRefusedError(f"The file cannot be read as CSV: {error}.") from error
    if not records:
        raise InputRefusedError(NO_HEADER)
    (_, header), *others = records
    columns = [name.strip().lower() for name in header]
    _check_header(columns)
    if len(others) > MOST_ROWS:
        raise InputRefusedError(f"The file has more than {MOST_ROWS:,} rows. Bring it in in parts.")
    rows: list[FileRow] = []
    problems: list[RowProblem] = []
    for number, cells in others:
        try:
            rows.append(_row(number, columns, cells))
        except InputRefusedError as refused:
            problems.append(RowProblem(number, str(refused)))
    return tuple(rows), tuple(problems)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, with their numbers in a spreadsheet."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):
        # Excel's own word for the separator.
        text = rest
    # Excel writes semicolons where the computer's decimals have a comma; copied tables have tabs.
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for number, cells in enumerate(reader, start=1):
        if any(cell.strip() for cell in cells):
            yield number, cells


def _check_header(columns: list[str]) -> None:
    if "kind" not in columns:
        raise InputRefusedError(NO_HEADER)
    known = [name for name in columns if name]
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise InputRefusedError(f"The column “{twice[0]}” is there twice.")
    foreign = [name for name in known if name not in ALL_COLUMNS]
    if foreign:
        raise InputRefusedError(
            f"There is no column “{foreign[0][:80]}”. The columns are: {', '.join(ALL_COLUMNS)}."
        )


def _row(number: int, columns: list[str], cells: list[str]) -> FileRow:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise InputRefusedError("The row has more cells than the first row.")
    given = {
        name: " ".join(cell.replace("\0", "").split())
        for name, cell in zip(columns, cells, strict=False)
    }
    kind = given.pop("kind", "").lower()
    if kind not in KINDS:
        raise InputRefusedError(f"“{kind[:80]}” is no kind. The kinds are: {', '.join(KINDS)}.")
    filled = [name for name, cell in given.items() if name and cell]
    foreign = [name for name in filled if name not in COLUMNS[kind]]
    if foreign:
        raise InputRefusedError(f"A row of the kind {kind} leaves “{foreign[0]}” empty.")
    return FileRow(number, kind, {name: given.get(name, "") for name in COLUMNS[kind]})
