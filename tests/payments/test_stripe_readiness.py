"""What is told about an account that can take money, and about one that cannot."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from store.payments.gateway import AccountFacts, Endpoint, Gateway
from store.payments.inbox import HANDLED
from store.payments.management.commands import check_stripe
from store.payments.models import Capability, StripeEvent
from store.payments.sandbox.events import SandboxControl
from store.payments.stripe_readiness import findings, webhook_address
from tests.fakes.stripe_http import post_to_webhook
from tests.payments.conftest import Till


def arrives(_address: str, body: bytes, signature: str) -> int:
    return post_to_webhook(body, signature)


def to_do(post: Callable[[str, bytes, str], int] = arrives) -> dict[str, str]:
    return {finding.check: finding.to_do for finding in findings(post=post) if finding.to_do}


@pytest.fixture
def account(till: Till, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Callable[..., None]:
    """Let Stripe say something else about the account."""

    def say(**facts: Any) -> None:
        said: dict[str, Any] = {
            "id": "acct_1",
            "country": "US",
            "charges_enabled": True,
            "payouts_enabled": True,
            "due": (),
            "card_payments": "active",
            "api_version": settings.STRIPE_API_VERSION,
            "answered_at": timezone.now(),
        }
        monkeypatch.setattr(Gateway, "account", lambda _: AccountFacts(**said | facts))

    return say


@pytest.fixture
def endpoints(till: Till, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Callable[..., None]:
    """Let Stripe have other webhook endpoints."""

    def say(*several: dict[str, Any]) -> None:
        version = settings.STRIPE_API_VERSION
        usual = {"url": webhook_address(), "is_enabled": True, "api_version": version, "events": HANDLED}
        monkeypatch.setattr(Gateway, "endpoints", lambda _: [Endpoint(**usual | facts) for facts in several])

    return say


def test_the_stand_in_has_everything_that_the_shop_needs(till: Till) -> None:
    assert to_do() == {}
    assert not StripeEvent.objects.exists()  # the event that tries the signature leaves nothing behind


def test_a_stripe_that_cannot_be_reached_ends_the_check_and_does_not_blame_the_key(till: Till) -> None:
    SandboxControl.set(is_down=True)

    said = to_do()
    assert list(said) == ["connection"]
    assert said["connection"].startswith("Stripe cannot be reached (")


def test_a_key_that_stripe_does_not_know_ends_the_check(
    till: Till, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = Gateway(key="sk_test_of_nobody", base=settings.STRIPE_API_BASE, webhook_secret="", http_client=till.stripe)
    monkeypatch.setattr("store.payments.stripe_readiness.gateway", lambda: nobody)

    said = to_do()
    assert list(said) == ["key"]
    assert "Copy it again" in said["key"]


def test_a_test_key_outside_the_demo_and_a_live_one_within_are_told(till: Till, settings: Settings) -> None:
    settings.STRIPE_SANDBOX = False
    settings.DEMO, settings.ON_THIS_MACHINE = False, False
    assert "nobody is charged" in to_do()["mode"]
    settings.STRIPE_SECRET_KEY, settings.DEMO = "sk_live_1", True
    SandboxControl.set(is_down=True)
    assert "real cards would be charged" in to_do()["mode"]


@pytest.mark.parametrize(
    ("facts", "check", "words"),
    [
        ({"charges_enabled": False, "due": ("company.tax_id",)}, "charges", "company.tax_id"),
        ({"payouts_enabled": False}, "payouts", "Nothing is paid out"),
        ({"card_payments": "pending"}, "card payments", "The capability is pending"),
        ({"api_version": "2020-01-01"}, "API version", "Stripe answers as 2020-01-01"),
        ({"country": "XX"}, "currencies", "Try again"),
        ({"answered_at": timezone.now() - timedelta(minutes=9)}, "clock", "Set it by NTP"),
    ],
)
def test_what_the_account_lacks_is_told(
    account: Callable[..., None], facts: dict[str, Any], check: str, words: str
) -> None:
    account(**facts)

    found = to_do()

    assert list(found) == [check]
    assert words in found[check]


def test_a_currency_that_cannot_be_charged_is_told(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Gateway, "currencies", lambda *_: frozenset({"USD"}))

    assert to_do() == {"currencies": "An account in US cannot charge in GBP. Ask Stripe's support."}


@pytest.mark.parametrize(
    ("several", "check", "words"),
    [
        ([], "webhook endpoint", "There is none at"),
        ([{"url": "https://elsewhere.example/"}], "webhook endpoint", "There is none at"),
        ([{}, {}], "webhook endpoint", "There are 2"),
        ([{"is_enabled": False}], "webhook endpoint", "switched off"),
        ([{"events": HANDLED - {"refund.failed"}}], "webhook events", "Add: refund.failed."),
        ([{"events": HANDLED | {"invoice.paid"}}], "webhook events", "Take off: invoice.paid."),
        ([{"events": frozenset({"*"})}], "webhook events", "Take off: *."),
        ([{"api_version": ""}], "webhook version", "the version of the account"),
        ([{"api_version": "2020-01-01"}], "webhook version", "Events come as 2020-01-01"),
    ],
)
def test_what_is_wrong_with_the_webhook_endpoint_is_told(
    endpoints: Callable[..., None], several: list[dict[str, Any]], check: str, words: str
) -> None:
    endpoints(*several)

    found = to_do()

    assert list(found) == [check]
    assert words in found[check]


def test_a_shop_that_does_not_run_or_has_another_secret_is_told(till: Till) -> None:
    assert "Nothing answers at" in to_do(lambda *_: 0)["signing secret"]
    assert "answers 400 to a signed event" in to_do(lambda *_: 400)["signing secret"]


def test_a_shop_that_takes_forged_events_is_told(till: Till) -> None:
    assert to_do(lambda *_: 200) == {"forged events": "An event with a wrong signature is answered 200, not 400."}


def test_keyed_cards_that_stripe_refused_are_told_where_they_are_wanted(till: Till, settings: Settings) -> None:
    Capability.objects.create(name="moto", off_until=timezone.now() + timedelta(hours=1))
    assert to_do() == {}
    settings.KEYED_CARD_LINES = ["us"]
    assert "enable MOTO" in to_do()["keyed cards"]


def test_the_command_prints_a_table_and_fails_with_something_to_do(
    till: Till, monkeypatch: pytest.MonkeyPatch, account: Callable[..., None]
) -> None:
    monkeypatch.setattr(check_stripe, "_post", arrives)
    out = StringIO()
    call_command("check_stripe", stdout=out)
    assert "pass  mode              the stand-in answers: no money moves\n" in out.getvalue()
    account(payouts_enabled=False)

    with pytest.raises(CommandError, match="1 to put right") as told:
        call_command("check_stripe", stdout=out)

    assert told.value.returncode == 1
    assert "FAIL  payouts           Nothing is paid out" in out.getvalue()
