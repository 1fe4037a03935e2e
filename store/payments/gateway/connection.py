"""The gateway that the settings describe."""

from functools import lru_cache

import stripe
from django.conf import settings
from django.utils.module_loading import import_string

from store.payments.gateway.account import Account
from store.payments.gateway.charges import Charges
from store.payments.gateway.disputes import Disputes
from store.payments.gateway.events import Events
from store.payments.gateway.intents import Intents
from store.payments.gateway.next_door import NextDoorClient
from store.payments.gateway.refunds import Refunds
from store.payments.gateway.sessions import Sessions


class Gateway(Account, Charges, Sessions, Intents, Refunds, Disputes, Events):
    """Everything that the shop asks of Stripe."""


def gateway() -> Gateway:
    """Return the gateway that the settings describe."""
    return _gateway(
        settings.STRIPE_SECRET_KEY,
        settings.STRIPE_API_BASE,
        settings.STRIPE_WEBHOOK_SECRET,
        settings.STRIPE_HTTP_CLIENT,
    )


@lru_cache(maxsize=4)
def _gateway(key: str, base: str, webhook_secret: str, http_client: stripe.HTTPClient | None) -> Gateway:
    """One gateway per set of settings, so that connections to Stripe are reused."""
    if http_client is None and settings.STRIPE_SANDBOX:
        http_client = NextDoorClient(import_string("store.payments.sandbox.next_door.answer"))
    return Gateway(key=key, base=base, webhook_secret=webhook_secret, http_client=http_client)
