"""How the installation stands: what an admin reads in the Dashboard, and `check_saleor` in its table."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from store.backend import app_client
from store.installation import app_token
from store.saleor.errors import SaleorError
from store.saleor.registration import differences, registered
from store.saleor_app.events import SHOP
from store.saleor_app.models import Delivery

SAID = "saleor-standing"  # key of the cache
ASKED_EVERY = 60  # seconds; the page may be opened by anybody


@dataclass(frozen=True)
class Standing:
    """What there is to be said; `to_do` is empty where all is well."""

    to_do: str
    saleor: str
    token_from: str
    heard_at: datetime | None
    waiting: int


def how_it_stands() -> Standing:
    """Return how the shop is installed in its Saleor; Saleor itself is asked once in ASKED_EVERY seconds."""
    to_do: str | None = cache.get(SAID)
    if to_do is None:
        to_do = what_is_missing()
        cache.set(SAID, to_do, ASKED_EVERY)
    last = Delivery.objects.order_by("-received_at").first()
    return Standing(
        to_do=to_do,
        saleor=settings.SALEOR_PUBLIC_API_URL,
        token_from="the environment" if settings.SALEOR_APP_TOKEN else "the installation",
        heard_at=last.received_at if last else None,
        waiting=Delivery.objects.filter(handled_at__isnull=True).count(),
    )


def look_again() -> None:
    """Ask Saleor anew at the next look, because the installation has changed."""
    cache.delete(SAID)


def what_is_missing() -> str:
    """Say what is to be done before the shop can ask Saleor and hear from it; empty where nothing is."""
    if not app_token():
        return "The shop has no token. Install the app again, or set SALEOR_APP_TOKEN."
    try:
        app = registered(app_client().transport)
    except SaleorError as fault:
        return f"Saleor does not answer the shop ({type(fault).__name__})."
    if app is None or not app.is_active:
        return "The shop's token is not one of an active app. Install the app again, or renew SALEOR_APP_TOKEN."
    missing = sorted(set(SHOP.permissions) - app.permissions)
    if missing:
        return f"Give the app {', '.join(missing)}."
    wrong = differences(app, SHOP.webhooks())
    return f"Webhooks: {', '.join(wrong)}. Run manage.py register_webhooks." if wrong else ""
