"""What a person can do with a payment that waits for one."""

import pytest
from django.core import mail

from store.payments.models import Payment, PaymentStatus, Refund
from store.payments.refunds.giving_back import RefundRefused
from store.payments.review import ReviewRefused, give_back, may_try_again, resolve, try_again
from store.payments.sandbox.events import SandboxControl
from tests.payments.conftest import Till

ADA = "ada@example.com"


def held(till: Till) -> Payment:
    """A payment of an order that Saleor did not take, because the order was locked at that moment."""
    till.order()
    till.basket()
    payment = till.open()
    till.pay(payment)
    Payment.objects.filter(pk=payment.pk).update(amount=4427)  # agreed was less than what Stripe took
    till.deliver()
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.REVIEW
    return payment


def history(payment: Payment) -> list[tuple[str, str, str]]:
    return list(payment.changes.values_list("status", "by", "reason"))


def test_the_reason_is_kept_in_words(till: Till) -> None:
    payment = held(till)

    assert payment.reason == "Stripe charged another amount than agreed"
    assert history(payment)[-1] == ("review", "", "Stripe charged another amount than agreed")


def test_every_step_of_an_ordinary_payment_is_on_record(till: Till) -> None:
    till.basket()
    payment = till.open()
    till.pay(payment)
    till.deliver()

    assert [status for status, _, _ in history(payment)] == ["opening", "open", "paid", "placed"]


def test_trying_again_places_the_order_once_what_stood_in_the_way_is_gone(till: Till) -> None:
    payment = held(till)
    Payment.objects.filter(pk=payment.pk).update(amount=4428)

    done = try_again(payment, by=ADA)

    assert done.status == PaymentStatus.PLACED
    assert [row[:2] for row in history(payment)][-3:] == [("review", ""), ("paid", ADA), ("placed", ADA)]
    assert "Your order #" in mail.outbox[0].subject


def test_trying_again_in_vain_leads_back_here(till: Till) -> None:
    assert try_again(held(till), by=ADA).status == PaymentStatus.REVIEW


def test_trying_again_while_stripe_is_down_is_gone_on_with_later(till: Till) -> None:
    payment = held(till)
    SandboxControl.set(is_down=True)

    assert try_again(payment, by=ADA).status == PaymentStatus.PAID


def test_giving_back_sends_everything_and_tells_the_customer(till: Till) -> None:
    payment = held(till)

    done = give_back(payment, by=ADA)

    assert (done.status, done.refunded, done.left) == (PaymentStatus.REFUNDED, 4428, 0)
    refund = Refund.objects.get()
    assert (refund.amount, refund.status, refund.asked_by) == (4428, "succeeded", ADA)
    assert [sent.to for sent in mail.outbox] == [["ada@example.com"]]


def test_giving_back_twice_gives_once(till: Till) -> None:
    payment = held(till)
    give_back(payment, by=ADA)

    with pytest.raises(ReviewRefused, match="Somebody was faster"):
        give_back(payment, by=ADA)

    assert Refund.objects.count() == 1


def test_giving_back_while_stripe_is_down_holds_the_money_and_goes_on_later(till: Till) -> None:
    payment = held(till)
    SandboxControl.set(is_down=True)

    waiting = give_back(payment, by=ADA)

    assert (waiting.status, waiting.left) == (PaymentStatus.REVIEW, 0)
    with pytest.raises(ReviewRefused, match="Nothing is left"):
        give_back(payment, by=ADA)


def test_what_is_disputed_is_not_given_back(till: Till) -> None:
    payment = held(till)
    payment.disputes.create(dispute_id="du_1", amount=4428, reason="fraudulent", status="needs_response")

    with pytest.raises(RefundRefused, match="disputes this payment"):
        give_back(payment, by=ADA)


def test_closing_keeps_the_note_with_who_and_when(till: Till) -> None:
    payment = held(till)

    done = resolve(payment, by=ADA, note="Sent a chart by post instead.")

    assert done.status == PaymentStatus.RESOLVED
    change = payment.changes.last()
    assert change is not None
    assert (change.status, change.by, change.reason) == ("resolved", ADA, "Sent a chart by post instead.")


def test_what_does_not_wait_for_a_person_is_left_alone(till: Till) -> None:
    till.basket()
    payment = till.open()

    for act in (try_again, give_back):
        with pytest.raises(ReviewRefused, match="waiting for the customer"):
            act(payment, by=ADA)
    with pytest.raises(ReviewRefused, match="waiting for the customer"):
        resolve(payment, by=ADA, note="x")


def test_money_whose_way_back_failed_is_not_settled_again(till: Till) -> None:
    payment = held(till)
    Payment.objects.filter(pk=payment.pk).update(status=PaymentStatus.REFUNDING)
    Payment.objects.filter(pk=payment.pk).update(status=PaymentStatus.REVIEW)
    payment.refresh_from_db()

    assert not may_try_again(payment)
    with pytest.raises(ReviewRefused, match="cannot help"):
        try_again(payment, by=ADA)
