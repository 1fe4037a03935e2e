"""Stripe's events: verified, stored once, acted on until that succeeded."""

import json
import random
import time
from datetime import timedelta

import pytest
import stripe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from store.payments.books.comparison import compare
from store.payments.books.reconciliation import reconcile
from store.payments.checkout_payment import payment_state
from store.payments.models import Payment, PaymentStatus, StripeEvent
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl, signed
from store.payments.sandbox.models import SandboxEvent, SandboxObject
from tests.fakes.stripe_http import post_to_webhook
from tests.payments.conftest import Till

ADDRESS = "/payments/stripe/webhook/"


def post(body: bytes, signature: str) -> int:
    return (
        Client()
        .post(ADDRESS, body, content_type="application/json", headers={"Stripe-Signature": signature})
        .status_code
    )


def an_event(till: Till) -> bytes:
    """The event of a paid page, not yet delivered."""
    till.basket()
    till.pay(till.open())
    return json.dumps(SandboxEvent.objects.get(data__type="checkout.session.completed").data).encode()


def test_an_event_is_stored_and_acted_on(till: Till) -> None:
    body = an_event(till)
    assert post(body, signed(body)) == 200
    stored = StripeEvent.objects.get()
    assert (stored.type, stored.fault) == ("checkout.session.completed", "")
    assert stored.handled_at is not None
    assert payment_state(checkout_id="basket").status == "placed"


def test_an_event_that_comes_twice_is_stored_once_and_orders_once(till: Till) -> None:
    body = an_event(till)
    assert [post(body, signed(body)), post(body, signed(body))] == [200, 200]
    assert StripeEvent.objects.count() == 1
    assert len(till.saleor.orders) == 1
    assert till.saleor.asked.count("TransactionCreate") == 1


def test_events_in_any_order_end_alike(till: Till) -> None:
    an_event(till)
    till.deliver(backwards=True)
    assert StripeEvent.objects.count() == 2
    assert payment_state(checkout_id="basket").status == "placed"


def test_an_event_that_never_comes_is_made_up_for_by_reconciling(till: Till) -> None:
    SandboxControl.set(mode="drop")
    till.basket()
    till.pay(till.open())
    assert not StripeEvent.objects.exists()
    found = reconcile(older_than=timedelta())
    assert (found.seen, found.moved, found.later, found.review) == (1, 1, 0, 0)
    assert payment_state(checkout_id="basket").status == "placed"


def test_an_event_that_comes_late_changes_nothing(till: Till) -> None:
    an_event(till)
    reconcile(older_than=timedelta())
    till.deliver()
    assert len(till.saleor.orders) == 1


def test_an_event_that_could_not_be_acted_on_is_answered_and_tried_again(till: Till) -> None:
    body = an_event(till)
    till.saleor.silent = True
    assert post(body, signed(body)) == 200
    stored = StripeEvent.objects.get()
    assert (stored.handled_at, stored.fault) == (None, "SaleorUnreachable")
    till.saleor.silent = False
    assert post(body, signed(body)) == 200
    stored.refresh_from_db()
    assert stored.handled_at is not None
    assert stored.fault == ""


def test_an_event_that_overtakes_our_own_answer_from_stripe_finds_its_payment(till: Till) -> None:
    body = an_event(till)
    Payment.objects.update(session_id=None, page_url="", status=PaymentStatus.OPENING)
    post(body, signed(body))
    assert Payment.objects.get().status == PaymentStatus.PLACED


@pytest.mark.parametrize("payment", ["", "not-an-id", "00000000-0000-4000-8000-000000000000"])
def test_an_event_about_something_else_is_stored_and_left_alone(till: Till, payment: str) -> None:
    event = json.loads(an_event(till))
    event["data"]["object"]["metadata"] = {"payment": payment} if payment else {}
    body = json.dumps(event).encode()
    assert post(body, signed(body)) == 200
    assert StripeEvent.objects.get().handled_at is not None
    assert payment_state(checkout_id="basket").status == "open"


def test_what_an_event_claims_is_not_believed(till: Till) -> None:
    till.basket()
    payment = till.open()
    claim = {
        "id": "evt_1",
        "object": "event",
        "type": "checkout.session.completed",
        "data": {
            "object": {
                "id": payment.session_id,
                "object": "checkout.session",
                "payment_status": "paid",
                "metadata": {"payment": str(payment.pk)},
            }
        },
    }
    body = json.dumps(claim).encode()
    assert post(body, signed(body)) == 200
    assert payment_state(checkout_id="basket").status == "open"
    assert not till.saleor.orders


def test_a_body_that_is_not_signed_with_our_secret_is_refused(till: Till) -> None:
    body = an_event(till)
    other = stripe.WebhookSignature.generate_signature_header(body.decode(), "whsec_other")
    assert post(body, "") == 400
    assert post(body, "t=1,v1=00") == 400
    assert post(body, other) == 400
    assert post(body + b" ", signed(body)) == 400
    assert not StripeEvent.objects.exists()


def test_an_old_signature_is_refused(till: Till) -> None:
    body = an_event(till)
    then = int(time.time()) - 3600
    old = stripe.WebhookSignature.generate_signature_header(
        body.decode(), settings.STRIPE_WEBHOOK_SECRET, timestamp=then
    )
    assert post(body, old) == 400


def test_without_a_secret_the_address_is_closed(till: Till, settings: Settings) -> None:
    body = an_event(till)
    signature = signed(body)
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert post(body, signature) == 400
    assert Client().get(ADDRESS).status_code == 405


def test_the_stand_in_signs_as_stripe_does(till: Till) -> None:
    body = an_event(till)
    event = stripe.Webhook.construct_event(body, signed(body), settings.STRIPE_WEBHOOK_SECRET)
    assert event.type == "checkout.session.completed"
    assert post_to_webhook(body, signed(body)) == 200


def a_whole_life(till: Till) -> Payment:
    """Paid, refunded in part at Stripe's Dashboard, then disputed and won; every event waits."""
    till.basket()
    payment = till.open()
    till.pay(payment)
    intent = SandboxObject.objects.get(pk=payment.session_id).data["payment_intent"]
    objects.create_refund({"payment_intent": intent, "amount": 428})
    objects.close_dispute(objects.open_dispute(intent), "won")
    return payment


def the_end(till: Till, payment: Payment) -> tuple[object, ...]:
    """Everything that must be the same in the end, whatever became of the events."""
    payment.refresh_from_db()
    (row,) = till.saleor.transactions.values()
    return (
        payment.status,
        payment.refunded,
        list(payment.refunds.values_list("amount", "status", "reported")),
        list(payment.disputes.values_list("status", "withdrawn")),
        sorted(kind for kind, _, _ in row.events),
        len(till.saleor.orders),
        StripeEvent.objects.filter(handled_at=None).count(),
    )


THE_END = (
    "placed",
    428,
    [(428, "succeeded", "succeeded")],
    [("won", 0)],
    ["CHARGE_BACK", "CHARGE_SUCCESS", "CHARGE_SUCCESS", "REFUND_SUCCESS"],
    1,
    0,
)


@pytest.mark.parametrize("seed", range(6))
def test_events_disordered_doubled_and_partly_lost_end_alike(till: Till, seed: int) -> None:
    chance = random.Random(seed)
    payment = a_whole_life(till)
    events = list(SandboxEvent.objects.values_list("pk", flat=True))
    arriving = [pk for pk in events for _ in range(chance.choice([0, 1, 1, 2]))]
    chance.shuffle(arriving)
    for pk in arriving:
        SandboxControl.resend(pk)

    reconcile(older_than=timedelta())
    reconcile(older_than=timedelta())
    compare(since=timezone.now() - timedelta(hours=1), until=timezone.now() + timedelta(seconds=1))

    assert the_end(till, payment) == THE_END


def test_an_event_of_a_kind_that_nobody_handles_is_answered_and_not_kept(till: Till) -> None:
    body = json.dumps(
        {"id": "evt_1", "object": "event", "type": "customer.created", "data": {"object": {"id": "cus_1"}}}
    ).encode()

    assert post(body, signed(body)) == 200
    assert not StripeEvent.objects.exists()


def test_events_are_forgotten_long_after_they_were_acted_on(till: Till, settings: Settings) -> None:
    old = timezone.now() - timedelta(days=settings.STRIPE_EVENTS_KEPT_DAYS + 1)
    for name, handled in (("done", old), ("waiting", None), ("new", old)):
        StripeEvent.objects.create(event_id=name, type="refund.updated", object_id="re_1", handled_at=handled)
    StripeEvent.objects.exclude(event_id="new").update(received_at=old)

    reconcile(older_than=timedelta(days=9999))

    assert set(StripeEvent.objects.values_list("event_id", flat=True)) == {"waiting", "new"}
