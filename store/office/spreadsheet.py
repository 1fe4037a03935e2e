"""Rows as CSV: UTF-8, ISO dates, amounts as plain decimals, and no cell that a spreadsheet would take for a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import StreamingHttpResponse

Cell = str | int | Decimal | date | datetime | None
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What csv writes to: gives each line back."""

    def write(self, line: str) -> str:
        return line


def spreadsheet(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """Return a download that is written while it is read, however many rows there are."""
    return StreamingHttpResponse(
        _lines(head, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _lines(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([_written(cell) for cell in row])


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, str) and cell.startswith(STARTS_FORMULA):
        return f"'{cell}"  # spreadsheets then show it and do nothing
    return str(cell)
