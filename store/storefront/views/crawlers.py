"""What search engines ask for first."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from store.backend import visitor_client
from store.markets import MARKETS
from store.people import address_of
from store.saleor.client import SaleorClient
from store.storefront.articles import ARTICLE

MOST_PAGES = 50  # of 100 products each in one sitemap; the protocol's own limit is ten times higher


def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of accounts, carts and checkouts, and show them the sitemaps."""
    lines = ["User-agent: *"]
    for channel in MARKETS:
        lines += [f"Disallow: /{channel}/{part}/" for part in ("account", "cart", "checkout", "orders", "search")]
    lines += ["Disallow: /p/", "Disallow: /phone/", "Disallow: /admin/", "Disallow: /graphql/"]
    lines += [f"Sitemap: {settings.SITE_URL}{reverse('storefront:sitemap', args=[channel])}" for channel in MARKETS]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def sitemap(request: HttpRequest, channel: str) -> HttpResponse:
    """List the addresses of a market."""
    client = visitor_client(address_of(request))
    addresses = [*_lists(client, channel), *_products(client, channel)]
    return HttpResponse(
        render_to_string("storefront/sitemap.xml", {"addresses": addresses, "site_url": settings.SITE_URL}),
        content_type="application/xml",
    )


def _lists(client: SaleorClient, channel: str) -> list[tuple[str, str]]:
    """Return the paths of everything but products."""
    found = client.list_addresses(channel=channel)
    pages = [("home", ""), ("articles", "")]
    pages += [("category", edge.node.slug) for edge in (found.categories.edges if found.categories else [])]
    pages += [("collection", edge.node.slug) for edge in (found.collections.edges if found.collections else [])]
    pages += [
        ("article" if edge.node.page_type.slug == ARTICLE else "page", edge.node.slug)
        for edge in (found.pages.edges if found.pages else [])
    ]
    return [(reverse(f"storefront:{name}", args=[channel, slug] if slug else [channel]), "") for name, slug in pages]


def _products(client: SaleorClient, channel: str) -> Iterator[tuple[str, str]]:
    """Yield the path of each product, and the day it changed."""
    after: str | None = None
    for _ in range(MOST_PAGES):
        found = client.catalogue_addresses(channel=channel, after=after)
        if found is None:
            return
        for edge in found.edges:
            path = reverse("storefront:product", args=[channel, edge.node.slug])
            yield path, edge.node.updated_at.date().isoformat()
        if not found.page_info.has_next_page:
            return
        after = found.page_info.end_cursor
