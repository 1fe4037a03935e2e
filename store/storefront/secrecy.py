"""Pages behind a secret link: never cached, never indexed, never leaked by a referrer, and not to be guessed."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django_ratelimit.core import is_ratelimited

P = ParamSpec("P")
Found = TypeVar("Found")
MISSES = "20/h"  # wrong links, or wrong promo codes, that one address may try


class TooManyMisses(Exception):  # noqa: N818 - an answer, not a fault
    """This address tried too many links that do not exist."""


def secret(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Wrap the view of a secret link."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except TooManyMisses:
            response = render(request, "storefront/too_many.html", status=429)
        return keep_secret(response)

    return answer


def keep_secret(response: HttpResponse) -> HttpResponse:
    """Keep a page out of caches and indexes, and its address from other sites."""
    add_never_cache_headers(response)
    # Not "no-referrer": a browser then posts the page's own forms from nowhere, which CSRF protection refuses.
    response.setdefault("Referrer-Policy", "same-origin")
    response["X-Robots-Tag"] = "noindex"
    return response


def guarded(request: HttpRequest, look_up: Callable[[], Found | None]) -> Found:
    """Return what a secret names. Raises Http404 for a wrong one, TooManyMisses after too many of those."""
    if too_many_misses(request, "secret-links"):
        raise TooManyMisses
    found = look_up()
    if found is None:
        if too_many_misses(request, "secret-links", missed=True):
            raise TooManyMisses
        raise Http404
    return found


def too_many_misses(request: HttpRequest, group: str, *, missed: bool = False) -> bool:
    """Tell whether this address guessed wrong too often in a group; `missed` counts one more wrong guess."""
    return bool(is_ratelimited(request, group=group, key="ip", rate=MISSES, increment=missed))
