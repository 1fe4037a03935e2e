"""The token with which the shop asks Saleor: out of the environment, or handed over when the app was installed."""

from django.conf import settings

from store.models import Installation
from store.privacy.sealing import seal, unseal


def app_token() -> str:
    """Return the token of the shop's app; the environment's wins; empty where the shop has none."""
    return str(settings.SALEOR_APP_TOKEN) or stored_token()


def stored_token() -> str:
    """Return the token that the configured Saleor handed over; empty where there is none, or SECRET_KEY changed."""
    installed = installation()
    return (unseal(installed.sealed_token) if installed else None) or ""


def installation() -> Installation | None:
    """Return how the shop is installed in the configured Saleor."""
    return Installation.objects.filter(api_url=settings.SALEOR_API_URL).first()


def keep_token(*, token: str, app_id: str) -> None:
    """Keep the token of a fresh installation in the place of the one before."""
    Installation.objects.update_or_create(
        api_url=settings.SALEOR_API_URL, defaults={"app_id": app_id, "sealed_token": seal(token)}
    )
