"""The chooser of markets, and the home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from store.storefront.markets import COOKIE, COOKIE_SECONDS, MARKETS, suggested_market


def choose(request: HttpRequest) -> HttpResponse:
    """Offer the markets; the one remembered, or suggested by the browser's language, stands first."""
    remembered = MARKETS.get(request.COOKIES.get(COOKIE, ""))
    first = remembered or suggested_market(request)
    markets = [first, *(market for market in MARKETS.values() if market != first)]
    return render(request, "storefront/choose.html", {"markets": markets, "remembered": remembered})


def home(request: HttpRequest, channel: str) -> HttpResponse:
    """Show the home page of a market."""
    response = render(request, "storefront/home.html", {})
    response.set_cookie(COOKIE, channel, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True)
    return response
