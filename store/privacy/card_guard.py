"""The guard at the door: no card number comes in by any address, whatever it is sent in.

It reads the address, its query, forms, names of uploaded files, and JSON with the GraphQL in it. Where a view's forms
tell at their fields what was wrong (`tells_at_the_field`), the guard takes the number out and lets the rest pass;
everywhere else it answers 400 and keeps nothing.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import render

from store.privacy.card_numbers import FEWEST, holds_card_number, without_card_numbers

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
APART = "\0"  # between two values, so that what ends one and begins the next is not read as one number
REFUSAL = "A card number is in what was sent, so nothing of it was kept. Card numbers are never sent here."
DIGIT = re.compile(rb"\d")


def tells_at_the_field(view: View) -> View:
    """Mark a view whose forms are all made of `store.forms.Form`, which say where a card number stood."""
    view.tells_card_numbers_at_the_field = True  # type: ignore[attr-defined]
    return view


def lets_card_numbers_pass(*, because: str) -> Callable[[View], View]:
    """Mark a view to which the guard does not listen, with the reason."""

    def mark(view: View) -> View:
        view.lets_card_numbers_pass = because  # type: ignore[attr-defined]
        return view

    return mark


class CardGuard:
    """Middleware that refuses card numbers, or takes them out where the view says so at the field."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request go on, unless its address holds a number; the rest is read when its view is known."""
        return _refusal(request) if holds_card_number(request.path_info) else self._answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_: Any
    ) -> HttpResponseBase | None:
        """Refuse, or let pass without the number."""
        if getattr(view, "lets_card_numbers_pass", ""):
            return None
        try:
            if not holds_card_number(APART.join(_values(request))):
                return None
        except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
            return None  # too large, or cut off: the view that reads it says so
        in_form = request.content_type in FORMS or not request.body
        if in_form and getattr(view, "tells_card_numbers_at_the_field", False):
            request.GET, request.POST = _cleaned(request.GET), _cleaned(request.POST)  # type: ignore[assignment]
            if not holds_card_number(APART.join(_values(request))):
                return None
        return _refusal(request)


def _refusal(request: HttpRequest) -> HttpResponse:
    if request.content_type in FORMS and not request.path_info.endswith("graphql/"):
        return render(request, "card_number.html", status=400)
    if request.content_type == "application/json" or request.path_info.endswith("graphql/"):
        error = {"message": REFUSAL, "extensions": {"exception": {"code": "CardNumberRefused"}}}
        return JsonResponse({"errors": [error]}, status=400)
    return render(request, "card_number.html", status=400)


def _values(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    yield from _of_form(request.GET)
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.content_type in FORMS:
        yield from _of_form(request.POST)
        for name in request.FILES:
            for file in request.FILES.getlist(name):
                yield file.name or ""
    elif _may_hold_one(request.body):
        yield from _of_text(request.body.decode("utf-8", errors="replace"))


def _may_hold_one(body: bytes) -> bool:
    """Tell cheaply whether there are enough digits; most bodies have not."""
    return not body.isascii() or b"\\u" in body or len(DIGIT.findall(body)) >= FEWEST


def _of_form(form: QueryDict) -> Iterator[str]:
    for name, values in form.lists():
        yield name
        for value in values:
            yield from _of_text(value) if value[:1] in ("{", "[") else (value,)


def _of_text(text: str) -> Iterator[str]:
    try:
        yield from _of_json(json.loads(text))
    except (ValueError, RecursionError):
        yield text


def _of_json(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _of_json(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _of_json(inner)
    elif isinstance(value, float):
        yield str(int(value)) if value.is_integer() else repr(value)
    elif isinstance(value, str | int):
        yield str(value)


def _cleaned(form: QueryDict) -> QueryDict:
    cleaned = form.copy()
    for name, values in form.lists():
        cleaned.setlist(name, [without_card_numbers(value) for value in values])
    cleaned._mutable = False
    return cleaned
