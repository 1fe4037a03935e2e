"""What pages say while Saleor is away, and that nothing is lost: one place for all of them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from store.saleor.errors import SaleorError, SaleorUnreachable
from store.storefront.secrecy import keep_secret
from store.typed import typed_fields

log = logging.getLogger(__name__)

RETRY_SECONDS = "15"


@dataclass(frozen=True)
class Words:
    """What is said: a heading, what it means for the reader, and the same in one line above a page that stays.

    `call` is what a call is good for.
    """

    heading: str
    lead: str
    line: str
    call: str = "order by phone"


ORDERING = Words(
    "Ordering is paused for a moment",
    "Something of ours is not answering. Nothing you chose or typed is lost, and nothing was charged.",
    "Ordering is paused for a moment. What you typed is still here; please try again in a minute.",
)
ACCOUNT = Words(
    "Accounts are paused for a moment",
    "Something of ours is not answering. You stay signed in, and your orders and addresses are safe.",
    "Accounts are paused for a moment. What you typed is still here; please try again in a minute.",
    call="we will help",
)
ORDER = Words(
    "This order cannot be shown for a moment",
    "Something of ours is not answering. Your order is safe, and nothing about it has changed.",
    "This order cannot be shown for a moment. Please try again in a minute.",
    call="we will help",
)
PAYING = Words(
    "Paying is paused for a moment",
    "Something of ours is not answering. Nothing was charged, and your order is kept for you.",
    "Paying is paused for a moment. Nothing was charged; please try again in a minute.",
    call="we will help",
)
SEARCH = Words(
    "Search is paused for a moment",
    "Something of ours is not answering. You can look around in the meantime.",
    "Search is paused for a moment. Please look around in the meantime.",
)
PAGE = Words(
    "This page is not to be had for a moment",
    "Something of ours is not answering. Most other pages are there; please look around.",
    "This is not to be had for a moment. Please try again in a minute.",
)
WORDS = {
    "cart": ORDERING,
    "checkout": ORDERING,
    "account": ACCOUNT,
    "orders": ORDER,
    "p": PAYING,
    "search": SEARCH,
}


class AwayPages:
    """Middleware: answers for a customer's page whose view could not reach Saleor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what is paused. A refusal is a fault of ours, which only those who buy or look after an account meet."""
        words = words_for(request)
        if words is None or not isinstance(exception, SaleorError):
            return None
        if isinstance(exception, SaleorUnreachable):
            log.warning("%s: %s", words.heading, exception)
        elif words in (ORDERING, ACCOUNT, ORDER):
            log.error("%s", words.heading, exc_info=exception)
        else:
            return None
        return away(request, words)


def words_for(request: HttpRequest) -> Words | None:
    """Return what to say on this page; None where it is no customer's page."""
    match = request.resolver_match
    if match is None or match.namespace != "storefront":
        return None
    parts = request.path_info.strip("/").split("/")
    place = parts[0] if parts[0] == "p" else (parts[1] if len(parts) > 1 else "")
    return WORDS.get(place, PAGE)


def away(request: HttpRequest, words: Words) -> HttpResponse:
    """Return the page that says so, with the market's number; to htmx a line above the page, which stays as it is."""
    context = {"words": words, "typed": typed_fields(request), "search_words": request.GET.get("q", "")[:100]}
    if getattr(request, "htmx", False):
        response = render(request, "storefront/said.html", context)
        response["HX-Retarget"], response["HX-Reswap"], response["HX-Push-Url"] = "#said", "outerHTML", "false"
    else:
        response = render(request, "storefront/away.html", context, status=503)
        response["Retry-After"] = RETRY_SECONDS
    add_never_cache_headers(response)
    return keep_secret(response) if words in (ACCOUNT, ORDER, PAYING) else response
