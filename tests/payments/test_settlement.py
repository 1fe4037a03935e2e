"""From paid to placed, whatever happens on the way."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from store.payments.books.reconciliation import reconcile
from store.payments.checkout_payment import payment_state
from store.payments.gateway import GatewayUnavailable
from store.payments.leases import LEASE, BeingWorkedOn
from store.payments.models import Notice, OrderLink, Payment, PaymentStatus
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxObject
from store.payments.settlement import CHANGED, OUT_OF_STOCK, settle
from store.saleor.errors import SaleorUnreachable
from tests.payments.conftest import Killed, Till

pytestmark = pytest.mark.usefixtures("till")


def money_is_right(till: Till) -> None:
    """What Stripe kept equals what was ordered and what Saleor was told, to the cent."""
    kept = 0
    for charge in SandboxObject.objects.filter(kind="charge"):
        kept += charge.data["amount"] - charge.data["amount_refunded"]
    assert kept == sum(order.total for order in till.saleor.orders.values())
    assert kept == sum(row.charged for row in till.saleor.transactions.values())


def test_a_paid_basket_becomes_an_order_with_a_link_and_a_mail(till: Till) -> None:
    till.basket(total=4428)
    payment = till.open()
    till.pay(payment)
    till.deliver()
    payment.refresh_from_db()
    assert (payment.status, payment.order_id, payment.order_number) == ("placed", "order-of-basket", "1")
    assert OrderLink.objects.get().order_id == "order-of-basket"
    assert payment_state(checkout_id="basket").status == "placed"
    (sent,) = mail.outbox
    assert sent.subject == "Your order #1"
    assert f"/us/orders/{OrderLink.objects.get().token}/" in sent.body
    assert "1 × Chart, Large: $44.28" in sent.body
    money_is_right(till)


def test_the_charge_is_reported_once_with_its_card(till: Till) -> None:
    till.basket(total=4428)
    payment = till.open()
    till.pay(payment)
    settle(payment)
    settle(payment)
    (row,) = till.saleor.transactions.values()
    assert row.reference == payment.payment_intent_id
    assert row.events == [("CHARGE_SUCCESS", payment.payment_intent_id, 4428)]


def test_stock_that_ran_out_is_refunded_reported_and_told(till: Till) -> None:
    till.basket(stock=0)
    payment = till.open()
    till.pay(payment)
    till.deliver()
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.REFUNDED
    state = payment_state(checkout_id="basket")
    assert (state.status, state.message) == ("refunded", OUT_OF_STOCK)
    (sent,) = mail.outbox
    assert sent.to == ["ada@example.com"]
    assert "$44.28" in sent.body
    assert OUT_OF_STOCK in sent.body
    assert not till.saleor.orders
    money_is_right(till)


def test_a_basket_that_changed_while_it_was_paid_is_refunded_not_completed(till: Till) -> None:
    till.basket(total=4428)
    payment = till.open()
    till.saleor.baskets["basket"].total = 3000  # cheaper: Saleor itself would complete it, overcharged
    till.pay(payment)
    till.deliver()
    payment.refresh_from_db()
    assert (payment.status, payment.message) == (PaymentStatus.REFUNDED, CHANGED)
    money_is_right(till)


def test_another_amount_than_agreed_waits_for_a_person(till: Till) -> None:
    till.basket(total=4428)
    payment = till.open()
    till.pay(payment)
    session = SandboxObject.objects.get(pk=payment.session_id)
    session.data["amount_total"] = 1
    session.save()
    settle(payment)
    assert payment.status == PaymentStatus.REVIEW
    assert payment_state(checkout_id="basket").status == "review"
    assert not till.saleor.orders
    assert not till.saleor.transactions


def test_a_declined_card_leaves_the_page_open_and_another_card_pays(till: Till) -> None:
    till.basket()
    payment = till.open()
    objects.decline(payment.session_id or "")
    till.deliver()
    assert payment_state(checkout_id="basket").status == "failed"
    till.pay(payment)
    till.deliver()
    assert payment_state(checkout_id="basket").status == "placed"
    money_is_right(till)


def test_a_decline_that_arrives_after_the_payment_changes_nothing(till: Till) -> None:
    till.basket()
    payment = till.open()
    objects.decline(payment.session_id or "")
    till.pay(payment)
    till.deliver(backwards=True)
    state = payment_state(checkout_id="basket")
    assert (state.status, state.message) == ("placed", "")


def test_an_expired_page_can_be_paid_again(till: Till) -> None:
    till.basket()
    payment = till.open()
    objects.expire(payment.session_id or "")
    till.deliver()
    assert payment_state(checkout_id="basket").status == "expired"
    assert till.open().pk != payment.pk


def test_paid_on_a_page_that_another_tab_had_just_closed_is_not_lost(till: Till) -> None:
    till.basket()
    payment = till.open()
    Payment.objects.update(status=PaymentStatus.EXPIRED)
    till.pay(payment)
    till.deliver()
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.PLACED
    money_is_right(till)


def test_paid_on_two_pages_one_becomes_the_order_and_the_other_is_refunded(till: Till) -> None:
    till.basket()
    first = till.open()
    Payment.objects.update(status=PaymentStatus.EXPIRED)  # closed here, but Stripe never heard of it
    second = till.open()
    till.pay(first)
    till.pay(second)
    till.deliver()
    first.refresh_from_db()
    second.refresh_from_db()
    assert {first.status, second.status} == {PaymentStatus.PLACED, PaymentStatus.REFUNDED}
    assert len(till.saleor.orders) == 1
    money_is_right(till)


def test_a_second_payment_after_the_order_was_placed_is_refunded(till: Till) -> None:
    till.basket()
    first = till.open()
    Payment.objects.update(status=PaymentStatus.EXPIRED)
    second = till.open()
    till.pay(second)
    settle(second)
    till.pay(first)
    settle(first)
    assert (first.status, second.status) == (PaymentStatus.REFUNDED, PaymentStatus.PLACED)
    assert mail.outbox[-1].subject == "Your payment has been refunded"
    money_is_right(till)


def test_two_workers_do_not_settle_one_payment_at_once(till: Till) -> None:
    till.basket()
    payment = till.open()
    till.pay(payment)
    Payment.objects.update(worked_on_until=timezone.now() + LEASE)
    with pytest.raises(BeingWorkedOn):
        settle(payment)
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        assert settle(payment).status == PaymentStatus.PLACED


@pytest.mark.parametrize("who", ["saleor", "stripe"])
def test_when_nobody_answers_it_is_tried_again(till: Till, who: str) -> None:
    till.basket()
    payment = till.open()
    till.pay(payment)
    till.saleor.silent = who == "saleor"
    SandboxControl.set(mode="hold", is_down=who == "stripe")
    with pytest.raises((SaleorUnreachable, GatewayUnavailable)):
        settle(payment)
    till.saleor.silent = False
    SandboxControl.set(mode="hold")
    assert settle(payment).status == PaymentStatus.PLACED
    money_is_right(till)


@pytest.mark.parametrize("stock", [100, 0], ids=["placed", "sold out"])
def test_a_process_killed_at_any_step_is_resumed_without_losing_or_doubling_anything(till: Till, stock: int) -> None:
    step, finished = 0, False
    while not finished:
        step += 1
        name = f"basket-{step}"
        till.basket(name, stock=stock)
        payment = till.open(name)
        till.pay(payment)
        till.steps.clear()
        till.kill_at = step
        try:
            settle(payment)
            finished = True
        except Killed:
            Payment.objects.filter(pk=payment.pk).update(worked_on_until=timezone.now() + LEASE)
        till.kill_at = 0
        with time_machine.travel(timezone.now() + timedelta(minutes=6)):  # every lease is over
            reconcile()
        payment.refresh_from_db()
        assert payment.status == (PaymentStatus.PLACED if stock else PaymentStatus.REFUNDED), (step, till.steps)
        money_is_right(till)
    assert step > 10
    assert len(mail.outbox) == step
    assert len(till.saleor.orders) == (step if stock else 0)
    assert not Notice.objects.filter(sent_at=None).exists()
