"""A shop behind which a fake Saleor server stands, which calls us with signed deliveries."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

import store.urls  # noqa: F401 - read while the engine next door answers, before a test says otherwise
from store import backend
from store.saleor.webhooks import KeysUnavailable, PublishedKeys
from store.saleor_app import views
from tests.fakes.saleor import Thing
from tests.fakes.saleor_with_apps import SaleorWithApps
from tests.saleor.signing import KEY, published, signature

OUR_SALEOR = "https://saleor.example.com/graphql/"


@dataclass
class Server:
    """Our Saleor: what it answers, and what it tells us."""

    saleor: SaleorWithApps
    keys_are_away: bool = False
    catalogue: list[str] = field(default_factory=list)  # one entry for each time that pages were dropped

    def published_keys(self) -> dict[str, Any]:
        if self.keys_are_away:
            raise KeysUnavailable
        return published(first=KEY)

    def order(self, order_id: str = "order", **facts: Any) -> Thing:
        self.saleor.orders[order_id] = Thing(order_id, **{"total": 4428, "number": "17", **facts})
        return self.saleor.orders[order_id]

    def tell(self, event: str, **payload: Any) -> HttpResponse:
        """Deliver an event that is issued now, unless `issuedAt` says otherwise."""
        return self.deliver(self.body(event, **payload))

    @staticmethod
    def body(event: str, **payload: Any) -> bytes:
        return json.dumps({"__typename": event, "issuedAt": timezone.now().isoformat(), **payload}).encode()

    @staticmethod
    def deliver(body: bytes, *, sign: str | None = None, api_url: str = OUR_SALEOR) -> HttpResponse:
        headers = {
            "Saleor-Signature": signature(body) if sign is None else sign,
            "Saleor-Api-Url": api_url,
            "Saleor-Event": "anything",
        }
        answer: Any = Client().post("/saleor/webhooks/", body, content_type="application/json", headers=headers)
        return answer  # type: ignore[no-any-return]


@pytest.fixture
def server(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Server:
    settings.ROOT_URLCONF = "tests.saleor_app.urls"
    settings.SALEOR_API_URL = settings.SALEOR_PUBLIC_API_URL = OUR_SALEOR
    settings.SALEOR_DASHBOARD_URL = "https://saleor.example.com/dashboard/"
    settings.SALEOR_APP_TOKEN = ""
    server = Server(SaleorWithApps())
    keys = PublishedKeys(server.published_keys)
    monkeypatch.setattr(views, "_keys", lambda: keys)
    monkeypatch.setattr(backend, "_transport", lambda *_, token, **__: server.saleor.as_caller(token))
    monkeypatch.setattr("store.saleor_app.handlers.catalogue_changed", lambda: server.catalogue.append("dropped"))
    return server
