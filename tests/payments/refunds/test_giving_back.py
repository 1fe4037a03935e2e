"""Giving money back: never more than came, once per click, told to Saleor and to the customer."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from store.payments.books.reconciliation import reconcile
from store.payments.gateway import GatewayUnavailable, gateway
from store.payments.leases import LEASE, BeingWorkedOn
from store.payments.models import Notice, Payment, Refund, RefundedLine, RefundStatus
from store.payments.refunds.giving_back import RefundRefused, continue_refund, follow, request_refund
from store.payments.refunds.limits import refund_limit
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxObject
from store.saleor.errors import SaleorUnreachable
from tests.payments.conftest import Killed, Till

pytestmark = pytest.mark.usefixtures("till")


def ask(payment: Payment, amount: int, *, key: str = "key", **facts: Any) -> Refund:
    stated = {"reason": "requested_by_customer", "asked_by": "ada.agent@example.com", "limit": None} | facts
    return request_refund(payment=payment, amount=amount, request_key=key, **stated)


def chart(quantity: int, *, ordered: int = 3) -> RefundedLine:
    return RefundedLine(line_id="line", name="Chart, Large", quantity=quantity, ordered=ordered, amount=1476 * quantity)


def money_is_right(till: Till) -> None:
    """What Stripe gave back is what we say, what Saleor was told, and never more than came."""
    for payment in Payment.objects.exclude(payment_intent_id=None):
        counted = payment.refunds.exclude(status__in=("failed", "canceled"))
        assert payment.refunded == sum(refund.amount for refund in counted)
        charge = SandboxObject.objects.get(kind="charge", data__payment_intent=payment.payment_intent_id)
        assert charge.data["amount_refunded"] == payment.refunded
        row = till.saleor.transactions[payment.transaction_id]
        assert row.charged == payment.charged - payment.refunded
        granted = [grant.amount for grant in till.saleor.grants.values() if grant.order == payment.order_id]
        assert sum(granted) == payment.refunded


def test_a_part_goes_back_and_saleor_and_the_customer_hear_of_it(till: Till) -> None:
    payment = till.placed(total=4428)

    refund = continue_refund(ask(payment, 1000, note="Scratched"))

    assert (refund.status, refund.reported, refund.error) == ("succeeded", "succeeded", "")
    payment.refresh_from_db()
    assert (payment.status, payment.refunded, payment.left) == ("placed", 1000, 3428)
    (row,) = till.saleor.transactions.values()
    assert row.events[1:] == [("REFUND_SUCCESS", refund.refund_id, 1000)]
    assert row.actions == ["REFUND"]
    (grant,) = till.saleor.grants.values()
    assert (grant.order, grant.amount, grant.lines) == (payment.order_id, 1000, [])
    assert grant.reason == (
        f"The customer asked for it. Scratched. Asked by ada.agent@example.com. Stripe refund {refund.refund_id}"
    )
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("A refund for your order #1", ["ada@example.com"])
    assert "$10.00 of your order #1" in sent.body
    assert "five to ten working days" in sent.body
    assert "Scratched" not in sent.body
    money_is_right(till)


def test_when_nothing_is_left_saleor_offers_no_more_refunds(till: Till) -> None:
    payment = till.placed()
    continue_refund(ask(payment, 4428))
    assert till.saleor.transactions[payment.transaction_id].actions == []
    money_is_right(till)


def test_lines_and_delivery_are_granted_as_such_and_named_in_the_mail(till: Till) -> None:
    payment = till.placed()
    delivery = RefundedLine(line_id="", name="Delivery", amount=500)

    continue_refund(ask(payment, 3452, lines=[chart(2), delivery]))

    (grant,) = till.saleor.grants.values()
    assert (grant.amount, grant.lines, grant.for_shipping) == (3452, [("line", 2)], True)
    assert "2 × Chart, Large" in mail.outbox[0].body
    assert "1 × Delivery" in mail.outbox[0].body


def test_units_are_refunded_once(till: Till) -> None:
    payment = till.placed()
    ask(payment, 2952, lines=[chart(2)])
    with pytest.raises(RefundRefused) as refused:
        ask(payment, 1476, key="other", lines=[chart(2)])
    assert (refused.value.code, refused.value.message) == ("LINE_REFUNDED", "Chart, Large: only 1 left to refund.")
    payment.refresh_from_db()
    assert payment.refunded == 2952


def test_the_same_click_twice_is_one_refund(till: Till) -> None:
    payment = till.placed()
    first, second = ask(payment, 1000), ask(payment, 1000)
    assert first.pk == second.pk
    continue_refund(first)
    continue_refund(second)
    assert SandboxObject.objects.filter(kind="refund").count() == 1
    assert len(mail.outbox) == 1
    with pytest.raises(RefundRefused, match="another refund"):
        ask(payment, 2000)


@pytest.mark.parametrize(
    ("amount", "facts", "code"),
    [
        (0, {}, "INVALID_AMOUNT"),
        (4429, {}, "MORE_THAN_LEFT"),
        (1000, {"reason": "because"}, "INVALID_REASON"),
        (1001, {"limit": 1000}, "OVER_LIMIT"),
    ],
)
def test_what_may_not_go_back_does_not(till: Till, amount: int, facts: dict[str, Any], code: str) -> None:
    payment = till.placed()
    with pytest.raises(RefundRefused) as refused:
        ask(payment, amount, **facts)
    assert refused.value.code == code
    assert not Refund.objects.exists()
    payment.refresh_from_db()
    assert payment.refunded == 0


def test_a_limit_is_for_all_refunds_of_an_order_together(till: Till) -> None:
    payment = till.placed()
    ask(payment, 700, limit=1000)
    with pytest.raises(RefundRefused, match=r"up to \$10.00 of one order. Ask a supervisor"):
        ask(payment, 301, key="other", limit=1000)
    assert ask(payment, 300, key="third", limit=1000).amount == 300


def test_agents_have_a_limit_per_currency_and_supervisors_none() -> None:
    agent = {"MANAGE_ORDERS"}
    assert refund_limit(agent, currency="USD") == 10000
    assert refund_limit(agent, currency="GBP") == 8000
    assert refund_limit(agent, currency="EUR") == 0
    assert refund_limit({"MANAGE_ORDERS", "HANDLE_PAYMENTS"}, currency="USD") is None


def test_what_is_not_paid_cannot_be_refunded(till: Till) -> None:
    till.basket()
    with pytest.raises(RefundRefused) as refused:
        ask(till.open(), 1)
    assert refused.value.code == "NOT_REFUNDABLE"


def test_the_database_itself_refuses_more_than_came(till: Till) -> None:
    payment = till.placed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(refunded=F("charged") + 1)


def test_a_pending_refund_is_reported_as_asked_for_and_mailed_when_it_went(till: Till) -> None:
    payment = till.placed(last4="7726")
    refund = continue_refund(ask(payment, 1000))
    assert (refund.status, refund.reported) == ("pending", "pending")
    row = till.saleor.transactions[payment.transaction_id]
    assert row.events[1:] == [("REFUND_REQUEST", refund.refund_id, 1000)]
    assert not mail.outbox
    money_is_right(till)

    objects.end_refund(refund.refund_id or "", "succeeded")
    till.deliver(backwards=True)

    refund.refresh_from_db()
    assert (refund.status, refund.reported) == ("succeeded", "succeeded")
    assert len(mail.outbox) == 1
    money_is_right(till)


@pytest.mark.parametrize("last4", ["7726", "5126"], ids=["while pending", "after it succeeded"])
def test_a_refund_that_fails_is_free_again_and_no_grant_remains(till: Till, last4: str) -> None:
    payment = till.placed(last4=last4)
    refund = continue_refund(ask(payment, 4428, lines=[chart(3)]))
    objects.end_refund(refund.refund_id or "", "failed")

    till.deliver(backwards=True)

    refund.refresh_from_db()
    payment.refresh_from_db()
    assert (refund.status, refund.reported, refund.error) == ("failed", "failed", "expired_or_canceled_card")
    assert (payment.refunded, payment.status) == (0, "placed")
    row = till.saleor.transactions[payment.transaction_id]
    assert row.events[-1] == ("REFUND_FAILURE", refund.refund_id, 4428)
    assert row.actions == ["REFUND"]
    (grant,) = till.saleor.grants.values()
    assert grant.reason.startswith("Nothing went back, Stripe says the refund failed. ")
    money_is_right(till)
    assert ask(payment, 4428, key="again", lines=[chart(3)]).status == RefundStatus.ASKED


def test_late_news_do_not_move_a_refund_back(till: Till) -> None:
    payment = till.placed(last4="5126")
    refund = continue_refund(ask(payment, 1000))
    objects.end_refund(refund.refund_id or "", "failed")
    till.deliver()
    stored = SandboxObject.objects.get(pk=refund.refund_id)
    stored.data["status"] = "succeeded"  # an answer from before, in flight all the time
    stored.save()
    follow(refund, gateway().refund_as_it_stands(stored.pk))
    refund.refresh_from_db()
    payment.refresh_from_db()
    assert (refund.status, payment.refunded) == ("failed", 0)


def test_a_refund_that_stripe_refuses_holds_nothing(till: Till) -> None:
    payment = till.placed()
    objects.open_dispute(payment.payment_intent_id or "")  # the event is still on its way
    refund = continue_refund(ask(payment, 1000))
    assert (refund.status, refund.error, refund.refund_id) == ("failed", "charge_disputed", None)
    payment.refresh_from_db()
    assert payment.refunded == 0
    assert len(till.saleor.transactions[payment.transaction_id].events) == 1
    assert not mail.outbox


@pytest.mark.parametrize("who", ["saleor", "stripe"])
def test_when_nobody_answers_it_is_tried_again(till: Till, who: str) -> None:
    payment = till.placed()
    refund = ask(payment, 1000)
    till.saleor.silent = who == "saleor"
    SandboxControl.set(mode="hold", is_down=who == "stripe")
    with pytest.raises((SaleorUnreachable, GatewayUnavailable)):
        continue_refund(refund)
    till.saleor.silent = False
    SandboxControl.set(mode="hold")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        reconcile()
    refund.refresh_from_db()
    assert (refund.status, refund.reported) == ("succeeded", "succeeded")
    assert len(mail.outbox) == 1
    money_is_right(till)


def test_a_key_that_stripe_may_have_forgotten_is_not_trusted(till: Till) -> None:
    payment = till.placed()
    refund = ask(payment, 1000)
    till.kill_at = 2
    with pytest.raises(Killed):
        continue_refund(refund)  # after Stripe gave the money back, before we heard of it
    till.kill_at = 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        reconcile()
    refund.refresh_from_db()
    assert refund.status == RefundStatus.SUCCEEDED
    assert SandboxObject.objects.filter(kind="refund").count() == 1
    money_is_right(till)


def test_two_workers_do_not_carry_on_one_refund_at_once(till: Till) -> None:
    refund = ask(till.placed(), 1000)
    Refund.objects.update(worked_on_until=timezone.now() + LEASE)
    with pytest.raises(BeingWorkedOn):
        continue_refund(refund)


@pytest.mark.parametrize("last4", ["4242", "7726"], ids=["at once", "pending"])
def test_a_process_killed_at_any_step_is_resumed_without_losing_or_doubling_anything(till: Till, last4: str) -> None:
    step, finished = 0, False
    payment = till.placed(last4=last4)
    while not finished:
        step += 1
        mail.outbox.clear()
        till.steps.clear()
        refund = ask(payment, 100, key=f"key-{step}", lines=[chart(1, ordered=99)])
        till.kill_at = step
        try:
            continue_refund(refund)
            finished = True
        except Killed:
            Refund.objects.filter(pk=refund.pk).update(worked_on_until=timezone.now() + LEASE)
        till.kill_at = 0
        with time_machine.travel(timezone.now() + timedelta(minutes=6)):  # every lease is over
            reconcile()
        if last4 == "7726":
            refund.refresh_from_db()
            objects.end_refund(refund.refund_id or "", "succeeded")
            till.deliver()
        refund.refresh_from_db()
        assert (refund.status, refund.reported) == ("succeeded", "succeeded"), (step, till.steps)
        assert [sent.subject for sent in mail.outbox] == ["A refund for your order #1"]
        money_is_right(till)
    assert step > 8
    assert not Notice.objects.filter(sent_at=None).exists()
