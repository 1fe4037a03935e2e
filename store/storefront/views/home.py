"""The chooser of markets, and the home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from store.backend import visitor_client
from store.people import address_of
from store.storefront.articles import newest_articles
from store.storefront.markets import COOKIE, COOKIE_SECONDS, MARKETS, suggested_market

REGIONS = ("head-neck", "shoulder-arm", "back", "hip-glute", "leg-foot")  # collections, from head to foot


def choose(request: HttpRequest) -> HttpResponse:
    """Offer the markets; the one remembered, or suggested by the browser's language, stands first."""
    remembered = MARKETS.get(request.COOKIES.get(COOKIE, ""))
    first = remembered or suggested_market(request)
    markets = [first, *(market for market in MARKETS.values() if market != first)]
    response = render(request, "storefront/choose.html", {"markets": markets, "remembered": remembered})
    response["Vary"] = "Accept-Language, Cookie"
    return response


def home(request: HttpRequest, channel: str) -> HttpResponse:
    """Show the home page of a market, and remember the market."""
    client = visitor_client(address_of(request))
    answer = client.home_page(channel=channel)
    collections = {edge.node.slug: edge.node for edge in answer.collections.edges} if answer.collections else {}
    context = {
        "bestsellers": answer.bestsellers,
        "newest": answer.newest,
        "membership": answer.membership,
        "regions": [collections[slug] for slug in REGIONS if slug in collections],
        "articles": newest_articles(client, first=3),
    }
    response = render(request, "storefront/home.html", context)
    response.set_cookie(COOKIE, channel, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True)
    return response
