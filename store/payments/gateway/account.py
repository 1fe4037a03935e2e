"""The account itself: whether it may charge, what it is told to tell us, and where people look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings

from store.payments.gateway.calls import Calls


@dataclass(frozen=True)
class AccountFacts:
    """The account that the key belongs to; `answered_at` is Stripe's clock, None where the answer has no date."""

    id: str
    country: str
    charges_enabled: bool
    payouts_enabled: bool
    due: tuple[str, ...]  # what Stripe still wants to know, in its words
    card_payments: str  # active, inactive, pending; empty when never asked for
    api_version: str  # with which it was answered
    answered_at: datetime | None


@dataclass(frozen=True)
class Endpoint:
    """An address that Stripe sends events to."""

    url: str
    is_enabled: bool
    api_version: str  # empty: the account's own, which may move
    events: frozenset[str]


class Account(Calls):
    """What can be asked about the account."""

    def account(self) -> AccountFacts:
        """Return the account of our key."""
        found = self._call(self._stripe.v1.accounts.retrieve_current)
        headers: Mapping[str, str] = found.last_response.headers if found.last_response else {}
        said = {name.lower(): value for name, value in headers.items()}
        requirements = getattr(found, "requirements", None)
        capabilities = getattr(found, "capabilities", None)
        return AccountFacts(
            id=found.id,
            country=found.country or "",
            charges_enabled=found.charges_enabled,
            payouts_enabled=found.payouts_enabled,
            due=tuple(getattr(requirements, "currently_due", None) or ()),
            card_payments=getattr(capabilities, "card_payments", None) or "",
            api_version=said.get("stripe-version", ""),
            answered_at=parsedate_to_datetime(said["date"]) if "date" in said else None,
        )

    def currencies(self, country: str) -> frozenset[str]:
        """Return the currencies in which an account of this country may charge, in upper case."""
        found = self._call(lambda: self._stripe.v1.country_specs.retrieve(country))
        return frozenset(currency.upper() for currency in found.supported_payment_currencies)

    def endpoints(self) -> list[Endpoint]:
        """Return every address that Stripe sends this account's events to."""
        params: Any = {"limit": 100}
        page = self._call(lambda: self._stripe.v1.webhook_endpoints.list(params))
        return [
            Endpoint(
                url=found.url,
                is_enabled=found.status == "enabled",
                api_version=found.api_version or "",
                events=frozenset(found.enabled_events),
            )
            for found in page.data
        ]


def is_test_key() -> bool:
    """Tell whether the key moves no real money."""
    return "_test_" in settings.STRIPE_SECRET_KEY


def dashboard_address(object_id: str) -> str:
    """Return the page of a payment in Stripe's dashboard; empty where the stand-in answers, which has none."""
    if settings.STRIPE_SANDBOX or not object_id:
        return ""
    return f"https://dashboard.stripe.com/{'test/' if is_test_key() else ''}payments/{object_id}"
