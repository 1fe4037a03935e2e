"""Being installed in a Saleor server: what the server reads about us, and the token that it hands over."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from store.backend import person_client
from store.installation import keep_token
from store.saleor.errors import SaleorError
from store.saleor.registration import registered
from store.saleor_app.events import APPS, LETTER_BOX, SHOP, App
from store.saleor_app.standing import look_again

VERSION = "1.0.0"  # of the apps; raise it when an event or a permission is added
REQUIRED_SALEOR = ">=3.23 <3.24"


class InstallationRefused(Exception):  # noqa: N818 - an answer, not a fault
    """The installation is not ours to take; the message is for the admin who installs, `status` for the server."""

    def __init__(self, message: str, *, status: int = 403) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def manifest(app: App) -> dict[str, Any]:
    """Return what Saleor reads before it installs an app; anybody may read it."""
    facts = {
        "id": app.identifier,
        "version": VERSION,
        "name": app.name,
        "about": app.about,
        "author": "NAT Global Campus",
        "requiredSaleorVersion": REQUIRED_SALEOR,
        "permissions": app.permissions,
        "tokenTargetUrl": _address("register", app.identifier),
        "homepageUrl": settings.SITE_URL,
        "webhooks": [webhook.in_manifest() for webhook in app.webhooks()],
    }
    if app is SHOP:
        facts["appUrl"] = _address("standing")
    return facts


def manifest_addresses() -> list[str]:
    """Return what an admin enters in the Dashboard to install the shop."""
    return [_address("manifest", identifier) for identifier in APPS]


def is_our_saleor(api_url: str) -> bool:
    """Tell whether a server that names itself so is the one that this shop is configured for."""
    return _same_form(api_url) in {_same_form(settings.SALEOR_PUBLIC_API_URL), _same_form(settings.SALEOR_API_URL)}


def take_token(app: App, *, token: str, api_url: str) -> None:
    """Take the token that a server hands over, after asking the configured server whose it is.

    The token of the app for letters is not kept. Raises InstallationRefused.
    """
    if not is_our_saleor(api_url):
        raise InstallationRefused("This shop belongs to another Saleor server.")
    try:
        found = registered(person_client(token).transport)
    except SaleorError as fault:
        raise InstallationRefused("The shop could not ask Saleor whose token this is.", status=503) from fault
    if found is None:
        raise InstallationRefused("Saleor does not know this token. Let the app be activated when it is installed.")
    if found.identifier != app.identifier:
        raise InstallationRefused("This token belongs to another app.")
    missing = set(app.permissions) - found.permissions
    if missing:
        raise InstallationRefused(f"The app needs these permissions, too: {', '.join(sorted(missing))}.")
    if app is not LETTER_BOX:
        keep_token(token=token, app_id=found.id)
        look_again()


def _address(name: str, *args: str) -> str:
    return f"{settings.SITE_URL}{reverse(f'saleor_app:{name}', args=args)}"


def _same_form(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url.strip())
    return parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/")
