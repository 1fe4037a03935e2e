"""Decides who answers: a Saleor server, or the engine next door. The one place that knows both.

Everything above asks for a client by who is calling: a visitor, a signed-in person, or the shop's own app.
"""

import hashlib
import json
import socket
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import httpx
from django.conf import settings
from django.core.cache import caches

from store.engine.actions.app import shop_app
from store.engine.actions.first_accounts import ensure_admin, set_password
from store.engine.catalogue_version import catalogue_version
from store.engine.context import EngineContext
from store.engine.execution import run
from store.saleor.client import SaleorClient
from store.saleor.transports import HttpTransport, InProcessTransport, Transport

# What every visitor is answered alike. Searches are left out: strangers could fill the memory with them.
KEPT_OPERATIONS = frozenset(
    {
        *("ShopFrame", "HomePage", "TopCategories", "CategoryPage", "CollectionListing", "ProductListing"),
        *("NarrowableProducts", "ProductPage", "ProductSurroundings", "ProductCards"),
        *("PageKinds", "PagesOfKind", "PageToRead", "ListAddresses"),
    }
)
KEPT_SECONDS = 60  # publication and availability dates pass without anybody writing


def visitor_client(address: str = "") -> SaleorClient:
    """Return a client that asks as nobody in particular, from a visitor's IP `address`."""
    transport = _transport(EngineContext, token="", address=address)
    return SaleorClient(_Remembering(transport) if is_embedded() else transport)


def person_client(token: str, address: str = "") -> SaleorClient:
    """Return a client that asks with a person's access token: a customer's, an agent's or an admin's."""

    return SaleorClient(_transport(lambda: EngineContext.of_token(token), token=token, address=address))


def app_client() -> SaleorClient:
    """Return a client that asks as the shop itself: payments, completion, the seed."""
    return SaleorClient(_transport(lambda: EngineContext(app=shop_app()), token=settings.SALEOR_APP_TOKEN, address=""))


def is_embedded() -> bool:
    """Tell whether the engine next door answers."""
    return not settings.SALEOR_API_URL


def ensure_first_admin(email: str, password: str) -> None:
    """Make the embedded engine's first admin, where nobody could sign in yet; a Saleor server has its own."""
    if is_embedded():
        ensure_admin(email=email, password=password)


def set_demo_password(email: str, password: str = "demo") -> None:  # noqa: S107 - only demo mode calls this
    """Give a demo account its password; on a Saleor server people set theirs by the link that it mails."""
    if is_embedded():
        set_password(email=email, password=password)


def _transport(context: Callable[[], EngineContext], *, token: str, address: str) -> Transport:
    if settings.SALEOR_API_URL:
        return HttpTransport(_http(), settings.SALEOR_API_URL, token=token, visitor=address)

    def execute(document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        caller = context()
        caller.site_url, caller.address = settings.SITE_URL, address
        return run(document, context=caller, variables=variables, operation_name=operation_name).body

    return InProcessTransport(execute)


class _Remembering:
    """Answers about the catalogue out of memory for as long as the catalogue is as it was."""

    def __init__(self, asked: Transport) -> None:
        self._asked = asked

    def send(self, document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Return the answer kept for this version of the catalogue, or ask."""
        kept = operation_name in KEPT_OPERATIONS and not variables.get("search")
        version = catalogue_version() if kept else None  # read before the catalogue, so that it is never too new
        if version is None:
            return self._asked.send(document, operation_name, variables)
        question = json.dumps([operation_name, document, variables], sort_keys=True)
        key = f"{version}:{hashlib.sha256(question.encode()).hexdigest()}"
        answer: dict[str, Any] | None = caches["catalogue"].get(key)
        if answer is None:
            answer = self._asked.send(document, operation_name, variables)
            if not answer.get("errors"):
                caches["catalogue"].set(key, answer, KEPT_SECONDS)
        return answer


@lru_cache(maxsize=1)
def _http() -> httpx.Client:
    return httpx.Client(
        timeout=httpx.Timeout(15.0, connect=3.0),
        limits=httpx.Limits(max_connections=40, max_keepalive_connections=20),
        headers={
            "User-Agent": f"trigger-point-shop ({socket.gethostname()})",
            "X-Forwarded-Proto": "https",  # or a Saleor with an https address sends us there, even from next door
        },
    )
