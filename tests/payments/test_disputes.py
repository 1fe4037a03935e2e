"""Disputes: a flag and a note on the order, the money in Saleor's books, whatever order the news come in."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from store.payments.books.reconciliation import reconcile
from store.payments.models import Dispute, Payment
from store.payments.refunds.giving_back import RefundRefused
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxEvent, SandboxObject
from tests.payments.conftest import Till
from tests.payments.refunds.test_giving_back import ask

pytestmark = pytest.mark.usefixtures("till")


def disputed(payment: Payment, *, is_enquiry: bool = False) -> str:
    return objects.open_dispute(payment.payment_intent_id or "", is_enquiry=is_enquiry)


def test_a_dispute_flags_the_order_and_takes_the_money_out_of_saleors_books(till: Till) -> None:
    payment = till.placed(total=4428)
    dispute_id = disputed(payment)

    till.deliver()

    dispute = Dispute.objects.get()
    assert (dispute.payment, dispute.dispute_id, dispute.status) == (payment, dispute_id, "needs_response")
    assert (dispute.amount, dispute.withdrawn, dispute.is_open) == (4428, 4428, True)
    assert dispute.due_by is not None
    assert till.saleor.notes == [
        (
            "order-of-basket",
            f"Stripe dispute {dispute_id}: the cardholder's bank calls $44.28 into question; "
            "the customer says that nothing arrived.",
        )
    ]
    row = till.saleor.transactions[payment.transaction_id]
    assert row.events[1:] == [("CHARGE_BACK", dispute_id, 4428)]
    assert (row.charged, row.actions) == (0, [])


@pytest.mark.parametrize(("end", "charged", "withdrawn"), [("won", 4428, 0), ("lost", 0, 4428)])
def test_the_decision_is_noted_and_money_that_was_won_comes_back(
    till: Till, end: str, charged: int, withdrawn: int
) -> None:
    payment = till.placed(total=4428)
    dispute_id = disputed(payment)
    till.deliver()
    objects.close_dispute(dispute_id, end)
    till.deliver()
    dispute = Dispute.objects.get()
    assert (dispute.status, dispute.withdrawn, dispute.is_open) == (end, withdrawn, False)
    assert len(till.saleor.notes) == 2
    assert till.saleor.notes[1][1].startswith(f"Stripe dispute {dispute_id} is {end}: the money stays with ")
    assert till.saleor.transactions[payment.transaction_id].charged == charged


@pytest.mark.parametrize("backwards", [False, True])
def test_news_in_any_order_twice_or_late_end_alike(till: Till, *, backwards: bool) -> None:
    payment = till.placed()
    objects.close_dispute(disputed(payment), "won")
    till.deliver(backwards=backwards)
    for event in SandboxEvent.objects.filter(data__type__startswith="charge.dispute"):
        SandboxControl.resend(event.pk)
    assert Dispute.objects.get().status == "won"
    assert len(till.saleor.notes) == 2
    events = till.saleor.transactions[payment.transaction_id].events
    assert [event[0] for event in events] == ["CHARGE_SUCCESS", "CHARGE_BACK", "CHARGE_SUCCESS"]
    assert till.saleor.transactions[payment.transaction_id].charged == payment.amount


def test_a_disputed_payment_cannot_be_refunded_too(till: Till) -> None:
    payment = till.placed()
    dispute_id = disputed(payment)
    till.deliver()
    with pytest.raises(RefundRefused, match="bank disputes this payment") as refused:
        ask(payment, 1000)
    assert refused.value.code == "DISPUTED"
    objects.close_dispute(dispute_id, "won")
    till.deliver()
    assert ask(payment, 1000).status == "asked"


def test_an_enquiry_moves_no_money_and_the_payment_can_be_refunded(till: Till) -> None:
    payment = till.placed()
    disputed(payment, is_enquiry=True)
    till.deliver()
    assert Dispute.objects.get().withdrawn == 0
    assert len(till.saleor.transactions[payment.transaction_id].events) == 1
    assert ask(payment, 1000).status == "asked"


def test_a_dispute_whose_events_were_lost_is_found(till: Till) -> None:
    payment = till.placed()
    SandboxControl.set(mode="drop")
    disputed(payment)
    SandboxControl.set(mode="hold")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        reconcile()
    assert Dispute.objects.get().payment == payment


def test_a_dispute_that_saleor_cannot_be_told_of_now_is_told_later(till: Till) -> None:
    payment = till.placed()
    disputed(payment)
    till.saleor.silent = True
    till.deliver()
    assert till.saleor.notes == []
    till.saleor.silent = False
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        reconcile()
    assert len(till.saleor.notes) == 1
    assert till.saleor.transactions[payment.transaction_id].charged == 0


def test_the_control_page_refunds_and_disputes(till: Till) -> None:
    payment = till.placed(total=4428)
    browser = Client()

    def press(act: str, about: str) -> str:
        change = {"act": act, "object": about}
        return browser.post("/sandbox/stripe/control/change/", change, follow=True).content.decode()

    intent = payment.payment_intent_id or ""
    assert "succeeded" in press("refund", intent)
    till.deliver()
    payment.refresh_from_db()
    assert payment.refunded == 100
    press("refund_failed", payment.refunds.get().refund_id or "")
    assert "needs_response" in press("dispute", intent)
    till.deliver()
    press("won", Dispute.objects.get().dispute_id)
    till.deliver()
    payment.refresh_from_db()
    assert (payment.refunded, Dispute.objects.get().status) == (0, "won")
    press("lost", Dispute.objects.get().dispute_id)  # from an old page: it is decided already
    assert SandboxObject.objects.get(kind="dispute").data["status"] == "won"
