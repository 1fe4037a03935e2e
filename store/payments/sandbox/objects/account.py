"""The account that the stand-in plays: able to do all that the shop needs, and with its address for events."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from store.payments.inbox import HANDLED
from store.payments.sandbox.objects.stored import now

COUNTRIES = {"US": "usd", "GB": "gbp"}
ACCOUNT_ID = "acct_standin"


def account() -> dict[str, Any]:
    """Return the account."""
    return {
        "id": ACCOUNT_ID,
        "object": "account",
        "business_type": "company",
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": True,
        "country": "US",
        "created": now(),
        "default_currency": "usd",
        "details_submitted": True,
        "payouts_enabled": True,
        "requirements": {"currently_due": [], "eventually_due": [], "past_due": [], "disabled_reason": None},
        "type": "standard",
    }


def country_spec(country: str) -> dict[str, Any]:
    """Return in which currencies an account of this country may charge: here, those of both markets."""
    return {
        "id": country,
        "object": "country_spec",
        "default_currency": COUNTRIES[country],
        "supported_bank_account_currencies": {COUNTRIES[country]: [country]},
        "supported_payment_currencies": sorted(COUNTRIES.values()),
        "supported_payment_methods": ["card"],
        "supported_transfer_countries": [country],
        "verification_fields": {
            "company": {"additional": [], "minimum": []},
            "individual": {"additional": [], "minimum": []},
        },
    }


def webhook_endpoint() -> dict[str, Any]:
    """Return the one address that events go to."""
    return {
        "id": "we_standin",
        "object": "webhook_endpoint",
        "api_version": settings.STRIPE_API_VERSION,
        "created": now(),
        "enabled_events": sorted(HANDLED),
        "livemode": False,
        "metadata": {},
        "status": "enabled",
        "url": f"{settings.SITE_URL}{reverse('payments:stripe_webhook')}",
    }
