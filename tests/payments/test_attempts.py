"""Opening a payment."""

import pytest

from store.payments import attempts
from store.payments.attempts import PaymentInFlight, PaymentsUnavailable, close_attempts
from store.payments.checkout_payment import BasketChanged, payment_state, stop_payment
from store.payments.gateway import gateway
from store.payments.models import Payment, PaymentStatus
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxObject
from store.payments.settlement import settle
from tests.payments.conftest import Killed, Till


def test_a_basket_gets_a_hosted_page_for_its_total(till: Till) -> None:
    till.basket(total=4428, email="ada@example.com")
    payment = till.open()
    session = gateway().session(payment.session_id or "")
    assert (session.amount, session.currency, session.status) == (4428, "USD", "open")
    assert payment.status == PaymentStatus.OPEN
    assert payment.page_url == session.url
    assert payment_state(checkout_id="basket").status == "open"


def test_the_same_basket_gets_the_same_page(till: Till) -> None:
    till.basket()
    first, second = till.open(), till.open()
    assert first.pk == second.pk
    assert SandboxObject.objects.filter(kind="checkout.session").count() == 1


def test_a_changed_basket_gets_another_page_and_the_old_one_is_closed(till: Till) -> None:
    till.basket(total=4428)
    old = till.open()
    till.saleor.baskets["basket"].total = 5000
    new = till.open()
    assert gateway().session(old.session_id or "").status == "expired"
    assert (new.amount, new.status) == (5000, PaymentStatus.OPEN)
    old.refresh_from_db()
    assert old.status == PaymentStatus.EXPIRED


def test_another_basket_of_the_same_price_gets_another_page_too(till: Till) -> None:
    till.basket(quantity=1)
    old = till.open()
    till.saleor.baskets["basket"].quantity = 2
    assert till.open().pk != old.pk


def test_an_expired_page_is_replaced(till: Till) -> None:
    till.basket()
    old = till.open()
    gateway().expire_session(old.session_id or "")
    assert till.open().pk != old.pk


def test_nothing_more_is_opened_once_the_page_was_paid_even_before_the_event(till: Till) -> None:
    till.basket()
    till.pay(till.open())
    with pytest.raises(PaymentInFlight):
        till.open()
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("status", [PaymentStatus.PAID, PaymentStatus.REFUNDING, PaymentStatus.REVIEW])
def test_nothing_more_is_opened_while_money_is_with_us(till: Till, status: str) -> None:
    till.basket()
    till.open()
    Payment.objects.update(status=status)
    with pytest.raises(PaymentInFlight):
        till.open()
    with pytest.raises(PaymentInFlight):
        stop_payment(checkout_id="basket")


def test_after_a_refund_the_basket_can_be_paid_again(till: Till) -> None:
    till.basket()
    old = till.open()
    Payment.objects.update(status=PaymentStatus.REFUNDED)
    assert till.open().pk != old.pk


def test_a_basket_without_price_has_nothing_to_pay(till: Till) -> None:
    till.basket(total=0)
    with pytest.raises(BasketChanged):
        till.open()
    with pytest.raises(BasketChanged):
        till.open("unknown")


def test_when_stripe_is_down_the_customer_is_told_and_the_next_try_repeats_the_same_call(till: Till) -> None:
    till.basket()
    SandboxControl.set(mode="hold", is_down=True)
    with pytest.raises(PaymentsUnavailable):
        till.open()
    assert till.stripe.requests.count("post /sandbox/stripe/v1/checkout/sessions") == 3
    SandboxControl.set(mode="hold")
    payment = till.open()
    assert payment.status == PaymentStatus.OPEN
    assert Payment.objects.count() == 1


def test_an_amount_below_stripes_least_is_refused_and_leaves_no_live_attempt(till: Till) -> None:
    till.basket(total=20)
    with pytest.raises(PaymentsUnavailable):
        till.open()
    assert Payment.objects.get().status == PaymentStatus.EXPIRED


@pytest.mark.parametrize("step", [3, 4])
def test_a_process_killed_while_opening_opens_one_page_all_the_same(till: Till, step: int) -> None:
    till.basket()
    till.kill_at = step  # 1, 2: asking Saleor; 3, 4: before and after Stripe opened the page
    with pytest.raises(Killed):
        till.open()
    till.kill_at = 0
    payment = till.open()
    assert payment.status == PaymentStatus.OPEN
    assert SandboxObject.objects.filter(kind="checkout.session").count() == 1


def test_a_page_whose_attempt_was_closed_meanwhile_is_closed_too(till: Till) -> None:
    till.basket()

    def other_tab(name: str) -> None:
        if name.startswith("after post"):
            till.stripe.watch = till.step
            Payment.objects.update(status=PaymentStatus.EXPIRED)

    till.stripe.watch = other_tab
    with pytest.raises(PaymentsUnavailable):
        till.open()
    payment = Payment.objects.get()
    assert gateway().session(payment.session_id or "").status == "expired"


def test_before_a_basket_changes_its_page_is_closed(till: Till) -> None:
    till.basket()
    payment = till.open()
    stop_payment(checkout_id="basket")
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.EXPIRED
    assert gateway().session(payment.session_id or "").status == "expired"
    stop_payment(checkout_id="basket")  # nothing is open any more


def test_a_page_that_was_just_paid_cannot_be_closed(till: Till) -> None:
    till.basket()
    payment = till.open()
    till.pay(payment)
    with pytest.raises(PaymentInFlight):
        close_attempts("basket")
    assert settle(payment).status == PaymentStatus.PLACED


def test_an_attempt_that_could_not_be_opened_for_an_hour_is_given_up(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.basket()
    SandboxControl.set(mode="hold", is_down=True)
    with pytest.raises(PaymentsUnavailable):
        till.open()
    SandboxControl.set(mode="hold")
    monkeypatch.setattr(attempts, "OPENING_TAKES", -attempts.OPENING_TAKES)
    with pytest.raises(PaymentInFlight):
        _pay_and_open(till)


def _pay_and_open(till: Till) -> None:
    payment = till.open()
    assert Payment.objects.filter(status=PaymentStatus.EXPIRED).count() == 1
    till.pay(payment)
    till.open()
