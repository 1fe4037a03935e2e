"""An office with people at its door, and payments made without a till."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from store.engine.models import User
from store.payments.models import Payment, PaymentStatus
from tests.factories import people

ADMIN = ["MANAGE_ORDERS", "HANDLE_PAYMENTS"]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def admin(db: None) -> User:
    return people.user(email="ada@example.com", permissions=ADMIN, first_name="Ada", last_name="King")


def signed_in(user: User) -> Client:
    """Return a browser in which this person has signed in at the office."""
    browser = Client()
    answer = browser.post("/office/sign-in/", {"email": user.email, "password": people.PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return browser


@pytest.fixture
def office(admin: User) -> Client:
    return signed_in(admin)


def payment(name: str = "basket", *, at: datetime = NOON, **facts: Any) -> Payment:
    """Make a payment that was placed; another by `facts`."""
    status = facts.setdefault("status", PaymentStatus.PLACED)
    taken = {} if status in ("opening", "open", "expired") else {"charged": 4428, "charged_at": at}
    made = Payment.objects.create(
        **{
            "kind": "checkout",
            "subject_id": name,
            "channel": "us",
            "currency": "USD",
            "amount": 4428,
            "session_id": f"cs_{name}",
            "payment_intent_id": f"pi_{name}",
            **taken,
            **facts,
        }
    )
    Payment.objects.filter(pk=made.pk).update(created_at=at)
    made.refresh_from_db()
    return made
