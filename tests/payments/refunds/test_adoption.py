"""Refunds that were made at Stripe's Dashboard, and refunds from several places at once."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from store.payments.books.comparison import compare
from store.payments.books.reconciliation import reconcile
from store.payments.gateway import gateway
from store.payments.models import Payment, PaymentStatus, Refund
from store.payments.refunds.adoption import adopt_refunds, take_over
from store.payments.refunds.failed import failed_refunds
from store.payments.refunds.giving_back import RefundRefused, continue_refund
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxObject
from store.payments.settlement import settle
from tests.payments.conftest import Till
from tests.payments.refunds.test_giving_back import ask, money_is_right

pytestmark = pytest.mark.usefixtures("till")


def intent_of(payment: Payment) -> str:
    """What the hosted page made at Stripe, before we heard of it."""
    intent: str = SandboxObject.objects.get(pk=payment.session_id).data["payment_intent"]
    return intent


def at_stripe(payment: Payment, amount: int) -> str:
    """Somebody refunds at Stripe's Dashboard."""
    refund_id: str = objects.create_refund({"payment_intent": payment.payment_intent_id, "amount": amount})["id"]
    return refund_id


def money_is_right_now(till: Till, payment: Payment) -> None:
    payment.refresh_from_db()
    money_is_right(till)


@pytest.mark.parametrize("backwards", [False, True])
def test_a_refund_made_at_stripe_becomes_ours_and_is_reported_and_mailed(till: Till, *, backwards: bool) -> None:
    payment = till.placed()
    refund_id = at_stripe(payment, 1000)

    till.deliver(backwards=backwards)
    till.deliver()

    refund = Refund.objects.get()
    assert (refund.refund_id, refund.amount, refund.asked_by) == (refund_id, 1000, "Stripe")
    assert (refund.status, refund.reported) == ("succeeded", "succeeded")
    assert len(mail.outbox) == 1
    money_is_right_now(till, payment)


def test_a_refund_whose_events_were_lost_is_found(till: Till) -> None:
    payment = till.placed()
    SandboxControl.set(mode="drop")
    at_stripe(payment, 1000)
    at_stripe(payment, 428)

    assert [refund.amount for refund in adopt_refunds(payment)] == [1000, 428]
    assert len(adopt_refunds(payment)) == 2

    assert Refund.objects.count() == 2
    assert len(mail.outbox) == 2
    money_is_right_now(till, payment)


def test_our_own_refund_is_not_adopted_as_a_second_one(till: Till) -> None:
    payment = till.placed()
    continue_refund(ask(payment, 1000))
    adopt_refunds(payment)
    till.deliver(backwards=True)
    assert Refund.objects.get().asked_by == "ada.agent@example.com"
    assert len(mail.outbox) == 1
    money_is_right_now(till, payment)


def test_the_event_of_our_own_refund_may_be_faster_than_the_answer(till: Till) -> None:
    payment = till.placed()
    refund = ask(payment, 1000)
    till.stripe.watch = lambda name: till.deliver() if name == "after post /sandbox/stripe/v1/refunds" else None

    continue_refund(refund)

    assert Refund.objects.get().refund_id is not None
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        reconcile()
    assert len(mail.outbox) == 1
    money_is_right_now(till, payment)


def test_room_that_stripe_gave_to_another_refund_is_not_ours(till: Till) -> None:
    payment = till.placed(total=4428)
    ours = ask(payment, 3000)  # written down, not yet asked of Stripe
    at_stripe(payment, 2000)

    till.deliver()

    ours.refresh_from_db()
    assert ours.status == "failed"
    assert Refund.objects.get(asked_by="Stripe").status == "succeeded"
    money_is_right_now(till, payment)
    assert payment.refunded == 2000
    with pytest.raises(RefundRefused, match=r"Only \$24.28 of this payment is left"):
        ask(payment, 2429, key="other")


def test_a_refund_at_stripe_before_we_knew_of_the_payment(till: Till) -> None:
    till.basket(total=4428)
    payment = till.open()
    till.pay(payment)
    payment.payment_intent_id = intent_of(payment)
    at_stripe(payment, 428)

    till.deliver(backwards=True)

    payment = Payment.objects.get()
    assert (payment.status, payment.charged, payment.refunded) == ("placed", 4428, 428)
    money_is_right_now(till, payment)


def test_what_was_refunded_at_stripe_is_not_given_back_again(till: Till) -> None:
    till.basket(total=4428, stock=0)
    payment = till.open()
    till.pay(payment)
    Payment.objects.update(status=PaymentStatus.REFUNDING, charged=4428, payment_intent_id=intent_of(payment))
    payment.refresh_from_db()
    at_stripe(payment, 1428)
    adopt_refunds(payment)

    settle(payment)

    assert payment.status == PaymentStatus.REFUNDED
    assert sorted(Refund.objects.values_list("amount", "asked_by")) == [(1428, "Stripe"), (3000, "shop")]


def test_a_give_back_that_fails_waits_for_a_person(till: Till) -> None:
    till.basket(stock=0)
    payment = till.open()
    till.pay(payment, last4="5126")
    till.deliver()
    refund = Refund.objects.get()
    objects.end_refund(refund.refund_id or "", "failed")
    till.deliver()
    payment.refresh_from_db()
    assert (payment.status, payment.refunded) == ("review", 0)

    continue_refund(ask(payment, 4428))

    payment.refresh_from_db()
    assert payment.status == PaymentStatus.REFUNDED


def test_a_refund_that_failed_at_stripe_is_taken_over_though_nothing_is_left(till: Till) -> None:
    payment = till.placed(total=4428)
    SandboxControl.set(mode="drop")
    failed = at_stripe(payment, 4428)
    objects.end_refund(failed, "failed")
    went = at_stripe(payment, 4428)
    take_over(payment, gateway().refund_as_it_stands(went))

    take_over(payment, gateway().refund_as_it_stands(failed))

    assert {refund.refund_id: refund.status for refund in Refund.objects.all()} == {
        went: "succeeded",
        failed: "failed",
    }
    money_is_right_now(till, payment)


def test_a_refund_that_failed_unheard_of_is_found_though_the_sums_agree(till: Till) -> None:
    payment = till.placed()
    made = objects.create_refund({"payment_intent": payment.payment_intent_id, "amount": 1000})
    objects.end_refund(made["id"], "failed")  # both events are lost

    now = timezone.now()
    compare(since=now - timedelta(days=1), until=now + timedelta(minutes=1))

    refund = Refund.objects.get()
    assert (refund.refund_id, refund.status, refund.asked_by) == (made["id"], "failed", "Stripe")
    assert list(failed_refunds()) == [refund]
    payment.refresh_from_db()
    assert payment.refunded == 0
