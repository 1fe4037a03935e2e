"""Decides who answers: a Saleor server, or the engine next door. The one place that knows both.

Everything above asks for a client by who is calling: a visitor, a signed-in person, or the shop's own app.
"""

import socket
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import uuid4

import httpx
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import caches
from django.http import HttpRequest

from store.engine.actions.app import shop_app
from store.engine.actions.first_accounts import ensure_admin, set_password
from store.engine.actions.token import access_token
from store.engine.catalogue_version import catalogue_version
from store.engine.context import EngineContext
from store.engine.execution import run
from store.engine.models import User
from store.installation import app_token
from store.kept_answers import KeepingTransport
from store.saleor.client import SaleorClient
from store.saleor.pause import Pause
from store.saleor.transports import HttpTransport, InProcessTransport, Transport

CATALOGUE_VERSION = "catalogue-version"  # key in the cache that all processes of the shop share


def visitor_client(address: str = "") -> SaleorClient:
    """Return a client that asks as nobody in particular, from a visitor's IP `address`."""
    transport = _transport(EngineContext, token="", address=address)
    if is_embedded():
        return SaleorClient(KeepingTransport(transport, version=lambda: str(catalogue_version() or "")))
    return SaleorClient(KeepingTransport(transport, version=_noted_version, lasts=True, is_away=is_away))


def person_client(token: str, address: str = "") -> SaleorClient:
    """Return a client that asks with a person's access token: a customer's, an agent's or an admin's."""

    return SaleorClient(_transport(lambda: EngineContext.of_token(token), token=token, address=address))


def app_client() -> SaleorClient:
    """Return a client that asks as the shop itself: payments, completion, the seed."""
    token = "" if is_embedded() else app_token()
    return SaleorClient(_transport(lambda: EngineContext(app=shop_app()), token=token, address=""))


def is_embedded() -> bool:
    """Tell whether the engine next door answers."""
    return not settings.SALEOR_API_URL


def is_away() -> bool:
    """Tell whether the Saleor server did not answer when it was last asked; the engine next door always does."""
    return not is_embedded() and _pause().is_away


def catalogue_changed() -> None:
    """Have the catalogue asked for anew, because a Saleor server told that something in it is another now.

    The engine notices by itself. Reaches every process where CACHE_URL names a cache that they share; without one,
    the others follow within a minute.
    """
    caches["default"].set(CATALOGUE_VERSION, uuid4().hex, timeout=None)


def ensure_first_admin(email: str, password: str) -> None:
    """Make the embedded engine's first admin, where nobody could sign in yet; a Saleor server has its own."""
    if is_embedded():
        ensure_admin(email=email, password=password)


def set_demo_password(email: str, password: str = "demo") -> None:  # noqa: S107 - only demo mode calls this
    """Give a demo account its password; on a Saleor server people set theirs by the link that it mails."""
    if is_embedded():
        set_password(email=email, password=password)


def admin_token(request: HttpRequest) -> str:
    """Return a fresh access token for whoever is signed in at the embedded engine's admin; empty for nobody."""
    user = getattr(request, "user", None)
    return access_token(user) if is_embedded() and isinstance(user, User) and user.is_staff else ""


def leave_admin(request: HttpRequest) -> None:
    """Sign out of the engine's admin and leave everything else in the session, such as a basket."""
    for key in (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY):
        request.session.pop(key, None)


def _transport(context: Callable[[], EngineContext], *, token: str, address: str) -> Transport:
    if settings.SALEOR_API_URL:
        return HttpTransport(_http(), settings.SALEOR_API_URL, token=token, visitor=address, pause=_pause())

    def execute(document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        caller = context()
        caller.site_url, caller.address = settings.SITE_URL, address
        return run(document, context=caller, variables=variables, operation_name=operation_name).body

    return InProcessTransport(execute)


def _noted_version() -> str:
    """Return the version that was noted last, the same for every process; one that was lost begins anew."""
    return str(caches["default"].get_or_set(CATALOGUE_VERSION, lambda: uuid4().hex, timeout=None))


@lru_cache(maxsize=1)
def _pause() -> Pause:
    return Pause()


@lru_cache(maxsize=1)
def _http() -> httpx.Client:
    return httpx.Client(
        # Given up before uvicorn closes it after 5 s, or a mutation could be sent just when that happens.
        limits=httpx.Limits(max_connections=40, max_keepalive_connections=20, keepalive_expiry=4.0),
        headers={
            "User-Agent": f"trigger-point-shop ({socket.gethostname()})",
            "X-Forwarded-Proto": "https",  # or a Saleor with an https address sends us there, even from next door
        },
    )
