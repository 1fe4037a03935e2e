"""Articles, policies and answers to frequent questions."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from store.backend import visitor_client
from store.people import address_of
from store.saleor.client import SaleorClient
from store.saleor.client.fragments import PageDetails, ProductCard
from store.storefront.articles import ARTICLE
from store.storefront.articles import articles as find_articles
from store.storefront.frame import Frame
from store.storefront.rich_text import sections
from store.storefront.structured_data import article_data, trail_data

ARTICLES_PER_PAGE = 12
QUESTIONS_PAGE = "faq"


def articles(request: HttpRequest, channel: str) -> HttpResponse:
    """List the articles, newest first."""
    client = visitor_client(address_of(request))
    found = find_articles(client, first=ARTICLES_PER_PAGE, after=request.GET.get("after") or None)
    return render(request, "storefront/articles.html", {"found": found})


def article(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    """Show an article with the products that belong to it."""
    client = visitor_client(address_of(request))
    page = client.page_to_read(slug=slug)
    if page is None or page.page_type.slug != ARTICLE:
        raise Http404(slug)
    frame = Frame(request)
    trail = [
        ("Home", reverse("storefront:home", args=[channel])),
        ("Articles", reverse("storefront:articles", args=[channel])),
    ]
    contents = sections(page.content)
    context = {
        "shop": frame,
        "page": page,
        "trail": trail,
        "contents": contents,
        "tells_limits": any(section.title == "Disclaimer" for section in contents),
        "related": _related(client, page, channel),
        "data": [article_data(frame, page), trail_data(frame, [*trail, (page.title, request.path)])],
    }
    return render(request, "storefront/article.html", context)


def page(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    """Show a policy or a page of help; an article has an address of its own."""
    found = visitor_client(address_of(request)).page_to_read(slug=slug)
    if found is None:
        raise Http404(slug)
    if found.page_type.slug == ARTICLE:
        return redirect("storefront:article", channel, slug, permanent=True)
    context = {"page": found, "trail": [("Home", reverse("storefront:home", args=[channel]))]}
    if slug == QUESTIONS_PAGE:
        context["groups"] = sections(found.content)
    return render(request, "storefront/page.html", context)


def _related(client: SaleorClient, page: PageDetails, channel: str) -> list[ProductCard]:
    try:
        slugs = [str(slug) for slug in json.loads((page.metafields or {}).get("related_products") or "[]")]
    except ValueError:
        return []
    found = client.product_cards(slugs=slugs, channel=channel) if slugs else None
    cards = {edge.node.slug: edge.node for edge in found.edges} if found else {}
    return [cards[slug] for slug in slugs if slug in cards]
