"""A hundred thousand payments, for the money page."""

from datetime import timedelta

from django.db.models import Count, Sum
from django.test import Client
from django.utils import timezone

from store.payments.models import Payment
from tests.factories.people import user

PAYMENTS = 100_000
DAYS = 1000


def fill() -> None:
    """Make the payments, a hundred a day in two channels."""
    now = timezone.now()
    Payment.objects.bulk_create(
        (
            Payment(
                kind="checkout",
                subject_id=str(number),
                channel="us" if number % 2 else "intl",
                currency="USD" if number % 2 else "GBP",
                amount=4428,
                charged=4428,
                status="placed",
                payment_intent_id=f"pi_{number}",
                charged_at=now - timedelta(days=number % DAYS),
            )
            for number in range(PAYMENTS)
        ),
        batch_size=2000,
    )


def admin() -> Client:
    """Return a browser in which an admin is at the office."""
    browser = Client()
    browser.force_login(user(email="office@example.com", permissions=["HANDLE_PAYMENTS"]))
    return browser


def plainly() -> object:
    """Add everything up, by channel alone."""
    return list(Payment.objects.order_by().values("channel", "currency").annotate(sum=Sum("charged"), n=Count("pk")))


def month() -> str:
    """The page as it opens: thirty days."""
    return "/office/"


def years() -> str:
    """All days that a page can add up."""
    return f"/office/?first={timezone.now().date() - timedelta(days=DAYS)}"
