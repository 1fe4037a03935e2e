"""The stand-in for Stripe, in this process, with events that wait until they are delivered."""

from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings

from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxObject
from store.storefront import checkout_forms
from tests.fakes.stripe_http import InProcessStripe, post_to_webhook


@pytest.fixture
def stripe(db: None, settings: Settings) -> InProcessStripe:
    """Answer as Stripe."""
    client = InProcessStripe()
    settings.STRIPE_HTTP_CLIENT = client
    settings.STRIPE_SANDBOX_POST = post_to_webhook
    SandboxControl.set(mode="hold")
    return client


@pytest.fixture(autouse=True)
def _countries_anew() -> None:
    """The list of countries is kept for minutes; each test has its own."""
    checkout_forms._countries.cache_clear()


@pytest.fixture
def bank(stripe: InProcessStripe) -> Callable[[str], None]:
    """Do something on the newest hosted page: pay, decline, expire."""

    def act(choice: str) -> None:
        session = SandboxObject.objects.filter(kind="checkout.session").latest("created_at")
        if choice == "pay":
            objects.pay(session.pk)
        elif choice == "decline":
            objects.decline(session.pk)
        else:
            objects.expire(session.pk)

    return act
