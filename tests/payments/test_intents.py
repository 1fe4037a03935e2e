"""Keyed cards: charged once, whatever happens, and settled like any other payment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from store.payments.attempts import PaymentInFlight, PaymentsUnavailable
from store.payments.books.reconciliation import reconcile
from store.payments.gateway import Intent, gateway
from store.payments.inbox import act_on
from store.payments.keyed_cards import (
    KeyingRefused,
    ask_again,
    close_keying,
    key_card,
    live_keying,
    may_be_keyed,
    open_keying,
)
from store.payments.models import Capability, KeyedCard, Payment, PaymentStatus, StripeEvent
from store.payments.pay_links import link_state, make_link, open_link
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxObject
from tests.factories.cards import method_of
from tests.payments.conftest import Killed, Till

DECLINED, NO_FUNDS, EXPIRED = "4000000000000002", "4000000000009995", "4000000000000069"
ASKS_CUSTOMER, WANTS_AUTHENTICATION = "4000002760003184", "4000000000003220"
AGENT = "uma@example.com"


def keyed(till: Till, number: str = "4242424242424242", *, order: str = "order") -> tuple[Payment, KeyedCard]:
    payment = open_keying(order_id=till.order(order))
    card = key_card(payment=payment, method_id=method_of(number), keyed_by=AGENT)
    payment.refresh_from_db()
    return payment, card


def charges() -> int:
    return SandboxObject.objects.filter(kind="charge").count()


def test_a_keyed_card_pays_the_order_and_is_reported_like_any_payment(till: Till) -> None:
    payment, card = keyed(till)

    assert (payment.status, payment.charged, payment.session_id) == (PaymentStatus.PLACED, 4428, None)
    assert (card.outcome, card.brand, card.last_digits, card.is_moto) == ("paid", "visa", "4242", True)
    assert card.keyed_by == AGENT
    assert till.saleor.charged("order") == 4428
    reported = till.saleor.transactions[payment.transaction_id]
    assert reported.reference == payment.payment_intent_id


def test_what_the_bank_said_of_code_and_address_is_kept(till: Till) -> None:
    _, card = keyed(till, "4000000000000036")

    assert (card.cvc_check, card.street_check, card.postcode_check) == ("pass", "pass", "fail")


def test_only_the_server_says_that_it_is_an_order_by_telephone(till: Till) -> None:
    payment, _ = keyed(till)

    intent = gateway().intent(payment.payment_intent_id or "")
    assert isinstance(intent, Intent)
    assert (intent.is_paid, intent.is_moto, intent.payment_id) == (True, True, str(payment.pk))


@pytest.mark.parametrize(
    ("number", "code"), [(DECLINED, "generic_decline"), (NO_FUNDS, "insufficient_funds"), (EXPIRED, "expired_card")]
)
def test_a_declined_card_leaves_the_same_intent_for_another(till: Till, number: str, code: str) -> None:
    payment, card = keyed(till, number)
    assert (card.outcome, card.decline_code, payment.status) == ("declined", code, PaymentStatus.OPEN)
    intent_id = payment.payment_intent_id

    second = key_card(payment=payment, method_id=method_of(), keyed_by=AGENT)

    payment.refresh_from_db()
    assert (second.number, second.outcome) == (2, "paid")
    assert (payment.payment_intent_id, payment.status) == (intent_id, PaymentStatus.PLACED)
    assert (charges(), till.saleor.charged("order")) == (1, 4428)


@pytest.mark.parametrize("number", [ASKS_CUSTOMER, WANTS_AUTHENTICATION])
def test_a_bank_that_wants_the_customer_closes_this_way_and_leaves_the_link(till: Till, number: str) -> None:
    payment, card = keyed(till, number)

    assert (card.outcome, payment.status) == ("customer", PaymentStatus.EXPIRED)
    assert gateway().intent(payment.payment_intent_id or "").status == "expired"
    assert make_link(order_id="order").amount == 4428


def test_where_stripe_does_not_take_keyed_cards_it_is_remembered_for_a_while(till: Till) -> None:
    SandboxControl.set(mode="hold", is_moto_enabled=False)

    payment, card = keyed(till)

    assert (card.outcome, payment.status, may_be_keyed()) == ("disabled", PaymentStatus.EXPIRED, False)
    with pytest.raises(KeyingRefused, match="off"):
        open_keying(order_id="order")
    Capability.objects.update(off_until=timezone.now() - timedelta(seconds=1))
    assert may_be_keyed()


def test_pressing_twice_charges_once(till: Till) -> None:
    payment = open_keying(order_id=till.order())
    method = method_of()

    first = key_card(payment=payment, method_id=method, keyed_by=AGENT)
    second = key_card(payment=payment, method_id=method, keyed_by=AGENT)

    assert first.pk == second.pk
    assert charges() == 1


def test_a_card_of_another_payment_is_not_taken(till: Till) -> None:
    keyed(till)
    method = KeyedCard.objects.get().method_id
    other = open_keying(order_id=till.order("other"))

    with pytest.raises(KeyingRefused, match="wrong"):
        key_card(payment=other, method_id=method, keyed_by=AGENT)


def test_while_an_answer_is_missing_no_other_card_is_charged(till: Till) -> None:
    payment = open_keying(order_id=till.order())
    SandboxControl.set(mode="hold", is_down=True)
    card = key_card(payment=payment, method_id=method_of(), keyed_by=AGENT)
    assert card.outcome == "asked"
    SandboxControl.set(mode="hold")

    with pytest.raises(KeyingRefused, match="busy"):
        key_card(payment=payment, method_id=method_of(), keyed_by=AGENT)
    asked = ask_again(payment)

    assert asked is not None
    assert (asked.outcome, charges()) == ("paid", 1)


def test_an_answer_that_got_lost_is_asked_for_again_and_charges_once(till: Till) -> None:
    payment = open_keying(order_id=till.order())

    def lose(step: str) -> None:
        if step.startswith("after") and step.endswith("/confirm"):
            raise Killed(step)

    till.stripe.watch = lose
    with pytest.raises(Killed):
        key_card(payment=payment, method_id=method_of(), keyed_by=AGENT)
    till.stripe.watch = till.step
    assert (charges(), KeyedCard.objects.get().outcome) == (1, "asked")

    asked = ask_again(payment)

    payment.refresh_from_db()
    assert asked is not None
    assert (asked.outcome, payment.status, charges()) == ("paid", PaymentStatus.PLACED, 1)


@pytest.mark.parametrize("step", range(1, 15))
def test_killed_at_any_step_the_order_is_paid_once_in_the_end(till: Till, step: int) -> None:
    order = till.order()
    method = method_of()
    till.kill_at = step
    try:
        key_card(payment=open_keying(order_id=order), method_id=method, keyed_by=AGENT)
    except Killed:
        till.kill_at = 0
        Payment.objects.update(worked_on_until=None)  # the lease of a process that died runs out
        till.deliver()
        if not Payment.objects.filter(status=PaymentStatus.PLACED).exists():
            key_card(payment=open_keying(order_id=order), method_id=method, keyed_by=AGENT)

    payment = Payment.objects.get(status=PaymentStatus.PLACED)
    assert (charges(), till.saleor.charged("order"), payment.amount) == (1, 4428, 4428)


def test_the_event_alone_settles_a_payment_whose_process_died(till: Till) -> None:
    payment = open_keying(order_id=till.order())
    till.stripe.watch = lambda step: (_ for _ in ()).throw(Killed(step)) if step.startswith("after") else None
    with pytest.raises(Killed):
        key_card(payment=payment, method_id=method_of(), keyed_by=AGENT)
    till.stripe.watch = till.step

    till.deliver()

    payment.refresh_from_db()
    assert (payment.status, payment.cards.get().outcome) == (PaymentStatus.PLACED, "paid")


def test_the_events_of_an_intent_may_come_twice_and_backwards(till: Till) -> None:
    payment, _ = keyed(till, DECLINED)
    key_card(payment=payment, method_id=method_of(), keyed_by=AGENT)

    till.deliver(backwards=True)
    for event in StripeEvent.objects.all():
        act_on.enqueue(event_pk=event.pk)

    payment.refresh_from_db()
    assert (payment.status, payment.message, till.saleor.charged("order")) == (PaymentStatus.PLACED, "", 4428)


def test_opening_the_pane_closes_the_page_of_the_link(till: Till) -> None:
    link = make_link(order_id=till.order())
    open_link(link, return_url="http://testserver/back", cancel_url="http://testserver/")
    page = Payment.objects.get()

    open_keying(order_id="order")

    page.refresh_from_db()
    assert page.status == PaymentStatus.EXPIRED
    assert gateway().session(page.session_id or "").status == "expired"
    assert link_state(order_id="order") == "opened"


def test_a_customer_who_opens_the_link_closes_the_pane(till: Till) -> None:
    link = make_link(order_id=till.order())
    payment = open_keying(order_id="order")

    open_link(link, return_url="http://testserver/back", cancel_url="http://testserver/")

    with pytest.raises(KeyingRefused, match="closed"):
        key_card(payment=payment, method_id=method_of(), keyed_by=AGENT)
    assert charges() == 0


def test_a_link_that_was_just_paid_keeps_the_pane_shut(till: Till) -> None:
    link = make_link(order_id=till.order())
    open_link(link, return_url="http://testserver/back", cancel_url="http://testserver/")
    till.pay(Payment.objects.get())

    with pytest.raises(PaymentInFlight):
        open_keying(order_id="order")


def test_opening_the_pane_twice_opens_one_intent(till: Till) -> None:
    first = open_keying(order_id=till.order())

    assert open_keying(order_id="order").pk == first.pk
    assert SandboxObject.objects.filter(kind="payment_intent").count() == 1


def test_an_order_that_changed_meanwhile_is_not_charged(till: Till) -> None:
    payment = open_keying(order_id=till.order())
    till.saleor.orders["order"].total = 5000

    with pytest.raises(KeyingRefused, match="changed"):
        key_card(payment=payment, method_id=method_of(), keyed_by=AGENT)

    payment.refresh_from_db()
    assert (payment.status, charges()) == (PaymentStatus.EXPIRED, 0)
    assert open_keying(order_id="order").amount == 5000


def test_a_cancelled_order_is_not_charged(till: Till) -> None:
    payment = open_keying(order_id=till.order())
    till.saleor.orders["order"].status = "CANCELED"

    with pytest.raises(KeyingRefused, match="cancelled"):
        key_card(payment=payment, method_id=method_of(), keyed_by=AGENT)

    assert charges() == 0


def test_closing_the_pane_closes_the_intent(till: Till) -> None:
    payment = open_keying(order_id=till.order())

    close_keying(payment)
    close_keying(payment)

    assert live_keying(order_id="order") is None
    with pytest.raises(KeyingRefused, match="closed"):
        key_card(payment=payment, method_id=method_of(), keyed_by=AGENT)


def test_closing_while_an_answer_is_missing_finds_out_that_it_was_paid(till: Till) -> None:
    payment = open_keying(order_id=till.order())
    till.stripe.watch = lambda step: (_ for _ in ()).throw(Killed(step)) if step.startswith("after") else None
    with pytest.raises(Killed):
        key_card(payment=payment, method_id=method_of(), keyed_by=AGENT)
    till.stripe.watch = till.step

    with pytest.raises(PaymentInFlight):
        close_keying(payment)


def test_closing_while_stripe_is_away_says_so_and_changes_nothing(till: Till) -> None:
    payment = open_keying(order_id=till.order())
    SandboxControl.set(mode="hold", is_down=True)

    with pytest.raises(PaymentsUnavailable):
        close_keying(payment)

    payment.refresh_from_db()
    assert payment.status == PaymentStatus.OPEN


def test_what_an_agent_left_open_is_closed_by_the_reconciliation(till: Till) -> None:
    payment = open_keying(order_id=till.order())
    Payment.objects.update(created_at=timezone.now() - timedelta(hours=3))

    reconcile()

    payment.refresh_from_db()
    assert payment.status == PaymentStatus.EXPIRED
    assert gateway().intent(payment.payment_intent_id or "").status == "expired"
