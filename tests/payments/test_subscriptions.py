"""Pages on which a subscription begins: the gateway opens them, the stand-in plays them, the shop's books bear them."""

from datetime import timedelta
from typing import Any

import pytest
import stripe
from django.conf import settings
from django.test import Client
from django.utils import timezone

from store.payments.books.comparison import compare
from store.payments.books.reconciliation import reconcile
from store.payments.gateway import GatewayRefused, Line, Session, gateway
from store.payments.models import Difference, Dispute, Payment, Refund, StripeEvent
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxEvent, SandboxObject
from tests.fakes.stripe_http import InProcessStripe
from tests.payments.conftest import Till

YEARLY = Line("Membership", 4800, interval="year")
UNKNOWN = "8a0ab0d7-5f6a-4bd5-95a8-07a6bbd4a1f6"  # a row of the membership's, which is no payment


def opened(*lines: Line, key: str = "k") -> Session:
    return gateway().open_session(
        key=key,
        payment_id=UNKNOWN,
        currency="GBP",
        lines=list(lines or (YEARLY,)),
        email="ada@example.com",
        success_url="http://testserver/thanks/",
        cancel_url="http://testserver/",
        expires_at=timezone.now() + timedelta(hours=2),
    )


def chosen(session: Session, choice: str) -> Any:
    return Client().post(f"/sandbox/stripe/pay/{session.id}", {"choice": choice})


def asked(**changes: Any) -> Any:
    price = {"currency": "gbp", "unit_amount": 4800, "product_data": {"name": "Membership"}}
    lines = [{"quantity": 1, "price_data": price | {"recurring": {"interval": "month"}}}]
    return {"mode": "subscription", "success_url": "http://testserver/", "line_items": lines, **changes}


@pytest.fixture
def api(till: Till) -> stripe.StripeClient:
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses={"api": settings.STRIPE_API_BASE},
        stripe_version=settings.STRIPE_API_VERSION,
        http_client=InProcessStripe(),
    )


def test_a_subscription_is_begun_on_its_page(till: Till) -> None:
    session = opened()
    assert "£48.00 every year" in Client().get(f"/sandbox/stripe/pay/{session.id}").content.decode()
    assert (session.status, session.subscription_id, session.invoice_id) == ("open", "", "")
    assert "Your card was declined" in chosen(session, "decline").content.decode()
    assert gateway().session(session.id).payment_intent_id == ""
    assert chosen(session, "pay")["Location"] == "http://testserver/thanks/"
    done = gateway().session(session.id)
    assert (done.status, done.is_paid, done.amount, done.payment_intent_id) == ("complete", True, 4800, "")
    assert done.subscription_id.startswith("sub_")
    assert done.invoice_id.startswith("in_")
    assert done.payment_id == UNKNOWN
    assert SandboxObject.objects.filter(kind="payment_intent").count() == 1  # both cards were tried on one
    with pytest.raises(GatewayRefused):
        gateway().expire_session(session.id)


def test_one_key_opens_one_page_even_where_a_subscription_begins(till: Till) -> None:
    assert opened().id == opened().id
    with pytest.raises(GatewayRefused):
        opened(Line("Membership", 4800, interval="month"))
    assert SandboxObject.objects.count() == 1


def test_what_is_paid_once_may_go_with_the_first_invoice(till: Till) -> None:
    session = opened(YEARLY, Line("Chart", 2200))
    assert session.amount == 7000
    kept = SandboxObject.objects.get(pk=session.id).data
    assert (kept["mode"], [line["interval"] for line in kept["stand_in"]["lines"]]) == ("subscription", ["year", ""])


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"mode": "payment"}, "line_items"),
        ({"payment_intent_data": {"metadata": {"a": "b"}}}, "payment_intent_data"),
        ({"mode": "payment", "subscription_data": {"metadata": {"a": "b"}}}, "subscription_data"),
        ({"mode": "setup"}, "mode"),
    ],
    ids=["recurring price paid once", "intent of a subscription", "subscription of a payment", "setup"],
)
def test_what_belongs_to_another_mode_is_refused(api: stripe.StripeClient, changes: Any, param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.v1.checkout.sessions.create(asked(**changes))
    assert refused.value.param == param
    assert not SandboxObject.objects.exists()


def test_a_subscription_needs_a_recurring_price_of_one_interval(api: stripe.StripeClient) -> None:
    price = {"currency": "gbp", "unit_amount": 4800, "product_data": {"name": "Membership"}}
    once = {"quantity": 1, "price_data": price}
    with pytest.raises(stripe.InvalidRequestError, match="at least one recurring price"):
        api.v1.checkout.sessions.create(asked(line_items=[once]))
    lines = [{"quantity": 1, "price_data": price | {"recurring": {"interval": each}}} for each in ("month", "year")]
    with pytest.raises(stripe.InvalidRequestError, match="does not play"):
        api.v1.checkout.sessions.create(asked(line_items=lines))
    with pytest.raises(stripe.InvalidRequestError, match="does not play"):
        api.v1.checkout.sessions.create(
            asked(line_items=[{"quantity": 1, "price_data": price | {"recurring": {"interval": "week"}}}])
        )


def test_the_subscription_itself_is_not_played(api: stripe.StripeClient) -> None:
    session = api.v1.checkout.sessions.create(asked(subscription_data={"metadata": {"member": "7"}}))
    objects.pay(session.id)
    with pytest.raises(stripe.InvalidRequestError, match="does not play"):
        api.v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription"]})


def test_a_subscription_that_is_no_payment_of_ours_changes_nothing_here_and_is_counted(till: Till) -> None:
    session, ended = opened(), opened(key="other")
    objects.decline(session.id)
    objects.pay(session.id)
    objects.expire(ended.id)
    intent = SandboxObject.objects.get(kind="payment_intent")
    assert intent.data["metadata"] == {}
    objects.create_refund({"payment_intent": intent.pk, "amount": 100})
    objects.open_dispute(intent.pk)
    SandboxControl.set()
    till.deliver()
    assert set(SandboxEvent.objects.values_list("state", flat=True)) == {"delivered"}
    stored = StripeEvent.objects.all()
    assert {"checkout.session.completed", "checkout.session.expired", "payment_intent.succeeded"} <= {
        event.type for event in stored
    }
    assert [event.fault for event in stored if event.fault or event.handled_at is None] == []
    found = reconcile(older_than=timedelta())
    assert (found.seen, found.moved, found.later, found.review) == (0, 0, 0, 0)
    now = timezone.now()
    run = compare(since=now - timedelta(days=1), until=now + timedelta(minutes=1))
    assert (run.compared, run.elsewhere, run.repaired) == (1, 1, 0)
    for rows in (Payment, Refund, Dispute, Difference):
        assert not rows.objects.exists()
