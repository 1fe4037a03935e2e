"""Reconciling with Stripe what events did not tell."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from store.payments import settlement
from store.payments.books.reconciliation import reconcile
from store.payments.gateway import Session, gateway
from store.payments.models import Dispute, Notice, Payment, PaymentStatus, Refund, StripeEvent
from store.payments.sandbox.events import SandboxControl
from tests.payments.conftest import Till
from tests.payments.refunds.test_giving_back import ask


def test_young_payments_are_left_to_their_events(till: Till) -> None:
    till.basket()
    till.open()
    assert reconcile().seen == 0


def test_a_page_that_expired_unseen_is_noted(till: Till) -> None:
    SandboxControl.set(mode="drop")
    till.basket()
    payment = till.open()
    gateway().expire_session(payment.session_id or "")
    assert reconcile(older_than=timedelta()).moved == 1
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.EXPIRED


def test_a_page_stripe_would_have_expired_by_now_is_noted(till: Till) -> None:
    till.basket()
    payment = till.open()
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        reconcile()
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.EXPIRED


def test_a_payment_on_a_page_we_had_given_up_is_found_at_stripe(till: Till) -> None:
    SandboxControl.set(mode="drop")
    till.basket()
    payment = till.open()
    session_id = payment.session_id
    till.pay(payment)
    Payment.objects.update(status=PaymentStatus.EXPIRED, session_id=None, page_url="")
    reconcile(older_than=timedelta())
    payment.refresh_from_db()
    assert (payment.status, payment.session_id) == (PaymentStatus.PLACED, session_id)


def test_pages_that_were_paid_today_are_looked_up_in_one_query(till: Till) -> None:
    for number in range(4):
        till.placed(f"basket-{number}")

    with CaptureQueriesContext(connection) as asked:
        reconcile()

    by_id = 'FROM "payments_payment" WHERE "payments_payment"."id"'
    assert len([query for query in asked if by_id in query["sql"]]) == 1


def test_an_attempt_that_was_never_opened_is_given_up_after_a_day(till: Till) -> None:
    till.basket()
    payment = till.open()
    Payment.objects.update(status=PaymentStatus.OPENING, session_id=None, page_url="")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        reconcile()
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.EXPIRED


def test_while_stripe_is_down_everything_waits(till: Till) -> None:
    till.basket()
    till.pay(till.open())
    SandboxControl.set(mode="hold", is_down=True)
    found = reconcile(older_than=timedelta())
    assert (found.seen, found.moved, found.later) == (1, 0, 1)


def test_one_payment_that_cannot_be_settled_does_not_keep_the_others_waiting(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("broken", "sound"):
        till.basket(name)
        till.pay(till.open(name))
    broken = Payment.objects.get(subject_id="broken")
    real = settlement._pay_checkout

    def sometimes(payment: Payment, session: Session) -> None:
        if payment.pk == broken.pk:
            raise ZeroDivisionError
        real(payment, session)

    monkeypatch.setattr(settlement, "_pay_checkout", sometimes)
    reconcile(older_than=timedelta())
    assert Payment.objects.get(subject_id="sound").status == PaymentStatus.PLACED
    monkeypatch.setattr(settlement, "_pay_checkout", real)
    reconcile(older_than=timedelta())
    assert Payment.objects.get(subject_id="broken").status == PaymentStatus.PLACED


def test_events_and_mails_that_were_left_over_are_worked_off(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    till.basket()
    payment = till.open()
    till.pay(payment)
    till.deliver()
    StripeEvent.objects.update(handled_at=None)
    Notice.objects.update(sent_at=None, taken_until=None)
    mail.outbox.clear()
    reconcile(older_than=timedelta())
    assert not StripeEvent.objects.filter(handled_at=None).exists()
    assert [sent.subject for sent in mail.outbox] == ["Your order #1"]


def test_the_command_says_in_one_line_what_it_found(till: Till) -> None:
    till.basket()
    till.pay(till.open())
    out = StringIO()
    call_command("reconcile", older_than=0, unsettled_only=True, stdout=out)
    assert out.getvalue() == "1 unsettled, 1 moved, 0 to be tried again, 0 in review\n"


def test_a_refund_that_stripe_does_not_know_keeps_nothing_else_waiting(till: Till) -> None:
    payment = till.placed()
    refund = ask(payment, 1000)
    Refund.objects.filter(pk=refund.pk).update(status="pending", refund_id="re_of_another_account")
    notice = Notice.objects.get()
    Notice.objects.update(sent_at=None, taken_until=None)

    assert reconcile(older_than=timedelta()).later == 1

    notice.refresh_from_db()
    assert notice.sent_at is not None


def test_a_dispute_that_stripe_does_not_know_keeps_nothing_else_waiting(till: Till) -> None:
    payment = till.placed()
    Dispute.objects.create(
        payment=payment, dispute_id="du_of_another_account", amount=4428, reason="general", status="needs_response"
    )
    Notice.objects.update(sent_at=None, taken_until=None)

    reconcile(older_than=timedelta())

    assert Notice.objects.get().sent_at is not None
