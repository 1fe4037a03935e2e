"""Stripe's HTTP API, for exactly the calls that the shop makes."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, JsonResponse

from store.payments.sandbox import objects, parameters
from store.payments.sandbox.events import switch
from store.payments.sandbox.models import SandboxKey, SandboxObject
from store.payments.sandbox.parameters import StripeSays

Act = Callable[[dict[str, Any]], dict[str, Any]]


def sessions(request: HttpRequest) -> JsonResponse:
    """POST creates a Checkout Session, GET lists them."""
    if request.method == "POST":
        return _answer(
            request,
            parameters.SESSION_CREATE,
            lambda p: objects.shown(objects.create_session(p), p.get("expand", {})),
        )
    return _answer(request, parameters.SESSION_LIST, lambda p: _list("checkout.session", "/v1/checkout/sessions", p))


def session(request: HttpRequest, session_id: str) -> JsonResponse:
    """Retrieve a Checkout Session."""

    def act(params: dict[str, Any]) -> dict[str, Any]:
        row = objects.found("checkout.session", session_id)
        objects.expire_overdue(row)
        return objects.shown(row.data, params.get("expand", {}))

    return _answer(request, parameters.SESSION_RETRIEVE, act)


def session_expire(request: HttpRequest, session_id: str) -> JsonResponse:
    """Expire a Checkout Session."""
    return _answer(request, parameters.NOTHING, lambda _: objects.expire(session_id))


def intent(request: HttpRequest, intent_id: str) -> JsonResponse:
    """Retrieve a PaymentIntent."""
    return _answer(
        request,
        parameters.INTENT_RETRIEVE,
        lambda p: objects.shown(objects.found("payment_intent", intent_id).data, p.get("expand", {})),
    )


def refunds(request: HttpRequest) -> JsonResponse:
    """POST creates a refund, GET lists them."""
    if request.method == "POST":
        return _answer(request, parameters.REFUND_CREATE, objects.create_refund)
    return _answer(request, parameters.REFUND_LIST, lambda p: _list("refund", "/v1/refunds", p))


def anything_else(request: HttpRequest, path: str) -> JsonResponse:
    """Refuse every other address as Stripe does."""
    message = f"Unrecognized request URL ({request.method}: /{path})."
    return JsonResponse(StripeSays(message, status=404).body, status=404)


def _list(kind: str, url: str, params: dict[str, Any]) -> dict[str, Any]:
    limit = parameters.whole(params.get("limit", 10), "limit", least=1)
    rows = SandboxObject.objects.filter(kind=kind).order_by("-created_at", "-pk")
    if "payment_intent" in params:
        rows = rows.filter(data__payment_intent=params["payment_intent"])
    if "status" in params:
        rows = rows.filter(data__status=params["status"])
    created = params.get("created", {})
    if "gte" in created:
        rows = rows.filter(data__created__gte=parameters.whole(created["gte"], "created[gte]"))
    if "lt" in created:
        rows = rows.filter(data__created__lt=parameters.whole(created["lt"], "created[lt]"))
    if "starting_after" in params:
        rows = rows.filter(created_at__lt=objects.found(kind, params["starting_after"]).created_at)
    page = list(rows[: limit + 1])
    data = [objects.shown(row.data, {}) for row in page[:limit]]
    return {"object": "list", "url": url, "has_more": len(page) > limit, "data": data}


def _answer(request: HttpRequest, allowed: set[str], act: Act) -> JsonResponse:
    try:
        _check_caller(request)
        pairs = [
            (name, value)
            for name, values in (request.POST if request.method == "POST" else request.GET).lists()
            for value in values
        ]
        key = request.headers.get("Idempotency-Key", "") if request.method == "POST" else ""
        if key:
            asked = {"path": request.path, "params": sorted(pairs)}
            return _once(key, asked, lambda: act(parameters.read(pairs, allowed)))
        return JsonResponse(act(parameters.read(pairs, allowed)))
    except StripeSays as said:
        return JsonResponse(said.body, status=said.status)


def _check_caller(request: HttpRequest) -> None:
    if switch().is_down:
        raise StripeSays("The service is unavailable.", kind="api_error", status=503)
    if request.headers.get("Authorization", "") != f"Bearer {settings.STRIPE_SECRET_KEY}":
        raise StripeSays("Invalid API Key provided.", status=401)
    if request.headers.get("Stripe-Version", "") != settings.STRIPE_API_VERSION:
        raise StripeSays("Invalid Stripe API version.", status=400)


def _once(key: str, asked: dict[str, Any], act: Callable[[], dict[str, Any]]) -> JsonResponse:
    """Answer a key's first request; repeat that answer for the same request, refuse another one."""
    asked = json.loads(json.dumps(asked))
    known = SandboxKey.objects.filter(pk=key).first()
    if known is None:
        try:
            with transaction.atomic():
                known = SandboxKey.objects.create(key=key, request=asked, **_first(act))
                return JsonResponse(known.answer, status=known.status)
        except IntegrityError:  # two at once: the other was first
            known = SandboxKey.objects.get(pk=key)
    if known.request != asked:
        message = "Keys for idempotent requests can only be used with the same parameters they were first used with."
        raise StripeSays(message, kind="idempotency_error")
    return JsonResponse(known.answer, status=known.status, headers={"Idempotent-Replayed": "true"})


def _first(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return {"answer": act(), "status": 200}
    except StripeSays as said:
        if said.body["error"].get("code", "").startswith("parameter_"):
            raise  # Stripe does not save answers to requests that failed validation
        return {"answer": said.body, "status": said.status}
