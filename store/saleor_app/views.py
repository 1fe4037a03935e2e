"""What a Saleor server and its Dashboard ask of us."""

import json
import logging
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django_ratelimit.core import is_ratelimited

from store.privacy.card_guard import lets_card_numbers_pass
from store.saleor.webhooks import KeysUnavailable, PublishedKeys, is_signed, keys_address
from store.saleor_app.events import APPS, event_of
from store.saleor_app.inbox import issued, receive
from store.saleor_app.installing import InstallationRefused, is_our_saleor, manifest, take_token
from store.saleor_app.refund_requests import AskAgain, answer_refund
from store.saleor_app.standing import how_it_stands

log = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024  # bytes; a delivery is a few ids, or one transaction
LARGEST_REGISTRATION = 4 * 1024
REGISTRATIONS = "20/h"
PAGE_VIEWS = "60/m"
DASHBOARD = "{0.scheme}://{0.netloc}".format(urlsplit(settings.SALEOR_DASHBOARD_URL))


@require_GET
def read_manifest(request: HttpRequest, identifier: str) -> HttpResponse:
    """Tell a Saleor server what the app is, needs and wants to hear of."""
    app = APPS.get(identifier)
    return JsonResponse(manifest(app)) if app else _said("No such app.", status=404)


@csrf_exempt  # a server asks, which has no session; the token is good only if our Saleor knows it
@require_POST
def register(request: HttpRequest, identifier: str) -> HttpResponse:
    """Take the token of a fresh installation."""
    app = APPS.get(identifier)
    if app is None:
        return _said("No such app.", status=404)
    if is_ratelimited(request, group="saleor-register", key="ip", rate=REGISTRATIONS, increment=True):
        return _refusal("Too many tries. Wait an hour.", status=429)
    if _is_larger(request, LARGEST_REGISTRATION):
        return _refusal("This is no registration.", status=413)
    try:
        given = json.loads(request.body)
        token = given["auth_token"] if isinstance(given, dict) else None
    except (ValueError, KeyError):
        token = None
    if not isinstance(token, str) or not token:
        return _refusal("This is no registration: it has no auth_token.", status=400)
    try:
        take_token(app, token=token, api_url=request.headers.get("Saleor-Api-Url", ""))
    except InstallationRefused as refused:
        log.warning("An installation of %s was refused: %s", app.identifier, refused.message)
        return _refusal(refused.message, status=refused.status)
    log.info("%s is installed", app.identifier)
    return JsonResponse({"success": True})


@lets_card_numbers_pass(because="Saleor sends none, and what is signed must not be lost over a number like one.")
@csrf_exempt  # Saleor signs the body instead
@require_POST
def webhooks(request: HttpRequest) -> HttpResponse:
    """Take a signed delivery and answer 200; a refund that is asked for is answered with how it stands.

    400 for what is not signed by our Saleor or too old; 503 where it cannot be told now, which makes Saleor try again.
    """
    if _is_larger(request, LARGEST_BODY):
        return _said("Too large.", status=413)
    if not is_our_saleor(request.headers.get("Saleor-Api-Url", "")):
        return _said("This shop belongs to another Saleor server.", status=400)
    body = request.body
    try:
        signed = is_signed(body=body, signature=request.headers.get("Saleor-Signature", ""), keys=_keys())
    except KeysUnavailable:
        log.warning("A delivery could not be verified, because Saleor's keys could not be read")
        return _said("Saleor's keys cannot be read now.", status=503)
    payload = _read(body) if signed else None
    issued_at = issued(payload) if payload is not None else None
    if payload is None or issued_at is None:
        return _said("Not a delivery that our Saleor has just signed.", status=400)
    known = event_of(payload)
    if known is None:
        return HttpResponse(status=200)  # an event that we do not listen to any more
    topic, event = known
    if not topic.is_answered:
        receive(topic, event, payload, body=body, issued_at=issued_at)
        return HttpResponse(status=200)
    try:
        return JsonResponse(answer_refund(payload))
    except AskAgain:
        return _said("Not now.", status=503)


@require_GET
@never_cache
@xframe_options_exempt
@csp_replace({"frame-ancestors": [DASHBOARD]})
def standing(request: HttpRequest) -> HttpResponse:
    """Show an admin, in Saleor's Dashboard, how the installation stands; nothing here is secret."""
    if is_ratelimited(request, group="saleor-standing", key="ip", rate=PAGE_VIEWS, increment=True):
        return _said("Too many requests. Wait a minute.", status=429)
    return render(request, "saleor_app/standing.html", {"standing": how_it_stands()})


@lru_cache(maxsize=1)
def _keys() -> PublishedKeys:
    """The keys that the configured server publishes; never those of whatever server a header names."""

    def fetch() -> dict[str, Any]:
        try:
            answer = httpx.get(keys_address(settings.SALEOR_API_URL), timeout=5, headers={"X-Forwarded-Proto": "https"})
            published = answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as fault:
            raise KeysUnavailable from fault
        if not isinstance(published, dict):
            raise KeysUnavailable
        return published

    return PublishedKeys(fetch)


def _is_larger(request: HttpRequest, most: int) -> bool:
    """Tell whether the body has more bytes than that; one that says so is not read, another is counted."""
    try:
        told = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        told = 0
    return told > most or len(request.body) > most


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        payload = json.loads(body)
    except ValueError:
        return None
    return payload if isinstance(payload, dict) else None


def _refusal(message: str, *, status: int) -> HttpResponse:
    """Answer so that Saleor shows the admin why."""
    return JsonResponse({"success": False, "error": {"message": message}}, status=status)


def _said(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain")
