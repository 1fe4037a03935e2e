"""A Saleor server that is in order but for what a test says, and what is found out about it."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
from graphql import build_schema, introspection_from_schema

from store.saleor.needs import CHANNEL_SETTINGS, PERMISSIONS, SHOP_SETTINGS
from store.saleor.readiness.checks import CHECKS
from store.saleor.readiness.server import Server, findings
from store.saleor.registration import Webhook
from store.saleor.transports import HttpTransport

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SMALL = introspection_from_schema(build_schema("type Query { shop: Int } type Subscription { event: Int }"))
HOOK = Webhook("orders", "Orders", "https://shop.example.com/hook/", "subscription { event }", ("ORDER_CONFIRMED",))
LETTER = Webhook("letters", "Letters", "https://shop.example.com/hook/", "subscription { event }", ("ACCOUNT_DELETED",))


def listed(*nodes: dict[str, Any]) -> dict[str, Any]:
    """Return a connection."""
    return {"edges": [{"node": node} for node in nodes]}


def hook(webhook: Webhook, *, failed: list[dict[str, Any]] | None = None, waiting: list[Any] | None = None) -> Any:
    """Return a webhook as Saleor answers it."""
    return {
        "id": "1",
        "identifier": webhook.identifier,
        "name": webhook.name,
        "isActive": True,
        "targetUrl": webhook.target_url,
        "subscriptionQuery": webhook.query,
        "asyncEvents": [{"eventType": name} for name in webhook.async_events],
        "syncEvents": [],
        "failed": listed(*failed or []),
        "waiting": listed(*waiting or []),
    }


def app(**changed: Any) -> dict[str, Any]:
    """Return the shop's app as Saleor answers it."""
    well = {
        "id": "1",
        "identifier": "shop",
        "isActive": True,
        "permissions": [{"code": code} for code in PERMISSIONS],
        "webhooks": [hook(HOOK)],
    }
    return {**well, **changed}


def channel(slug: str, currency: str, **changed: Any) -> dict[str, Any]:
    """Return a channel as Saleor answers it."""
    well = {"slug": slug, "isActive": True, "currencyCode": currency, "warehouses": [{"slug": "main"}]}
    return {**well, **CHANNEL_SETTINGS, **changed}


US, INTL = channel("us", "USD"), channel("intl", "GBP")
ZONE = {
    "warehouses": [{"slug": "main"}],
    "channels": [{"slug": "us"}, {"slug": "intl"}],
    "shippingMethods": [{"channelListings": [{"channel": {"slug": "us"}}, {"channel": {"slug": "intl"}}]}],
}
PRODUCT = {
    "name": "Chart",
    "thumbnail": {"url": "https://saleor.example.com/thumbnail/1"},
    "media": [{"url": "https://saleor.example.com/media/1"}],
}
WELL: dict[str, Any] = {
    "__typename": "Query",
    "app": app(),
    "apps": listed({"id": "2", "identifier": "letters"}),
    "shop": {"version": "3.23.28", **SHOP_SETTINGS},
    "channels": [US, INTL],
    "plugin": {"channelConfigurations": [{"active": False, "channel": {"slug": "us"}}]},
    "shippingZones": listed(ZONE),
    "taxConfigurations": listed(
        *(
            {"channel": {"slug": slug}, "chargeTaxes": True, "taxCalculationStrategy": "FLAT_RATES"}
            for slug in ("us", "intl")
        )
    ),
    "requestPasswordReset": {"errors": []},
    "products": listed(PRODUCT),
    "pageTypes": listed({"id": "3"}),
    "page": None,
    "pageCreate": {"page": {"id": "4"}, "errors": []},
    "pageDelete": {"errors": []},
    "pages": listed({"id": "4"}),
}


class Saleor:
    """Answers as WELL says, but for what is given; remembers what it was asked and for how long it was waited."""

    def __init__(self, *, found: bool = True, costs: int = 1, **changed: Any) -> None:
        self.answers = {**WELL, **changed}
        self.found, self.costs = found, costs
        self.asked: list[str] = []
        self.waited = 0.0

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        asked = json.loads(request.read())
        document, variables = asked["query"], asked["variables"]
        if "__schema" in document:
            return httpx.Response(200, json={"data": SMALL})
        root = document.split("{", 1)[1].split()[0].split("(")[0]
        self.asked.append(root)
        given = self.answers[root]
        if root == "app" and "id" in variables:
            given = app(id="2", identifier="letters", webhooks=[hook(LETTER)])
        if isinstance(given, Exception):
            raise given
        if given == "forbidden":
            error = {"message": "Not for you", "extensions": {"exception": {"code": "PermissionDenied"}}}
            return httpx.Response(200, json={"data": None, "errors": [error]})
        if "search" in document and not self.found:
            given = listed()
        cost = {"requestedQueryCost": self.costs, "maximumAvailable": 50000}
        return httpx.Response(200, json={"data": {root: given}, "extensions": {"cost": cost}})

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.waited += seconds


def judge(saleor: Saleor, *, picture: int = 200, staff: bool = True) -> dict[str, str]:
    """Make every check; returns what is to be done, by check ("left" where it could not be asked)."""
    http = httpx.Client(transport=httpx.MockTransport(saleor.answer))
    transport = HttpTransport(http, "https://saleor.example.com/graphql/", token="token")
    server = Server(
        visitor=transport,
        app=transport,
        staff=transport if staff else None,
        fetch=lambda _: picture,
        currencies={"us": "USD", "intl": "GBP"},
        webhooks={"shop": [HOOK], "letters": [LETTER]},
        home="https://shop.example.com/",
        pause=saleor.wait,
        now=lambda: NOW,
    )
    return {found.check: "left" if found.is_left else found.to_do for found in findings(server, CHECKS)}
