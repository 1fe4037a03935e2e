"""The stand-in refuses what Stripe refuses and shows what Stripe shows, asked through stripe-python."""

from datetime import timedelta
from typing import Any

import pytest
import stripe
from django.conf import settings
from django.test import Client
from django.utils import timezone

from store.payments.gateway import Line, gateway
from store.payments.models import StripeEvent
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxEvent, SandboxObject
from tests.fakes.stripe_http import InProcessStripe


@pytest.fixture
def api(db: None) -> stripe.StripeClient:
    SandboxControl.set(mode="hold")
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses={"api": settings.STRIPE_API_BASE},
        stripe_version=settings.STRIPE_API_VERSION,
        http_client=InProcessStripe(),
    )


def params(**changes: Any) -> Any:
    """What opens a page for 44.28 USD."""
    line = {"quantity": 1, "price_data": {"currency": "usd", "unit_amount": 4428, "product_data": {"name": "Chart"}}}
    return {"mode": "payment", "success_url": "http://testserver/", "line_items": [line], **changes}


def opened(api: stripe.StripeClient, **changes: Any) -> Any:
    return api.v1.checkout.sessions.create(params(**changes))


def paid(api: stripe.StripeClient) -> Any:
    session = opened(api)
    objects.pay(session.id)
    return api.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})


def test_a_session_looks_like_stripes(api: stripe.StripeClient) -> None:
    session = opened(api, metadata={"payment": "1"}, customer_email="ada@example.com")
    assert isinstance(session, stripe.checkout.Session)
    assert session.metadata
    assert session.url
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 4428)
    assert (session.currency, session.metadata["payment"]) == ("usd", "1")
    assert session.url.endswith(f"/sandbox/stripe/pay/{session.id}")
    assert "stand_in" not in session


def test_a_paid_session_carries_intent_charge_and_card(api: stripe.StripeClient) -> None:
    session = paid(api)
    assert (session.status, session.payment_status, session.url) == ("complete", "paid", None)
    charge = session.payment_intent.latest_charge
    assert (session.payment_intent.status, charge.amount) == ("succeeded", 4428)
    assert (charge.payment_method_details.card.brand, charge.payment_method_details.card.last4) == ("visa", "4242")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"payment_method_types": ["card"]}, "parameter_unknown"),
        ({"locale": "de"}, "not_played"),
        ({"colour": "red"}, "parameter_unknown"),
        ({"success_url": ""}, "parameter_invalid_empty"),
        ({"mode": "payment", "line_items": []}, "parameter_missing"),
    ],
)
def test_what_stripe_would_not_take_is_refused(api: stripe.StripeClient, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        opened(api, **changes)
    assert refused.value.code == code
    assert not SandboxObject.objects.exists()


def test_amounts_are_whole_positive_and_not_too_small(api: stripe.StripeClient) -> None:
    for amount in ("12.5", "-1", "20"):
        line = {"quantity": 1, "price_data": {"currency": "usd", "unit_amount": amount, "product_data": {"name": "x"}}}
        with pytest.raises(stripe.InvalidRequestError):
            opened(api, line_items=[line])


def test_a_page_lives_half_an_hour_to_a_day(api: stripe.StripeClient) -> None:
    now = int(timezone.now().timestamp())
    for ends in (now + 10 * 60, now + 25 * 3600):
        with pytest.raises(stripe.InvalidRequestError):
            opened(api, expires_at=ends)
    assert opened(api, expires_at=now + 3600).expires_at == now + 3600


def test_the_same_key_gives_the_same_page_and_another_request_with_it_is_refused(api: stripe.StripeClient) -> None:
    first = api.v1.checkout.sessions.create(params(), {"idempotency_key": "k"})
    assert api.v1.checkout.sessions.create(params(), {"idempotency_key": "k"}).id == first.id
    with pytest.raises(stripe.IdempotencyError):
        api.v1.checkout.sessions.create(params(customer_email="b@example.com"), {"idempotency_key": "k"})


def test_a_wrong_key_or_version_is_refused(api: stripe.StripeClient) -> None:
    for key, version in (("sk_test_other", settings.STRIPE_API_VERSION), (settings.STRIPE_SECRET_KEY, "2020-01-01")):
        other = stripe.StripeClient(
            key,
            base_addresses={"api": settings.STRIPE_API_BASE},
            stripe_version=version,
            http_client=InProcessStripe(),
        )
        with pytest.raises((stripe.AuthenticationError, stripe.InvalidRequestError)):
            other.v1.checkout.sessions.list()


def test_a_session_is_paid_or_expired_once(api: stripe.StripeClient) -> None:
    session = paid(api)
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.checkout.sessions.expire(session.id)
    other = opened(api)
    assert api.v1.checkout.sessions.expire(other.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.checkout.sessions.expire(other.id)


def test_refunds_never_exceed_the_charge(api: stripe.StripeClient) -> None:
    intent = paid(api).payment_intent.id
    assert api.v1.refunds.create({"payment_intent": intent, "amount": 428}).amount == 428
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.refunds.create({"payment_intent": intent, "amount": 4001})
    assert api.v1.refunds.create({"payment_intent": intent}).amount == 4000
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.v1.refunds.create({"payment_intent": intent})
    assert refused.value.code == "charge_already_refunded"


def test_what_was_not_paid_cannot_be_refunded(api: stripe.StripeClient) -> None:
    session = opened(api)
    objects.decline(session.id)
    intent = api.v1.checkout.sessions.retrieve(session.id).payment_intent
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.refunds.create({"payment_intent": str(intent)})


def test_lists_are_newest_first_and_come_in_pages(api: stripe.StripeClient) -> None:
    made = [opened(api).id for _ in range(3)]
    page = api.v1.checkout.sessions.list({"limit": 2})
    assert [session.id for session in page.data] == [made[2], made[1]]
    assert page.has_more
    assert [session.id for session in page.auto_paging_iter()] == made[::-1]
    assert not api.v1.checkout.sessions.list({"status": "complete"}).data


def test_what_is_not_offered_is_not_found(api: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.customers.list()
    with pytest.raises(stripe.InvalidRequestError) as missing:
        api.v1.checkout.sessions.retrieve("cs_test_other")
    assert missing.value.code == "resource_missing"


def test_the_hosted_page_says_that_it_is_a_stand_in_and_does_what_is_pressed(api: stripe.StripeClient) -> None:
    session = opened(api)
    page = f"/sandbox/stripe/pay/{session.id}"
    shown = Client().get(page).content.decode()
    assert "stands in for Stripe" in shown
    assert "$44.28" in shown
    assert "<script" not in shown
    assert "Your card was declined" in Client().post(page, {"choice": "decline"}).content.decode()
    assert "Your bank wants to know" in Client().post(page, {"choice": "secure"}).content.decode()
    assert "did not confirm" in Client().post(page, {"choice": "refuse"}).content.decode()
    assert Client().post(page, {"choice": "confirm"})["Location"] == "http://testserver/"
    assert "This payment is complete" in Client().get(page).content.decode()
    assert Client().get("/sandbox/stripe/pay/cs_test_other").status_code == 404


def test_the_control_page_holds_repeats_and_reorders_events(api: stripe.StripeClient) -> None:
    browser = Client()
    paid(api)
    assert [event.state for event in SandboxControl.held()] == ["held", "held"]
    change = "/sandbox/stripe/control/change/"
    numbers = {"delay": "0", "slow": "0", "faults": "0"}
    browser.post(change, {"act": "mode", "mode": "drop", "twice": "on", "is_down": "on", **numbers})
    assert "checkout.session.completed" in browser.get("/sandbox/stripe/control/").content.decode()
    with pytest.raises(stripe.APIError):
        opened(api)
    browser.post(change, {"act": "mode", "mode": "drop", **numbers})
    objects.pay(opened(api).id)
    assert SandboxEvent.objects.filter(state="dropped").count() == 2


@pytest.mark.django_db
def test_the_shop_reaches_the_stand_in_next_door_and_its_events_come_back() -> None:
    SandboxControl.set(mode="hold")
    session = gateway().open_session(
        key="k",
        payment_id="1",
        currency="USD",
        lines=[Line("Chart", 4428)],
        email="ada@example.com",
        success_url="http://testserver/",
        cancel_url="http://testserver/",
        expires_at=timezone.now() + timedelta(hours=2),
    )
    assert gateway().session(session.id).status == "open"
    assert [found.id for found in gateway().paid_sessions(since=timezone.now() - timedelta(hours=1))] == []
    objects.pay(session.id)
    assert SandboxControl.release() == 2
    assert StripeEvent.objects.count() == 2
    assert gateway().session(session.id).is_paid
    intent = gateway().session(session.id).payment_intent_id
    gateway().refund(key="r", payment_intent_id=intent, amount=1, reason="duplicate", payment_id="1", row_id="2")
    assert {event.state for event in SandboxEvent.objects.filter(data__type="checkout.session.completed")} == {
        "delivered"
    }
