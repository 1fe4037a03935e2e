"""A Saleor server at the other end of a line that can be cut: the engine answers, but only over HTTP."""

import json
from pathlib import Path

import httpx
import pytest
from django.core.cache import caches
from pytest_django.fixtures import Settings

from store import backend
from store.engine.actions.app import shop_app
from store.engine.context import EngineContext
from store.engine.execution import run
from store.saleor.pause import Pause
from store.storefront import checkout_forms

APP_TOKEN = "the-shop's-own"


class SaleorServer:
    """What is asked is noted in `asked`; while it `is_down`, nobody listens."""

    def __init__(self) -> None:
        self.is_down = False
        self.breaks_off: set[str] = set()  # operations that are done, but whose answers never arrive
        self.asked: list[str] = []
        self.visitors: list[str] = []
        self.now = 1000.0
        self.pause = Pause(clock=lambda: self.now)
        self.http = httpx.Client(transport=httpx.MockTransport(self._answer))

    def goes_down(self) -> None:
        self.is_down = True

    def comes_back(self) -> None:
        """Listen again, and let the time pass for which nobody would have asked."""
        self.is_down = False
        self.now += 60

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("Connection refused")
        asked = json.loads(request.content)
        self.asked.append(asked["operationName"])
        self.visitors.append(request.headers.get("X-Forwarded-For", ""))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        context = EngineContext(app=shop_app()) if token == APP_TOKEN else EngineContext.of_token(token)
        context.site_url, context.address = "https://saleor.example.com", self.visitors[-1]
        answer = run(
            asked["query"], context=context, variables=asked["variables"], operation_name=asked["operationName"]
        )
        if asked["operationName"] in self.breaks_off:
            raise httpx.ReadError("Connection reset")
        return httpx.Response(answer.status, json=answer.body)


def serve(settings: Settings, monkeypatch: pytest.MonkeyPatch, folder: Path) -> SaleorServer:
    """Let the shop ask a Saleor server over HTTP."""
    server = SaleorServer()
    settings.SALEOR_API_URL, settings.SALEOR_APP_TOKEN = "https://saleor.example.com/graphql/", APP_TOKEN
    settings.VAR = folder
    monkeypatch.setattr(backend, "_http", lambda: server.http)
    monkeypatch.setattr(backend, "_pause", lambda: server.pause)
    monkeypatch.setattr("store.saleor.transports.sleep", lambda _: None)
    caches["catalogue"].clear()
    checkout_forms._countries.cache_clear()
    return server
