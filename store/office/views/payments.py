"""Payments: the list, and everything about one."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from store.amounts import major_units
from store.office.door import SEES_MONEY, Admin, in_office
from store.office.forms import NoteForm, PaymentsForm
from store.office.payment_facts import PaymentFacts
from store.office.payment_list import find_payments
from store.office.period import Period, read_period
from store.office.spreadsheet import Cell, spreadsheet
from store.payments.models import Payment, PaymentStatus
from store.payments.refunds.failed import failed_refunds
from store.payments.refunds.form import RefundForm
from store.payments.refunds.refundable import Refundable

ROWS = 50
HEAD = (
    *("payment", "opened", "charged_at", "channel", "currency", "agreed", "charged", "refunded", "status"),
    *("order", "stripe_session", "stripe_payment", "saleor_transaction", "reason"),
)


@require_GET
@in_office
def payments(request: HttpRequest, admin: Admin) -> HttpResponse:
    """List payments by day, channel and status, or by what names one."""
    period, form = read_period(PaymentsForm(request.GET))
    found = find_payments(period=period, **_narrowed(form))
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"admin": admin, "period": period, "form": form, "page": page, "query": _query(period, form)}
    return render(request, "office/payments.html", context)


@require_GET
@in_office
def payments_csv(request: HttpRequest, admin: Admin) -> StreamingHttpResponse:
    """Give the same payments for a spreadsheet, all pages of them and nothing about people."""
    period, form = read_period(PaymentsForm(request.GET))
    found = find_payments(period=period, **_narrowed(form))
    return spreadsheet(f"payments-{period.first}-{period.last}", HEAD, _rows(found.iterator(chunk_size=2000)))


@require_GET
@in_office
def payment(request: HttpRequest, admin: Admin, payment_id: UUID) -> HttpResponse:
    """Show everything about one payment."""
    return payment_page(request, admin, get_object_or_404(Payment, pk=payment_id))


def payment_page(
    request: HttpRequest,
    admin: Admin,
    payment: Payment,
    *,
    closing: Mapping[UUID, NoteForm] | None = None,
    **forms: object,
) -> HttpResponse:
    """Answer with a payment's page; forms that were posted and refused are handed in, `closing` by the refund's id."""
    facts = PaymentFacts(payment)
    failed = failed_refunds().filter(payment=payment).values_list("pk", flat=True)
    notes = {pk: NoteForm(prefix=str(pk)) for pk in failed} | dict(closing or {})
    context = {
        "admin": admin,
        "facts": facts,
        "payment": payment,
        "note": NoteForm(),
        "refunds": [(refund, notes.get(refund.pk)) for refund in facts.refunds],
        "refund_form": _refund_form(payment),
        "refund_action": reverse("office:refund", args=[payment.pk]),
        **forms,
    }
    return render(request, "office/payment.html", context)


def _refund_form(payment: Payment) -> RefundForm | None:
    """Return the form for giving money of a placed order back; what waits for a person has its own acts."""
    if payment.status != PaymentStatus.PLACED:
        return None
    refundable = Refundable(payment, permissions=[SEES_MONEY])
    return None if refundable.why_not else RefundForm(refundable=refundable)


def _narrowed(form: PaymentsForm) -> dict[str, str]:
    given = getattr(form, "cleaned_data", {})
    return {"status": given.get("status") or "", "words": given.get("words") or ""}


def _query(period: Period, form: PaymentsForm) -> str:
    given: Any = form.data
    asked = given.copy()
    asked.pop("page", None)
    return str(asked.urlencode()) or period.query


def _rows(found: Iterator[Payment]) -> Iterator[tuple[Cell, ...]]:
    for row in found:
        amounts = [major_units(amount, row.currency) for amount in (row.amount, row.charged, row.refunded)]
        yield (
            *(str(row.pk), row.created_at, row.charged_at, row.channel, row.currency, *amounts, row.status),
            *(row.order_number, row.session_id, row.payment_intent_id, row.transaction_id, row.reason),
        )
