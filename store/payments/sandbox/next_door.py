"""Carries requests between the shop and the stand-in without a socket, since both live in one process.

Everything else is as over HTTP: addresses, headers, form encoding, signatures. Over a socket, a shop whose threads all
wait for the stand-in would have none left to answer as the stand-in.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse


def answer(method: str, url: str, headers: Mapping[str, str], body: Any) -> tuple[str, int, Mapping[str, str]]:
    """Answer a request to Stripe's API: body, status, headers."""
    parts = urlsplit(url)
    response = _ask(method, f"{parts.path}?{parts.query}", headers, body or "", "application/x-www-form-urlencoded")
    return response.content.decode(), response.status_code, response.headers


def post_event(body: bytes, signature: str) -> int:
    """Bring an event to the shop's webhook address; return the status."""
    headers = {"Stripe-Signature": signature}
    return _ask("post", reverse("payments:stripe_webhook"), headers, body, "application/json").status_code


def _ask(method: str, path: str, headers: Mapping[str, str], body: Any, content_type: str) -> HttpResponse:
    given = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    request = RequestFactory().generic(method.upper(), path, body, content_type=content_type, headers=given)
    view, args, kwargs = resolve(path.partition("?")[0])
    response: HttpResponse = view(request, *args, **kwargs)
    return response
