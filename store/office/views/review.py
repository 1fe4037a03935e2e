"""The review queue, and what a person does with a payment in it."""

from collections.abc import Callable
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from store.office.door import Admin, in_office
from store.office.forms import NoteForm
from store.office.views.payments import payment_page
from store.payments.models import Payment, PaymentStatus, Refund
from store.payments.refunds.failed import ask_again, close_refund, failed_refunds
from store.payments.refunds.giving_back import RefundRefused
from store.payments.review import ReviewRefused, give_back, resolve, try_again

ROWS = 50


@require_GET
@in_office
def review(request: HttpRequest, admin: Admin) -> HttpResponse:
    """List the payments and failed refunds that wait for a person, the oldest first."""
    waiting = Payment.objects.filter(status=PaymentStatus.REVIEW).order_by("created_at", "pk")
    page = Paginator(waiting, ROWS).get_page(request.GET.get("page"))
    refunds = list(failed_refunds())
    nothing = "No payment waits for a person." if refunds else "Nothing waits for a person."
    return render(request, "office/review.html", {"admin": admin, "page": page, "refunds": refunds, "nothing": nothing})


@require_POST
@in_office
def try_again_page(request: HttpRequest, admin: Admin, payment_id: UUID) -> HttpResponse:
    """Settle a payment once more."""
    return _act(request, admin, payment_id, lambda payment: try_again(payment, by=admin.person.email))


@require_POST
@in_office
def give_back_page(request: HttpRequest, admin: Admin, payment_id: UUID) -> HttpResponse:
    """Send back what is left of a payment."""
    return _act(request, admin, payment_id, lambda payment: give_back(payment, by=admin.person.email))


@require_POST
@in_office
def resolve_page(request: HttpRequest, admin: Admin, payment_id: UUID) -> HttpResponse:
    """Close a payment with a note."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return payment_page(request, admin, get_object_or_404(Payment, pk=payment_id), note=form)
    note = form.cleaned_data["note"]
    return _act(request, admin, payment_id, lambda payment: resolve(payment, by=admin.person.email, note=note))


@require_POST
@in_office
def ask_again_page(request: HttpRequest, admin: Admin, payment_id: UUID, refund_id: UUID) -> HttpResponse:
    """Ask for a refund that failed once more."""
    refund = get_object_or_404(Refund, pk=refund_id, payment=payment_id)
    return _act(request, admin, payment_id, lambda _: ask_again(refund, by=admin.person.email))


@require_POST
@in_office
def close_refund_page(request: HttpRequest, admin: Admin, payment_id: UUID, refund_id: UUID) -> HttpResponse:
    """Close a refund that failed with a note."""
    refund = get_object_or_404(Refund, pk=refund_id, payment=payment_id)
    form = NoteForm(request.POST, prefix=str(refund.pk))
    if not form.is_valid():
        return payment_page(request, admin, get_object_or_404(Payment, pk=payment_id), closing={refund.pk: form})
    note = form.cleaned_data["note"]
    return _act(request, admin, payment_id, lambda _: close_refund(refund, by=admin.person.email, note=note))


def _act(request: HttpRequest, admin: Admin, payment_id: UUID, act: Callable[[Payment], object]) -> HttpResponse:
    payment = get_object_or_404(Payment, pk=payment_id)
    try:
        act(payment)
    except (ReviewRefused, RefundRefused) as refused:
        return payment_page(request, admin, get_object_or_404(Payment, pk=payment_id), said=refused.message)
    return redirect("office:payment", payment_id)
