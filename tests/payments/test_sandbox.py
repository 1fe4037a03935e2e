"""The stand-in refuses what Stripe refuses and shows what Stripe shows, asked through stripe-python."""

from datetime import timedelta
from typing import Any

import pytest
import stripe
import time_machine
from django.conf import settings as site
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from store.payments.gateway import Line, gateway
from store.payments.models import StripeEvent
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxEvent, SandboxKey, SandboxObject
from store.payments.sandbox.refusals import StripeSays
from tests.fakes.stripe_http import InProcessStripe, post_to_webhook


@pytest.fixture
def api(db: None, settings: Settings) -> stripe.StripeClient:
    settings.STRIPE_SANDBOX_POST = post_to_webhook
    SandboxControl.set(mode="hold")
    return stripe.StripeClient(
        site.STRIPE_SECRET_KEY,
        base_addresses={"api": site.STRIPE_API_BASE},
        stripe_version=site.STRIPE_API_VERSION,
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
    for key, version in (("sk_test_other", site.STRIPE_API_VERSION), (site.STRIPE_SECRET_KEY, "2020-01-01")):
        other = stripe.StripeClient(
            key,
            base_addresses={"api": site.STRIPE_API_BASE},
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


def test_a_key_whose_call_is_still_under_way_is_a_conflict(api: stripe.StripeClient) -> None:
    opened_once = api.v1.checkout.sessions.create(params(), {"idempotency_key": "k"})
    SandboxKey.objects.update(status=0)
    with pytest.raises(stripe.StripeError) as refused:
        api.v1.checkout.sessions.create(params(), {"idempotency_key": "k"})
    assert refused.value.http_status == 409
    assert refused.value.json_body["error"]["code"] == "idempotency_key_in_use"  # type: ignore[index]
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):  # that process is dead
        assert api.v1.checkout.sessions.create(params(), {"idempotency_key": "k"}).id != opened_once.id


def test_an_outcome_is_kept_for_its_key_even_a_fault_but_not_what_was_never_begun(api: stripe.StripeClient) -> None:
    SandboxControl.set(mode="hold", faults=1)
    for _ in range(2):  # the second answer is the first once more
        with pytest.raises(stripe.APIError) as fault:
            api.v1.checkout.sessions.create(params(), {"idempotency_key": "k"})
        assert fault.value.http_status == 500
    assert opened(api).status == "open"  # another call is not concerned
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.checkout.sessions.create(params(colour="red"), {"idempotency_key": "typo"})
    assert api.v1.checkout.sessions.create(params(), {"idempotency_key": "typo"}).status == "open"
    with time_machine.travel(timezone.now() + timedelta(hours=25)):  # Stripe forgets keys after a day
        assert api.v1.checkout.sessions.create(params(), {"idempotency_key": "k"}).status == "open"


def test_keys_have_up_to_255_characters_and_reading_calls_ignore_them(api: stripe.StripeClient) -> None:
    assert api.v1.checkout.sessions.create(params(), {"idempotency_key": "k" * 255}).status == "open"
    with pytest.raises(stripe.StripeError):
        api.v1.checkout.sessions.create(params(), {"idempotency_key": "k" * 256})
    SandboxKey.objects.all().delete()
    api.v1.checkout.sessions.list({}, {"idempotency_key": "k"})
    assert not SandboxKey.objects.exists()


@pytest.mark.parametrize(
    "metadata",
    [{str(number): "x" for number in range(51)}, {"k" * 41: "x"}, {"k": "x" * 501}],
    ids=["51 keys", "a key of 41", "a value of 501"],
)
def test_metadata_has_stripes_limits(api: stripe.StripeClient, metadata: dict[str, str]) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        opened(api, metadata=metadata)
    assert len(opened(api, metadata={str(number): "x" for number in range(50)}).metadata.to_dict()) == 50


def test_an_expired_session_cannot_be_paid(api: stripe.StripeClient) -> None:
    session = opened(api)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert api.v1.checkout.sessions.retrieve(session.id).status == "expired"
        with pytest.raises(StripeSays):
            objects.pay(session.id)
    assert not SandboxObject.objects.filter(kind="charge").exists()


def test_what_the_shop_does_not_take_is_sent_again_later_each_time(
    api: stripe.StripeClient, settings: Settings
) -> None:
    answers = [500, 400, 200]
    settings.STRIPE_SANDBOX_POST = lambda *_: answers.pop(0)
    settings.STRIPE_SANDBOX_AT_ONCE = True
    session = opened(api)
    SandboxControl.set()
    api.v1.checkout.sessions.expire(session.id)
    event = SandboxEvent.objects.get()
    if event.state == "waiting":  # inside a test's transaction nothing is sent by itself
        SandboxControl.resend(event.pk)
        event.refresh_from_db()
    assert (event.state, event.due_at and event.due_at - timezone.now() < timedelta(seconds=61)) == ("failed", True)
    assert SandboxControl.send_due() == 0
    for minutes, state in ((2, "failed"), (8, "delivered")):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            assert SandboxControl.send_due() == 1
        event.refresh_from_db()
        assert event.state == state
    assert [status for _, status in event.attempts] == [500, 400, 200]
    assert event.data["pending_webhooks"] == 0


def test_an_event_is_delayed_or_lost_by_hand(api: stripe.StripeClient) -> None:
    paid(api)
    late, lost = SandboxControl.held()
    SandboxControl.delay(late.pk, seconds=60)
    SandboxControl.drop(lost.pk)
    assert SandboxControl.send_due() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert SandboxControl.send_due() == 1
    assert {event.pk: event.state for event in SandboxEvent.objects.all()} == {
        late.pk: "delivered",
        lost.pk: "dropped",
    }
