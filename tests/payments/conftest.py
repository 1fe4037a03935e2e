"""A till: the stand-in for Stripe and a fake Saleor, both in this process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from store import backend
from store.payments.checkout_payment import open_payment
from store.payments.models import Payment, PaymentStatus
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from tests.fakes.saleor import FakeSaleor, Thing
from tests.fakes.stripe_http import InProcessStripe, post_to_webhook


class Killed(BaseException):
    """The process was killed at this step."""


@dataclass
class Till:
    """Everything that a payment passes through; `kill_at` ends the process at that step."""

    saleor: FakeSaleor
    stripe: InProcessStripe
    kill_at: int = 0
    steps: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        self.steps.append(name)
        if len(self.steps) == self.kill_at:
            raise Killed(name)

    def basket(self, name: str = "basket", *, total: int = 4428, **facts: Any) -> str:
        self.saleor.baskets[name] = Thing(name, total, **facts)
        return name

    def order(self, name: str = "order", *, total: int = 4428, **facts: Any) -> str:
        self.saleor.orders[name] = Thing(name, total, number="17", **facts)
        return name

    def open(self, basket: str = "basket") -> Payment:
        open_payment(
            checkout_id=basket, channel="us", return_url="http://testserver/back", cancel_url="http://testserver/"
        )
        return Payment.objects.filter(subject_id=basket).latest("created_at")

    def pay(self, payment: Payment, *, last4: str = "4242") -> None:
        """The customer pays on the hosted page; the events wait."""
        assert payment.session_id
        objects.pay(payment.session_id, last4=last4)

    def placed(self, basket: str = "basket", *, total: int = 4428, last4: str = "4242") -> Payment:
        """An order that was paid and placed; its events are delivered and its mail is read."""
        self.basket(basket, total=total)
        payment = self.open(basket)
        self.pay(payment, last4=last4)
        self.deliver()
        payment.refresh_from_db()
        assert payment.status == PaymentStatus.PLACED
        mail.outbox.clear()
        self.steps.clear()
        return payment

    def deliver(self, *, backwards: bool = False) -> None:
        SandboxControl.release(backwards=backwards)


@pytest.fixture
def till(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Till:
    saleor, stripe = FakeSaleor(), InProcessStripe()
    till = Till(saleor, stripe)
    saleor.watch = stripe.watch = till.step
    monkeypatch.setattr(backend, "_transport", lambda *_, **__: saleor)
    settings.STRIPE_HTTP_CLIENT = stripe
    settings.STRIPE_SANDBOX_POST = post_to_webhook
    SandboxControl.set(mode="hold")
    return till


@pytest.fixture
def page() -> Callable[[Payment, str], Any]:
    """Choose something on a hosted page."""

    def choose(payment: Payment, choice: str) -> Any:
        return Client().post(f"/sandbox/stripe/pay/{payment.session_id}", {"choice": choice})

    return choose
