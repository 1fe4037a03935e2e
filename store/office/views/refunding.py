"""Giving money of one payment back, with the same form as at the desk."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from store.backend import app_client
from store.office.door import SEES_MONEY, Admin, in_office
from store.office.views.payments import payment_page
from store.payments.models import COUNTED, Payment
from store.payments.refunds.form import RefundForm
from store.payments.refunds.refundable import Refundable

NOT_CANCELLED = "The money is on its way, but the order could not be cancelled."


@require_POST
@in_office
def refund_page(request: HttpRequest, admin: Admin, payment_id: UUID) -> HttpResponse:
    """Refund what the form says, and cancel the order too where that is wanted."""
    payment = get_object_or_404(Payment, pk=payment_id)
    refundable = Refundable(payment, permissions=[SEES_MONEY])
    if refundable.why_not:
        return payment_page(request, admin, payment, said=refundable.why_not)
    form = RefundForm(request.POST, refundable=refundable)
    made = form.give_back(asked_by=admin.person.email) if form.is_valid() else None
    if made is None:
        form.point_at_error()
        return payment_page(request, admin, payment, refund_form=form)
    if form.wants_cancelled and made.status in COUNTED:
        answer = app_client().order_cancel(id=payment.order_id)
        if answer is None or answer.errors:
            return payment_page(request, admin, payment, said=NOT_CANCELLED)
    return redirect("office:payment", payment.pk)
