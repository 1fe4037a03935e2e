"""Differences between Stripe, our payments and Saleor: the list, the explanations, and another comparison."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from store.office.door import Admin, in_office
from store.office.forms import NoteForm, PeriodForm
from store.office.period import read_period
from store.payments.books.reconciliation import compare_period
from store.payments.models import Difference, Reconciliation

ROWS = 50


@require_GET
@in_office
def differences(request: HttpRequest, admin: Admin) -> HttpResponse:
    """List what does not agree, the unexplained first."""
    return _page(request, admin)


@require_POST
@in_office
def explain(request: HttpRequest, admin: Admin, difference_id: int) -> HttpResponse:
    """Keep an explanation, with which a difference stays on record and counts no more."""
    difference = get_object_or_404(Difference, pk=difference_id, noted_at=None)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, admin, note=form, noting=difference.pk)
    difference.note, difference.noted_by = form.cleaned_data["note"], admin.person.email
    difference.noted_at = timezone.now()
    difference.save(update_fields=["note", "noted_by", "noted_at"])
    return redirect("office:differences")


@require_POST
@in_office
def compare(request: HttpRequest, admin: Admin) -> HttpResponse:
    """Compare a period again, in the background where there is one."""
    period, _ = read_period(PeriodForm(request.POST))
    compare_period.enqueue(since=period.since.isoformat(), until=period.until.isoformat())
    return redirect("office:differences")


def _page(request: HttpRequest, admin: Admin, **forms: object) -> HttpResponse:
    there = Difference.objects.filter(gone_at=None).order_by(F("noted_at").asc(nulls_first=True), "-at", "-pk")
    runs = list(Reconciliation.objects.all()[:5])
    context = {
        "admin": admin,
        "period": read_period(PeriodForm({}))[0],
        "page": Paginator(there, ROWS).get_page(request.GET.get("page")),
        "runs": runs,
        "last_run": next((run for run in runs if run.finished_at), None),
        "blank": NoteForm(),
        **forms,
    }
    return render(request, "office/differences.html", context)
