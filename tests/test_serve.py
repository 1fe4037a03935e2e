"""How the shop is served behind a proxy."""

from collections.abc import Callable, Iterable
from typing import Any

from pytest_django.fixtures import Settings
from waitress.proxy_headers import proxy_headers_middleware

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
