"""How the shop is served behind a proxy."""

import threading
from collections.abc import Callable, Iterable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError
from pytest_django.fixtures import Settings
from waitress.proxy_headers import proxy_headers_middleware

from store.management.commands import serve
from store.management.commands.serve import proxy_options


def seen_through_waitress(forwarded_for: str) -> tuple[str, str]:
    """Return the visitor's address and the scheme that the shop sees for a request from a proxy at 10.0.0.2."""
    seen: list[tuple[str, str]] = []

    def shop(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        seen.append((environ["REMOTE_ADDR"], environ.get("HTTP_X_FORWARDED_PROTO", "")))
        return []

    environ = {
        "REMOTE_ADDR": "10.0.0.2",
        "HTTP_X_FORWARDED_FOR": forwarded_for,
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "http",
    }
    proxy_headers_middleware(shop, **proxy_options())(environ, lambda *_: None)
    return seen[0]


def test_behind_a_proxy_the_visitor_is_whom_the_proxy_saw(settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    assert seen_through_waitress("203.0.113.9, 192.0.2.7") == ("192.0.2.7", "https")


def test_without_a_proxy_nobody_chooses_an_address(settings: Settings) -> None:
    settings.BEHIND_PROXY = False
    assert seen_through_waitress("203.0.113.9") == ("10.0.0.2", "")


@pytest.mark.parametrize(("key", "said"), [("", True), ("sk_live_x", False)])
def test_a_shop_without_stripes_key_says_at_its_start_that_nobody_can_pay(
    settings: Settings, key: str, said: bool
) -> None:
    settings.STRIPE_SECRET_KEY = key
    told = StringIO()
    serve.Command(stdout=StringIO(), stderr=told)._announce()

    assert ("Nobody can pay yet: STRIPE_SECRET_KEY is not set." in told.getvalue()) is said


def test_recordings_and_deliveries_are_seen_to_even_while_the_books_differ(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: list[str] = []

    def command(name: str, **_options: Any) -> None:
        run.append(name)
        if name == "reconcile":
            raise CommandError("1 difference")

    class OneTurn(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            return "reconcile" in run

    monkeypatch.setattr(serve, "call_command", command)
    monkeypatch.setattr(serve, "close_old_connections", lambda: None)
    settings.SALEOR_API_URL = "https://saleor.example.com/graphql/"
    serve.Command._reconcile_now_and_then(OneTurn())
    assert run == ["reconcile", "resume_recordings", "work_webhooks"]
