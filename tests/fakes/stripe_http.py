"""Stripe's HTTP client, answered by the stand-in in this process."""

from collections.abc import Callable, Mapping
from typing import Any

import stripe
from django.test import Client


class InProcessStripe(stripe.HTTPClient):
    """Hands Stripe's requests to the stand-in's views; `watch` is called before and after each."""

    name = "in-process"

    def __init__(self, watch: Callable[[str], None] = lambda _: None) -> None:
        super().__init__()
        self.watch = watch
        self.requests: list[str] = []
        self.browser = Client()

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        path = "/sandbox/stripe" + url.split("/sandbox/stripe", 1)[1]
        self.requests.append(f"{method} {path.split('?')[0]}")
        self.watch(f"before {method} {path}")
        response = self.browser.generic(
            method.upper(),
            path,
            post_data or "",
            content_type="application/x-www-form-urlencoded",
            headers={name: value for name, value in (headers or {}).items() if name != "Content-Type"},
        )
        self.watch(f"after {method} {path}")
        return response.content.decode(), response.status_code, response.headers

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return 0

    def close(self) -> None:
        pass


def post_to_webhook(body: bytes, signature: str) -> int:
    """Deliver an event of the stand-in to the shop's webhook address; return the status."""
    response = Client().post(
        "/payments/stripe/webhook/",
        body,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )
    return response.status_code
