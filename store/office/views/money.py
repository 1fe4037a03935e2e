"""The money page: per day and channel what came, went back and waits, and whether Saleor says the same."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from store.amounts import major_units
from store.office.day_totals import Row, day_rows, totals
from store.office.door import Admin, in_office
from store.office.forms import PeriodForm
from store.office.period import read_period
from store.office.spreadsheet import Cell, spreadsheet
from store.payments.models import Reconciliation

ROWS = 62  # a month of two channels
COLUMNS = ("charged", "refunded", "disputed", "net", "in_review", "pending", "difference")


@require_GET
@in_office
def money(request: HttpRequest, admin: Admin) -> HttpResponse:
    """Show a page of days, the totals of the whole period and how the last comparison ended."""
    period, form = read_period(PeriodForm(request.GET))
    rows = day_rows(period)
    runs = list(Reconciliation.objects.all()[:5])
    context = {
        "admin": admin,
        "period": period,
        "form": form,
        "totals": totals(rows),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "runs": runs,
        "last_run": next((run for run in runs if run.finished_at), None),
    }
    return render(request, "office/money.html", context)


@require_GET
@in_office
def money_csv(request: HttpRequest, admin: Admin) -> StreamingHttpResponse:
    """Give the same rows for a spreadsheet."""
    period, _ = read_period(PeriodForm(request.GET))
    head = ("day", "channel", "currency", "payments", *COLUMNS)
    return spreadsheet(f"money-{period.first}-{period.last}", head, map(_cells, day_rows(period)))


def _cells(row: Row) -> list[Cell]:
    amounts = [major_units(getattr(row, column), row.currency) for column in COLUMNS]
    return [row.day, row.channel, row.currency, row.payments, *amounts]
