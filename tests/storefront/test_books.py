"""Whole purchases on the embedded engine, compared with Stripe's books."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from store.engine.models import TransactionEvent, TransactionItem
from store.payments.books.comparison import compare
from store.payments.models import Difference, Payment, Reconciliation
from store.payments.refunds.giving_back import continue_refund, request_refund
from store.payments.sandbox.events import SandboxControl
from tests.factories.stall import stall
from tests.storefront.buying import Customer

pytestmark = pytest.mark.usefixtures("stripe")
Bank = Callable[[str], None]


def bought(bank: Bank) -> Payment:
    """A chart that was bought and paid."""
    shop, customer = stall(), Customer()
    customer.reach_review(shop.chart, 2)
    customer.post("checkout/review/", note="")
    bank("pay")
    SandboxControl.release()
    payment = Payment.objects.get()
    assert payment.status == "placed"
    return payment


def compared() -> Reconciliation:
    now = timezone.now()
    return compare(since=now - timedelta(hours=1), until=now + timedelta(minutes=1))


def told() -> list[str]:
    return list(Difference.objects.filter(gone_at=None).values_list("words", flat=True))


def test_a_purchase_leaves_books_that_agree_also_when_some_of_it_went_back(bank: Bank) -> None:
    payment = bought(bank)
    assert (compared().compared, told()) == (1, [])
    refund = request_refund(
        payment=payment, amount=500, reason="", asked_by="ada@example.com", request_key="click", limit=None
    )
    continue_refund(refund)

    run = compared()

    assert (run.compared, run.repaired, told()) == (1, 0, [])


def test_what_the_engine_lost_is_reported_to_it_again(bank: Bank) -> None:
    payment = bought(bank)
    refund = request_refund(
        payment=payment, amount=500, reason="", asked_by="ada@example.com", request_key="click", limit=None
    )
    continue_refund(refund)
    TransactionEvent.objects.all().delete()
    TransactionItem.objects.all().delete()

    run = compared()

    (item,) = TransactionItem.objects.all()
    assert (item.psp_reference, int(item.charged_value * 100), int(item.refunded_value * 100)) == (
        payment.payment_intent_id,
        payment.charged - 500,
        500,
    )
    assert (run.repaired, told()) == (1, [])
