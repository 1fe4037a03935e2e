"""The chooser of markets, and the home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from store.backend import visitor_client
from store.markets import MARKETS
from store.people import address_of
from store.saleor.client.fragments import CollectionShelf
from store.storefront.articles import newest_articles
from store.storefront.markets import COOKIE, COOKIE_SECONDS, suggested_market

MEMBERSHIP = "nat-global-campus-monthly"
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
    bestsellers, newest = _shelf(answer.bestsellers, first=8), _shelf(answer.newest, first=4)
    found = client.product_cards(slugs=sorted({*bestsellers, *newest, MEMBERSHIP}), channel=channel)
    cards = {edge.node.slug: edge.node for edge in found.edges} if found else {}
    collections = {edge.node.slug: edge.node for edge in answer.collections.edges} if answer.collections else {}
    context = {
        "bestsellers": [cards[slug] for slug in bestsellers if slug in cards],
        "newest": [cards[slug] for slug in newest if slug in cards],
        "membership": cards.get(MEMBERSHIP),
        "regions": [collections[slug] for slug in REGIONS if slug in collections],
        "articles": newest_articles(client, first=3),
    }
    response = render(request, "storefront/home.html", context)
    response.set_cookie(COOKIE, channel, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True)
    return response


def _shelf(collection: CollectionShelf | None, *, first: int) -> list[str]:
    """Return the slugs of a collection's first products."""
    products = collection.products.edges if collection and collection.products else []
    return [edge.node.slug for edge in products[:first]]
