"""The GraphQL address: Saleor's protocol over HTTP, multipart uploads included."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from store.engine.actions.signing_key import key_set
from store.engine.context import EngineContext
from store.engine.execution import run

REFRESH_COOKIE = "refreshToken"


@csrf_exempt  # callers carry a bearer token; cookies mean nothing here
@require_http_methods(["GET", "POST", "OPTIONS"])
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer one GraphQL document; 400 where the request is not one."""
    if request.method != "POST":
        return HttpResponse("POST a GraphQL document here.", content_type="text/plain", status=200)
    try:
        asked = _asked(request)
    except ValueError as error:
        return JsonResponse({"errors": [_malformed(str(error))]}, status=400)
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):  # too large, or cut off
        return JsonResponse({"errors": [_malformed("Unable to parse query.")]}, status=400)
    context = _context(request)
    answer = run(
        asked["query"],
        context=context,
        variables=asked.get("variables") or {},
        operation_name=asked.get("operationName"),
    )
    response = JsonResponse(answer.body, status=answer.status)
    if context.new_refresh_token:
        response.set_cookie(
            REFRESH_COOKIE,
            context.new_refresh_token,
            max_age=settings.ENGINE_REFRESH_TOKEN_SECONDS,
            path=request.path,  # no page of the shop ever sees it
            httponly=True,
            secure=settings.SECURE,
            samesite="Lax",
        )
    return response


def jwks(request: HttpRequest) -> HttpResponse:
    """Answer the public key with which anybody can verify our tokens."""
    return JsonResponse(key_set())


def _context(request: HttpRequest) -> EngineContext:
    return EngineContext.of_token(
        _token(request),
        site_url=settings.SITE_URL,
        address=request.META.get("REMOTE_ADDR", ""),
        refresh_cookie=request.COOKIES.get(REFRESH_COOKIE, ""),
    )


def _token(request: HttpRequest) -> str:
    """Return the bearer token of the headers that Saleor reads; without a scheme there is none."""
    if token := request.headers.get("Authorization-Bearer", ""):
        return token
    scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
    return token.strip() if scheme.upper() in ("BEARER", "JWT") else ""


def _asked(request: HttpRequest) -> dict[str, Any]:
    if request.content_type == "multipart/form-data":
        asked = _object(request.POST.get("operations", ""))
        for key, paths in _object(request.POST.get("map", "")).items():
            if key not in request.FILES:
                raise ValueError(f"The part {key!r} named in `map` is missing.")
            if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
                raise ValueError("`map` is not a map of lists of paths.")
            for path in paths:
                _put(asked, path.split("."), request.FILES[key])
    else:
        asked = _object(request.body.decode("utf-8", errors="replace"))
    if not isinstance(asked.get("query"), str) or not asked["query"]:
        raise ValueError("Must provide a query string.")
    if not isinstance(asked.get("variables") or {}, dict):
        raise ValueError("Variables must be an object.")
    if not isinstance(asked.get("operationName") or "", str):
        raise ValueError("Operation name must be a string.")
    return asked


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("Unable to parse query.") from error
    if isinstance(value, list):
        raise ValueError("Number of batch queries exceeded.")
    if not isinstance(value, dict):
        raise ValueError("Unable to parse query.")
    return value


def _put(target: Any, path: list[str], file: Any) -> None:
    try:
        for step in path[:-1]:
            target = target[int(step)] if isinstance(target, list) else target[step]
        target[int(path[-1]) if isinstance(target, list) else path[-1]] = file
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise ValueError(f"`map` names {'.'.join(path)}, which is not in `operations`.") from error


def _malformed(message: str) -> dict[str, Any]:
    return {"message": message, "extensions": {"exception": {"code": "GraphQLError"}}}
