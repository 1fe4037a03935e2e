"""How a call is answered: who may ask, what an idempotency key means, and what a refusal looks like."""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from store.payments.sandbox.events import caused_by, switch
from store.payments.sandbox.models import SandboxKey, SandboxSwitch
from store.payments.sandbox.parameters import Group, nested
from store.payments.sandbox.refusals import SaidAndKept, StripeSays

LONGEST_KEY = 255
KEY_LIVES = timedelta(hours=24)  # Stripe may forget a key after that
CALL_TAKES = timedelta(minutes=2)  # a key whose call is older belongs to a process that died
IN_FLIGHT = 0  # the status of a key whose call has no outcome yet


@dataclass(frozen=True)
class Call:
    """What a call takes, and what answers it: a function of the parameters and of what the address names."""

    takes: Group
    act: Callable[..., dict[str, Any]]


def route(**calls: Call) -> Callable[..., JsonResponse]:
    """Return the view of one address: a call for each of its methods."""

    @csrf_exempt
    def view(request: HttpRequest, **named: str) -> JsonResponse:
        request_id = f"req_{secrets.token_hex(7)}"
        cause = caused_by.set({"id": request_id, "idempotency_key": request.headers.get("Idempotency-Key")})
        try:
            status, answer, headers = _answer(request, calls, named)
        except StripeSays as said:
            status, answer, headers = said.status, {"error": said.error}, {}
        finally:
            caused_by.reset(cause)
        if status == 500 and "Idempotent-Replayed" not in headers:
            SandboxSwitch.objects.filter(faults__gt=0).update(faults=F("faults") - 1)
        headers |= {"Request-Id": request_id, "Stripe-Version": settings.STRIPE_API_VERSION}
        if "error" in answer:
            log = f"https://dashboard.stripe.com/test/logs/{request_id}"
            answer = {"error": answer["error"] | {"request_log_url": log}}
        return JsonResponse(answer, status=status, headers=headers)

    view.calls = calls  # type: ignore[attr-defined] # for the comparison with Stripe's own types
    return view


@csrf_exempt
def anything_else(request: HttpRequest, path: str) -> JsonResponse:
    """Refuse every other address as Stripe does."""
    return route()(request)


def _answer(
    request: HttpRequest, calls: Mapping[str, Call], named: dict[str, str]
) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Return status, body and headers."""
    setting = switch()
    if setting.slow:
        time.sleep(setting.slow / 1000)
    _check_caller(request, is_down=setting.is_down)
    call = calls.get(request.method or "")
    if call is None:
        raise StripeSays(f"Unrecognized request URL ({request.method}: {request.path}).", status=404)
    source = request.POST if request.method == "POST" else request.GET
    pairs = [(name, value) for name, values in source.lists() for value in values]
    key = request.headers.get("Idempotency-Key", "") if request.method == "POST" else ""

    def act(params: dict[str, Any]) -> dict[str, Any]:
        if request.method == "POST" and setting.faults:
            raise StripeSays("An unexpected error occurred.", kind="api_error", status=500)
        return call.act(params, **named)

    if key:
        return _once(key, {"path": request.path, "params": sorted(pairs)}, lambda: call.takes.read(nested(pairs)), act)
    return 200, act(call.takes.read(nested(pairs))), {}


def _check_caller(request: HttpRequest, *, is_down: bool) -> None:
    if is_down:
        raise StripeSays("The service is unavailable.", kind="api_error", status=503)
    if request.headers.get("Authorization", "") != f"Bearer {settings.STRIPE_SECRET_KEY}":
        raise StripeSays("Invalid API Key provided.", status=401)
    if request.headers.get("Stripe-Version", "") != settings.STRIPE_API_VERSION:
        raise StripeSays("Invalid Stripe API version.", status=400)


def _once(
    key: str,
    asked: dict[str, Any],
    read: Callable[[], dict[str, Any]],
    act: Callable[[dict[str, Any]], dict[str, Any]],
) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Answer a key's first request; repeat that answer for the same request, refuse another one.

    What failed before the call began, such as an unknown parameter, is not kept; what failed in it is.
    """
    if len(key) > LONGEST_KEY:
        raise StripeSays(f"Idempotency keys have up to {LONGEST_KEY} characters.", kind="idempotency_error")
    asked, now = json.loads(json.dumps(asked)), timezone.now()
    SandboxKey.objects.filter(pk=key, created_at__lt=now - KEY_LIVES).delete()
    SandboxKey.objects.filter(pk=key, status=IN_FLIGHT, created_at__lt=now - CALL_TAKES).delete()
    known = SandboxKey.objects.filter(pk=key).first()
    if known is not None:
        return _again(known, asked)
    params = read()
    try:
        with transaction.atomic():
            mine = SandboxKey.objects.create(key=key, request=asked, status=IN_FLIGHT, answer={})
    except IntegrityError:  # two at once: the other was first
        return _again(SandboxKey.objects.get(pk=key), asked)
    try:
        with transaction.atomic():
            try:
                mine.status, mine.answer = 200, act(params)
            except SaidAndKept as said:
                mine.status, mine.answer = said.status, {"error": said.error}
            mine.save(update_fields=["status", "answer"])
    except StripeSays as said:
        mine.status, mine.answer = said.status, {"error": said.error}
        mine.save(update_fields=["status", "answer"])
    except BaseException:
        mine.delete()
        raise
    return mine.status, mine.answer, {}


def _again(known: SandboxKey, asked: dict[str, Any]) -> tuple[int, dict[str, Any], dict[str, str]]:
    if known.request != asked:
        message = "Keys for idempotent requests can only be used with the same parameters they were first used with."
        raise StripeSays(message, kind="idempotency_error")
    if known.status == IN_FLIGHT:
        message = "There is currently another in-progress request using this key."
        raise StripeSays(message, kind="idempotency_error", code="idempotency_key_in_use", status=409)
    return known.status, known.answer, {"Idempotent-Replayed": "true"}
